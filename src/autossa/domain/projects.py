"""A project as the rules see it, and how each entry changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import reduce, singledispatch

from autossa.domain import entries as e
from autossa.domain.amounts import PLACES
from autossa.domain.billing.dunning.waiting import Unpaid
from autossa.domain.billing.vat import Rate, SupplyDate, dated_rate
from autossa.domain.contracts import (
    Contract,
    RejectedReview,
    Status,
    booked_to,
    closed_questions,
    moved_to,
    with_option_from,
)
from autossa.domain.coverage import Period, covered_until
from autossa.domain.credits import Credits, add_lot, moved
from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason
from autossa.domain.lines import Line, in_order
from autossa.domain.policies import Policy
from autossa.domain.prices import Price
from autossa.domain.settlements import Settlement, credits_after
from autossa.domain.voids import Void, credits_after_void


@dataclass(frozen=True, slots=True)
class Terms:
    """What the vendor set for a project: policy, price list of an SSC, the payer's VAT rate (19 % = 19/100).

    Where there are `tax_rates`, the vendor's dated table, they hold instead, by the day of supply (billing 3).
    `next_payer` is the day from which another one pays, and its rate: see `payers`; `next_tax_rates` its dated ones.
    `places` are the decimal places of the price list's currency.
    """

    policy: Policy = field(default_factory=Policy)
    prices: tuple[Price, ...] = ()
    tax_rate: Fraction = Fraction(0)
    next_payer: tuple[date, Fraction] | None = None
    places: int = PLACES
    tax_rates: tuple[Rate, ...] = ()
    next_tax_rates: tuple[Rate, ...] = ()

    def tax_rate_on(self, day: date, supplied_from: date, booked_on: date) -> Fraction:
        """The VAT rate of whoever pays for a day of the contract (rule 2), for a period that begins on `supplied_from`.

        Raises LookupError for a day before all rates of the table.
        """
        flat, dated = self.tax_rate, self.tax_rates
        if self.next_payer is not None and day >= self.next_payer[0]:
            flat, dated = self.next_payer[1], self.next_tax_rates
        if not dated:
            return flat
        return dated_rate(dated, supplied_from if self.policy.supply_date is SupplyDate.FIRST_DAY else booked_on)

    def tax_rate_of_today(self, day: date) -> Fraction:
        """The VAT rate of what is sold and supplied on a day. Raises LookupError as `tax_rate_on`."""
        return dated_rate(self.tax_rates, day) if self.tax_rates else self.tax_rate


@dataclass(frozen=True, slots=True)
class Project:
    """The facts of one project: lines in order, coverage, credits, the latest contract, what was rejected before.

    `first_activation` is the day the first charged license was ever bound to a device, `waived_until` the last day on
    which staff waives the doubling of its gap (rule 4). Where periods wait for those before them to be paid, `unpaid`
    says how many are not (billing 18).
    """

    terms: Terms = field(default_factory=Terms)
    lines: tuple[Line, ...] = ()
    coverage: tuple[Period, ...] = ()
    credits: Credits = field(default_factory=Credits)
    contract: Contract | None = None
    rejections: tuple[RejectedReview, ...] = ()
    first_activation: date | None = None
    waived_until: date | None = None
    unpaid: Unpaid | None = None

    @property
    def covered_until(self) -> date | None:
        """The first day after the last coverage, None without any."""
        return covered_until(self.coverage)

    @property
    def base(self) -> date | None:
        """B of rule 4: the end of the last coverage, else the day after the first activation, else None (new)."""
        if self.coverage:
            return self.covered_until
        return self.first_activation + DAY if self.first_activation else None

    @property
    def first_uncovered(self) -> date | None:
        """E of rule 4 for the licenses that the vendor has confirmed."""
        return self.first_uncovered_of(line for line in self.lines if line.confirmed)

    def first_uncovered_of(self, lines: Iterable[Line]) -> date | None:
        """E of rule 4: the first day, from B on, on which one of these lines is alive and charged; None without any."""
        base = self.base
        if base is None:
            return None
        days = (line.first_charged_day(base) for line in lines)
        return min((day for day in days if day is not None), default=None)

    def has_gap(self, today: date) -> bool:
        """Today is not covered, and a contract or an extension would pay for days that were not (rules 4, 8)."""
        return self.first_uncovered is not None and self.first_uncovered <= today


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did: the project after it, and the entries that say so."""

    project: Project
    entries: tuple[e.Entry, ...] = ()

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What was booked, in order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Settlement))

    def then(self, *more: e.Entry) -> "Outcome":
        """The outcome with more entries."""
        return Outcome(apply_all(self.project, more), (*self.entries, *more))

    def followed_by(self, later: "Outcome") -> "Outcome":
        """This outcome and one that began from its project."""
        if not self.entries:
            return later
        return Outcome(later.project, self.entries + later.entries)


def paid_at(project: Project, tax_rates: tuple[Rate, ...]) -> Project:
    """The project as it is invoiced to somebody with these VAT rates; with none, without VAT."""
    terms = replace(project.terms, tax_rate=Fraction(0), tax_rates=tax_rates, next_payer=None, next_tax_rates=())
    return replace(project, terms=terms)


def record(project: Project, *new: e.Entry) -> Outcome:
    """An outcome that consists of these entries."""
    return Outcome(project).then(*new)


def apply_all(project: Project, new: Iterable[e.Entry]) -> Project:
    """The project after these entries, in order."""
    return reduce(lambda state, entry: apply(entry, state), new, project)


@singledispatch
def apply(entry: object, project: Project) -> Project:
    """The project after one entry: the only place where state changes."""
    raise TypeError(f"no such entry: {entry!r}")


@apply.register
def _(entry: e.LineAdded, project: Project) -> Project:
    return replace(project, lines=in_order((*project.lines, entry.line)))


@apply.register
def _(entry: e.LineConfirmed, project: Project) -> Project:
    return _with_line(project, entry.line, confirmed=True, added_on=entry.added_on)


@apply.register
def _(entry: e.RequestEnded, project: Project) -> Project:
    line = next(line for line in project.lines if line.number == entry.line)
    return _with_line(project, entry.line, ended_on=line.added_on)


@apply.register
def _(entry: e.LineReturned, project: Project) -> Project:
    project = _with_line(project, entry.line, ended_on=entry.ended_on)
    if entry.remainder is None:
        return project
    return replace(project, lines=in_order((*project.lines, entry.remainder)))


@apply.register
def _(entry: e.ReturnUndone, project: Project) -> Project:
    for number in entry.remainders:
        remainder = next(line for line in project.lines if line.number == number)
        project = _with_line(project, number, ended_on=remainder.added_on)
    return _with_line(project, entry.line, ended_on=None)


@apply.register
def _(entry: e.LicenseActivated, project: Project) -> Project:
    if not entry.charged:
        return project
    return replace(project, first_activation=project.first_activation or entry.day)


@apply.register
def _(entry: e.ToppedUp, project: Project) -> Project:
    return replace(project, credits=add_lot(project.credits, entry.lot))


@apply.register
def _(entry: e.CreditsWrittenOff, project: Project) -> Project:
    return replace(project, credits=moved(project.credits, entry.draws, free=-1, held=0))


@apply.register
def _(entry: e.CreditsHeld, project: Project) -> Project:
    return replace(project, credits=moved(project.credits, entry.draws, free=-1, held=1))


@apply.register
def _(entry: e.CreditsReleased, project: Project) -> Project:
    return replace(project, credits=moved(project.credits, entry.draws, free=1, held=-1))


@apply.register
def _(entry: e.ContractConcluded, project: Project) -> Project:
    return replace(project, contract=entry.contract)


@apply.register
def _(entry: e.ContractMoved, project: Project) -> Project:
    contract = the_contract(project)
    project = replace(project, contract=moved_to(contract, entry.status, entry.day))
    if entry.status is not Status.REJECTED:
        return project
    rejection = RejectedReview(contract.concluded_on, entry.day, closed_questions(contract, entry.day))
    return replace(project, rejections=(*project.rejections, rejection))


@apply.register
def _(entry: e.ContractTerminated, project: Project) -> Project:
    contract = replace(the_contract(project), status=Status.ENDED, ends_on=entry.ends_on, terminated=True)
    return replace(project, contract=contract)


@apply.register
def _(entry: e.LateWaived, project: Project) -> Project:
    return replace(project, waived_until=entry.last_day)


@apply.register
def _(entry: e.EndSet, project: Project) -> Project:
    return replace(project, contract=replace(the_contract(project), ends_on=entry.ends_on))


@apply.register
def _(entry: e.OptionChanged, project: Project) -> Project:
    return replace(project, contract=with_option_from(the_contract(project), entry.starts_on, entry.option))


@apply.register
def _(entry: Settlement, project: Project) -> Project:
    coverage, contract = project.coverage, project.contract
    if entry.coverage is not None:
        coverage = (*coverage, entry.coverage)
    if entry.reason is Reason.EXTENSION or (entry.reason is Reason.OPENING and entry.contract is not None):
        contract = booked_to(the_contract(project), entry.end)
        project = _with_unpaid(project, 1 if entry.invoice else 0)
    return Project(
        project.terms, project.lines, coverage, credits_after(project.credits, entry), contract,
        project.rejections, project.first_activation, project.waived_until, project.unpaid,
    )  # fmt: skip


@apply.register
def _(entry: Void, project: Project) -> Project:
    voided = entry.settlement
    project = replace(project, credits=credits_after_void(project.credits, voided))
    if voided.reason is Reason.ADDITION:
        line = voided.parts[0].charge.line
        return _with_line(project, line.number, ended_on=line.added_on)
    coverage = tuple(period for period in project.coverage if period != voided.coverage)
    contract = replace(the_contract(project), booked_until=voided.start)
    project = _with_unpaid(project, -1 if voided.invoice else 0)
    return replace(project, coverage=coverage, contract=contract)


def has_ended(before: Project, after: Project) -> bool:
    """The contract that was open is so no longer: its policy and price list hold no more."""
    was, now = before.contract, after.contract
    return was is not None and was.is_open and now is not None and not now.is_open


def the_contract(project: Project) -> Contract:
    """The contract of a project known to have one; raises ValueError otherwise."""
    if project.contract is None:
        raise ValueError("the project has no contract")
    return project.contract


def _with_unpaid(project: Project, periods: int) -> Project:
    return replace(project, unpaid=project.unpaid.plus(periods)) if project.unpaid else project


def _with_line(project: Project, number: int, **changes: object) -> Project:
    lines = tuple(
        line._replace(**changes) if line.number == number else line  # type: ignore[arg-type]
        for line in project.lines
    )
    return replace(project, lines=lines)
