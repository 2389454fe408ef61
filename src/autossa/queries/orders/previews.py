"""An order before it is placed: what it would cost, what is charged for it, and what the project lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import lapses
from autossa.domain.amounts import Ssc
from autossa.domain.lapses import LapsePlan
from autossa.domain.orders.orders import Booking, Wanted
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.credits.orders import possible_payers, unverified
from autossa.queries.orders.plans import Plan, plan_credits, plan_licenses


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """What would be ordered: the plan, who may pay (the customer first) and who does.

    `lapse` is what a lapsed project lacks for a contract, and until when that suffices; None where nothing is missing.
    `unverified` names who has to be verified before anything is ordered.
    """

    plan: Plan
    payers: tuple[tuple[UUID, str], ...]
    payer: UUID
    booking: Booking
    lapse: LapsePlan | None
    unverified: str | None

    @property
    def shown(self) -> tuple[object, ...]:
        """What whoever orders agrees to."""
        return (dict(self.plan.figures), self.plan.ssc, self.plan.currency, self.payer, self.booking)


def order_preview(
    project: UUID,
    user: UUID,
    day: date,
    *,
    payer: UUID | None = None,
    ssc: Ssc | None = None,
    wanted: Sequence[Wanted] = (),
) -> OrderPreview | Refusal | None:
    """So many SSC (hundredths), or licenses, for a project on a day; the first who may pays, unless another is named.

    None for a payer that cannot be named, or where nothing is asked for. Refused as the order would be.
    """
    payers = possible_payers(project, user, day)
    who = payer or (payers[0][0] if payers else None)
    if who is None or who not in dict(payers):
        return None
    plan = plan_credits(project, day, ssc, who) if ssc is not None else plan_licenses(project, day, wanted, who)
    if plan is None or isinstance(plan, Refusal):
        return plan
    if plan.licenses is not None and plan.licenses.refusal is not None:
        return plan.licenses.refusal
    return OrderPreview(plan, payers, who, booking_of(who, day), lapse_of(project, who, day), unverified(project, who))


def lapse_of(project: UUID, payer: UUID, day: date) -> LapsePlan | None:
    """What a lapsed project lacks for a contract that this organisation pays; None where nothing is missing."""
    found, rates = project_as_of(project, day), tax_rates_of(payer)
    if found is None or rates is None:
        return None
    plan = lapses.plan(paid_at(found.project, rates), day)
    return plan if isinstance(plan, LapsePlan) else None
