"""Whom a document names as it is issued: the versions of seller and buyer, and the order number (billing 1, 2).

Asked once for all documents of a batch, just before they are written: nothing of a party is copied.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from autossa.domain.billing.vat import Category, Treatment
from autossa.store.engine.arrays import array_text
from autossa.store.engine.rows import InvoiceRow

UNKNOWN = ""
"""The buyer of an invoice until it is written; a credit note repeats its invoice's."""

_SELLER = """
SELECT (SELECT party_id FROM organisations WHERE kind = 'vendor'),
    (SELECT id FROM sellers ORDER BY number DESC LIMIT 1)
"""
_BUYERS = """
SELECT o.id::text, o.party_id::text, t.treatment FROM organisations o
LEFT JOIN vat_treatments t ON t.id = o.treatment_id WHERE o.id = ANY(%s::uuid[])
"""
# The newest that has begun of each payer and each contract; there are few.
_NUMBERS = """
SELECT DISTINCT ON (payer_id, contract_id) payer_id::text, contract_id::text, number FROM order_numbers
WHERE payer_id = ANY(%s::uuid[]) AND starts_on <= %s ORDER BY payer_id, contract_id, starts_on DESC, set_at DESC
"""


class _Buyer(NamedTuple):
    party: str
    treatment: str | None


def with_parties(rows: list[InvoiceRow], day: date) -> list[InvoiceRow]:
    """The documents with whom they name, issued on a day."""
    seller, facts = _all(_SELLER)[0]
    new = {str(row.payer) for row in rows if row.buyer == UNKNOWN}
    payers = array_text(new)
    buyers = {key: _Buyer(party, treatment) for key, party, treatment in _all(_BUYERS, payers)} if new else {}
    numbers = {(payer, contract): number for payer, contract, number in _all(_NUMBERS, payers, day)} if new else {}
    return [_named(row, buyers, numbers)._replace(seller=seller, seller_facts=facts) for row in rows]


def _named(row: InvoiceRow, buyers: dict[str, _Buyer], numbers: dict[tuple[str, str | None], str]) -> InvoiceRow:
    if row.buyer != UNKNOWN:
        return row
    payer, contract = str(row.payer), str(row.contract)
    buyer = buyers[payer]
    number = nearest((numbers.get((payer, contract)), row.order_number, numbers.get((payer, None))))
    category = category_of(buyer.treatment, is_taxed=row.tax_rate.strip("0.") != "")
    return row._replace(buyer=buyer.party, vat_category=category.value, order_number=number)


def nearest(numbers: Iterable[str | None]) -> str:
    """The first number that is one, of those from the nearest to the farthest (billing 2)."""
    return next((number for number in numbers if number), "")


def category_of(treatment: str | None, *, is_taxed: bool) -> Category:
    """What the rate was taken for: VAT is that of a domestic payer, and without VAT none is one."""
    if is_taxed:
        return Category.STANDARD
    return Category.REVERSE_CHARGE if treatment == Treatment.REVERSE_CHARGE.value else Category.OUTSIDE


def _all(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
