"""What payments are compared with: a payer's account, the open claims of several, and names (billing 10)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import is_collecting
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.open_book import Candidate, OpenBook
from autossa.queries.billing.bank.named import OpenOrder, claim_candidate, named_book, open_orders_of

_OPEN = """
SELECT c.id::text, c.payer::text, c.number, c.currency, c.due_on, c.rest, NOT EXISTS (
        SELECT FROM disputes d WHERE d.document = c.id AND d.ended_on IS NULL
    ) AND NOT EXISTS (
        SELECT FROM debit_parts p JOIN debits d ON d.id = p.debit_id
        WHERE p.document = c.id AND d.ended_on IS NULL AND NOT EXISTS (SELECT FROM payments m WHERE m.debit_id = d.id)
    )
FROM claims c
WHERE c.rest > 0 AND (c.payer = ANY(%(payers)s::uuid[]) OR c.rest = ANY(%(amounts)s::bigint[]))
ORDER BY c.due_on, c.id
"""
_NAMES = """
SELECT o.id::text, o.name FROM organisations o
WHERE EXISTS (SELECT FROM claims c WHERE c.payer = o.id AND c.rest > 0)
"""
_OWING = "SELECT DISTINCT payer FROM claims WHERE rest > 0 AND payer = ANY(%(payers)s::uuid[])"


def book_of(
    account: Account, day: date, left_out: frozenset[str], named: OpenBook, orders: Iterable[OpenOrder]
) -> OpenBook:
    """The documents of one account as they are now, and the open orders of its payer."""
    claims = candidates_of(account, account.items, day, left_out)
    known = {order.key for order in orders}
    others = [one for one in named.documents if one.is_order and one.payer == account.payer and one.key not in known]
    return OpenBook((*claims, *others, *(order.candidate for order in orders)), named.everything)


def candidates_of(account: Account, keys: Iterable[str], day: date, left_out: frozenset[str]) -> list[Candidate]:
    """Some documents of an account as they are now."""
    rests, found = account.rests(day), ((key, account.items[key]) for key in keys)
    return [
        claim_candidate(
            key, account.payer, item.claim.number, account.currency, item.claim.due_on, rests.get(key, 0),
            can_match=key not in left_out and not is_collecting(item, day),
        )
        for key, item in found
    ]  # fmt: skip


def suggesting_book(texts: Collection[str], payers: Iterable[UUID], amounts: Iterable[Money]) -> OpenBook:
    """What waiting payments may be for: what they name, what their payers owe, what is as much, who is named."""
    named, names = named_book(texts), {str(key): name for key, name in _rows(_NAMES, {})}
    hinted = {key for text in texts for key in OpenBook((), names=names).payers_named(text)}
    wanted = [*map(str, payers), *hinted]
    found = {one.key: one for one in named.documents}
    values = {"payers": wanted, "amounts": list(amounts)}
    found |= {row[0]: claim_candidate(*row) for row in _rows(_OPEN, values)}
    found |= {order.key: order.candidate for order in open_orders_of(map(UUID, wanted))}
    return OpenBook(tuple(found.values()), named.everything, names)


def open_claims_of(payer: UUID) -> list[Candidate]:
    """What a payer owes, the oldest first."""
    return [claim_candidate(*row) for row in _rows(_OPEN, {"payers": [str(payer)], "amounts": []})]


def who_owes(payers: Iterable[UUID]) -> set[UUID]:
    """Those of these payers of whom something is open, an order among it."""
    listed = list(payers)
    owing = {row[0] for row in _rows(_OWING, {"payers": [str(one) for one in listed]})}
    return owing | {UUID(order.payer) for order in open_orders_of(listed)}


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
