"""What credit notes take back of an invoice: tables, and laws over random notes (billing 7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.credit_notes import Credited, CreditNote, CreditProblem, Pick, credit_note
from autossa.domain.prices import tax_amount

RATE = Fraction(19, 100)
LINES = (Credited(10, 100_00), Credited(3, 10_00, 4_00), Credited(1, 5_00, 5_00))


@pytest.mark.parametrize(
    ("picks", "nets", "net", "tax"),
    [
        ([], ((0, 100_00), (1, 6_00)), 106_00, 20_14),
        ([Pick(0)], ((0, 100_00),), 100_00, 19_00),
        ([Pick(0, amount=1)], ((0, 1),), 1, 0),
        ([Pick(0, amount=100_00), Pick(1, amount=50)], ((0, 100_00), (1, 50)), 100_50, 19_10),
        ([Pick(0, quantity=4)], ((0, 40_00),), 40_00, 7_60),
        ([Pick(1, quantity=1)], ((1, 3_33),), 3_33, 63),
        ([Pick(0, quantity=10)], ((0, 100_00),), 100_00, 19_00),
    ],
)
def test_what_is_taken_back(picks: list[Pick], nets: object, net: int, tax: int) -> None:
    note = credit_note(LINES, picks, RATE)
    assert isinstance(note, CreditNote)
    assert (note.nets, note.net, note.tax, note.gross) == (nets, net, tax, net + tax)


@pytest.mark.parametrize(
    ("picks", "problem"),
    [
        ([Pick(3)], CreditProblem.NO_SUCH_LINE),
        ([Pick(-1)], CreditProblem.NO_SUCH_LINE),
        ([Pick(0), Pick(0)], CreditProblem.NO_SUCH_LINE),
        ([Pick(0, amount=100_01)], CreditProblem.MORE_THAN_LEFT),
        ([Pick(0, amount=0)], CreditProblem.MORE_THAN_LEFT),
        ([Pick(0, amount=-1)], CreditProblem.MORE_THAN_LEFT),
        ([Pick(1, quantity=2)], CreditProblem.MORE_THAN_LEFT),
        ([Pick(0, quantity=11)], CreditProblem.WRONG_QUANTITY),
        ([Pick(0, quantity=0)], CreditProblem.WRONG_QUANTITY),
        ([Pick(2)], CreditProblem.NOTHING_CHOSEN),
    ],
)
def test_what_is_refused(picks: list[Pick], problem: CreditProblem) -> None:
    assert credit_note(LINES, picks, RATE) is problem


def test_nothing_is_left_of_what_was_credited() -> None:
    assert credit_note((Credited(1, 1_00, 1_00),), [], RATE) is CreditProblem.NOTHING_LEFT


def test_a_share_is_what_is_left_where_rounding_makes_it_more() -> None:
    """Of 0.01 for two licenses the first share is 0.01: nothing is left for the second, and that is no error."""
    first = credit_note((Credited(2, 1), Credited(2, 3)), [Pick(1, quantity=1)], RATE)
    assert isinstance(first, CreditNote)
    assert first.net == 2
    second = credit_note((Credited(2, 1), Credited(2, 3, 2)), [Pick(1, quantity=1)], RATE)
    assert isinstance(second, CreditNote)
    assert second.net == 1


rates = st.sampled_from([Fraction(0), Fraction(7, 100), RATE, Fraction(77, 1000)])
picks = st.tuples(st.integers(0, 3), st.sampled_from(["rest", "amount", "share"]), st.integers(1, 400))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 500)), min_size=1, max_size=4), rates, st.lists(picks))
def test_notes_are_never_more_than_the_invoice_and_the_last_takes_the_rest(
    given: list[tuple[int, int]], rate: Fraction, wanted: list[tuple[int, str, int]]
) -> None:
    lines = [Credited(quantity, net) for quantity, net in given]
    net = sum(line.net for line in lines)
    tax, taken = tax_amount(net, rate), [0, 0]

    def book(note: CreditNote | CreditProblem) -> None:
        if isinstance(note, CreditProblem):
            return
        for place, amount in note.nets:
            assert 0 < amount <= lines[place].left
            lines[place] = Credited(lines[place].quantity, lines[place].net, lines[place].credited + amount)
        assert note.net == sum(amount for _, amount in note.nets)
        assert note.tax >= 0
        assert abs(note.tax - tax_amount(note.net, rate)) <= 1
        taken[0] += note.net
        taken[1] += note.tax
        assert taken[1] == tax_amount(taken[0], rate) <= tax

    for place, kind, size in wanted:
        pick = {"rest": Pick(place), "amount": Pick(place, amount=size), "share": Pick(place, quantity=size)}[kind]
        book(credit_note(lines, [pick], rate))
    book(credit_note(lines, [], rate))
    assert taken == [net, tax]
