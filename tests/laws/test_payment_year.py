"""A year of 300 payers: receivables are the books' to the cent, every stage on its day, SSC those of a good year."""

from collections import Counter
from datetime import date, timedelta

import pytest

from autossa.domain.billing.books.items import ClaimKind, beyond_of, rest_of
from autossa.domain.billing.books.postings import Ledger, Span, balances, of_items, of_payments
from autossa.domain.billing.dunning.cases import open_since
from autossa.domain.dates import DAY
from autossa.domain.settlements import Settlement
from tests.laws.payment_year import DUNNING, FIRST, LAST, Habit, Payer, Year

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year() -> Year:
    """Checked at the end of every month on the way."""
    told = Year()
    for day in told.run():
        receivables_are_those_of_the_books(told, day)
    return told


@pytest.fixture(scope="module")
def in_time() -> Year:
    told = Year(in_time=True)
    for _ in told.run():
        pass
    return told


def receivables_are_those_of_the_books(year: Year, day: date) -> None:
    span = Span(FIRST, day)
    for payer in year.payers.values():
        account = payer.account
        transactions = [*of_items(account.items.values(), span), *of_payments(account.on_account_payments, span)]
        assert all(sum(leg.amount for leg in one.legs) == 0 for one in transactions)
        found: Counter[Ledger] = Counter()
        for (_, on), amount in balances(transactions).items():
            found[on.ledger] += amount
        assert found[Ledger.RECEIVABLE] == account.owed(day)
        assert -found[Ledger.PAYER_CREDIT] == account.on_account(day) + sum(
            one.amount for one in account.receipts if one.day <= day < one.known_on
        )
        returned = sum(one.amount for one in account.returns)
        assert found[Ledger.BANK] == sum(one.amount for one in account.receipts) - returned
        assert found[Ledger.ROUNDING] == 0
        documents = sum(one.gross for one in account.documents)
        settled = sum(row.amount for row in (*account.allocations, *account.write_offs))
        assert account.owed(day) == documents - settled + sum(beyond_of(item, day) for item in account.items.values())


def test_the_year_has_seen_everything(year: Year) -> None:
    payers = year.payers.values()
    assert year.matched > 1500
    assert year.waited > 100
    assert year.seen_again == year.matched + year.waited - len(year.statements[LAST])
    assert sum(len(payer.account.returns) for payer in payers) > 20
    assert sum(bool(payer.case.suspensions) for payer in payers) > 20
    assert sum(one.resumed_on is not None for payer in payers for one in payer.case.suspensions) > 20
    assert sum(len(payer.account.write_offs) for payer in payers) > 20
    assert {row.why.value for payer in payers for row in payer.account.allocations} >= {
        "named", "exact", "credit_used", "collected", "by_hand", "returned",
    }  # fmt: skip


def test_who_pays_in_time_hears_nothing(year: Year) -> None:
    for payer in year.payers.values():
        if payer.habit in (Habit.IN_TIME, Habit.DEBIT, Habit.TWICE):
            assert not payer.case.letters, payer.key
            assert not payer.case.warnings
            assert not [one for one in payer.account.open(LAST) if one.claim.due_on < LAST]


def test_every_stage_is_on_its_day_and_once(year: Year) -> None:
    """Found out again from the documents: the day after which each was open, and how long."""
    days = {number: level.days for number, level in enumerate(DUNNING.levels, 1)}
    for payer in year.payers.values():
        told: set[tuple[str, date, int]] = set()
        for letter in payer.case.letters:
            new = 0
            for line in (line for line in letter.lines if line.level):
                since = open_since(payer.account.items[line.document], letter.day)
                late = (letter.day - since).days
                assert max(n for n, after in days.items() if after <= late) == line.level
                if (line.document, since, line.level) not in told:
                    assert late == days[line.level], (payer.key, line, letter.day)
                    told.add((line.document, since, line.level))
                    new += 1
            assert new
        for warning in payer.case.warnings:
            for document in warning.documents:
                assert warning.day == open_since(payer.account.items[document], warning.day) + timedelta(days=42)


def test_every_suspension_and_resumption_is_on_its_day(year: Year) -> None:
    for payer in year.payers.values():
        for one in payer.case.suspensions:
            items = [payer.account.items[document] for document in one.documents]
            assert {(one.day - open_since(item, one.day)).days for item in items} >= {49}
            assert all(rest_of(item, one.day) for item in items)
            if one.resumed_on is None:
                assert any(rest_of(item, LAST) for item in payer.account.open(LAST))
                continue
            assert not any(rest_of(item, one.resumed_on) for item in items)
            before = one.resumed_on - DAY
            assert any(rest_of(item, before) for item in payer.account.items.values() if item.claim.day <= before)


def bookings(payer: Payer) -> list[tuple[object, ...]]:
    return [
        (one.reason, one.start, one.end, [(part.charge.ssc, part.net) for part in one.parts])
        for one in payer.entries
        if isinstance(one, Settlement)
    ]


def test_what_coverage_costs_is_the_same_whether_invoices_are_paid_or_not(year: Year, in_time: Year) -> None:
    """A suspended or waiting contract is behind, and never otherwise; one that has resumed has no hole."""
    behind = 0
    for key, payer in year.payers.items():
        there, here = bookings(in_time.payers[key]), bookings(payer)
        assert here == there[: len(here)], key
        contract = payer.project.contract
        assert contract is not None
        is_held = bool(payer.case.suspended()) or bool(payer.project.unpaid and payer.project.unpaid.periods)
        assert len(here) == len(there) or is_held, key
        behind += len(here) < len(there)
        ends = [period.end for period in payer.project.coverage]
        assert [period.start for period in payer.project.coverage][1:] == ends[:-1]
    assert 0 < behind < 60


def test_money_in_is_allocated_or_on_account(year: Year) -> None:
    for payer in year.payers.values():
        account = payer.account
        came = sum(one.amount for one in account.receipts) - sum(one.amount for one in account.returns)
        allocated = sum(row.amount for row in account.allocations)
        assert came == allocated + account.on_account(LAST)
        assert account.on_account(LAST) >= 0
        fees = [one for one in account.documents if one.kind is ClaimKind.FEE]
        claimed = sum(letter.fee > 0 for letter in payer.case.letters) + len(account.returns)
        assert len(fees) == claimed
