"""When a contract pays a new list price first (rule 2): the price holds for the term that a period begins in."""

from datetime import date

from autossa.domain.contracts import Contract, term_start
from autossa.domain.dates import add_months, month_index


def first_term_at(contract: Contract, price_from: date) -> date | None:
    """The first day of the first term, still to be booked, that begins on or after the day a price comes into force.

    Its first period is the first that costs the new price. None when the contract ends before.
    """
    day = max(price_from, contract.booked_until, contract.start)
    begin = term_start(contract, day)
    if begin < day:
        term = contract.option.term_months
        begin = add_months(contract.start, (month_index(contract.start, day) // term + 1) * term)
    return None if contract.ends_on is not None and begin >= contract.ends_on else begin
