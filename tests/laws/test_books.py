"""Billing 19 on random histories: earned and deferred are what was invoiced, to the cent, on every day.

Histories top up without saying what was paid: here every top-up is paid, or nothing would be deferred without an end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings

from autossa.domain.billing.books.ahead import deferred_ahead
from autossa.domain.billing.books.entries import Account as Payer
from autossa.domain.billing.books.entries import ProjectBook, book_of
from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.books.lots import Lot
from autossa.domain.billing.books.postings import Account, Ledger, Span, Transaction, balances, of_items, of_lots
from autossa.domain.billing.vat import Treatment
from autossa.domain.credits import LotSource
from autossa.domain.dates import DAY
from autossa.domain.entries import Entry, ToppedUp
from autossa.domain.invoices import Reason
from autossa.domain.scenarios import Scenario, play
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from tests.laws import deeds, histories
from tests.laws.test_laws import calm
from tests.trials import a_few_of, whatever_the_seed

EXAMPLES = 60
CHUNKS = [range(first, first + 50) for first in range(1000, 3000, 50)]
PAYER = Payer("org", "EUR", Treatment.DOMESTIC)


def paid(entries: Iterable[Entry]) -> list[Entry]:
    """The same history, in which every top-up was paid at 1.17 an SSC; what is granted costs nothing."""
    return [
        replace(entry, lot=replace(entry.lot, paid=entry.lot.free * 117 // 100))
        if isinstance(entry, ToppedUp) and entry.lot.source is LotSource.TOP_UP
        else entry
        for entry in entries
    ]


def days_of(entries: list[Entry]) -> list[date]:
    """From before the first entry to after all that was paid for."""
    first = min((entry.day for entry in entries), default=date(2026, 1, 1))
    last = max([first, *(entry.day for entry in entries), *(e.end for e in entries if isinstance(e, Settlement))])
    return [first + timedelta(days=n) for n in range(-1, (last - first).days + 3)]


# ---------------------------------------------------------------- a second opinion


def sold_until(entries: list[Entry], day: date) -> int:
    """What was invoiced net and not credited, and what was paid for top-ups: from the entries alone."""
    total = 0
    for entry in entries:
        if entry.day > day:
            continue
        if isinstance(entry, Settlement) and entry.invoice:
            total += entry.invoice.net
        elif isinstance(entry, Void) and entry.credit_note:
            total += entry.credit_note.net
        elif isinstance(entry, ToppedUp):
            total += entry.lot.paid or 0
    return total


def exact_earned(lot: Lot, day: date) -> Fraction:
    """What a lot has earned, day by day, without rounding."""
    total = Fraction(0)
    for use in lot.uses:
        value = use.value - sum(cut.amount for cut in use.cuts if cut.day <= day)
        if day < use.day:
            continue
        if use.reason is Reason.GAP:
            total += value
            continue
        days = [use.start + timedelta(days=n) for n in range((use.end - use.start).days)]
        total += Fraction(value * sum(one <= day for one in days), len(days))
    return total


# ---------------------------------------------------------------- the laws


def earned_and_deferred_are_what_was_sold(entries: list[Entry], book: ProjectBook) -> None:
    for day in days_of(entries):
        earned = sum(lot.earned_until(day) + lot.broken_until(day) for lot in book.lots)
        deferred = sum(lot.deferred_on(day) for lot in book.lots)
        assert earned + deferred == sold_until(entries, day), day
        assert all(lot.deferred_on(day) >= 0 and lot.unused_on(day) >= 0 for lot in book.lots), day


def what_is_earned_is_a_day_after_the_other(entries: list[Entry], book: ProjectBook) -> None:
    """Never more than half a cent a use away from the exact share; all of it at the end."""
    days = days_of(entries)
    for lot in book.lots:
        for day in days[:: max(1, len(days) // 40)]:
            assert abs(lot.earned_until(day) - exact_earned(lot, day)) * 2 <= len(lot.uses), (lot.key, day)
        used = sum(use.worth_on(days[-1]) for use in lot.uses)
        assert lot.earned_until(days[-1]) == used


def postings_balance_and_say_the_same(entries: list[Entry], book: ProjectBook) -> None:
    days = days_of(entries)
    for last in (*days[:: max(1, len(days) // 12)], days[-1]):
        found = list(posted(book, Span(days[0], last)))
        assert all(sum(leg.amount for leg in one.legs) == 0 for one in found)
        assert all(days[0] <= one.day <= last for one in found)
        on = balances(found)
        assert -on.get(("EUR", Account(Ledger.DEFERRED)), 0) == sum(lot.deferred_on(last) for lot in book.lots)
        assert on.get(("EUR", Account(Ledger.RECEIVABLE, "org")), 0) == sum(rest_of(item, last) for item in book.items)
        revenue = -sum(amount for (_, account), amount in on.items() if account.ledger is Ledger.REVENUE)
        assert revenue == sum(lot.earned_until(last) for lot in book.lots)
        assert on.get(("EUR", Account(Ledger.ROUNDING)), 0) == 0


def posted(book: ProjectBook, span: Span) -> Iterator[Transaction]:
    yield from of_items(book.items, span)
    yield from of_lots(book.lots, span)


def months_one_by_one_are_all_of_them(entries: list[Entry], book: ProjectBook) -> None:
    """What was exported month by month is what is exported at once."""
    days = days_of(entries)
    cut = days[len(days) // 2].replace(day=1)
    spans = [Span(days[0], max(days[0], cut) - DAY), Span(max(days[0], cut), days[-1])]
    parts = balances(one for span in spans for one in posted(book, span))
    whole = balances(posted(book, Span(days[0], days[-1])))
    assert {k: v for k, v in parts.items() if v} == {k: v for k, v in whole.items() if v}


def what_lies_ahead_comes(entries: list[Entry], book: ProjectBook) -> None:
    """What is said to be earned in the months ahead is, where nothing is booked meanwhile."""
    day = max((entry.day for entry in entries), default=date(2026, 1, 1))
    for ahead in deferred_ahead(book.lots, day, months=60):
        assert ahead.deferred == sum(lot.deferred_on(day) for lot in book.lots)
        for month in ahead.months:
            assert month.deferred == sum(lot.deferred_on(month.last) for lot in book.lots if lot.day <= day)
        assert ahead.later == 0


LAWS = [
    earned_and_deferred_are_what_was_sold,
    what_is_earned_is_a_day_after_the_other,
    postings_balance_and_say_the_same,
    months_one_by_one_are_all_of_them,
    what_lies_ahead_comes,
]


def keep_every_law(entries: Iterable[Entry]) -> None:
    history = paid(entries)
    book = book_of(history, PAYER)
    for law in LAWS:
        law(history, book)


def entries_of(scenario: Scenario) -> list[Entry]:
    return [item for item in play(scenario).happenings if isinstance(item, Entry)]


@settings(calm, max_examples=EXAMPLES)
@given(histories.histories())
def test_the_books_of_every_history_add_up(scenario: Scenario) -> None:
    keep_every_law(entries_of(scenario))


@settings(calm, max_examples=EXAMPLES)
@given(deeds.deeds())
def test_the_books_add_up_whatever_is_done(history: Scenario) -> None:
    keep_every_law(deeds.tell(history).entries)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 2), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_the_books_of_thousands_of_histories_add_up(seeds: range) -> None:
    def check(seed: int) -> None:
        keep_every_law(entries_of(histories.seeded(seed)))
        keep_every_law(deeds.tell(deeds.seeded(seed)).entries)

    whatever_the_seed(seeds, check)
