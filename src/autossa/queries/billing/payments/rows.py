"""Payments as pages and commands list them: what came, what of it is for which claim, what is left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.books.items import ClaimKind
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Source
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a payment is for a claim; `id` is that of the invoice or fee, minor units."""

    id: str
    number: str
    amount: Money
    is_fee: bool = False


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as it is now; money in minor units of `currency`. No `payer_id`: nobody knows yet whose it is.

    The account that it came from by its last four signs (`sender_iban`); `parts` are what it is for.
    """

    id: str
    day: date
    amount: Money
    currency: str
    method: Method
    source: Source
    reference: str
    sender: str
    sender_iban: str
    payer: str
    payer_id: str
    allocated: Money
    returned: Money
    paid_out: Money
    moved: Money
    parts: tuple[Part, ...] = ()

    @property
    def left(self) -> Money:
        """What of it is on account; below 0 where it was returned after it had been paid out."""
        return self.movable - self.allocated

    @property
    def movable(self) -> Money:
        """What of it is there, allocated or not: what would be moved to another payer."""
        return self.amount - self.returned - self.paid_out - self.moved


COLUMNS = """p.id, p.day, p.amount, p.currency, p.method, p.source, p.reference, p.sender, p.sender_iban,
    coalesce(o.name, ''), o.id, p.allocated, p.returned, p.paid_out, p.moved"""

_PARTS = """
SELECT a.payment_id, c.id, c.kind, c.number, sum(a.amount)::bigint
FROM allocations a JOIN claims c ON c.id = a.document
WHERE a.payment_id = ANY(%s) GROUP BY 1, 2, 3, 4 HAVING sum(a.amount) <> 0 ORDER BY min(a.id::text)
"""


def claim_id(kind: str, key: UUID) -> str:
    """The public id of an invoice or a fee."""
    return public_id("fee" if kind == ClaimKind.FEE.value else "inv", key)


def payments_from(statement: str, given: Mapping[str, Any]) -> tuple[PaymentRow, ...]:
    """What a statement over `COLUMNS` finds, with what each is for. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    parts = _parts([row[0] for row in found])
    return tuple(_row(row, parts) for row in found)


def payments_of_payer(payer: UUID, most: int) -> tuple[PaymentRow, ...]:
    """The newest payments of a payer, at most so many. Two queries."""
    statement = f"""
        SELECT {COLUMNS} FROM payments p JOIN organisations o ON o.id = p.payer_id WHERE p.payer_id = %(payer)s
        ORDER BY p.day DESC, p.id DESC LIMIT %(most)s"""
    return payments_from(statement, {"payer": payer, "most": most})


def _parts(payments: Iterable[UUID]) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [list(payments)])
        for payment, claim, kind, number, amount in cursor.fetchall():
            found[payment].append(Part(claim_id(kind, claim), number, amount, kind == ClaimKind.FEE.value))
    return found


def _row(row: tuple[Any, ...], parts: Mapping[UUID, list[Part]]) -> PaymentRow:
    key, day, amount, currency, method, source, reference, sender, iban, payer, payer_key, *sums = row
    allocated, returned, paid_out, moved = sums
    return PaymentRow(
        id=public_id("pmt", key), day=day, amount=amount, currency=currency, method=Method(method),
        source=Source(source), reference=reference, sender=sender, sender_iban=masked(iban), payer=payer,
        payer_id=public_id("org", payer_key) if payer_key else "", allocated=allocated, returned=returned,
        paid_out=paid_out, moved=moved, parts=tuple(parts.get(key, ())),
    )  # fmt: skip
