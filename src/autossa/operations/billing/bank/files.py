"""Files for the bank: written once and kept by what is in them, downloaded, sent by hand or taken back."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from autossa.operations.activity import record_activity
from autossa.operations.billing.documents import put_file
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.queries.billing import shelf
from autossa.queries.vendor.settings import zone
from autossa.store import models

if TYPE_CHECKING:
    from autossa.documents.billing.sepa.parts import Message

DEBITS, REFUNDS = "debits", "refunds"
_PREFIX = {DEBITS: "DD", REFUNDS: "RF"}


class BankFileNotFound(NotFound):
    """There is no such file."""


class BankFileSent(Invalid):
    """This file was marked as sent: it cannot be discarded any more."""


class BankFileTakenBack(Invalid):
    """This file was discarded. Make another one."""


class BankFileDamaged(OperationError):
    """The stored file was changed or is gone. Do not send it; restore it from a backup."""


def mark_sent(*, order: UUID, ctx: ActionContext) -> None:
    """Finance handed the file to the bank. Doing it again changes nothing.

    Raises BankFileNotFound, BankFileTakenBack.
    """
    with transaction.atomic():
        row = _locked(order)
        if row.taken_back_at:
            raise BankFileTakenBack
        if row.sent_at is None:
            models.BankOrder.objects.filter(pk=row.pk).update(sent_by=ctx.actor.user, sent_at=ctx.now)
            record_activity(ctx, "send_bank_file", details={"file": row.message_id})


def take_back(*, order: UUID, ctx: ActionContext) -> None:
    """A file that never went to the bank: what is in it is collected or paid out by another one.

    Raises BankFileNotFound, BankFileSent, BankFileTakenBack.
    """
    with transaction.atomic():
        payers = models.Debit.objects.filter(file=order).values_list("mandate__payer", flat=True)
        refunded = models.Refund.objects.filter(sent_in=order).values_list("payer", flat=True)
        lock_payers({*payers, *refunded})
        row = _locked(order)
        if row.sent_at:
            raise BankFileSent
        if row.taken_back_at:
            raise BankFileTakenBack
        models.BankOrder.objects.filter(pk=row.pk).update(taken_back_by=ctx.actor.user, taken_back_at=ctx.now)
        models.Debit.objects.filter(file=row, ended_on=None).update(ended_on=ctx.today)
        models.Refund.objects.filter(sent_in=row).update(sent_in=None)
        record_activity(ctx, "take_back_bank_file", details={"file": row.message_id})


def content_of(*, order: UUID, ctx: ActionContext) -> bytes:
    """The file as it was made, and that somebody had it. Raises BankFileNotFound, BankFileDamaged."""
    row = models.BankOrder.objects.filter(pk=order).first()
    content = shelf.read(row.path) if row else None
    if row is None:
        raise BankFileNotFound
    if content is None or shelf.digest(content) != row.sha256:
        raise BankFileDamaged
    with transaction.atomic():
        record_activity(ctx, "download_bank_file", details={"file": row.message_id})
    return content


def lock_payers(payers: set[UUID]) -> None:
    """Lock the accounts of payers in the order of their ids, until the transaction ends."""
    found = models.Organisation.objects.select_for_update().filter(pk__in=payers).order_by("pk")
    list(found.values_list("pk", flat=True))


def next_message(kind: str, ctx: ActionContext) -> "Message":
    """The id of the next file, without a hole; two who make files wait here for each other."""
    from autossa.documents.billing.sepa.parts import Message  # lxml: only who makes a file loads it

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bank_orders'))")
    number = models.BankOrder.objects.count() + 1
    return Message(f"{_PREFIX[kind]}{ctx.today:%Y%m%d}-{number:04d}", ctx.now.astimezone(zone()))


def keep(
    kind: str, day: date, message: "Message", amounts: list[int], content: bytes, ctx: ActionContext, scheme: str = ""
) -> models.BankOrder:
    """Keep the file, and write its row."""
    sha256 = put_file(content)
    row = models.BankOrder.objects.create(
        kind=kind, scheme=scheme, day=day, message_id=message.id, count=len(amounts), total=sum(amounts),
        sha256=sha256, size=len(content), path=shelf.path_of(sha256), made_on=ctx.today, made_by=ctx.actor.user,
        made_at=ctx.now,
    )  # fmt: skip
    record_activity(ctx, "make_bank_file", details={"file": message.id, "payments": len(amounts)})
    return row


def _locked(order: UUID) -> models.BankOrder:
    row = models.BankOrder.objects.select_for_update().filter(pk=order).first()
    if row is None:
        raise BankFileNotFound
    return row
