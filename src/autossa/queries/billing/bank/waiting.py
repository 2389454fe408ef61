"""Money on the bank's statements of which it is not known yet what it is: in, and out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.store import models
from autossa.store.ids import public_id

_IN = """
SELECT p.id, p.day, p.amount, p.currency, p.reference || ' ' || coalesce(b.end_to_end_id, ''), p.sender, p.sender_iban,
    p.method, p.source, p.final_on, p.debit_id, coalesce(b.end_to_end_id, ''), coalesce(b.return_code, ''),
    p.bank_payment_id
FROM payments p LEFT JOIN bank_payments b ON b.id = p.bank_payment_id
WHERE p.payer_id IS NULL
"""
_NOT_ASIDE = " AND NOT EXISTS (SELECT FROM set_aside s WHERE s.bank_payment_id = p.bank_payment_id)"
_COUNT = f"""
SELECT count(*) FROM (SELECT FROM payments p WHERE p.payer_id IS NULL {_NOT_ASIDE} LIMIT %s) AS waiting
"""
_OUT = """
SELECT b.id, e.day, b.amount, b.charges, e.currency, b.end_to_end_id, b.mandate, b.name, b.iban, b.return_code,
    b.reference, b.text
FROM bank_payments b JOIN bank_entries e ON e.id = b.entry_id
WHERE b.amount < 0 AND NOT EXISTS (SELECT FROM set_aside s WHERE s.bank_payment_id = b.id)
    AND NOT EXISTS (SELECT FROM payment_returns r WHERE r.bank_payment_id = b.id)
    AND NOT EXISTS (SELECT FROM refunds r WHERE r.bank_payment_id = b.id)
ORDER BY e.day, b.id
"""


@dataclass(frozen=True, slots=True)
class MoneyIn:
    """A payment that is nobody's yet, with all that was written with it; a `return_code`: a transfer that came back."""

    key: UUID
    day: date
    amount: Money
    currency: str
    text: str
    sender: str
    iban: str
    method: str
    source: str
    final_on: date | None
    debit: UUID | None
    end_to_end_id: str
    return_code: str
    bank_payment: UUID | None


@dataclass(frozen=True, slots=True)
class MoneyOut:
    """What left the account, `amount` below 0; with a return code it is a payment that went back."""

    key: UUID
    day: date
    amount: Money
    charges: Money
    currency: str
    end_to_end_id: str
    mandate: str
    name: str
    iban: str
    return_code: str
    reference: str
    text: str

    @property
    def id(self) -> str:
        """The public one."""
        return public_id(models.BankPayment.PREFIX, self.key)


def money_in(most: int, after: tuple[date, UUID] | None = None, ibans: Collection[str] | None = None) -> list[MoneyIn]:
    """What waits, the oldest first, after one that was read before; only of these accounts, where some are given."""
    conditions, values = _NOT_ASIDE, list[Any]()
    if after is not None:
        conditions += " AND (p.day, p.id) > (%s, %s)"
        values += after
    if ibans is not None:
        conditions += " AND p.sender_iban = ANY(%s)"
        values.append(list(ibans))
    return [MoneyIn(*row) for row in _rows(f"{_IN}{conditions} ORDER BY p.day, p.id LIMIT %s", [*values, most])]


def count_in(most: int | None = None) -> int:
    """How many payments wait for somebody to say whose they are; counted up to `most`."""
    ((count,),) = _rows(_COUNT, [most])
    return int(count)


def one_in(payment: UUID) -> MoneyIn | None:
    """A payment that is nobody's, also one that was set aside."""
    return next((MoneyIn(*row) for row in _rows(f"{_IN} AND p.id = %s", [payment])), None)


def money_out() -> list[MoneyOut]:
    """All that left the account and of which nothing is known; what is no customer's is set aside, so it is little."""
    return [MoneyOut(*row) for row in _rows(_OUT, [])]


def _rows(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()
