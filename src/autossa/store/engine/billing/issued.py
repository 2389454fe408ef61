"""Whom a document names as it is issued: the versions of seller and buyer, and the order number (billing 1, 2).

Asked once for all documents of a batch, just before they are written: nothing of a party is copied.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from autossa.domain.billing.vat import Category, Treatment
from autossa.store.engine.arrays import array_text
from autossa.store.engine.billing.methods import Offer, with_methods
from autossa.store.engine.rows import CollectedRow, InvoiceRow

_ORDER_NUMBER = InvoiceRow._fields.index("order_number")
_AFTER_SELLER = InvoiceRow._fields.index("seller_facts") + 1
UNKNOWN = ""
"""The buyer of an invoice until it is written; a credit note repeats its invoice's."""

_SELLER = """
SELECT (SELECT party_id FROM organisations WHERE kind = 'vendor'),
    (SELECT id FROM sellers ORDER BY number DESC LIMIT 1),
    (SELECT to_jsonb(p) FROM payment_policies p WHERE starts_on <= %s ORDER BY starts_on DESC, id DESC LIMIT 1)
"""
_BUYERS = """
SELECT o.id::text, o.party_id::text, t.treatment, coalesce((
    SELECT every FROM billing_cycles WHERE payer_id = o.id AND starts_on <= %s
    ORDER BY starts_on DESC, set_at DESC LIMIT 1
), 'each') <> 'each', (
    SELECT jsonb_object_agg(coalesce(c.contract_id::text, ''), c.method) FROM (
        SELECT DISTINCT ON (contract_id) contract_id, method FROM payment_choices
        WHERE payer_id = o.id ORDER BY contract_id, id DESC
    ) c
)
FROM organisations o LEFT JOIN vat_treatments t ON t.id = o.treatment_id WHERE o.id = ANY(%s::uuid[])
"""
# The newest that has begun of each payer and each contract; there are few.
_NUMBERS = """
SELECT DISTINCT ON (payer_id, contract_id) payer_id::text, contract_id::text, number FROM order_numbers
WHERE payer_id = ANY(%s::uuid[]) AND starts_on <= %s ORDER BY payer_id, contract_id, starts_on DESC, set_at DESC
"""


class _Buyer(NamedTuple):
    party: str
    treatment: str | None
    waits: bool
    methods: str | None = None  # the JSON of Choices


class Named(NamedTuple):
    """The documents with whom they name; and what waits for a collective one instead."""

    documents: list[InvoiceRow]
    collected: list[CollectedRow]


def with_parties(rows: list[InvoiceRow], day: date) -> Named:
    """The documents with whom they name, issued on a day."""
    seller, facts, policy = _all(_SELLER, day)[0]
    new = {str(row.payer) for row in rows if row.buyer == UNKNOWN}
    payers = array_text(new)
    buyers = {key: _Buyer(*buyer) for key, *buyer in _all(_BUYERS, day, payers)} if new else {}
    numbers = order_numbers(new, day) if new else {}
    documents, collected = [], []
    for row in rows:
        if row.buyer == UNKNOWN and row.settlement is not None and buyers[str(row.payer)].waits:
            collected.append(_collected(row, buyers[str(row.payer)]))
        else:
            documents.append(_named(row, buyers, numbers, (seller, facts)))
    if not any(buyer.methods for buyer in buyers.values()):
        return Named(documents, collected)
    choices = {payer: _read(buyer.methods) for payer, buyer in buyers.items()}
    return Named(with_methods(documents, Offer.of(_read(policy)), choices, day), collected)


def _collected(row: InvoiceRow, buyer: _Buyer) -> CollectedRow:
    """What is booked and invoiced later: its rate and category are those of its own day."""
    assert row.settlement is not None
    assert row.project_id is not None
    assert row.price_list is not None
    return CollectedRow(
        row.settlement, row.project_id, row.contract, row.payer, row.price_list, row.currency, row.net, row.tax_rate,
        _category(row, buyer), row.order_number, row.section,
        (row.due_on - row.issued_on).days if row.due_on else 0, row.issued_on, row.booked_at,
    )  # fmt: skip


def _named(
    row: InvoiceRow,
    buyers: dict[str, _Buyer],
    numbers: dict[tuple[str, str | None], str],
    by: tuple[str | None, str | None],
) -> InvoiceRow:
    """With whom it names; `by` are seller and seller's facts. By place: `_replace` takes three times as long."""
    buyer, category, number = row.buyer, row.vat_category, row.order_number
    if buyer == UNKNOWN:
        payer = str(row.payer)
        found = buyers[payer]
        buyer, category = found.party, category or _category(row, found)
        if numbers:
            contract = str(row.contract)
            number = nearest((numbers.get((payer, contract)), number, numbers.get((payer, None))))
    named = (number, row.due_on, buyer, category, *by)
    return InvoiceRow._make((*row[:_ORDER_NUMBER], *named, *row[_AFTER_SELLER:]))


def _category(row: InvoiceRow, buyer: _Buyer) -> str:
    return category_of(buyer.treatment, is_taxed=row.tax_rate.strip("0.") != "").value


def order_numbers(payers: set[str], day: date) -> dict[tuple[str, str | None], str]:
    """The order numbers of payers in force on a day, for a contract or (None) for all. One query."""
    found = _all(_NUMBERS, array_text(payers), day)
    return {(payer, contract): number for payer, contract, number in found}


def nearest(numbers: Iterable[str | None]) -> str:
    """The first number that is one, of those from the nearest to the farthest (billing 2)."""
    return next((number for number in numbers if number), "")


def category_of(treatment: str | None, *, is_taxed: bool) -> Category:
    """What the rate was taken for: VAT is that of a domestic payer, and without VAT none is one."""
    if is_taxed:
        return Category.STANDARD
    return Category.REVERSE_CHARGE if treatment == Treatment.REVERSE_CHARGE.value else Category.OUTSIDE


def _read(facts: str | None) -> Any:
    """JSON comes as a text from a cursor of ours."""
    return json.loads(facts) if facts else None


def _all(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
