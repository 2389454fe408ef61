"""What is out of the ordinary: an invoice paid in part, one paid twice, and one that somebody wants to give up."""

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.references import creditor_reference
from autossa.operations.billing.payments import receiving, write_offs
from autossa.operations.context import ActionContext
from autossa.store import models
from autossa.store.ids import new_id

_GOODWILL = "Zugesagter Rabatt, aus Kulanz"


def pay_oddly(ctx: ActionContext) -> None:
    """As finance enters it today."""
    unpaid = list(models.Claim.objects.filter(rest__gt=0, kind="invoice", method="transfer").order_by("due_on", "id"))
    owing = {claim.payer for claim in unpaid}
    if unpaid:
        write_offs.propose(claim=unpaid[0].id, reason=_GOODWILL, ctx=ctx)
        _pay(unpaid[-1], int(unpaid[-1].rest) // 2, ctx)
    twice = models.Claim.objects.filter(rest=0, kind="invoice").exclude(payer__in=owing).order_by("-due_on", "id")
    if (paid := twice.first()) is not None:
        _pay(paid, int(paid.gross), ctx)


def _pay(claim: models.Claim, amount: Money, ctx: ActionContext) -> None:
    receiving.enter(
        payment=new_id(), payer=claim.payer, amount=amount, currency=claim.currency, method=Method.TRANSFER,
        day=ctx.today, reference=creditor_reference(claim.number), documents=[claim.id], ctx=ctx,
    )  # fmt: skip
