"""Partners that pay and whose hand-over ends: until when they are liable (domain.payers)."""

from datetime import date

from django.db import connection

from autossa.domain.payers import liable_until

# A partner that was never handed over to pays by another agreement, and one with an open hand-over goes on.
_ENDED = """
SELECT p.id::text, c.start, v.term_months, max(h.ends_on)
FROM projects p
JOIN contracts c ON c.project_id = p.id AND c.payer_id <> p.customer_id
    AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
JOIN plan_versions v ON v.id = c.plan_id
JOIN hand_overs h ON h.customer_id = p.customer_id AND h.partner_id = c.payer_id
    AND (h.project_id IS NULL OR h.project_id = p.id)
WHERE p.id = ANY(%s::uuid[])
GROUP BY p.id, c.start, v.term_months HAVING bool_and(h.ends_on IS NOT NULL)
"""


def load_liabilities(ids: str) -> dict[str, date]:
    """For projects whose payer's hand-over has an end: the first day from which the customer pays again."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, [ids])
        return {key: liable_until(start, term, ended_on) for key, start, term, ended_on in cursor.fetchall()}
