"""Who pays: a partner whose hand-over has ended stays liable until its term's end; from then on the customer pays."""

from datetime import date

from autossa.domain.contracts import Contract, first_term_end
from autossa.domain.dates import DAY


def term_end(contract: Contract, day: date) -> date:
    """The first day after the contract term that a day lies in; for a day before the start, after the first term."""
    return first_term_end(contract, day + DAY)


def liable_until(contract: Contract, ended_on: date) -> date:
    """The first day that a partner does not pay any more whose hand-over held up to (not including) `ended_on`."""
    return first_term_end(contract, ended_on)
