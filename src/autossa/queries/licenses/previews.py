"""What licenses would cost, and what a return would change: the domain's own decisions, unapplied (rule 6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from autossa.domain import licenses, returns
from autossa.domain.amounts import Money, Ssc
from autossa.domain.at_once import Rule
from autossa.domain.charges import ONCE, charge_line
from autossa.domain.contracts import option_on
from autossa.domain.credits import Credits
from autossa.domain.dates import add_months
from autossa.domain.entries import LineReturned
from autossa.domain.invoices import Reason
from autossa.domain.license_requests import add_all, confirm_all, request_all
from autossa.domain.licenses import LicenseType, NewLicense
from autossa.domain.lines import Line
from autossa.domain.prices import list_price
from autossa.domain.projects import Project
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Bill, Settlement, settle
from autossa.queries.as_of import ProjectAsOf, plan, plan_with_credits, project_as_of
from autossa.queries.billing.settlements import ExplainedSettlement, explain_settlement
from autossa.queries.credits.orders import ordered_against
from autossa.store import models
from autossa.store.catalogue import UnknownLicenseType, type_on

YEAR = 12


class RequestedLicense(NamedTuple):
    """What somebody asks for; `included_until` is the first day that the SSA sold with it no longer includes."""

    license_id: str
    license_type: str
    quantity: int
    included_until: date | None = None

    def sold_as(self, kind: LicenseType) -> NewLicense:
        """The license that it becomes. Raises ValueError as NewLicense."""
        return NewLicense(self.license_id, self.license_type, self.quantity, kind.rate, kind.ssa, self.included_until)


@dataclass(frozen=True, slots=True)
class Price:
    """What is paid: SSC in hundredths, money in minor units. Net, tax and gross are of what is invoiced."""

    ssc: Ssc = 0
    from_balance: Ssc = 0
    invoiced: Ssc = 0
    net: Money = 0
    tax: Money = 0
    gross: Money = 0


@dataclass(frozen=True, slots=True)
class Addition:
    """A license as it would count from the day: `now` is charged up to the end of coverage, None for nothing.

    `yearly` is a full year at the day's price, all invoiced; None without a price.
    """

    line: Line
    type_name: str
    now: ExplainedSettlement | None
    yearly: ExplainedSettlement | None


@dataclass(frozen=True, slots=True)
class Additions:
    """Licenses as they would count from the day, each after the ones before it.

    `refusal` is what confirming all of them on the day would meet; what each costs `now` is then what it would cost all
    the same, if a balance helps, and `ordered` are SSC (hundredths) that wait for their payment. `covered_until` is the
    first day not covered. `paid_by` is who is invoiced where that is not the customer, else empty. `left_out` are
    requested lines that wait and are not among them.
    """

    each: tuple[Addition, ...]
    covered_until: date | None
    free: Ssc
    refusal: Refusal | None
    currency: str
    paid_by: str
    ordered: Ssc
    left_out: tuple[Addition, ...] = ()

    @property
    def now(self) -> Price | None:
        """What is charged up to the end of coverage, None for nothing."""
        found = [one.now for one in self.each if one.now]
        return _together(found) if found else None

    @property
    def yearly(self) -> Price | None:
        """A full year of all of them, None without a price."""
        found = [one.yearly for one in self.each if one.yearly]
        return _together(found) if len(found) == len(self.each) else None

    @property
    def tax_rate(self) -> Fraction:
        """The VAT rate of whoever pays (19 % = 19/100)."""
        found = (one.yearly.settlement.invoice for one in self.each if one.yearly)
        return next((invoice.tax_rate for invoice in found if invoice), Fraction(0))


@dataclass(frozen=True, slots=True)
class Return:
    """What giving up would do: `ends_on` is the first day on which the quantity counts no more, `stays` the rest.

    `paid_until` is the end of coverage, the first day that is not paid; None where nothing is.
    """

    line: Line
    quantity: int
    ends_on: date | None
    stays: int
    refusal: Refusal | None
    paid_until: date | None = None


def preview_additions(project: UUID, day: date, asked: Iterable[RequestedLicense]) -> Additions | None:
    """What new licenses would cost if they were confirmed on the day; None for an unknown project or type."""
    found = project_as_of(project, day)
    try:
        new = [one.sold_as(type_on(one.license_type, day)) for one in asked]
    except UnknownLicenseType:
        return None
    if found is None or not new:
        return None
    lines = request_all(found.project, day, new).project.lines[-len(new) :]
    lines = tuple(line._replace(confirmed=True) for line in lines)
    return _additions(project, found, lines, lambda facts: add_all(facts, day, new))


def preview_confirmations(project: UUID, day: date, numbers: Collection[int] | None = None) -> Additions | None:
    """What requested lines, or all that wait, would cost if they were confirmed on the day.

    None where nothing waits, or one of them waits no longer.
    """
    found = project_as_of(project, day)
    if found is None:
        return None
    waiting = {line.number: line for line in found.project.lines if line.is_requested}
    chosen = sorted(waiting if numbers is None else set(numbers))
    if not chosen or not waiting.keys() >= set(chosen):
        return None
    lines = tuple(
        line._replace(confirmed=True, added_on=licenses.confirmed_from(found.project, day, line))
        for line in (waiting[number] for number in chosen)
    )
    others = tuple(line for number, line in waiting.items() if number not in chosen)
    return _additions(project, found, lines, lambda facts: confirm_all(facts, day, chosen), others)


def preview_return(project: UUID, day: date, number: int, quantity: int) -> Return | None:
    """What returning a quantity of an open line on the day would do; None when the line is not open (any more)."""
    found = project_as_of(project, day)
    line = _line(found, number)
    if found is None or line is None or licenses.open_line(found.project, line.license_id) != line:
        return None
    license_id = line.license_id
    outcome = plan(found, lambda facts: returns.return_license(facts, day, license_id, quantity))
    if isinstance(outcome, Refusal):
        return Return(line, quantity, None, line.quantity, outcome)
    returned = next(entry for entry in outcome.entries if isinstance(entry, LineReturned))
    stays = returned.remainder.quantity if returned.remainder else 0
    return Return(line, quantity, returned.ended_on, stays, None, found.project.covered_until)


def _additions(
    key: UUID, found: ProjectAsOf, lines: tuple[Line, ...], rule: Rule, left_out: tuple[Line, ...] = ()
) -> Additions:
    project = found.project
    outcome, refusal = plan_with_credits(found, rule)
    booked = {one.parts[0].charge.line.number: one for one in (outcome.settlements if outcome else ())}
    types = models.LicenseType.objects.filter(code__in={line.license_type for line in (*lines, *left_out)})
    names = dict(types.values_list("code", "name"))

    def addition(line: Line) -> Addition:
        yearly = _year(project, found.day, line)
        name = names.get(line.license_type, line.license_type)
        return Addition(line, name, _explained(booked.get(line.number)), _explained(yearly))

    return Additions(
        each=tuple(addition(line) for line in lines),
        covered_until=project.covered_until,
        free=project.credits.free,
        refusal=refusal,
        currency=found.currency,
        paid_by=found.paid_by,
        ordered=ordered_against(refusal, key),
        left_out=tuple(addition(line) for line in left_out),
    )


def _explained(settlement: Settlement | None) -> ExplainedSettlement | None:
    return explain_settlement(settlement) if settlement else None


def _together(found: Iterable[ExplainedSettlement]) -> Price:
    total = Price()
    for one in found:
        invoice = one.settlement.invoice
        net, tax, gross = (invoice.net, invoice.tax, invoice.gross) if invoice else (0, 0, 0)
        total = Price(
            total.ssc + one.settlement.ssc,
            total.from_balance + one.from_balance,
            total.invoiced + one.invoiced,
            total.net + net,
            total.tax + tax,
            total.gross + gross,
        )
    return total


def _year(project: Project, day: date, line: Line) -> Settlement | None:
    """A full year of the line from the day, as if the balance were empty, with the open contract's adjustment."""
    end = add_months(day, YEAR)
    charge = charge_line(line._replace(added_on=day, ended_on=None, included_until=None), day, end, anchor=day)
    if charge is None:
        return None
    of_an_ssc = list_price(project.terms.prices, day, day)
    contract = project.contract
    factor = option_on(contract, day).price_factor if contract is not None and contract.is_open else ONCE
    bill = Bill(
        Reason.EXTENSION, day, end, ((charge, of_an_ssc),), factor=factor,
        tax_rate=project.terms.tax_rate_of_today(day), places=project.terms.places,
    )  # fmt: skip
    settlement = settle(bill, Credits(), day)
    return None if isinstance(settlement, Refusal) else settlement


def _line(found: ProjectAsOf | None, number: int) -> Line | None:
    return next((line for line in found.project.lines if line.number == number), None) if found else None
