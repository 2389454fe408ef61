"""What needs attention, the most pressing first: by the domain, worded by the portal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.conclusions import with_requested
from autossa.domain.contracts import Contract, Gap, Status
from autossa.domain.coverage import days_left
from autossa.domain.derivations import Derivation, why_gap
from autossa.domain.gaps import Enough, enough_to_pay, find_gap, first_to_pay, once_until
from autossa.domain.projects import Project
from autossa.domain.renewals import waits_now
from autossa.domain.topups import Quote, quote
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.billing.settlements import Explained, explain_gap
from autossa.queries.credits.orders import ordered_ssc, to_order

SOON_DAYS = 90


class AlertKind(StrEnum):
    """What it is about."""

    PARKED = "parked"
    SUSPENDED = "suspended"
    UNPAID = "unpaid"
    NO_PRICE = "no_price"
    QUESTION = "question"
    GAP_ONCE = "gap_once"
    GAP_LATE = "gap_late"
    ACTIVATED = "activated"
    INCLUDED = "included"
    RUNS_OUT = "runs_out"
    ENDS = "ends"
    IN_REVIEW = "in_review"
    REQUESTED = "requested"
    NEW = "new"
    NO_LICENSES = "no_licenses"


@dataclass(frozen=True, slots=True)
class Alert:
    """One matter: the day it turns on, SSC in hundredths that it costs, SSC that are missing, a count, a cause.

    `ordered` is what waits for its payment where SSC are missing. `times` is what a late gap is multiplied by; `gap`
    and `grace_days` are what explains its amount, `worth` is it in money of `currency`, at today's list price (None
    without one), and `enough` what to top up for it. `in_use_since` is the first activation where the project was never
    covered; `tells_money` is false for readers who must not see amounts.
    """

    kind: AlertKind
    day: date | None = None
    ssc: Ssc = 0
    missing: Ssc = 0
    ordered: Ssc = 0
    times: Fraction = Fraction(1)
    count: int = 0
    text: str = ""
    gap: Gap | None = None
    grace_days: int = 0
    in_use_since: date | None = None
    tells_money: bool = True
    worth: Quote | None = None
    currency: str = ""
    enough: Enough | None = None

    @property
    def without_money(self) -> "Alert":
        """The same without what it costs, for readers who must not see amounts."""
        return replace(self, ssc=0, missing=0, ordered=0, gap=None, worth=None, enough=None, tells_money=False)

    @property
    def to_order(self) -> Ssc:
        """What is missing and not ordered yet."""
        return to_order(self.missing, self.ordered, self.enough)

    @property
    def in_time(self) -> date | None:
        """The day by which what is to be ordered has to arrive, where that matters."""
        return self.enough.day if self.enough and self.to_order else None

    @property
    def why(self) -> Derivation | None:
        """Why a gap counts once or more, and what it comes to."""
        return why_gap(self.gap, self.grace_days) if self.gap else None

    @property
    def charges(self) -> tuple[Explained, ...]:
        """What the gap costs, license by license."""
        return explain_gap(self.gap) if self.gap else ()


def find_alerts(
    project: Project, charge: NextCharge | None, parked: str, today: date, currency: str
) -> tuple[Alert, ...]:
    """Everything that waits for somebody, in the order of `AlertKind`; money is of that currency."""
    found = [
        *([Alert(AlertKind.PARKED, text=parked)] if parked else []),
        *_waiting(project, today),
        *([Alert(AlertKind.NO_PRICE, charge.day)] if charge and charge.settlement is None else []),
        *(_of_contract(project.contract) if project.contract else []),
        *(_without_contract(project, today, currency) if not project.contract or not project.contract.is_open else []),
        *_of_licenses(project),
    ]
    order = list(AlertKind)
    return tuple(sorted(found, key=lambda alert: order.index(alert.kind)))


def with_orders(found: Mapping[UUID, tuple[Alert, ...]]) -> dict[UUID, tuple[Alert, ...]]:
    """The alerts of projects with what is ordered for them. One query; none where no credits are missing."""
    ordered = ordered_ssc([key for key, alerts in found.items() if any(one.missing for one in alerts)])
    return {
        key: tuple(replace(one, ordered=ordered.get(key, 0)) if one.missing else one for one in alerts)
        for key, alerts in found.items()
    }


def _waiting(project: Project, today: date) -> Iterator[Alert]:
    """The next period is due, and waits for those before it to be paid (billing 18)."""
    found = waits_now(project, today)
    if found and project.contract:
        yield Alert(AlertKind.UNPAID, project.contract.booked_until, count=found.unpaid)


def _of_contract(contract: Contract) -> Iterator[Alert]:
    if contract.status is Status.SUSPENDED:
        yield Alert(AlertKind.SUSPENDED, contract.booked_until)
    elif contract.status is Status.QUESTION:
        yield Alert(AlertKind.QUESTION, contract.concluded_on)
    elif contract.is_under_review:
        yield Alert(AlertKind.IN_REVIEW, contract.start)
    elif contract.status is Status.ENDING and contract.ends_on:
        yield Alert(AlertKind.ENDS, contract.ends_on)


def _without_contract(project: Project, today: date, currency: str) -> Iterator[Alert]:
    base = project.base
    start = project.first_uncovered if base else first_to_pay(project, today)
    if start is None:
        return
    if start > max(base or today, today):  # nothing is to be paid for before: licenses include their SSA
        if days_left(start, today) <= SOON_DAYS:
            yield Alert(AlertKind.INCLUDED, start)
        return
    if base is None:
        yield Alert(AlertKind.NEW)
    elif start > today:
        if not project.coverage:
            yield Alert(AlertKind.ACTIVATED, start)
        elif days_left(start, today) <= SOON_DAYS:
            yield Alert(AlertKind.RUNS_OUT, start)
    else:
        yield _gap(project, start, today, currency)


def _gap(project: Project, start: date, today: date, currency: str) -> Alert:
    """What the gap costs when a contract is concluded today, and the last day on which it counts once (rule 4)."""
    lines = with_requested(project.lines)
    gap = find_gap(project, today, lines)
    ssc = gap.ssc if gap else 0
    worth = quote(project.terms, today, ssc) if ssc else None
    found = Alert(
        AlertKind.GAP_ONCE,
        once_until(project, start),
        ssc,
        times=project.terms.policy.late_multiplier,
        gap=gap,
        grace_days=project.terms.policy.grace_days,
        in_use_since=None if project.coverage else project.first_activation,
        worth=worth if isinstance(worth, Quote) else None,
        currency=currency,
    )
    if gap and gap.late:
        missing = max(0, ssc - project.credits.free)
        enough = enough_to_pay(project, today, lines) if missing else None
        return replace(found, kind=AlertKind.GAP_LATE, day=start, missing=missing, enough=enough)
    return found


def _of_licenses(project: Project) -> Iterator[Alert]:
    requested = sum(line.is_requested for line in project.lines)
    if requested:
        yield Alert(AlertKind.REQUESTED, count=requested)
    if not any(line.is_open for line in project.lines):
        yield Alert(AlertKind.NO_LICENSES)
