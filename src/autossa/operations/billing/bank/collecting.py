"""Files of direct debits: what is due by mandates on a day, put into one file under the payers' locks (billing 12)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain.billing.bank import orders as bank
from autossa.domain.billing.bank.order_checks import OrderFault
from autossa.domain.billing.payments.mandates import Scheme
from autossa.operations.activity import record_activity
from autossa.operations.billing.bank.files import DEBITS, keep, lock_payers, next_message
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.queries.billing.bank.collections import (
    CollectionPlan,
    Left,
    PlannedDebit,
    PlannedFile,
    collection_plan,
    creditor,
    numbered,
)
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.wording.billing.bank import order_fault


class NothingToCollect(Invalid):
    """Nothing is to be collected on this day any more. Look at the list again."""


class BankFileNotPossible(Invalid):
    """The file cannot be made: {why}"""

    def __init__(self, faults: Iterable[OrderFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(why=" ".join(order_fault(fault) for fault in self.faults))


class NotReturned(Invalid):
    """This document can be collected already, or it is paid."""


def make_file(*, day: date, scheme: Scheme, ctx: ActionContext) -> UUID:
    """The file of a day and scheme, with everything that it can hold now; its id.

    Payers whose day moved are told by mail. Two people at once make it once.
    Raises NothingToCollect, BankFileNotPossible.
    """
    with transaction.atomic():
        before = _wanted(collection_plan(ctx.today), day, scheme)
        lock_payers({one.payer for one in before.debits})
        ctx.check_seen()
        file = _wanted(collection_plan(ctx.today, {one.payer for one in before.debits}), day, scheme)
        if file.faults:
            raise BankFileNotPossible(file.faults)
        return _write(file, ctx)


def make_files(*, until: date, ctx: ActionContext) -> list[UUID]:
    """All files up to a day of collection, each in a transaction of its own; their ids."""
    found = [(one.day, one.scheme) for one in collection_plan(ctx.today).files if one.day <= until]
    return [make_file(day=day, scheme=scheme, ctx=ctx) for day, scheme in found]


def allow_retry(*, document: UUID, ctx: ActionContext) -> None:
    """Somebody says that a returned document is collected once more. Raises NotFound, NotReturned."""
    with transaction.atomic():
        claim = models.Claim.objects.filter(pk=document).first()
        if claim is None:
            raise NotFound
        lock_payers({claim.payer})
        left = collection_plan(ctx.today, [claim.payer]).left_out
        if not any(one.document == document and one.why is Left.RETURNED for one in left):
            raise NotReturned
        models.DebitRetry.objects.create(claim=claim, day=ctx.today, by=ctx.actor.user, at=ctx.now)
        record_activity(ctx, "retry_debit", organisation=claim.payer, details={"document": claim.number})


def _wanted(plan: CollectionPlan, day: date, scheme: Scheme) -> PlannedFile:
    found = plan.file(day, scheme)
    if found is None:
        raise NothingToCollect
    return found


def _write(file: PlannedFile, ctx: ActionContext) -> UUID:
    from autossa.documents.billing.sepa.debits import write_debits  # lxml: only who makes a file loads it

    message = next_message(DEBITS, ctx)
    debits = numbered(file, message.id)
    collections = tuple(one.collection for one in debits)
    as_file = bank.DebitFile(file.day, file.scheme, collections)
    content = write_debits(as_file, creditor(payment_terms(ctx.today)), message)
    amounts = [one.amount for one in collections]
    row = keep(DEBITS, file.day, message, amounts, content, ctx, scheme=file.scheme.value)
    for debit in debits:
        _record(debit, row)
    _tell_moved(debits, file.day, ctx)
    return row.pk


def _record(debit: PlannedDebit, file: models.BankOrder) -> None:
    one = debit.collection
    made = models.Debit.objects.create(
        file=file, mandate_id=debit.mandate, end_to_end_id=one.end_to_end_id, sequence=one.sequence.value,
        collect_on=one.day, amount=one.amount,
    )  # fmt: skip
    models.DebitPart.objects.bulk_create(
        models.DebitPart(debit=made, claim_id=part.document, amount=part.amount) for part in debit.parts
    )


def _tell_moved(debits: list[PlannedDebit], day: date, ctx: ActionContext) -> None:
    """A notice for each document, a mail for each payer."""
    moved: dict[UUID, list[UUID]] = defaultdict(list)
    for debit in debits:
        moved[debit.payer] += debit.moved
    models.DebitNotice.objects.bulk_create(
        models.DebitNotice(claim_id=document, told_on=ctx.today, collect_on=day, told_at=ctx.now)
        for documents in moved.values()
        for document in documents
    )
    for payer, documents in moved.items():
        if documents:
            payload = {"payer": str(payer), "documents": [str(one) for one in documents], "day": day.isoformat()}
            tell("mail.collection_moved", payload, ctx)
