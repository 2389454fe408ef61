"""Credits come in lots, the oldest is used first, and every use names its lots (rules 4, 5, 10)."""

import pytest

from autossa.domain.credits import Credits, Draw, Lot, LotSource, add_lot, draw_free, draws_held, moved
from tests.domain.story import Story


def lots(*amounts: tuple[int, int]) -> Credits:
    """Lots 1, 2, 3 … with so much free and so much held."""
    credits = Credits()
    for free, held in amounts:
        credits = add_lot(credits, Lot(credits.next_lot, LotSource.TOP_UP, free, held))
    return credits


@pytest.mark.parametrize(
    ("amounts", "free", "held", "balance"),
    [((), 0, 0, 0), (((500, 0),), 500, 0, 500), (((500, 0), (20, 80)), 520, 80, 600), (((0, 40),), 0, 40, 40)],
)
def test_the_balance_is_free_and_held(amounts: tuple[tuple[int, int], ...], free: int, held: int, balance: int) -> None:
    credits = lots(*amounts)
    assert (credits.free, credits.held, credits.balance) == (free, held, balance)


@pytest.mark.parametrize(
    ("ssc", "drawn"),
    [
        (0, []),
        (300, [(1, 300)]),
        (500, [(1, 500)]),
        (501, [(1, 500), (3, 1)]),
        (700, [(1, 500), (3, 200)]),
    ],
)
def test_the_oldest_lot_is_drawn_first_and_held_credits_stay(ssc: int, drawn: list[tuple[int, int]]) -> None:
    assert draw_free(lots((500, 0), (0, 900), (200, 0)), ssc) == tuple(Draw(*draw) for draw in drawn)


def test_what_is_not_there_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="701 were to be drawn, 1 are missing"):
        draw_free(lots((500, 0), (0, 900), (200, 0)), 701)


def test_the_hold_is_named_by_lot() -> None:
    assert draws_held(lots((500, 0), (10, 90), (0, 7))) == (Draw(2, 90), Draw(3, 7))


@pytest.mark.parametrize(
    ("free", "held", "after"),
    [
        pytest.param(-1, 0, [(60, 10), (50, 0)], id="consumed"),
        pytest.param(-1, 1, [(60, 50), (50, 0)], id="held"),
        pytest.param(1, 0, [(140, 10), (50, 0)], id="flowed back"),
    ],
)
def test_credits_move_within_their_lot(free: int, held: int, after: list[tuple[int, int]]) -> None:
    credits = moved(lots((100, 10), (50, 0)), [Draw(1, 40)], free=free, held=held)
    assert [(lot.free, lot.held) for lot in credits.lots] == after


@pytest.mark.parametrize(("free", "held"), [(-1, 0), (0, -1)])
def test_no_lot_falls_below_nothing(free: int, held: int) -> None:
    with pytest.raises(ValueError, match="below nothing"):
        moved(lots((100, 10)), [Draw(1, 101)], free=free, held=held)


def test_a_lot_that_is_not_there_moves_nothing() -> None:
    with pytest.raises(ValueError, match="is not there"):
        moved(lots((100, 10)), [Draw(2, 1)], free=-1, held=0)


def test_every_booking_names_the_lots_it_drew_from() -> None:
    story = Story("2026-01-01")
    story.add("L1", 1200)  # 100.00 SSC a month
    story.top_up("30")
    story.top_up("45.50")
    story.conclude("annual_monthly")
    story.approve()
    story.run()
    (first,) = story.settlements
    assert first.draws == (Draw(1, 3000), Draw(2, 4550), Draw(3, 2450))
    assert first.recharge == Lot(3, LotSource.RECHARGE, 2450, paid=2450)
    assert (story.balance, story.project.credits.next_lot) == ("0.00", 4)


def test_a_lot_that_was_bought_knows_what_was_paid() -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "1.10")])
    story.under_contract("flex_monthly")
    (first,) = story.settlements
    assert first.recharge is not None
    assert (first.recharge.free, first.recharge.paid) == (10000, 11330)  # 100.00 SSC × 1.10 × 1.03
