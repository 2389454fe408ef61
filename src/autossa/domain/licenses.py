"""Licenses come, are confirmed and activated (rule 6). How they are given up: `returns`."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from autossa.domain.charges import Charge, charge_line
from autossa.domain.contracts import Contract, option_on, term_start
from autossa.domain.coverage import Period, pieces
from autossa.domain.dates import DAY
from autossa.domain.entries import LicenseActivated, LineAdded, LineConfirmed, RequestEnded
from autossa.domain.invoices import Reason
from autossa.domain.lines import Line, Ssa
from autossa.domain.prices import CountingPrice, price_that_counts
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Code, Refusal
from autossa.domain.settlements import Bill, Settlement, settle, settle_from_balance


@dataclass(frozen=True, slots=True)
class LicenseType:
    """What is sold: its rate in SSC per unit and year, and how it stands to SSA."""

    rate: Fraction
    ssa: Ssa = Ssa.CHARGED


@dataclass(frozen=True, slots=True)
class NewLicense:
    """A license to be added: its id, type, quantity (at least 1) and rate in SSC per unit and year.

    `ssa` is how its type stands to SSA; `included_until` the first day that the SSA sold with it no longer includes.
    """

    license_id: str
    license_type: str
    quantity: int
    rate: Fraction
    ssa: Ssa = Ssa.CHARGED
    included_until: date | None = None

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.rate < 0:
            raise ValueError("a license needs a quantity of at least 1 and a rate that is not negative")


def add(project: Project, day: date, new: NewLicense) -> Outcome | Refusal:
    """Add a confirmed license: charged at once up to the end of coverage (rule 6).

    Refused: `insufficient_credits` without a running contract, `no_price` with one.
    """
    line = _line(project, day, new, confirmed=True)
    return _with_charge(record(project, LineAdded(day, line)), line, day)


def request(project: Project, day: date, new: NewLicense) -> Outcome:
    """A customer or partner enters a license: it waits for the vendor and is never charged before (rule 6)."""
    return record(project, LineAdded(day, _line(project, day, new, confirmed=False)))


def confirm(project: Project, day: date, number: int) -> Outcome | Refusal:
    """The vendor confirms a requested line: now it is a license, and charged (rule 6).

    Refused: `not_requested`, and as in `add`.
    """
    line = requested_line(project, number)
    if line is None:
        return Refusal(Code.NOT_REQUESTED)
    added_on = confirmed_from(project, day, line)
    outcome = record(project, LineConfirmed(day, number, added_on))
    return _with_charge(outcome, line._replace(confirmed=True, added_on=added_on), day)


def end_request(project: Project, day: date, number: int) -> Outcome | Refusal:
    """A requested line is withdrawn by whoever may enter one, or refused by the vendor: it costs nothing (rule 6).

    Refused, in this order: `not_requested`; `in_contract` for one that the contract in review was concluded with, for
    its gap was computed with it: withdraw or reject the contract first.
    """
    line = requested_line(project, number)
    if line is None:
        return Refusal(Code.NOT_REQUESTED)
    if concluded_with(project, line):
        return Refusal(Code.IN_CONTRACT)
    return record(project, RequestEnded(day, number))


def confirmed_from(project: Project, day: date, line: Line) -> date:
    """The day from which a requested line counts: that of its confirmation, as if it were added then (rule 6).

    One that the open contract was concluded with counts from its entry, because the gap and the periods are computed
    with it; but not for days that were covered without it.
    """
    covered = project.covered_until or line.added_on
    return max(line.added_on, covered) if concluded_with(project, line) and covered <= day else day


def concluded_with(project: Project, line: Line) -> bool:
    """The open contract was concluded with this line, when it was requested."""
    contract = project.contract
    return contract is not None and contract.is_open and line.number in contract.requested


def activate(project: Project, day: date, license_id: str) -> Outcome | Refusal:
    """Bind a license to a device; the first of a charged line fixes B of a project never covered (rule 6).

    Refused: `no_such_license`.
    """
    line = open_line(project, license_id)
    if line is None:
        return Refusal(Code.NO_SUCH_LICENSE)
    return record(project, LicenseActivated(day, license_id, line.is_charged))


def requested_line(project: Project, number: int) -> Line | None:
    """The line of that number, as long as it waits for its confirmation."""
    return next((line for line in project.lines if line.number == number and line.is_requested), None)


def open_line(project: Project, license_id: str) -> Line | None:
    """The open confirmed line of a license: events on a license mean this one."""
    for line in project.lines:
        if line.license_id == license_id and line.is_open and line.confirmed:
            return line
    return None


def addition_charges(project: Project, line: Line, day: date) -> tuple[tuple[Charge, Fraction | None], ...]:
    """What a line costs from the day to the end of coverage (rule 6): for each covered piece its charge and price.

    Pieces of one run, one price and one option are one charge. Empty in a new or lapsed project, and where nothing is
    charged.
    """
    until = project.covered_until
    if until is None or until <= day:
        return ()
    priced = [(piece, piece_price(project, piece, day)) for piece in pieces(project.coverage, day, until)]
    joined = _joined(project.contract, priced)
    charges = ((charge_line(line, piece.start, piece.end, piece.anchor), price) for piece, price in joined)
    return tuple((charge, price.in_force) for charge, price in charges if charge is not None)


def piece_price(project: Project, piece: Period, today: date) -> CountingPrice:
    """The list price of a piece's SSC (rule 2): of its contract term, or of the day before the contract's start."""
    contract = project.contract
    day_that_counts = today
    if contract is not None and contract.is_running and piece.start >= contract.start:
        day_that_counts = term_start(contract, piece.start)
    return price_that_counts(project.terms.prices, day_that_counts, today)


def _with_charge(outcome: Outcome, line: Line, day: date) -> Outcome | Refusal:
    charges = addition_charges(outcome.project, line, day)
    if not charges:
        return outcome
    settlement = _settle_addition(outcome.project, charges, day)
    return settlement if isinstance(settlement, Refusal) else outcome.then(settlement)


def _settle_addition(
    project: Project, charges: tuple[tuple[Charge, Fraction | None], ...], day: date
) -> Settlement | Refusal:
    contract, credits = project.contract, project.credits
    until = project.covered_until or day
    if contract is not None and contract.is_running:
        return settle(_bill(project, contract, charges, day, until), credits, day)
    missing = sum(charge.ssc for charge, _ in charges) - credits.free
    if missing > 0:
        return Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=missing)
    return settle_from_balance(Bill(Reason.ADDITION, day, until, charges), credits, day)


def _bill(
    project: Project, contract: Contract, charges: tuple[tuple[Charge, Fraction | None], ...], day: date, until: date
) -> Bill:
    return Bill(
        Reason.ADDITION,
        day,
        until,
        charges,
        factor=option_on(contract, day).price_factor,
        tax_rate=project.terms.tax_rate_on(_last_booked(contract), day, day),
        contract=contract.number,
        places=project.terms.places,
        factors=_factors(contract, charges),
    )


def _factors(contract: Contract, charges: tuple[tuple[Charge, Fraction | None], ...]) -> tuple[Fraction, ...] | None:
    """What each charge costs of the list price: the option of its own first day counts (rule 7)."""
    if not contract.changes:
        return None
    return tuple(option_on(contract, charge.start).price_factor for charge, _ in charges)


def _last_booked(contract: Contract) -> date:
    """The last day that was booked: whoever paid for it pays what is added."""
    return contract.booked_until - DAY


def _joined(
    contract: Contract | None, priced: list[tuple[Period, CountingPrice]]
) -> list[tuple[Period, CountingPrice]]:
    """Pieces of one run, one price and one option as one; it waits for its price as the first of them does."""
    begins = {change.starts_on for change in contract.changes} if contract is not None else set()
    joined: list[tuple[Period, CountingPrice]] = []
    for piece, price in priced:
        if joined:
            last, last_price = joined[-1]
            alike = (last.end, last.anchor, last_price.amount) == (piece.start, piece.anchor, price.amount)
            if alike and piece.start not in begins:
                joined[-1] = (replace(last, end=piece.end), last_price)
                continue
        joined.append((piece, price))
    return joined


def _line(project: Project, day: date, new: NewLicense, *, confirmed: bool) -> Line:
    number = next_number(project)
    return Line(
        number,
        number,
        new.license_id,
        new.license_type,
        new.quantity,
        new.rate,
        acquired_on=day,
        added_on=day,
        confirmed=confirmed,
        ssa=new.ssa,
        included_until=new.included_until,
    )


def next_number(project: Project) -> int:
    """The number of the project's next line."""
    return max((line.number for line in project.lines), default=0) + 1
