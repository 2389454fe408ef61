"""Payers' accounts for the books: those on which something happens in some days, portion by portion."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from autossa.domain.billing.books.items import Item, Payment
from autossa.domain.billing.books.postings import NOBODY, Span
from autossa.domain.billing.payments.account import Account
from autossa.queries.billing.books.streams import stream
from autossa.queries.billing.payments.accounts import accounts_of

_PORTION = 200

_MOVED = """
SELECT payer FROM claims WHERE day BETWEEN %(first)s AND %(last)s
UNION SELECT payer FROM invoices WHERE series = 'CN' AND issued_on BETWEEN %(first)s AND %(last)s
UNION SELECT payer_id FROM payments WHERE day BETWEEN %(first)s AND %(last)s AND payer_id IS NOT NULL
UNION SELECT payer_id FROM payment_assignments WHERE day BETWEEN %(first)s AND %(last)s
UNION SELECT p.payer_id FROM allocations a JOIN payments p ON p.id = a.payment_id
    WHERE a.day BETWEEN %(first)s AND %(last)s
UNION SELECT p.payer_id FROM payment_returns r JOIN payments p ON p.id = r.payment_id
    WHERE r.day BETWEEN %(first)s AND %(last)s
UNION SELECT p.payer_id FROM payment_moves m JOIN payments p ON p.id = m.payment_id
    WHERE m.day BETWEEN %(first)s AND %(last)s
UNION SELECT r.payer_id FROM payouts o JOIN refunds r ON r.id = o.refund_id WHERE o.day BETWEEN %(first)s AND %(last)s
UNION SELECT c.payer FROM write_offs w JOIN claims c ON c.id = w.document
    WHERE w.day BETWEEN %(first)s AND %(last)s
"""
_OF_NOBODY = """
SELECT day, amount, currency FROM payments
WHERE payer_id IS NULL AND day BETWEEN %(first)s AND %(last)s ORDER BY id
"""


def read_accounts(span: Span) -> Iterator[Account]:
    """The accounts, whole, of all payers for whom anything was posted in these days."""
    payers = iter([row[0] for row in stream(_MOVED, _days(span))])
    while portion := _next(payers):
        yield from accounts_of(portion).values()


def read_of_nobody(span: Span) -> Iterator[Payment]:
    """Money that came in these days, and of which nobody knows whose it is."""
    for day, amount, currency in stream(_OF_NOBODY, _days(span)):
        yield Payment(day, amount, NOBODY, currency)


def items_in(account: Account, span: Span) -> Iterator[Item]:
    """The documents of an account that post something in some days."""
    for item in account.items.values():
        days = (*(claim.day for claim in item.claims), *(payment.day for payment in item.payments))
        if any(day in span for day in days):
            yield item


def _next(payers: Iterator[UUID]) -> list[UUID]:
    return list(islice(payers, _PORTION))


def _days(span: Span) -> dict[str, object]:
    return {"first": span.first, "last": span.last}
