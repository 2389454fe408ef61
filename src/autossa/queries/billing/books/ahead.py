"""What of invoices is deferred on a day and when it is earned, added up by the database (billing 19, 20)."""

from collections.abc import Sequence
from datetime import date

from autossa.domain.billing.books.ahead import Deferral
from autossa.queries.billing.books.streams import stream

# What `Use.earned_until` says of a booking with what is left of its worth: for all that is not earned yet at once; a
# test holds them against each other. Credit notes of later days are not known; what lies in a gap is earned already.
_PAST = 'least(greatest({day} + 1 - start, 0), "end" - start)'
_EARNED = '(2 * worth * {past} + ("end" - start)) / (2 * ("end" - start))'


def _earned(day: str) -> str:
    return _EARNED.format(past=_PAST.format(day=day))


_DEFERRED = f"""
WITH live AS MATERIALIZED (
    SELECT i.currency, i.start, i."end", i.net + coalesce(n.net, 0) AS worth
    FROM invoices i LEFT JOIN (
        SELECT corrects, sum(net)::bigint AS net FROM invoices
        WHERE corrects IS NOT NULL AND issued_on <= %(day)s GROUP BY corrects
    ) n ON n.corrects = i.id
    WHERE i.series = 'INV' AND i.reason NOT IN ('collective', 'gap') AND i.credit_order_id IS NULL
        AND i.issued_on <= %(day)s AND i."end" > %(day)s::date + 1
    UNION ALL
    SELECT i.currency, b.start, b."end", w.net - coalesce(n.net, 0)
    FROM settlements b JOIN collected w ON w.settlement_id = b.id
    JOIN invoice_sections s ON s.settlement_id = b.id JOIN invoices i ON i.id = s.invoice_id
    LEFT JOIN (
        SELECT l.settlement, sum(l.net)::bigint AS net FROM credited_lines l JOIN invoices n ON n.id = l.note_id
        WHERE n.issued_on <= %(day)s GROUP BY l.settlement
    ) n ON n.settlement = b.id
    WHERE i.reason = 'collective' AND i.series = 'INV' AND b.reason <> 'gap'
        AND i.issued_on <= %(day)s AND b."end" > %(day)s::date + 1
), ends AS (
    SELECT place, last, lag(last, 1, %(day)s::date) OVER (ORDER BY place) AS before
    FROM unnest(%(ends)s::date[]) WITH ORDINALITY AS e(last, place)
)
SELECT currency, 0, sum(worth - {_earned("%(day)s::date")})::bigint FROM live GROUP BY currency
UNION ALL
SELECT currency, place, sum({_earned("last")} - {_earned("before")})::bigint
FROM live JOIN ends ON before < "end" - 1 GROUP BY currency, place
"""


def read_deferred(day: date, ends: Sequence[date]) -> dict[str, Deferral]:
    """What invoices, and bookings on collective ones, have deferred on a day, by currency. One statement."""
    found: dict[str, Deferral] = {}
    for currency, place, amount in stream(_DEFERRED, {"day": day, "ends": list(ends)}):
        deferral = found.setdefault(currency, Deferral([0] * len(ends)))
        if place:
            deferral.earned[place - 1] = amount
        else:
            deferral.deferred = amount
    return found
