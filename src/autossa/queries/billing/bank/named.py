"""What the texts of payments name: invoices and fees, orders, everything that a payer owes (billing 11)."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Right

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.open_book import Candidate, OpenBook
from autossa.domain.billing.references import (
    creditor_reference,
    everything_reference,
    order_letters,
    order_reference,
    references_in,
)
from autossa.store import models
from autossa.store.ids import ending_of, public_id

ORDERS = (models.CreditOrder, models.LicenseOrder)
NEVER_DUE = date.max
_BODY = 4  # of a reference, after RF and two digits
_HEXADECIMAL = 12
_SERIES = ("INV", "FEE")  # of what is claimed
_NUMBER = re.compile(rf"(?=({'|'.join(_SERIES)})([0-9]{{10,20}}))")
_CLAIMS = """
SELECT id::text, payer::text, number, currency, due_on, rest FROM claims WHERE replace(number, '-', '') = ANY(%s)
"""
_EVERYTHING = """
SELECT id::text, number FROM organisations
WHERE 'ALL' || upper(regexp_replace(number, '[^A-Za-z0-9]', '', 'g')) = ANY(%s) AND number <> ''
"""


class OpenOrder(NamedTuple):
    """An order by its public id, with what is to be paid of it: 0 once it was decided."""

    key: str
    payer: str
    currency: str
    rest: Money

    @property
    def candidate(self) -> Candidate:
        """As payments are compared with it."""
        reference = order_reference(self.key)
        return Candidate(self.key, self.payer, "", reference, self.currency, NEVER_DUE, self.rest, is_order=True)


def named_book(texts: Iterable[str]) -> OpenBook:
    """All that these texts name. Their payers' other documents are not in it; three queries at most."""
    bodies = {body for text in texts for body in _bodies(text)}
    orders = orders_named({order_letters(f"RF00{body}") for body in bodies} - {""})
    documents = [*_claims(bodies), *(order.candidate for order in orders)]
    everything = {}
    if wanted := [body for body in bodies if body.startswith("ALL")]:
        everything = {everything_reference(number): key for key, number in _rows(_EVERYTHING, [wanted])}
    return OpenBook(tuple(documents), everything)


def orders_named(letters: set[str]) -> list[OpenOrder]:
    """The orders, decided or not, whose ids end like this."""
    ends = [f"{number:x}"[-_HEXADECIMAL:].zfill(_HEXADECIMAL) for number in map(ending_of, letters) if number >= 0]
    if not ends:
        return []
    end = Right(Cast("id", TextField()), _HEXADECIMAL)
    rows = (kind._default_manager.annotate(end=end).filter(end__in=ends) for kind in ORDERS)
    found = (order for of_kind in rows for order in orders_in(of_kind))
    return [order for order in found if order_letters(order.candidate.reference) in letters]


def open_orders_of(payers: Iterable[UUID]) -> list[OpenOrder]:
    """The orders of payers that wait for their payment."""
    listed = list(payers)
    found = (kind._default_manager.filter(state="open", payer__in=listed) for kind in ORDERS)
    return [order for orders in found for order in orders_in(orders)]


def orders_in(found: "QuerySet[Any]") -> Iterator[OpenOrder]:
    """Rows of either table."""
    for row in found.values_list("id", "payer_id", "currency", "gross", "state"):
        key, payer, currency, gross, state = row
        yield OpenOrder(public_id(found.model.PREFIX, key), str(payer), currency, gross if state == "open" else 0)


def claim_candidate(
    key: str, payer: str, number: str, currency: str, due_on: date, rest: Money, can_match: bool = True
) -> Candidate:
    """An invoice or a fee as payments are compared with it."""
    return Candidate(key, payer, number, creditor_reference(number), currency, due_on, rest, can_match)


def _claims(bodies: set[str]) -> list[Candidate]:
    wanted = [body for body in bodies if body.startswith(_SERIES)]
    return [claim_candidate(*row) for row in _rows(_CLAIMS, [wanted])] if wanted else []


def _bodies(text: str) -> Iterator[str]:
    """What may be a number, without its signs: of references, and as it is printed; the book then looks closer."""
    for reference in references_in(text):
        yield reference[_BODY:]
    squeezed = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    for found in _NUMBER.finditer(squeezed):
        for length in range(len(found[2]), 9, -1):
            yield found[1] + found[2][:length]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
