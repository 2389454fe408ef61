"""A lapsed project's contract is concluded by itself once what was ordered with it is paid (rule 4)."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext, Actor
from autossa.operations.contracts.conclude import submit
from autossa.operations.errors import OperationError, Refused
from autossa.operations.outbox import tell
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.store import models


def continue_when_paid(*, order: UUID, ctx: ActionContext) -> None:
    """The credits of an order are there: conclude what was asked for with it, at the figures that hold now.

    By whoever asked. In the transaction that books the order, which locks the project. Where it is refused, that is
    kept with its code, and people are told how to go on: the credits stay on the balance. Nothing for other orders.
    """
    asked = models.Continuation.objects.select_for_update(of=["self"]).select_related("order__project").filter(pk=order)
    row = asked.filter(concluded_on=None, refused_on=None).first()
    if row is None:
        return
    project = row.order.project_id
    try:
        with transaction.atomic():
            submit(
                project=project, option=row.option, fixed_end=row.fixed_end, payer=row.order.payer_id,
                order_number=row.order.order_number, invoice_contact=row.invoice_contact,
                terms=Agreed(row.terms, row.terms_of_environment), ctx=replace(ctx, actor=_asker(row), seen=None),
            )  # fmt: skip
            contract = models.Contract.objects.filter(project=project).order_by("-number").values_list("id", flat=True)
            row.concluded_on, row.contract_id = ctx.today, contract[0]
            row.save(update_fields=["concluded_on", "contract"])
    except OperationError as error:
        code = error.refusal.code.value if isinstance(error, Refused) else error.code
        models.Continuation.objects.filter(pk=order).update(refused_on=ctx.today, refusal=code)
        record_activity(ctx, "contract_not_continued", project=project, details={"order": row.order.public_id})
        tell("mail.contract_not_continued", {"order": str(order)}, ctx, project)


def _asker(row: models.Continuation) -> Actor:
    """Who asked for it concludes it: nobody approves what they asked for themselves."""
    return Actor(row.order.ordered_by_name, row.asked_by)
