"""A payer's statement: what moved, and what is owed after each line (billing 1)."""

from autossa.domain.billing.payments.allocating import move_off
from autossa.domain.billing.payments.facts import Allocation, Payout, Return, Why, WriteOff
from autossa.domain.billing.payments.refusals import No
from autossa.domain.billing.payments.statement import Movement, balance, sign, statement
from tests.domain.billing.payments.story import account, credit_note, d, invoice, receipt

A, B = invoice("1"), invoice("2", 5950, "02-10", "02-24")
ADA = account(
    A, B, notes=(credit_note(A, "02-05", 1900),), receipts=(receipt("p", 12000, "01-20"), receipt("q", 5000, "03-01")),
    allocations=(Allocation("p", "1", d("01-20"), 11900, Why.NAMED), Allocation("q", "2", d("03-02"), 5000, Why.EXACT)),
    returns=(Return("q", d("03-05"), 100, "AM04"),), payouts=(Payout("p", d("03-06"), 50, "r"),),
    write_offs=(WriteOff("2", d("03-08"), 950, "gave up", "fin"),),
)  # fmt: skip


def test_every_movement_has_the_balance_after_it() -> None:
    found = statement(ADA, d("01-01"), d("12-31"))
    assert [(line.what, line.of, line.amount, line.balance) for line in found.lines] == [
        (Movement.DOCUMENT, "1", 11900, 11900), (Movement.PAYMENT, "p", -12000, -100),
        (Movement.CREDIT_NOTE, "1-c", -1900, -2000), (Movement.DOCUMENT, "2", 5950, 3950),
        (Movement.PAYMENT, "q", -5000, -1050), (Movement.RETURN, "q", 100, -950),
        (Movement.PAID_OUT, "p", 50, -900), (Movement.WRITTEN_OFF, "2", -950, -1850),
    ]  # fmt: skip
    assert found.closing == balance(ADA, d("12-31"))


def test_parts_follow_on_each_other() -> None:
    january, rest = statement(ADA, d("01-01"), d("01-31")), statement(ADA, d("02-01"), d("12-31"))
    assert (january.opening, january.closing, rest.opening) == (0, -100, -100)
    assert (*january.lines, *rest.lines) == statement(ADA, d("01-01"), d("12-31")).lines
    assert statement(ADA, d("02-01"), d("02-03")).closing == -100


def test_what_was_given_up_of_what_is_credited_later_is_taken_back() -> None:
    one = account(A, notes=(credit_note(A, "02-05"),), write_offs=(WriteOff("1", d("02-01"), 11900, "x", "a", "b"),))
    found = statement(one, d("01-01"), d("12-31"))
    assert [(line.what, line.balance) for line in found.lines] == [
        (Movement.DOCUMENT, 11900), (Movement.WRITTEN_OFF, 0), (Movement.CREDIT_NOTE, -11900), (Movement.NEEDLESS, 0),
    ]  # fmt: skip


def test_what_was_moved_to_another_payer_is_owed_again() -> None:
    rows = move_off(ADA, "q", d("03-20"))
    assert not isinstance(rows, No)
    found = statement(ADA.plus(rows), d("03-10"), d("12-31"))
    assert [(line.what, line.of, line.amount) for line in found.lines] == [(Movement.MOVED, "q", 4900)]


def test_a_statement_is_called_the_same_for_ever() -> None:
    assert sign("C-1042", "EUR", d("01-01"), d("03-31")) == "C-1042-EUR-260101-260331"
