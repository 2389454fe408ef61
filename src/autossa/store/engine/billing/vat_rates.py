"""The vendor's table of VAT rates, as payers are taxed by it: read once for a batch of projects (billing 3)."""

from dataclasses import dataclass

from django.db import connection

from autossa.domain.billing.vat import Rate, Treatment
from autossa.store.exact import fraction


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rates of each class, in the order of their first days."""

    by_class: dict[str, tuple[Rate, ...]]

    def of(self, treatment: str | None, rate_class: str | None) -> tuple[Rate, ...]:
        """The rates of a payer with that treatment: none where it pays no VAT, as long as nothing was verified, too.

        Raises KeyError for a domestic one of a class that is not there.
        """
        return self.by_class[rate_class or ""] if treatment == Treatment.DOMESTIC.value else ()


def load_rates() -> RateTable:
    """The whole table, but what was withdrawn. One small query."""
    found: dict[str, list[Rate]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rate_class, starts_on, rate FROM vat_rates WHERE withdrawn_on IS NULL ORDER BY starts_on"
        )
        for rate_class, starts_on, rate in cursor.fetchall():
            found.setdefault(rate_class, []).append(Rate(starts_on, fraction(rate)))
    return RateTable({rate_class: tuple(rates) for rate_class, rates in found.items()})
