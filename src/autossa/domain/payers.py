"""Who pays: a partner whose hand-over has ended stays liable until its term's end; from then on the customer pays."""

from datetime import date

from autossa.domain.dates import DAY, add_months, month_index


def term_end(start: date, term_months: int, day: date) -> date:
    """The first day after the contract term that a day lies in; for a day before the start, after the first term."""
    index = month_index(start, day) // term_months if day > start else 0
    return add_months(start, (index + 1) * term_months)


def liable_until(start: date, term_months: int, ended_on: date) -> date:
    """The first day that a partner does not pay any more whose hand-over held up to (not including) `ended_on`."""
    return term_end(start, term_months, ended_on - DAY)
