"""Prices of what was charged through a contract: each is the one that was known on the day it was due (rule 2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from uuid import UUID

from autossa.domain.amounts import show_fraction
from autossa.domain.contracts import Contract, OptionFrom, Status, term_start
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.domain.prices import Price, list_price
from autossa.queries.runs.verify.findings import Finding, rows
from autossa.store.exact import fraction
from autossa.store.options import changes_of, load_options

# `day` is the day on which it was due, however late the run was that booked it.
_CHARGED = """
SELECT c.settlement_id, c.position, c.price, c.start, s.reason, s.day, s.start, k.price_list_id, k.start,
    k.concluded_on, v.term_months, k.option_from, k.option_plans
FROM charges c JOIN settlements s ON s.id = c.settlement_id JOIN contracts k ON k.id = s.contract
JOIN plan_versions v ON v.id = k.plan_id LEFT JOIN voids d ON d.settlement_id = s.id
WHERE c.ssc > c.from_balance AND d.id IS NULL ORDER BY c.settlement_id, c.position
"""

_PLANS = "SELECT option_plans FROM contracts WHERE option_plans IS NOT NULL"
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

    options = load_options(plans for (plans,) in rows(_PLANS))

    @cache
    def right(price_list: UUID, counts: date, due: date) -> Fraction | None:
        found = versions.get(price_list, [])
        first = min((version.entered_on or date.min for version in found), default=date.min)
        known = tuple(version.price for version in found if version.known(due, first))
        return list_price(known, counts, due)

    for settlement, position, price, *facts in rows(_CHARGED):
        piece, reason, due, period, price_list, start, concluded_on, term, days, plans = facts
        changes = changes_of(days, plans, options)
        counts = _day_that_counts(piece, reason, due, period, _terms(start, term, changes), concluded_on)
        rule = right(price_list, counts, due)
        if rule != fraction(price):
            said = "none" if rule is None else show_fraction(rule)
            yield Finding(
                "charges",
                f"{settlement}/{position}",
                f"its price says {show_fraction(fraction(price))}, on {due} the one known for {counts} was {said}",
            )


def _terms(start: date, term: int, changes: tuple[OptionFrom, ...]) -> Contract:
    """A contract as far as its terms go."""
    option = Option("", term, 1, 1, Fraction(0))
    return Contract(0, option, Status.ACTIVE, start, start, start, changes=changes)


def _day_that_counts(piece: date, reason: str, due: date, period: date, contract: Contract, concluded_on: date) -> date:
    """Whose list price it is: of the term's first day, of the conclusion, or of an addition before the start."""
    if reason == Reason.GAP:
        return concluded_on
    first = period if reason == Reason.EXTENSION else piece
    return due if first < contract.start else term_start(contract, first)
