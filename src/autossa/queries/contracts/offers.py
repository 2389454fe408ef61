"""The options of a contract side by side for one project: computed by what concludes and books them (law 6)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.comparisons import Offer, compare
from autossa.domain.conclusions import start_day, with_requested, without_license
from autossa.domain.contracts import Gap
from autossa.domain.dates import DAY
from autossa.domain.derivations import Derivation, why_gap
from autossa.domain.gaps import TRANSFER, Enough, enough_to_pay, find_gap, is_late, once_until
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.lines import Line
from autossa.domain.plans import Option
from autossa.domain.projects import Project, paid_at
from autossa.domain.refusals import Code, Refusal
from autossa.domain.topups import Quote, quote, top_up
from autossa.queries.as_of import as_of
from autossa.queries.billing.possible_payers import Payer
from autossa.queries.billing.settlements import Explained, ExplainedSettlement, explain_gap, explain_settlement
from autossa.queries.credits.orders import ordered_against
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects

WAITS = (timedelta(days=7), TRANSFER)
"""How long a payment may take."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its offer, or why not. `cheapest` holds the spans (months) over which nothing costs less.

    With `offer` and `refusal` both, the offer is what it would be once the refusal's missing credits are there.
    """

    option: Option
    offer: Offer | None
    refusal: Refusal | None
    planned: tuple[ExplainedSettlement, ...] = ()
    cheapest: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GapAhead:
    """What a gap costs when the contract is concluded on a day to come (SSC), and what the balance lacks of it."""

    day: date
    ssc: Ssc
    missing: Ssc


@dataclass(frozen=True, slots=True)
class GapPage:
    """The uncovered days up to today and what they cost (SSC): concluded today, and `late` after the last day.

    `once_until` is the last day on which they count once; it may have gone by. `ahead` is what it grows to while a
    payment for missing credits is under way, `enough` what suffices then. `worth` is the gap in money, at the list
    price of the day; None without a price.
    """

    gap: Gap
    once_until: date
    late: Ssc
    free: Ssc
    missing: Ssc
    why: Derivation
    charges: tuple[Explained, ...]
    ahead: tuple[GapAhead, ...]
    enough: Enough | None
    worth: Quote | None

    @property
    def late_from(self) -> date:
        """The first day on which it counts more than once."""
        return self.once_until + DAY


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """A license line that the contract will cover; a requested one is confirmed by its approval."""

    license: str
    type_name: str
    quantity: int
    is_requested: bool


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Everything that somebody who wants to conclude a contract is told. `obstacle` is refused whatever is chosen.

    `ordered` is what waits for its payment (SSC) where an option is refused for want of credits.
    """

    project: Project
    currency: str
    today: date
    fixed_end: date | None
    is_verified: bool
    obstacle: Refusal | None
    lines: tuple[CoveredLine, ...]
    gap: GapPage | None
    choices: tuple[Choice, ...]
    ordered: Ssc = 0

    def choice(self, name: str) -> Choice | None:
        """The option of that name."""
        return next((choice for choice in self.choices if choice.option.name == name), None)

    @property
    def can_conclude(self) -> bool:
        """Nothing speaks against every option alike."""
        return self.is_verified and self.obstacle is None

    @property
    def start(self) -> date:
        """The day a contract concluded today begins (rule 4)."""
        return start_day(self.project, self.today)


def offer_page(
    project: UUID, today: date, fixed_end: date | None = None, payer: Payer | None = None
) -> OfferPage | None:
    """The options for a project on a day, with a fixed end if one is wished; None when there is no such project.

    With the VAT of `payer`, or the customer's as long as nobody is named.
    """
    with snapshot():
        loaded = load_projects([project], today, lock=False).get(project)
        if loaded is None:
            return None
        customer = models.Organisation.objects.filter(pk=loaded.customer, verified_on__isnull=False)
        return _page(loaded, today, fixed_end, payer, customer.exists())


def _page(loaded: Loaded, today: date, fixed_end: date | None, payer: Payer | None, is_verified: bool) -> OfferPage:
    found = as_of(loaded, today)
    project = found.project
    if payer is not None:
        project = paid_at(project, payer.tax_rates)
    choices = _choices(project, today, fixed_end)
    refused = next((one.refusal for one in choices if one.refusal and one.refusal.missing_ssc), None)
    return OfferPage(
        project=project,
        currency=found.currency,
        today=today,
        fixed_end=fixed_end,
        is_verified=is_verified,
        obstacle=_obstacle(project, today, choices),
        lines=_lines(project, today, _type_names(loaded.id)),
        gap=_gap(project, today),
        choices=choices,
        ordered=ordered_against(refused, loaded.id),
    )


def _choices(project: Project, today: date, fixed_end: date | None) -> tuple[Choice, ...]:
    """Each option; where credits for a gap are missing, what it would cost once they are topped up stands beside."""
    if refused_in_state(Action.CONCLUDE, project.contract):
        return ()
    found = compare(project, today, fixed_end=fixed_end)
    missing = next((o.missing_ssc for _, o in found if isinstance(o, Refusal) and o.missing_ssc), None)
    if not missing:
        return _marked([_choice(option, offer) for option, offer in found])
    later = dict(compare(top_up(project, today, missing).project, today, fixed_end=fixed_end))
    return _marked([_choice(option, later[option], offer) for option, offer in found])


def _choice(option: Option, offer: Offer | Refusal, before: Offer | Refusal | None = None) -> Choice:
    refusal = before if isinstance(before, Refusal) else None
    if isinstance(offer, Refusal):
        return Choice(option, None, refusal or offer)
    booked = (*offer.at_approval, offer.first_charge)
    return Choice(option, offer, refusal, tuple(map(explain_settlement, booked)))


def _marked(choices: list[Choice]) -> tuple[Choice, ...]:
    """The choices, the cheapest of each span named: by what is invoiced, then by SSC. Where all cost alike, none is."""
    marks: dict[str, set[int]] = {choice.option.name: set() for choice in choices}
    priced = [(choice.option.name, choice.offer.costs) for choice in choices if choice.offer]
    for place in range(len(priced[0][1]) if priced else 0):
        spans = {name: (costs[place].gross, costs[place].ssc) for name, costs in priced}
        lowest = min(spans.values())
        if any(cost != lowest for cost in spans.values()):
            for name in (name for name, cost in spans.items() if cost == lowest):
                marks[name].add(priced[0][1][place].months)
    return tuple(replace(choice, cheapest=frozenset(marks[choice.option.name])) for choice in choices)


def _obstacle(project: Project, today: date, choices: tuple[Choice, ...]) -> Refusal | None:
    """What would refuse every option: a contract, no license, no price (rules 2, 4)."""
    start = start_day(project, today)
    refusal = refused_in_state(Action.CONCLUDE, project.contract) or without_license(
        with_requested(project.lines), start
    )
    if refusal or not choices:
        return refusal
    codes = {choice.refusal.code if choice.refusal and not choice.offer else None for choice in choices}
    return choices[0].refusal if codes == {Code.NO_PRICE} else None


def _gap(project: Project, today: date) -> GapPage | None:
    lines = with_requested(project.lines)
    gap = find_gap(project, today, lines)
    if gap is None:
        return None
    until = once_until(project, gap.start)
    later = find_gap(project, max(today, until + DAY), lines)
    grace = project.terms.policy.grace_days
    free = project.credits.free
    is_missing = is_late(project, gap.start, today) and gap.ssc > free
    worth = quote(project.terms, today, gap.ssc) if gap.ssc else None
    return GapPage(
        gap=gap,
        once_until=until,
        late=later.ssc if later else 0,
        free=free,
        missing=gap.ssc - free if is_missing else 0,
        why=why_gap(gap, grace),
        charges=explain_gap(gap),
        enough=enough_to_pay(project, today, lines) if is_missing else None,
        worth=worth if isinstance(worth, Quote) else None,
        ahead=tuple(_ahead(project, today + wait, lines) for wait in WAITS) if is_missing else (),
    )


def _ahead(project: Project, day: date, lines: tuple[Line, ...]) -> GapAhead:
    gap = find_gap(project, day, lines)
    ssc = gap.ssc if gap else 0
    return GapAhead(day, ssc, max(0, ssc - project.credits.free))


def _lines(project: Project, today: date, names: dict[str, str]) -> tuple[CoveredLine, ...]:
    start = start_day(project, today)
    return tuple(
        CoveredLine(line.license_id, names.get(line.license_type, line.license_type), line.quantity, not line.confirmed)
        for line in project.lines
        if line.alive_on(start)
    )


def _type_names(project: UUID) -> dict[str, str]:
    found = models.LicenseType.objects.filter(license__project=project)
    return dict(found.values_list("code", "name"))
