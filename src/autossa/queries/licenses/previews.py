"""What a license would cost, and what a return would change: the domain's own decisions, unapplied (rule 6)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain import licenses
from autossa.domain.amounts import Ssc
from autossa.domain.at_once import Rule
from autossa.domain.charges import ONCE, charge_line
from autossa.domain.credits import Credits
from autossa.domain.dates import add_months
from autossa.domain.entries import LineReturned
from autossa.domain.invoices import Reason
from autossa.domain.licenses import NewLicense, requested_line
from autossa.domain.lines import Line
from autossa.domain.prices import list_price
from autossa.domain.projects import Project
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Bill, Settlement, settle
from autossa.queries.as_of import ProjectAsOf, plan, plan_with_credits, project_as_of
from autossa.queries.billing.settlements import ExplainedSettlement, explain_settlement
from autossa.queries.credits.orders import ordered_against
from autossa.store import models
from autossa.store.catalogue import UnknownLicenseType, rate_on

YEAR = 12


@dataclass(frozen=True, slots=True)
class Addition:
    """A license as it would count from the day: `now` is charged up to the end of coverage, None for nothing.

    `refusal` is what confirming it on the day would meet; `now` is then what it would cost all the same, if a balance
    helps, and `ordered` are SSC (hundredths) that wait for their payment. `yearly` is a full year at the day's price,
    all invoiced; None without a price. `covered_until` is the first day not covered. `paid_by` is who
    is invoiced where that is not the customer, else empty.
    """

    line: Line
    type_name: str
    covered_until: date | None
    free: Ssc
    now: ExplainedSettlement | None
    refusal: Refusal | None
    yearly: ExplainedSettlement | None
    currency: str
    paid_by: str
    ordered: Ssc


@dataclass(frozen=True, slots=True)
class Return:
    """What a return would do: `ends_on` is the first day on which the quantity counts no more, `stays` the rest."""

    line: Line
    quantity: int
    ends_on: date | None
    stays: int
    refusal: Refusal | None


def preview_addition(project: UUID, day: date, *, license_id: str, license_type: str, quantity: int) -> Addition | None:
    """What a new license would cost if it were confirmed on the day; None for an unknown project or type."""
    found = project_as_of(project, day)
    try:
        new = NewLicense(license_id, license_type, quantity, rate_on(license_type, day))
    except UnknownLicenseType:
        return None
    if found is None:
        return None
    requested = licenses.request(found.project, day, new)
    line = replace(requested.project.lines[-1], confirmed=True)
    return _addition(project, found, line, lambda facts: licenses.add(facts, day, new))


def preview_confirmation(project: UUID, day: date, number: int) -> Addition | None:
    """What a requested line would cost if it were confirmed on the day; None when it waits no longer."""
    found = project_as_of(project, day)
    line = requested_line(found.project, number) if found else None
    if found is None or line is None:
        return None
    line = replace(line, confirmed=True, added_on=licenses.confirmed_from(found.project, day, line))
    return _addition(project, found, line, lambda facts: licenses.confirm(facts, day, number))


def preview_return(project: UUID, day: date, number: int, quantity: int) -> Return | None:
    """What returning a quantity of an open line on the day would do; None when the line is not open (any more)."""
    found = project_as_of(project, day)
    line = _line(found, number)
    if found is None or line is None or licenses.open_line(found.project, line.license_id) != line:
        return None
    license_id = line.license_id
    outcome = plan(found, lambda facts: licenses.return_license(facts, day, license_id, quantity))
    if isinstance(outcome, Refusal):
        return Return(line, quantity, None, line.quantity, outcome)
    returned = next(entry for entry in outcome.entries if isinstance(entry, LineReturned))
    stays = returned.remainder.quantity if returned.remainder else 0
    return Return(line, quantity, returned.ended_on, stays, None)


def _addition(key: UUID, found: ProjectAsOf, line: Line, rule: Rule) -> Addition:
    project = found.project
    outcome, refusal = plan_with_credits(found, rule)
    settlement = next(iter(outcome.settlements), None) if outcome else None
    yearly = _year(project, found.day, line)
    name = models.LicenseType.objects.filter(code=line.license_type).values_list("name", flat=True).first()
    return Addition(
        line=line,
        type_name=name or line.license_type,
        covered_until=project.covered_until,
        free=project.credits.free,
        now=explain_settlement(settlement) if settlement else None,
        refusal=refusal,
        yearly=explain_settlement(yearly) if yearly else None,
        currency=found.currency,
        paid_by=found.paid_by,
        ordered=ordered_against(refusal, key),
    )


def _year(project: Project, day: date, line: Line) -> Settlement | None:
    """A full year of the line from the day, as if the balance were empty, with the open contract's adjustment."""
    end = add_months(day, YEAR)
    charge = charge_line(replace(line, added_on=day, ended_on=None), day, end, anchor=day)
    if charge is None:
        return None
    of_an_ssc = list_price(project.terms.prices, day, day)
    contract = project.contract
    factor = contract.option.price_factor if contract is not None and contract.is_open else ONCE
    bill = Bill(Reason.EXTENSION, day, end, ((charge, of_an_ssc),), factor=factor, tax_rate=project.terms.tax_rate)
    settlement = settle(bill, Credits(), day)
    return None if isinstance(settlement, Refusal) else settlement


def _line(found: ProjectAsOf | None, number: int) -> Line | None:
    return next((line for line in found.project.lines if line.number == number), None) if found else None
