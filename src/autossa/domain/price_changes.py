"""When a contract pays a new list price first (rule 2): the price holds for the term that a period begins in."""

from datetime import date

from autossa.domain.contracts import Contract, term_start
from autossa.domain.dates import add_months, month_index


def first_term_at(contract: Contract, price_from: date) -> date | None:
    """The first day of the first term, still to be booked, that begins on or after the day a price comes into force.

    Its first period is the first that costs the new price. None when the contract ends before.
    """
    begin = _term_begin(contract, max(price_from, contract.booked_until))
    return None if contract.ends_on is not None and begin >= contract.ends_on else begin


def _term_begin(contract: Contract, day: date) -> date:
    """The day itself when a term begins on it, else the beginning of the next term."""
    if day <= contract.start:
        return contract.start
    if term_start(contract, day) == day:
        return day
    term = contract.option.term_months
    return add_months(contract.start, (month_index(contract.start, day) // term + 1) * term)
