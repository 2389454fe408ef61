"""Prices of what was charged through a contract: each is the one that was known on the day it was due (rule 2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from uuid import UUID

from autossa.domain.amounts import show_fraction
from autossa.domain.contracts import Contract, Status, term_start
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.domain.prices import Price, list_price
from autossa.queries.runs.verify.findings import Finding, rows
from autossa.store.exact import fraction

# `day` is the day on which it was due, however late the run was that booked it.
_CHARGED = """
SELECT c.settlement_id, c.position, c.price, c.start, s.reason, s.day, s.start, k.price_list_id, k.start,
    k.concluded_on, v.term_months
FROM charges c JOIN settlements s ON s.id = c.settlement_id JOIN contracts k ON k.id = s.contract
JOIN plan_versions v ON v.id = k.plan_id LEFT JOIN voids d ON d.settlement_id = s.id
WHERE c.ssc > c.from_balance AND d.id IS NULL ORDER BY c.settlement_id, c.position
"""

_VERSIONS = "SELECT price_list_id, starts_on, price, entered_on, withdrawn_on FROM ssc_prices ORDER BY starts_on"


@dataclass(frozen=True, slots=True)
class _Version:
    price: Price
    entered_on: date | None
    withdrawn_on: date | None

    def known(self, day: date, first: date) -> bool:
        """It was entered by then, or on the list's first day (what waits for a price takes it); not taken back."""
        entered = self.entered_on is None or self.entered_on <= max(day, first)
        return entered and (self.withdrawn_on is None or self.withdrawn_on >= day)


def wrong_prices() -> Iterator[Finding]:
    """Charges at a price that was entered, or withdrawn, after the day on which they were due."""
    versions: dict[UUID, list[_Version]] = {}
    for price_list, starts_on, price, entered_on, withdrawn_on in rows(_VERSIONS):
        found = _Version(Price(starts_on, fraction(price)), entered_on, withdrawn_on)
        versions.setdefault(price_list, []).append(found)

    @cache
    def right(price_list: UUID, counts: date, due: date) -> Fraction | None:
        found = versions.get(price_list, [])
        first = min((version.entered_on or date.min for version in found), default=date.min)
        known = tuple(version.price for version in found if version.known(due, first))
        return list_price(known, counts, due)

    for settlement, position, price, *facts in rows(_CHARGED):
        *_, price_list, start, concluded_on, term = facts
        counts, due = _day_that_counts(facts[0], facts[1], facts[2], facts[3], start, concluded_on, term), facts[2]
        rule = right(price_list, counts, due)
        if rule != fraction(price):
            said = "none" if rule is None else show_fraction(rule)
            yield Finding(
                "charges",
                f"{settlement}/{position}",
                f"its price says {show_fraction(fraction(price))}, on {due} the one known for {counts} was {said}",
            )


def _day_that_counts(
    piece: date, reason: str, due: date, period: date, start: date, concluded_on: date, term: int
) -> date:
    """Whose list price it is: of the term's first day, of the conclusion, or of an addition before the start."""
    if reason == Reason.GAP:
        return concluded_on
    first = period if reason == Reason.EXTENSION else piece
    if first < start:
        return due
    return term_start(Contract(0, Option("", term, 1, 1, Fraction(0)), Status.ACTIVE, start, start, start), first)
