"""All of the books as of a day, each part read when it is asked for, in the snapshot of one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from autossa.domain.billing.books.ahead import MONTHS, Ahead, deferred_ahead, ends_after
from autossa.domain.billing.books.items import Item, Open, Payment, open_items
from autossa.domain.billing.books.lots import Lot
from autossa.domain.billing.books.postings import Span, Transaction, of_items, of_lots, of_payments
from autossa.domain.billing.books.vat import VatLine
from autossa.queries.billing.books.accounts import items_in, read_accounts, read_of_nobody
from autossa.queries.billing.books.ahead import read_deferred
from autossa.queries.billing.books.bought import Order, read_bought_lots, read_orders
from autossa.queries.billing.books.documents import FIRST, read_recharged_lots
from autossa.queries.billing.books.payers import Payer, read_payers
from autossa.queries.billing.books.streams import plan_for_all_rows
from autossa.queries.billing.books.vat_month import read_vat
from autossa.queries.snapshot import snapshot


@dataclass(frozen=True)
class Books:
    """The books as of the end of `day`. Streams are read once each."""

    day: date

    @cached_property
    def payers(self) -> dict[str, Payer]:
        """Who is invoiced, by key."""
        return read_payers()

    @cached_property
    def orders(self) -> list[Order]:
        """Credits that were bought ahead."""
        return read_orders(self.day)

    @property
    def whole(self) -> Span:
        """All days up to that of the books."""
        return Span(FIRST, self.day)

    def items(self, span: Span | None = None) -> Iterator[Item]:
        """Every document and fee with its credit notes and payments; with a span, those that post something in it."""
        days = self._until(span)
        yield from (item for account in read_accounts(days) for item in items_in(account, days))
        yield from (order.item for order in self._without_invoice())

    def on_account(self, span: Span | None = None) -> Iterator[Payment]:
        """What the books post of money beside its documents; money of nobody is among it."""
        days = self._until(span)
        yield from read_of_nobody(days)
        yield from (payment for account in read_accounts(days) for payment in account.on_account_payments)

    def lots(self, span: Span | None = None) -> Iterator[Lot]:
        """Every lot that was paid for; with a span, those of which something is earned or changes in it."""
        bought = read_bought_lots(self.orders, self.day)
        return chain(read_recharged_lots(self._until(span)), bought)

    def open_items(self) -> Iterator[Open]:
        """What is left to be paid."""
        return open_items(self.items(), self.day)

    def ahead(self) -> tuple[Ahead, ...]:
        """What is deferred, by currency, and when it is earned."""
        of_invoices = read_deferred(self.day, ends_after(self.day, MONTHS))
        return deferred_ahead(read_bought_lots(self.orders, self.day), self.day, MONTHS, of_invoices)

    def vat(self, span: Span) -> tuple[VatLine, ...]:
        """The VAT of some days, up to the day of the books."""
        return read_vat(Span(span.first, min(span.last, self.day)), self._without_invoice())

    def vat_so_far(self) -> tuple[VatLine, ...]:
        """The VAT of all documents there ever were."""
        return self.vat(Span(date.min, self.day))

    def transactions(self, span: Span | None = None) -> Iterator[Transaction]:
        """All that is posted in some days, up to the day of the books at most."""
        days = self._until(span)
        orders = (order.item for order in self._without_invoice())
        return chain(self._of_accounts(days), of_items(orders, days), of_lots(self.lots(days), days))

    def _of_accounts(self, days: Span) -> Iterator[Transaction]:
        yield from of_payments(read_of_nobody(days), days)
        for account in read_accounts(days):
            yield from of_items(items_in(account, days), days)
            yield from of_payments(account.on_account_payments, days)

    def _without_invoice(self) -> list[Order]:
        """Orders from before orders were invoiced."""
        return [order for order in self.orders if not order.is_invoiced]

    def _until(self, span: Span | None) -> Span:
        return Span(span.first, min(span.last, self.day)) if span else self.whole


@contextmanager
def books(day: date) -> Iterator[Books]:
    """The books as of the end of a day, in one snapshot."""
    with snapshot():
        plan_for_all_rows()
        yield Books(day)
