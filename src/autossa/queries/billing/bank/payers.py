"""Whose an account at a bank is: of who paid from it before, or gave a mandate for it (billing 10)."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

_KNOWN = """
SELECT sender_iban, payer_id FROM payments p WHERE sender_iban = ANY(%(ibans)s) AND payer_id IS NOT NULL
AND NOT EXISTS (SELECT FROM payment_moves WHERE payment_id = p.id)
UNION SELECT iban, payer_id FROM mandates WHERE iban = ANY(%(ibans)s)
UNION SELECT a.iban, m.payer_id FROM mandate_amendments a JOIN mandates m ON m.id = a.mandate_id
WHERE a.iban = ANY(%(ibans)s)
"""


def known_payers(ibans: Iterable[str]) -> dict[str, UUID]:
    """By account; one that several used is nobody's. One query."""
    wanted = sorted({one for one in ibans if one})
    found = defaultdict(set)
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, {"ibans": wanted})
            for iban, payer in cursor.fetchall():
                found[iban].add(payer)
    return {iban: payers.pop() for iban, payers in found.items() if len(payers) == 1}
