"""A lapsed project: what to order so that its contract follows once it is paid, and what waits for that (rule 4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import lapses
from autossa.domain.amounts import Money, Ssc
from autossa.domain.derivations import Derivation
from autossa.domain.lapses import LapsePlan
from autossa.domain.plans import Option
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Refusal
from autossa.domain.topups import why_quote
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.queries.credits.orders import possible_payers, unverified
from autossa.store import models
from autossa.store.ids import new_id, public_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What was ordered with a contract: money in minor units of `currency`; `state` is that of the order.

    `refusal` is a code where the contract could not follow.
    """

    id: str
    ssc: Ssc
    gross: Money
    currency: str
    payer: str
    option: str
    ordered_by: str
    ordered_on: date
    pay_until: date
    state: str
    refusal: str


@dataclass(frozen=True, slots=True)
class LapsedPage:
    """What to order as a payer with these rates of VAT; None with `refusal`, or where nothing is missing.

    `order` is the id of the order to be; `last` is what was ordered so before, the newest.
    """

    currency: str
    options: tuple[Option, ...]
    free: Ssc
    plan: LapsePlan | None
    refusal: Refusal | None
    why: Derivation | None
    payers: tuple[tuple[UUID, str], ...]
    unverified: str | None
    order: str
    last: Asked | None

    @property
    def waits(self) -> Asked | None:
        """What waits for its payment."""
        return self.last if self.last and self.last.state == "open" else None

    @property
    def payers_named(self) -> tuple[tuple[str, str], ...]:
        """Who can pay, by public id and name."""
        return tuple((public_id("org", key), name) for key, name in self.payers)

    def payer_name(self, payer: UUID) -> str:
        """Who pays, by name; "" for nobody who may."""
        return dict(self.payers).get(payer, "")


def lapsed_page(project: UUID, user: UUID, day: date, payer: UUID | None = None) -> LapsedPage | None:
    """The page of a project for somebody; the first who may pay pays unless another is named. None: no project."""
    found = project_as_of(project, day)
    if found is None:
        return None
    payers = possible_payers(project, user, day)
    chosen = payer if payer in dict(payers) else payers[0][0] if payers else None
    rates = tax_rates_of(chosen) if chosen else None
    facts = found.project if rates is None else paid_at(found.project, rates)
    said = lapses.plan(facts, day)
    plan = said if isinstance(said, LapsePlan) else None
    return LapsedPage(
        currency=found.currency,
        options=facts.terms.policy.options,
        free=facts.credits.free,
        plan=plan,
        refusal=said if isinstance(said, Refusal) else None,
        why=why_quote(plan.quote) if plan else None,
        payers=payers,
        unverified=unverified(project),
        order=public_id("ord", new_id()),
        last=_last(project),
    )


def _last(project: UUID) -> Asked | None:
    found = models.Continuation.objects.filter(order__project=project).select_related("order__payer")
    row = found.order_by("-order_id").first()
    if row is None:
        return None
    order = row.order
    return Asked(
        order.public_id, order.ssc, order.gross, order.currency, order.payer.name, row.option, order.ordered_by_name,
        order.ordered_on, row.pay_until, order.state, row.refusal,
    )  # fmt: skip
