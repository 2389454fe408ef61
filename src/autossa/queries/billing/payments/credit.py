"""Who has money on account and owes something all the same: what the daily run looks at."""

from uuid import UUID

from django.db import connection

# Money that is for nothing yet, or beyond what a credit note left of its claim.
_WITH_CREDIT = """
SELECT o.payer, o.currency
FROM (SELECT DISTINCT payer, currency FROM claims WHERE rest > 0) o
WHERE EXISTS (
    SELECT FROM payments p WHERE p.payer_id = o.payer AND p.currency = o.currency
        AND p.amount > p.allocated + p.returned + p.paid_out + p.moved
) OR EXISTS (
    SELECT FROM claims c WHERE c.payer = o.payer AND c.currency = o.currency AND c.allocated > 0
        AND c.gross < c.noted + c.allocated + c.given_up
)
ORDER BY 1, 2
"""


def payers_with_credit() -> list[tuple[UUID, str]]:
    """Payers and currencies, in one order for everybody. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_CREDIT)
        return [(payer, currency) for payer, currency in cursor.fetchall()]
