"""The laws of billing on random histories of documents, payments, returns, refunds, and of days of silence.

Receivables are documents less what settled them, on every day; money in is what was allocated, is on account or was
paid out; nothing that comes twice counts twice; each stage of dunning happens once whatever days were missed.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autossa.domain.billing.books.items import (
    Claim,
    ClaimKind,
    State,
    beyond_of,
    is_collecting,
    rest_of,
    state_of,
)
from autossa.domain.billing.books.postings import Ledger, Span, balances, of_items, of_payments
from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.fees import fee_claim
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import allocate, move_off, released, reverse, take_in, use_credit
from autossa.domain.billing.payments.facts import Collection, Receipt, Return, Source, Why
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refunds import Refund, approve, refundable
from autossa.domain.billing.payments.refusals import No
from autossa.domain.billing.payments.returns import Returned, take_back
from autossa.domain.billing.payments.statement import balance, statement
from autossa.domain.billing.payments.write_offs import write_off
from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import DAY
from tests.laws.test_laws import calm
from tests.trials import a_few_of, whatever_the_seed

FIRST = date(2026, 1, 1)
CHUNKS = [range(first, first + 100) for first in range(1000, 4000, 100)]
POLICY = PaymentPolicy()


class Told:
    """A history as it is told: what was done on which day, and how the account stood at the end of each."""

    def __init__(self, random: Random, days: int = 30) -> None:
        self.random, self.day, self.count = random, FIRST, 0
        self.account = Account("ada", "EUR")
        self.stood: dict[date, tuple[int, int, dict[str, State]]] = {}
        self.short = 0
        self.done: Counter[str] = Counter()
        for _ in range(days):
            for _ in range(random.choice([0, 0, 1, 1, 2, 4])):
                deed = random.choice(DEEDS)
                before = self.account
                deed(self)
                self.done[deed.__name__] += self.account != before
            self.stood[self.day] = figures(self.account, self.day)
            self.day += timedelta(days=random.choice([1, 1, 1, 2, 9]))

    def key(self, of: str) -> str:
        self.count += 1
        return f"{of}{self.count}"

    def document(self) -> str | None:
        return self.random.choice(sorted(self.account.items)) if self.account.items else None

    def receipt(self) -> str | None:
        return self.random.choice(sorted(self.account.by_key)) if self.account.by_key else None

    def amount(self, whole: int) -> int:
        return self.random.choice([whole, whole, max(whole // 2, 1), max(whole - 3, 1), whole + 7])

    def add(self, rows: object) -> None:
        if not isinstance(rows, No):
            self.account = self.account.plus(rows)  # type: ignore[arg-type]


def claim(key: str, day: date, net: int) -> Claim:
    tax = (net * 19 + 50) // 100
    rate = Fraction(19, 100)
    return Claim(
        ClaimKind.INVOICE, key, key, day, day + 14 * DAY, "ada", "EUR", net, tax, net + tax, rate, Treatment.DOMESTIC
    )


# ---------------------------------------------------------------- what may happen


def an_invoice(told: Told) -> None:
    new = claim(told.key("i"), told.day, told.random.choice([1, 5000, 10000, 10000]))
    told.account = replace(told.account, documents=(*told.account.documents, new))


def a_fee(told: Told) -> None:
    new = fee_claim(told.key("f"), "", told.day, "ada", "EUR", 500)
    told.account = replace(told.account, documents=(*told.account.documents, new))


def a_credit_note(told: Told) -> None:
    if (document := told.document()) is None or told.account.items[document].claim.kind is ClaimKind.FEE:
        return
    of = told.account.items[document]
    left_net, left_tax = (sum(getattr(one, part) for one in of.claims) for part in ("net", "tax"))
    net = left_net if told.random.random() < 0.6 else left_net // 2
    tax = left_tax if net == left_net else min((net * 19 + 50) // 100, left_tax)
    if net > 0:
        note = replace(of.claim, kind=ClaimKind.CREDIT_NOTE, key=told.key("c"), day=told.day, net=-net, tax=-tax)
        note = replace(note, gross=-net - tax)
        told.account = replace(told.account, notes=(*told.account.notes, (document, note)))


def money(told: Told) -> None:
    """For a document, or for none; known on the day, or some days late; final or not."""
    document = told.document()
    whole = rest_of(told.account.items[document], told.day) if document else 5000
    came = told.day - told.random.choice([0, 0, 3]) * DAY
    final = told.random.choice([None, None, told.day + 20 * DAY])
    receipt = Receipt(
        told.key("p"), came, told.amount(whole or 100), Method.TRANSFER, Source.BANK, told.day, final,
        moved_in=told.random.random() < 0.2,
    )  # fmt: skip
    named = [document] if document and told.random.random() < 0.8 else []
    policy = PaymentPolicy(uses_credit=told.random.random() < 0.5)
    rows = take_in(told.account, receipt, named, told.day, policy, Why.NAMED)
    told.add(rows)
    assert take_in(told.account, receipt, named, told.day, policy, Why.NAMED) == ()


def a_wrong_allocation_reversed(told: Told) -> None:
    pairs = sorted({(row.document, row.receipt) for row in told.account.allocations})
    if pairs:
        document, receipt = told.random.choice(pairs)
        allocated = told.account.allocated_to(document, receipt, told.day)
        row = reverse(told.account, receipt, document, told.amount(allocated), told.day)
        told.add(row if isinstance(row, No) else [row])


def an_allocation_by_hand(told: Told) -> None:
    receipts = [key for key in told.account.by_key if told.account.left_of(key, told.day) > 0]
    documents = [item.claim.key for item in told.account.open(told.day)]
    if receipts and documents:
        receipt, document = told.random.choice(receipts), told.random.choice(documents)
        rest = rest_of(told.account.items[document], told.day)
        row = allocate(told.account, receipt, document, told.amount(rest), told.day)
        told.add(row if isinstance(row, No) else [row])


def a_return(told: Told) -> None:
    if receipt := told.receipt():
        amount = told.amount(told.account.by_key[receipt].amount)
        found = take_back(told.account, Return(receipt, told.day, amount, "AM04"), POLICY)
        if isinstance(found, Returned):
            told.short += found.short
            told.add([found.fact, *found.rows])


def a_move(told: Told) -> None:
    """It is another payer's: nothing of it is left here."""
    if (receipt := told.receipt()) and told.random.random() < 0.4:
        rows = move_off(told.account, receipt, told.day)
        told.add(rows)
        assert isinstance(rows, No) or told.account.left_of(receipt, told.day) == 0
        assert isinstance(move_off(told.account, receipt, told.day), No)


def giving_up(told: Told) -> None:
    if document := told.document():
        row = write_off(told.account, document, told.day, POLICY, reason="why", person="a", second="b")
        told.add(row if isinstance(row, No) else [row])


def a_refund(told: Told) -> None:
    most = refundable(told.account, told.day)
    told.add(approve(told.account, Refund(told.key("r"), told.amount(most), "DE", True, "a"), told.day, "b"))


def credit_used(told: Told) -> None:
    rows = use_credit(told.account, told.day, POLICY)
    told.add(rows)
    assert use_credit(told.account, told.day, POLICY) == ()
    assert not told.account.payable(told.day) or told.account.on_account(told.day) <= 0


def a_collection(told: Told) -> None:
    """A file is made; its money comes some days later, or never."""
    for item in told.account.payable(told.day)[:1]:
        until = told.random.choice([None, told.day + 3 * DAY])
        one = Collection(told.key("k"), item.claim.key, rest_of(item, told.day), told.day + 3 * DAY, told.day, until)
        told.account = replace(told.account, collections=(*told.account.collections, one))


DEEDS: list[Callable[[Told], None]] = [
    an_invoice, an_invoice, a_fee, a_credit_note, money, money, money, a_wrong_allocation_reversed,
    an_allocation_by_hand, a_return, a_move, giving_up, a_refund, credit_used, a_collection,
]  # fmt: skip


# ---------------------------------------------------------------- the laws


def figures(account: Account, day: date) -> tuple[int, int, dict[str, State]]:
    states = {key: state_of(item, day) for key, item in account.items.items() if item.claim.day <= day}
    return account.owed(day), account.on_account(day), states


def booked(account: Account, last: date) -> dict[Ledger, int]:
    span = Span(FIRST - 30 * DAY, last)
    transactions = [*of_items(account.items.values(), span), *of_payments(account.on_account_payments, span)]
    assert all(sum(leg.amount for leg in one.legs) == 0 for one in transactions)
    found: dict[Ledger, int] = dict.fromkeys(Ledger, 0)
    for (_, on), amount in balances(transactions).items():
        found[on.ledger] += amount
    return found


def receivables_are_documents_less_what_settled_them(told: Told) -> None:
    account = told.account
    for day in told.stood:
        owed = 0
        for document in account.documents:
            notes = sum(note.gross for of, note in account.notes if of == document.key and note.day <= day)
            rows = [*account.allocations, *account.write_offs]
            settled = sum(row.amount for row in rows if row.document == document.key and row.day <= day)
            owed += max(document.gross + notes - settled, 0) if document.day <= day else 0
        assert account.owed(day) == owed, day


def money_in_is_allocated_on_account_or_paid_out(told: Told) -> None:
    account = told.account
    for day in told.stood:
        came = sum(one.amount for one in account.receipts if one.known_on <= day)
        back = sum(one.amount for one in account.returns if one.day <= day)
        out = sum(one.amount for one in (*account.payouts, *account.moves) if one.day <= day)
        allocated = sum(row.amount for row in account.allocations if row.day <= day)
        beyond = sum(beyond_of(item, day) for item in account.items.values())
        assert came - back == allocated - beyond + account.on_account(day) + out, day


def the_books_say_the_same(told: Told) -> None:
    account = told.account
    for day in list(told.stood)[:: max(1, len(told.stood) // 8)]:
        found = booked(account, day)
        own = [one for one in account.receipts if not one.moved_in]
        unknown = sum(one.amount for one in own if one.day <= day < one.known_on)
        elsewhere = sum(one.amount for one in account.moves if one.day <= day)
        elsewhere -= sum(one.amount for one in account.receipts if one.moved_in and one.known_on <= day)
        came = sum(one.amount for one in own if one.day <= day)
        went = sum(one.amount for one in (*account.returns, *account.payouts) if one.day <= day)
        assert found[Ledger.RECEIVABLE] == account.owed(day), day
        assert -found[Ledger.PAYER_CREDIT] == account.on_account(day) + unknown + elsewhere, day
        assert found[Ledger.BANK] == came - went, day
        assert found[Ledger.ROUNDING] == 0
        assert found[Ledger.WRITE_OFFS] == lost_on(account, day)


def lost_on(account: Account, day: date) -> int:
    """What was given up, and would still be owed; fees were never earned."""
    lost = 0
    for document in account.documents:
        if document.kind is ClaimKind.FEE:
            continue
        given_up = sum(one.amount for one in account.write_offs if one.document == document.key and one.day <= day)
        notes = sum(note.gross for of, note in account.notes if of == document.key and note.day <= day)
        paid = sum(row.amount for row in account.allocations if row.document == document.key and row.day <= day)
        lost += min(given_up, max(document.gross + notes - paid, 0))
    return lost


def nothing_is_below_zero(told: Told) -> None:
    """But what was returned after it had been paid out."""
    for day in told.stood:
        free = [told.account.left_of(one.key, day) for one in told.account.receipts]
        assert sum(-left for left in free if left < 0) <= told.short
        assert told.short or min(free, default=0) >= 0
        for document, receipt in {(row.document, row.receipt) for row in told.account.allocations}:
            assert told.account.allocated_to(document, receipt, day) >= 0


def the_past_stays_as_it_was(told: Told) -> None:
    """Facts are only added: what a day's account said is what it says of that day for ever."""
    for day, stood in told.stood.items():
        assert figures(told.account, day) == stood, day


def a_statement_ends_with_what_is_owed(told: Told) -> None:
    days = sorted(told.stood)
    found = statement(told.account, FIRST - 9 * DAY, days[-1])
    on = {line.day: line.balance for line in found.lines}
    for day in days:
        last = max((moved for moved in on if moved <= day), default=None)
        assert (on[last] if last else 0) == balance(told.account, day), day


def states_say_what_is_left(told: Told) -> None:
    still = {State.OPEN, State.OVERDUE, State.RETURNED}
    for day in told.stood:
        for item in told.account.items.values():
            if item.claim.day > day:
                continue
            state = state_of(item, day)
            if rest_of(item, day):
                assert state is State.PROCESSING if is_collecting(item, day) else state in still
            else:
                assert state not in still


def what_is_beyond_can_always_be_released(told: Told) -> None:
    after = told.account.plus(released(told.account, told.day))
    assert not any(beyond_of(item, told.day) for item in after.items.values())
    assert after.owed(told.day) == told.account.owed(told.day)
    assert after.on_account(told.day) == told.account.on_account(told.day)


LAWS = [
    receivables_are_documents_less_what_settled_them,
    money_in_is_allocated_on_account_or_paid_out,
    the_books_say_the_same,
    nothing_is_below_zero,
    the_past_stays_as_it_was,
    a_statement_ends_with_what_is_owed,
    states_say_what_is_left,
    what_is_beyond_can_always_be_released,
]


def keep_every_law(seed: int) -> Told:
    told = Told(Random(seed))
    for law in LAWS:
        law(told)
    return told


@settings(calm, max_examples=80)
@given(st.integers(0, 2**32))
def test_every_law(seed: int) -> None:
    keep_every_law(seed)


def test_the_histories_reach_every_corner() -> None:
    done: Counter[str] = Counter()
    states: set[State] = set()
    for seed in range(60):
        told = Told(Random(seed))
        done += told.done
        states |= {state for _, _, found in told.stood.values() for state in found.values()}
    assert min(done[deed.__name__] for deed in DEEDS) > 5, done
    assert states == set(State)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 2), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_the_laws_of_thousands_of_histories(seeds: range) -> None:
    whatever_the_seed(seeds, keep_every_law)


# ---------------------------------------------------------------- imports in any order, twice


@settings(calm, max_examples=60)
@given(st.lists(st.integers(1, 12000), min_size=1, max_size=7), st.data())
def test_statements_in_any_order_and_twice_end_in_the_same_account(amounts: list[int], data: st.DataObject) -> None:
    documents = tuple(claim(f"i{n}", FIRST, 10000) for n in range(3))
    receipts = [
        Receipt(f"p{n}", FIRST + n * DAY, amount, Method.TRANSFER, Source.BANK) for n, amount in enumerate(amounts)
    ]
    named = [data.draw(st.sampled_from([[], ["i0"], ["i2"], ["i1", "i0"]])) for _ in amounts]
    ends = set()
    for _ in range(3):
        order = data.draw(st.permutations([*range(len(amounts)), *range(len(amounts))]))
        account = Account("ada", "EUR", documents)
        for n in order:
            rows = take_in(account, receipts[n], named[n], FIRST + 30 * DAY, POLICY, Why.NAMED)
            account = account.plus(rows)
        ends.add((account.owed(FIRST + 30 * DAY), account.on_account(FIRST + 30 * DAY), len(account.receipts)))
    total = sum(one.gross for one in documents)
    assert ends == {(max(total - sum(amounts), 0), max(sum(amounts) - total, 0), len(amounts))}


def test_a_return_after_random_histories_opens_only_what_the_money_paid() -> None:
    for seed in range(60):
        told = Told(Random(seed))
        account, day = told.account, told.day
        for receipt in account.receipts:
            gone = (*account.returns, *account.moves)
            left = receipt.amount - sum(one.amount for one in gone if one.receipt == receipt.key)
            if left <= 0:
                continue
            found = take_back(account, Return(receipt.key, day, left, "AM04"), POLICY)
            assert isinstance(found, Returned)
            paid = {key for key in account.items if account.allocated_to(key, receipt.key, day)}
            assert set(found.reopened) == paid
            after = account.plus([found.fact, *found.rows])
            before = {key: rest_of(item, day) for key, item in account.items.items()}
            changed = {key for key, item in after.items.items() if rest_of(item, day) != before[key]}
            assert changed <= paid


def test_an_account_that_grew_says_the_same_as_one_that_is_read_anew() -> None:
    """What an account takes over from the one before it is never out of date."""
    kept = 0
    for seed in range(40):
        grown = Told(Random(seed), days=12).account
        for day in (grown.receipts[-1].day if grown.receipts else FIRST, FIRST + timedelta(days=400)):
            kept += "items" in vars(grown)
            anew = replace(grown)
            assert "items" not in vars(anew)
            assert grown.items == anew.items
            assert grown.by_key == anew.by_key
            assert grown.on_account_payments == anew.on_account_payments
            assert (grown.rests(day), grown.beyond(day)) == (anew.rests(day), anew.beyond(day))
            assert grown.lefts(day) == anew.lefts(day)
            assert grown.open(day) == anew.open(day)
            grown = grown.plus([Receipt("more", day, 700, Method.TRANSFER, Source.BANK)])
            grown = grown.plus(use_credit(grown, day, POLICY))
    assert kept > 40
