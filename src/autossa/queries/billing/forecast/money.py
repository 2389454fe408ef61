"""The money of the days ahead, and what was expected and came: added up by the database where it is plain.

As `domain.billing.forecast` says; a test holds both against each other. What is promised or disputed goes with its day
and its certainty; renewals are priced by the daily run's own rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from autossa.domain.billing.documents import Method
from autossa.domain.billing.forecast import (
    DAYS,
    MONTHS,
    Certainty,
    Expected,
    Month,
    Outlook,
    forecast,
)
from autossa.domain.dates import add_months
from autossa.queries.billing.books.streams import plan_for_all_rows
from autossa.queries.billing.forecast.renewals_ahead import expected_renewals
from autossa.queries.reading import long_read

# Which certainty a claim has, and on which day it is expected, is `of_item` in SQL.
_OPEN = """
WITH promised AS (
    SELECT c.id AS document, max(p.until) AS until FROM promises p JOIN claims c ON c.payer = p.payer_id
    WHERE c.rest > 0 AND p.day <= %(day)s AND p.until >= %(day)s
        AND (cardinality(p.documents) = 0 OR c.id = ANY(p.documents))
    GROUP BY 1
), collecting AS (
    SELECT p.document FROM debit_parts p JOIN debits d ON d.id = p.debit_id
    WHERE d.ended_on IS NULL AND NOT EXISTS (SELECT FROM payments WHERE debit_id = d.id)
), disputed AS (
    SELECT DISTINCT document FROM disputes WHERE ended_on IS NULL
), owed AS (
    SELECT c.currency, c.method, c.rest, c.due_on, p.until,
        CASE WHEN i.document IS NOT NULL THEN 'disputed' WHEN k.document IS NOT NULL THEN 'collecting'
            WHEN p.until IS NOT NULL THEN 'promised' WHEN c.due_on < %(day)s THEN 'overdue' ELSE 'open' END AS certainty
    FROM claims c LEFT JOIN promised p ON p.document = c.id LEFT JOIN collecting k ON k.document = c.id
    LEFT JOIN disputed i ON i.document = c.id
    WHERE c.rest > 0
)
SELECT currency, method, certainty,
    greatest(CASE WHEN certainty = 'promised' THEN until ELSE due_on END, %(day)s) AS on_day, sum(rest)::bigint
FROM owed GROUP BY 1, 2, 3, 4
HAVING greatest(CASE WHEN certainty = 'promised' THEN until ELSE due_on END, %(day)s) < %(end)s
"""
_MONTHS = """
SELECT currency, month, sum(expected)::bigint, sum(received)::bigint FROM (
    SELECT currency, date_trunc('month', due_on)::date AS month, gross - noted AS expected, 0 AS received
    FROM claims WHERE due_on >= %(first)s AND due_on < %(end)s
    UNION ALL
    SELECT currency, date_trunc('month', day)::date, 0, amount FROM payments p
    WHERE payer_id IS NOT NULL AND NOT EXISTS (SELECT FROM payment_moves WHERE to_id = p.id)
        AND day >= %(first)s AND day <= %(day)s
    UNION ALL
    SELECT p.currency, date_trunc('month', r.day)::date, 0, -r.amount
    FROM payment_returns r JOIN payments p ON p.id = r.payment_id
    WHERE r.day >= %(first)s AND r.day <= %(day)s
    UNION ALL
    SELECT p.currency, date_trunc('month', o.day)::date, 0, -o.amount
    FROM payouts o JOIN payments p ON p.id = o.payment_id WHERE o.day >= %(first)s AND o.day <= %(day)s
) moved GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class MoneyAhead:
    """What is expected in a currency, and the months before, the last of which is the present one.

    `unpriced` renewals cannot be foreseen: no price is known for them.
    """

    outlook: Outlook
    months: tuple[Month, ...]
    unpriced: int


def money_ahead(day: date, days: int = DAYS) -> tuple[MoneyAhead, ...]:
    """By currency, each that any money is expected or came in; as of the present, whatever the day."""
    with long_read(page=True):
        plan_for_all_rows()
        renewals = expected_renewals(day, days)
        expected = [*_open(day, days), *renewals.expected]
        months = _months(day)
    outlooks = {one.currency: one for one in forecast(expected, day, days)}
    currencies = sorted({*outlooks, *months})
    return tuple(
        MoneyAhead(
            outlooks.get(currency, Outlook(currency, day, days, {})),
            months.get(currency) or _empty(day),
            renewals.unpriced.get(currency, 0),
        )
        for currency in currencies
    )


def _open(day: date, days: int) -> Iterator[Expected]:
    for currency, method, certainty, on_day, amount in _rows(_OPEN, day=day, end=day + timedelta(days=days)):
        yield Expected(on_day, amount, currency, Method(method), Certainty(certainty))


def _months(day: date) -> dict[str, tuple[Month, ...]]:
    empty = _empty(day)
    sums: dict[tuple[str, date], tuple[int, int]] = {}
    given = {"day": day, "first": empty[0].first, "end": add_months(empty[-1].first, 1)}
    for currency, month, expected, received in _rows(_MONTHS, **given):
        sums[currency, month] = (expected, received)
    return {
        currency: tuple(Month(one.first, *sums.get((currency, one.first), (0, 0))) for one in empty)
        for currency in {key for key, _ in sums}
    }


def _empty(day: date) -> tuple[Month, ...]:
    return tuple(Month(add_months(day.replace(day=1), -n), 0, 0) for n in range(MONTHS - 1, -1, -1))


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
