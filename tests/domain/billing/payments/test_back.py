"""Money that goes back: returns reopen exactly what they paid, refunds take two people (billing 12, 13)."""

import pytest

from autossa.domain.billing.books.items import State, state_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import allocate, use_credit
from autossa.domain.billing.payments.facts import Allocation, Payout, Return, Why
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refunds import Refund, approve, propose, refundable
from autossa.domain.billing.payments.refusals import No, Refused
from autossa.domain.billing.payments.returns import ReasonCode, Returned, take_back
from tests.domain.billing.payments.story import POLICY, account, credit_note, d, invoice, posted, receipt

A, B = invoice("1"), invoice("2", 5950)
DEBIT = receipt("p", 17850, "01-24", Method.DIRECT_DEBIT, final_on=d("03-21"))
REFUND = Refund("r", 3000, "DE02120300000000202051", True, "fin")


def collected() -> Account:
    rows = [Allocation("p", key, d("01-24"), amount, Why.COLLECTED) for key, amount in (("1", 11900), ("2", 5950))]
    return account(A, B, receipts=(DEBIT,)).plus(rows)


def returned(of: Account, amount: int = 17850, day: str = "01-28", code: str = "AM04", fee: int = 0) -> Returned:
    found = take_back(of, Return("p", d(day), amount, code, fee), POLICY)
    assert isinstance(found, Returned)
    return found


def after(of: Account, found: Returned) -> Account:
    return of.plus([found.fact, *found.rows])


def test_a_return_reopens_exactly_its_documents() -> None:
    other = invoice("3", 100)
    paid = account(A, B, other, receipts=(DEBIT, receipt("q", 100))).plus(collected().allocations)
    paid = paid.plus([Allocation("q", "3", d("01-24"), 100, Why.EXACT)])
    assert [state_of(item, d("01-27")) for item in paid.items.values()] == [
        State.PROCESSING, State.PROCESSING, State.PAID,
    ]  # fmt: skip
    found = returned(paid)
    assert sorted(found.reopened) == ["1", "2"]
    back = after(paid, found)
    assert [state_of(item, d("01-28")) for item in back.items.values()] == [State.RETURNED, State.RETURNED, State.PAID]
    assert (back.owed(d("01-28")), back.on_account(d("01-28"))) == (17850, 0)
    assert posted(back) == {"bank": 100, "receivable": 17850, "deferred": -15084, "vat": -2866}


def test_what_is_returned_once_is_not_returned_again() -> None:
    back = after(collected(), returned(collected()))
    assert take_back(back, Return("p", d("01-29"), 1, "AM04"), POLICY) == No(Refused.ALREADY_RETURNED, 0)
    assert take_back(back, Return("x", d("01-29"), 1, "AM04"), POLICY) == No(Refused.NO_SUCH_PAYMENT)
    assert take_back(back, Return("p", d("01-29"), 0, "AM04"), POLICY) == No(Refused.NOT_ABOVE_ZERO)


def test_a_part_takes_what_is_on_account_first_then_the_last_document() -> None:
    one = account(A, B, receipts=(receipt("p", 20000, "01-24"),)).plus(collected().allocations)
    found = returned(one, 3000)
    assert [(row.document, row.amount) for row in found.rows] == [("2", -850)]
    back = after(one, found)
    assert (back.on_account(d("01-28")), back.owed(d("01-28"))) == (0, 850)
    assert posted(back)["bank"] == 17000
    two = returned(back, 17000, "01-29")
    assert posted(after(back, two)) == {"receivable": 17850, "deferred": -15000, "vat": -2850}


def test_what_the_money_was_moved_to_is_what_opens() -> None:
    """The first document was credited, and its money used for the third: the return opens that one."""
    third = invoice("3", 11900, "02-01", "02-15")
    paid = account(A, B, third, receipts=(DEBIT,), notes=(credit_note(A, "02-01"),)).plus(collected().allocations)
    paid = paid.plus(use_credit(paid, d("02-02"), POLICY))
    assert paid.owed(d("02-02")) == 0
    back = after(paid, returned(paid, day="02-05"))
    assert {key: state_of(item, d("02-05")) for key, item in back.items.items()} == {
        "1": State.CREDITED, "2": State.RETURNED, "3": State.RETURNED,
    }  # fmt: skip
    assert (back.owed(d("02-05")), back.on_account(d("02-05"))) == (17850, 0)


@pytest.mark.parametrize(
    ("code", "stops"),
    [("AC01", True), ("AC04", True), ("MD01", True), ("MD06", True), ("MD07", True), ("AM04", False), ("XX99", False)],
)
def test_which_codes_stop_the_mandate(code: str, stops: bool) -> None:
    assert returned(collected(), code=code).stops_mandate is stops
    assert not stops or code in list(ReasonCode)


def test_the_banks_fee_is_claimed_where_the_policy_says_so() -> None:
    assert returned(collected(), fee=350).fee == 350
    silent = take_back(collected(), Return("p", d("01-28"), 17850, "AM04", 350), PaymentPolicy(passes_on_fees=False))
    assert isinstance(silent, Returned)
    assert silent.fee == 0


# ---------------------------------------------------------------- refunds


def with_credit() -> Account:
    one = account(A, receipts=(receipt("p", 10000), receipt("q", 5000, "01-22")))
    row = allocate(one, "p", "1", 9000, d("01-22"))
    assert isinstance(row, Allocation)
    return one.plus([row])


def test_credit_is_paid_out_by_another_person_the_oldest_money_first() -> None:
    rows = approve(with_credit(), REFUND, d("02-01"), "boss")
    assert rows == (Payout("p", d("02-01"), 1000, "r"), Payout("q", d("02-01"), 2000, "r"))
    paid = with_credit().plus(rows)
    assert paid.on_account(d("02-01")) == 3000
    assert posted(paid)["payer_credit"] == -3000
    assert posted(paid)["bank"] == 12000


@pytest.mark.parametrize(
    ("refund", "person", "code", "most"),
    [
        (REFUND, "fin", Refused.SAME_PERSON, None),
        (Refund("r", 0, "DE", True, "fin"), "boss", Refused.NOT_ABOVE_ZERO, None),
        (Refund("r", 10, "DE", False, "fin"), "boss", Refused.IBAN_NOT_CONFIRMED, None),
        (Refund("r", 6001, "DE", True, "fin"), "boss", Refused.MORE_THAN_CREDIT, 6000),
    ],
)
def test_what_is_not_paid_out(refund: Refund, person: str, code: Refused, most: int | None) -> None:
    assert approve(with_credit(), refund, d("02-01"), person) == No(code, most)


def test_what_was_credit_when_it_was_proposed_may_be_used_since() -> None:
    assert propose(with_credit(), Refund("r", 6000, "DE", True, "fin"), d("02-01")) is None
    used = with_credit().plus(use_credit(with_credit(), d("02-01"), POLICY))
    assert approve(used, Refund("r", 6000, "DE", True, "fin"), d("02-01"), "boss") == No(Refused.MORE_THAN_CREDIT, 3100)


def test_money_that_can_still_be_taken_back_is_not_paid_out() -> None:
    paid = account(A, B, receipts=(DEBIT,), notes=(credit_note(A, "02-01"),)).plus(collected().allocations)
    assert paid.on_account(d("02-01")) == 11900
    assert refundable(paid, d("03-20")) == 0
    assert refundable(paid, d("03-21")) == 11900
    rows = approve(paid, Refund("r", 11900, "DE", True, "fin"), d("03-21"), "boss")
    assert rows == (
        Allocation("p", "1", d("03-21"), -11900, Why.RELEASED), Payout("p", d("03-21"), 11900, "r"),
    )  # fmt: skip
    assert posted(paid.plus(rows)) == {"bank": 5950, "deferred": -5000, "vat": -950}


def test_what_is_returned_after_it_was_paid_out_the_payer_owes() -> None:
    paid = with_credit().plus(approve(with_credit(), REFUND, d("02-01"), "boss"))
    found = take_back(paid, Return("q", d("02-03"), 5000, "AM04"), POLICY)
    assert isinstance(found, Returned)
    assert (found.rows, found.short) == ((), 2000)
    assert after(paid, found).on_account(d("02-03")) == -2000
    assert use_credit(after(paid, found), d("02-03"), POLICY) == ()
