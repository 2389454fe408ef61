"""A quote is accepted: what it offers is ordered or concluded at its figures, or nothing happens (billing 8)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.billing.terms import TermsDeed
from autossa.domain.comparisons import figures
from autossa.domain.orders.quotes import About, Difference, State, state_of
from autossa.domain.refusals import Refusal
from autossa.operations.billing.orders.deciding import Quoted, check_payer
from autossa.operations.context import ActionContext
from autossa.operations.contracts.conclude import conclude
from autossa.operations.credits import orders as credit_orders
from autossa.operations.errors import Invalid, Refused
from autossa.operations.orders import licenses as license_orders
from autossa.operations.orders.making import QuoteEnded, claim_quote, record_quote
from autossa.operations.outbox import tell
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed
from autossa.queries.orders.approvers import bound_by
from autossa.queries.orders.plans import Plan, changed, plan_of, wanted_of
from autossa.store import models
from autossa.store.ids import new_id


class QuoteExpired(Invalid):
    """The last day of this quote was {last}. Ask for a new one."""


class QuoteNoLongerHolds(Invalid):
    """Something that this quote rests on has changed; nothing was done."""

    def __init__(self, text: str = "", *, differences: tuple[Difference, ...] = (), **facts: object) -> None:
        super().__init__(text, **facts)
        self.differences = differences


def accept(*, quote: UUID, ctx: ActionContext, terms: Agreed = NOTHING) -> bool:
    """Order or conclude what a quote offers, at its figures; False for one that was accepted before.

    Under the lock it is planned anew: within its last day an order keeps its prices, a contract is as it would be
    today. `terms` are the documents of the vendor's terms that whoever it binds agrees to (`bound_by`): they are kept
    with the quote, and with what it becomes. Raises QuoteNotFound, QuoteEnded for one that was withdrawn, QuoteExpired,
    QuoteNoLongerHolds with what differs, TermsChanged, TermsNotAccepted, Refused as the deed is, and as `orders.place`,
    `orders.licenses.place` and `conclude`.
    """
    with transaction.atomic():
        try:
            row = claim_quote(quote, ctx)
        except QuoteEnded:
            if models.Quote.objects.filter(pk=quote, accepted_at__isnull=False).exists():
                return False
            raise
        if state_of(row.valid_until, ctx.today, accepted=False, withdrawn=False) is State.EXPIRED:
            raise QuoteExpired(last=row.valid_until)
        plan = plan_of(row, ctx.today)
        if isinstance(plan, Refusal):
            raise Refused(plan)
        if plan is None or (differing := changed(row, plan)):
            raise QuoteNoLongerHolds(differences=differing if plan else ())
        accepted = acceptances.check(organisation=bound_by(row), agreed=terms, ctx=ctx)
        acceptances.record(deed=TermsDeed.QUOTE, deed_id=row.id, accepted=accepted, ctx=ctx)
        row.accepted_on, row.accepted_at = ctx.today, ctx.now
        row.accepted_by, row.accepted_by_name = ctx.actor.user, ctx.actor.name
        row.contract = _do(row, plan, terms, ctx)
        row.save(update_fields=["accepted_on", "accepted_at", "accepted_by", "accepted_by_name", "contract"])
        models.Consent.objects.open().filter(quote=row).update(withdrawn_at=ctx.now)
        record_quote(ctx, "accept_quote", row, **accepted.details)
        tell("mail.quote_accepted", {"quote": str(row.id)}, ctx, row.project_id)
    return True


def _do(row: models.Quote, plan: Plan, terms: Agreed, ctx: ActionContext) -> models.Contract | None:
    """The deed, by the very use case that does it without a quote; the contract, if it is one."""
    quoted = Quoted(row.id, row.issued_on)
    match plan.about:
        case About.CREDITS:
            credit_orders.place(
                order=new_id(), project=row.project_id, ssc=plan.ssc or 0, payer=row.payer_id, gross=row.gross,
                order_number=row.order_number, quoted=quoted, terms=terms, ctx=ctx,
            )  # fmt: skip
        case About.LICENSES:
            license_orders.place(
                order=new_id(), project=row.project_id, wanted=wanted_of(row), payer=row.payer_id, gross=row.gross,
                order_number=row.order_number, quoted=quoted, terms=terms, ctx=ctx,
            )  # fmt: skip
        case About.CONTRACT:
            assert plan.contract is not None
            check_payer(row.project_id, row.payer_id, ctx)
            payer = None if row.payer_id == row.project.customer_id else row.payer_id
            conclude(
                project=row.project_id, option=row.option, payer=payer, agreed=figures(plan.contract),
                order_number=row.order_number, terms=terms, ctx=ctx,
            )  # fmt: skip
            return models.Contract.objects.filter(project=row.project_id).latest("number")
    return None
