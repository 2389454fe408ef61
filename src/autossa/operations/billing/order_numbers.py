"""The payers' own order numbers: for all of their contracts, or for one, from a day on (billing 2)."""

from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REFERENCE, read_line
from autossa.store import models


class OrderNumberInThePast(Invalid):
    """{starts_on} is in the past. Invoices already issued stay as they are: enter today or a later date."""

    field = "starts_on"


class NotThePayer(NotFound):
    """This organisation pays for no such open contract."""


def set_order_number(
    *, payer: UUID, number: str, starts_on: date, ctx: ActionContext, contract: UUID | None = None
) -> None:
    """From a day on invoices to a payer name its number: those of a contract, or all that have none of their own.

    "" takes the former number back. Raises NotThePayer, OrderNumberInThePast, or as `read_line`.
    """
    number = read_line(number, "the order number", MAX_REFERENCE, required=False, field="number")
    if starts_on < ctx.today:
        raise OrderNumberInThePast(starts_on=starts_on)
    with transaction.atomic():
        row = _locked(payer)
        ctx.check_seen()
        if contract is not None and not models.Contract.objects.open().filter(pk=contract, payer=payer).exists():
            raise NotThePayer
        made = models.OrderNumber.objects.create(
            payer=row, contract_id=contract, number=number, starts_on=starts_on, set_by=ctx.actor.user, set_at=ctx.now
        )
        details = {"number": number, "starts_on": starts_on.isoformat()}
        if made.contract is not None:
            project = made.contract.project
            record_activity(ctx, "set_order_number", project=project.id, organisation=payer, details=details)
        else:
            record_activity(ctx, "set_order_number", organisation=payer, details=details)


def need_order_number(*, payer: UUID, needed: bool, ctx: ActionContext) -> None:
    """Say that an organisation takes no invoice without its order number, or that it does. Raises NotThePayer.

    It is invoiced all the same: what is missing is shown before, to it and to the vendor.
    """
    with transaction.atomic():
        row = _locked(payer)
        ctx.check_seen()
        if row.needs_order_number != needed:
            models.Organisation.objects.filter(pk=row.pk).update(needs_order_number=needed)
            record_activity(ctx, "need_order_number", organisation=row.id, details={"needed": needed})


def _locked(payer: UUID) -> models.Organisation:
    """The organisation, locked until the transaction ends. Raises NotThePayer."""
    row = models.Organisation.objects.select_for_update().filter(pk=payer).first()
    if row is None:
        raise NotThePayer
    return row
