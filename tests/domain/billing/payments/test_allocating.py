"""Allocating, reversing, credit on account, tolerance: never more than is left, and every row says so (billing 10)."""

import pytest

from autossa.domain.billing.books.items import State, rest_of, state_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.due import due_by, method_of
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import allocate, released, reverse, spread, use_credit
from autossa.domain.billing.payments.facts import Allocation, Collection, Receipt, Why, WriteOff
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refusals import No, Refused
from autossa.domain.billing.payments.write_offs import write_off
from tests.domain.billing.payments.story import POLICY, account, credit_note, d, invoice, posted, receipt

A, B = invoice("1"), invoice("2", 5950, due="01-20")
TWO = account(A, B, receipts=(receipt("p", 15000),))


def code(found: object) -> Refused:
    assert isinstance(found, No)
    return found.code


def pay(of: Account, *rows: object) -> Account:
    assert not any(isinstance(row, No) for row in rows)
    return of.plus(rows)  # type: ignore[arg-type]


# ---------------------------------------------------------------- due


@pytest.mark.parametrize(
    ("method", "collected", "due"),
    [
        (Method.TRANSFER, None, "01-24"),
        (Method.TRANSFER, "01-17", "01-24"),
        (Method.DIRECT_DEBIT, "01-17", "01-17"),
        (Method.DIRECT_DEBIT, None, "01-24"),
        (Method.CARD, None, "01-10"),
    ],
)
def test_when_it_is_due(method: Method, collected: str | None, due: str) -> None:
    assert due_by(method, d("01-10"), 14, d(collected) if collected else None) == d(due)


def test_the_method_of_a_contract_is_its_own_then_the_payers_where_the_vendor_offers_it() -> None:
    both = frozenset({Method.TRANSFER, Method.DIRECT_DEBIT})
    assert method_of(Method.DIRECT_DEBIT, Method.TRANSFER, both) is Method.DIRECT_DEBIT
    assert method_of(None, Method.DIRECT_DEBIT, both) is Method.DIRECT_DEBIT
    assert method_of(Method.CARD, Method.DIRECT_DEBIT, both) is Method.DIRECT_DEBIT
    assert method_of(Method.CARD, None, both) is Method.TRANSFER


# ---------------------------------------------------------------- allocating


@pytest.mark.parametrize(
    ("payment", "document", "amount", "day", "why", "most"),
    [
        ("q", "1", 1, "01-20", Refused.NO_SUCH_PAYMENT, None),
        ("p", "9", 1, "01-20", Refused.NO_SUCH_DOCUMENT, None),
        ("p", "1", 0, "01-20", Refused.NOT_ABOVE_ZERO, None),
        ("p", "1", 100, "01-19", Refused.NOT_ASSIGNED, None),
        ("p", "1", 15001, "01-20", Refused.MORE_THAN_LEFT_OF_PAYMENT, 15000),
        ("p", "1", 11901, "01-20", Refused.MORE_THAN_LEFT_OF_DOCUMENT, 11900),
    ],
)
def test_what_cannot_be_allocated(
    payment: str, document: str, amount: int, day: str, why: Refused, most: int | None
) -> None:
    assert allocate(TWO, payment, document, amount, d(day)) == No(why, most)


def test_what_is_left_of_a_payment_is_on_account() -> None:
    found = pay(TWO, allocate(TWO, "p", "1", 11900, d("01-21")))
    assert (found.left_of("p", d("01-21")), found.on_account(d("01-21")), found.owed(d("01-21"))) == (3100, 3100, 5950)
    assert found.on_account(d("01-20")) == 15000
    assert found.on_account(d("01-19")) == 0
    assert posted(found) == {"bank": 15000, "payer_credit": -3100, "receivable": 5950, "deferred": -15000, "vat": -2850}


def test_what_was_wrong_is_reversed_by_a_row() -> None:
    paid = pay(TWO, allocate(TWO, "p", "1", 11900, d("01-21")))
    assert reverse(paid, "p", "2", 1, d("01-22")) == No(Refused.MORE_THAN_ALLOCATED, 0)
    assert reverse(paid, "p", "1", 11901, d("01-22")) == No(Refused.MORE_THAN_ALLOCATED, 11900)
    back = pay(paid, reverse(paid, "p", "1", 11900, d("01-22")))
    assert state_of(back.items["1"], d("01-21")) is State.PAID
    assert state_of(back.items["1"], d("01-22")) is State.OPEN
    assert len(back.allocations) == 2
    assert posted(back) == posted(TWO)


def test_money_of_nobody_is_of_no_account_until_it_is_assigned() -> None:
    later = account(A, receipts=(receipt("p", 11900, assigned_on=d("01-28")),))
    assert later.on_account(d("01-27")) == 0
    assert code(allocate(later, "p", "1", 1, d("01-27"))) is Refused.NOT_ASSIGNED
    paid = pay(later, allocate(later, "p", "1", 11900, d("01-28")))
    assert posted(paid, d("01-27"))["payer_credit"] == -11900
    assert "payer_credit" not in posted(paid)


def test_a_payment_is_spread_over_what_it_names_and_the_last_is_paid_in_part() -> None:
    rows = spread(TWO, "p", ["1", "2"], d("01-20"), Why.NAMED)
    assert [(row.document, row.amount) for row in rows] == [("1", 11900), ("2", 3100)]


# ---------------------------------------------------------------- credit


def test_credit_pays_the_oldest_open_document() -> None:
    rows = use_credit(TWO, d("01-25"), POLICY)
    assert [(row.document, row.amount, row.why) for row in rows] == [
        ("2", 5950, Why.CREDIT_USED), ("1", 9050, Why.CREDIT_USED),
    ]  # fmt: skip
    assert use_credit(TWO.plus(rows), d("01-26"), POLICY) == ()


def test_the_oldest_money_goes_first() -> None:
    two = account(A, receipts=(receipt("new", 11900, "01-22"), receipt("old", 100, "01-02")))
    rows = use_credit(two, d("01-25"), POLICY)
    assert [(row.receipt, row.amount) for row in rows] == [("old", 100), ("new", 11800)]


@pytest.mark.parametrize(
    ("policy", "left_out", "collecting", "paid"),
    [
        (PaymentPolicy(uses_credit=False), frozenset(), (), []),
        (POLICY, frozenset({"2"}), (), ["1"]),
        (POLICY, frozenset(), (Collection("c", "2", 5950, d("01-27"), d("01-20")),), ["1"]),
        (POLICY, frozenset(), (Collection("c", "2", 5950, d("01-27"), d("01-20"), d("01-25")),), ["2", "1"]),
    ],
)
def test_credit_is_not_used_for_what_is_disputed_or_collected(
    policy: PaymentPolicy, left_out: frozenset[str], collecting: tuple[Collection, ...], paid: list[str]
) -> None:
    one = account(A, B, receipts=(receipt("p", 15000),), collections=collecting)
    assert [row.document for row in use_credit(one, d("01-25"), policy, left_out)] == paid


def test_what_a_credit_note_leaves_beyond_a_document_can_be_used_for_another() -> None:
    paid = account(A, B, receipts=(receipt("p", 11900),), notes=(credit_note(A, "02-01"),))
    paid = pay(paid, allocate(paid, "p", "1", 11900, d("01-20")))
    assert state_of(paid.items["1"], d("02-01")) is State.CREDITED
    assert paid.on_account(d("02-01")) == 11900
    rows = use_credit(paid, d("02-01"), POLICY)
    assert [(row.document, row.amount, row.why) for row in rows] == [
        ("1", -11900, Why.RELEASED), ("2", 5950, Why.CREDIT_USED),
    ]  # fmt: skip
    after = paid.plus(rows)
    assert (after.on_account(d("02-01")), after.owed(d("02-01"))) == (5950, 0)
    assert posted(after) == {"bank": 11900, "payer_credit": -5950, "deferred": -5000, "vat": -950}


def test_only_what_is_beyond_is_released_the_last_payment_first() -> None:
    found = account(
        A, receipts=(receipt("p", 8000), receipt("q", 3900, "01-22")), notes=(credit_note(A, "02-01", 5000),)
    )
    found = pay(found, allocate(found, "p", "1", 8000, d("01-20")), allocate(found, "q", "1", 3900, d("01-22")))
    rows = released(found, d("02-01"))
    assert [(row.receipt, row.amount) for row in rows] == [("q", -3900), ("p", -1100)]
    assert rest_of(found.plus(rows).items["1"], d("02-01")) == 0
    assert released(found.plus(rows), d("02-01")) == ()


# ---------------------------------------------------------------- giving up


def short(by: int) -> Account:
    one = account(A, receipts=(receipt("p", 11900 - by),))
    return pay(one, allocate(one, "p", "1", 11900 - by, d("01-20")))


def give_up(of: Account, **by: str) -> WriteOff | No:
    return write_off(of, "1", d("02-01"), POLICY, **{"reason": "bank charges", "person": "fin"} | by)


def test_a_few_cents_are_written_off_by_one_person_with_a_reason() -> None:
    found = give_up(short(5))
    assert isinstance(found, WriteOff)
    assert found.amount == 5
    after = short(5).plus([found])
    assert state_of(after.items["1"], d("02-01")) is State.WRITTEN_OFF
    assert posted(after) == {"bank": 11895, "write_offs": 5, "deferred": -10000, "vat": -1900}
    assert code(give_up(short(5), reason=" ")) is Refused.NEEDS_REASON
    assert code(give_up(after)) is Refused.NOTHING_LEFT


def test_more_takes_two_and_nothing_paid_at_all_as_well() -> None:
    assert code(give_up(short(6))) is Refused.NEEDS_SECOND_PERSON
    assert code(give_up(short(6), second="fin")) is Refused.SAME_PERSON
    assert isinstance(give_up(short(6), second="boss"), WriteOff)
    tiny = account(invoice("1", 5))
    assert code(give_up(tiny)) is Refused.NEEDS_SECOND_PERSON


def test_what_is_being_collected_is_not_given_up() -> None:
    one = account(A, collections=(Collection("c", "1", 11900, d("02-03"), d("01-30")),))
    assert code(give_up(one, second="boss")) is Refused.IN_COLLECTION


def test_rows_that_name_what_is_not_there_are_refused() -> None:
    assert code(write_off(TWO, "9", d("02-01"), POLICY, reason="x", person="fin")) is Refused.NO_SUCH_DOCUMENT
    assert code(reverse(TWO, "q", "1", 1, d("02-01"))) is Refused.NO_SUCH_PAYMENT


def test_a_policy_has_no_numbers_below_zero() -> None:
    with pytest.raises(ValueError, match="negative"):
        PaymentPolicy(tolerance=-1)


def test_interest_knows_the_day_the_money_came_not_the_day_it_was_allocated() -> None:
    one = account(A, receipts=(Receipt("p", d("01-24"), 11900, Method.TRANSFER, receipt("p", 1).source),))
    one = one.plus([Allocation("p", "1", d("02-20"), 11900, Why.BY_HAND)])
    assert rest_of(one.items["1"], d("02-01")) == 11900
    assert rest_of(one.as_received("1"), d("02-01")) == 0
