"""How payers are taxed, and the vendor's table of VAT rates, as pages show them (billing 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.billing.vat import Rate, Treatment
from autossa.store import models
from autossa.store.engine.billing.vat_rates import RateTable, load_rates
from autossa.store.exact import fraction


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """A treatment from a day on; `rates` are the dated ones of a domestic payer, `confirmed_on` that of its VAT id."""

    treatment: Treatment
    starts_on: date
    rate_class: str
    rates: tuple[Rate, ...]
    vat_id: str
    confirmation: str
    confirmed_on: date | None
    source: str

    def rate_on(self, day: date) -> Fraction | None:
        """The rate of a domestic payer on a day (19 % is 19/100); None without VAT, or where the table has none."""
        begun = [row.rate for row in self.rates if row.starts_on <= day]
        return begun[-1] if begun else None


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of the table of rates; one that has not begun can be withdrawn."""

    rate_class: str
    starts_on: date
    rate: Fraction
    is_current: bool
    is_coming: bool


def treatment_row(row: models.VatTreatment, table: RateTable) -> TreatmentRow:
    """A stored treatment, with the rates that hold for it."""
    return TreatmentRow(
        Treatment(row.treatment),
        row.starts_on,
        row.rate_class,
        table.of(row.treatment, row.rate_class),
        row.vat_id,
        row.confirmation,
        row.confirmed_on,
        row.source,
    )


def treatments_of(organisation: UUID) -> tuple[TreatmentRow, ...]:
    """All of an organisation, the newest first. Two queries."""
    table = load_rates()
    rows = models.VatTreatment.objects.filter(organisation=organisation).order_by("-version")
    return tuple(treatment_row(row, table) for row in rows)


def rate_rows(day: date) -> tuple[RateRow, ...]:
    """The table, class by class, the newest first; which one holds on a day. One query."""
    found = list(models.VatRate.objects.order_by("rate_class", "-starts_on"))
    current = _current(found, day)
    return tuple(
        RateRow(
            row.rate_class,
            row.starts_on,
            fraction(row.rate),
            current.get(row.rate_class) == row.starts_on,
            row.starts_on > day,
        )
        for row in found
    )


def current_rates(day: date) -> tuple[tuple[str, Fraction], ...]:
    """Of each class the rate of a day, of those that have one; the standard one first. One query."""
    rows = [row for row in rate_rows(day) if row.is_current]
    return tuple(
        (row.rate_class, row.rate)
        for row in sorted(rows, key=lambda row: (row.rate_class != "standard", row.rate_class))
    )


def _current(rows: Iterable[models.VatRate], day: date) -> dict[str, date]:
    found: dict[str, date] = {}
    for row in rows:
        if row.starts_on <= day:
            found.setdefault(row.rate_class, row.starts_on)
    return found
