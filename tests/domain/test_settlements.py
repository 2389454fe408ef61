"""How anything is paid (rules 2 and 5): the balance first, oldest line first, the rest invoiced and recharged."""

from fractions import Fraction

import pytest

from autossa.domain.charges import Charge
from autossa.domain.credits import Credits, Draw, Lot, LotSource, add_lot
from autossa.domain.invoices import Reason
from autossa.domain.refusals import Code, Refusal
from autossa.domain.settlements import (
    Bill,
    Settlement,
    credits_after,
    settle,
    settle_from_balance,
    settle_from_held,
    unpriced,
)
from autossa.domain.voids import credits_after_void
from tests.domain.story import d, line

DAY, END = d("2026-01-01"), d("2026-02-01")


def charge(ssc: int, number: int = 1) -> Charge:
    return Charge(line(number=number, license_id=f"L{number}"), DAY, DAY, DAY, END, ssc)


def bill(*amounts: int, price: str | None = "1.00", factor: str = "1", vat: str = "0") -> Bill:
    charges = tuple(
        (charge(ssc, number), Fraction(price) if price else None) for number, ssc in enumerate(amounts, start=1)
    )
    return Bill(Reason.EXTENSION, DAY, END, charges, Fraction(factor), Fraction(vat) / 100)


def credits(*free: int, held: int = 0) -> Credits:
    found = Credits()
    for ssc in free:
        found = add_lot(found, Lot(found.next_lot, LotSource.TOP_UP, ssc))
    return add_lot(found, Lot(found.next_lot, LotSource.TOP_UP, 0, held)) if held else found


def settled(result: Settlement | Refusal) -> Settlement:
    assert isinstance(result, Settlement)
    return result


@pytest.mark.parametrize(
    ("free", "amounts", "from_balance", "invoiced"),
    [
        ((), (100, 200), [0, 0], [100, 200]),
        ((50,), (100, 200), [50, 0], [50, 200]),
        ((100,), (100, 200), [100, 0], [0, 200]),
        ((150,), (100, 200), [100, 50], [0, 150]),
        ((300,), (100, 200), [100, 200], [0, 0]),
        ((999,), (100, 200), [100, 200], [0, 0]),
        ((30, 40), (100, 0, 5), [70, 0, 0], [30, 0, 5]),
    ],
)
def test_the_balance_goes_first_oldest_line_first(
    free: tuple[int, ...], amounts: tuple[int, ...], from_balance: list[int], invoiced: list[int]
) -> None:
    before = credits(*free)
    found = settled(settle(bill(*amounts), before, DAY))
    assert [part.from_balance for part in found.parts] == from_balance
    assert [part.invoiced for part in found.parts] == invoiced
    assert (found.recharge.free if found.recharge else 0) == sum(invoiced)
    assert sum(draw.ssc for draw in found.draws) == found.ssc == sum(amounts)
    assert credits_after(before, found).free == max(0, sum(free) - sum(amounts))


def test_credits_that_are_held_pay_nothing() -> None:
    found = settled(settle(bill(100), credits(30, held=500), DAY))
    assert [(part.from_balance, part.invoiced) for part in found.parts] == [(30, 70)]


@pytest.mark.parametrize(("free", "refused"), [((), True), ((299,), True), ((300,), False)])
def test_a_price_is_needed_only_for_what_is_invoiced(free: tuple[int, ...], refused: bool) -> None:
    result = settle(bill(100, 200, price=None), credits(*free), DAY)
    assert (result == Refusal(Code.NO_PRICE)) is refused


def test_nothing_charged_needs_no_price() -> None:
    found = settled(settle(bill(0, price=None), credits(), DAY))
    assert (found.invoice, found.recharge, found.draws) == (None, None, ())


def test_each_line_is_rounded_and_vat_once() -> None:
    found = settled(settle(bill(4167, 167, factor="0.98", vat="19"), credits(), DAY))
    assert found.invoice is not None
    assert [line.net for line in found.invoice.lines] == [4084, 164]  # 40.8366 and 1.6366
    assert (found.invoice.net, found.invoice.tax, found.invoice.gross) == (4248, 807, 5055)
    assert found.recharge == Lot(1, LotSource.RECHARGE, 4334, paid=4248)


def test_an_invoice_of_nothing_is_not_issued_but_its_credits_are_recharged() -> None:
    found = settled(settle(bill(1, 1, price="0.04"), credits(), DAY))
    assert found.invoice is None
    assert found.recharge == Lot(1, LotSource.RECHARGE, 2, paid=0)


def test_from_the_balance_alone_every_part_is_paid_by_it() -> None:
    whole = Bill(Reason.MANUAL, DAY, END, unpriced([charge(100), charge(200, 2)]))
    found = settle_from_balance(whole, credits(250, 70), DAY)
    assert [(part.from_balance, part.invoiced, part.price) for part in found.parts] == [(100, 0, None), (200, 0, None)]
    assert (found.draws, found.recharge, found.invoice) == ((Draw(1, 250), Draw(2, 50)), None, None)


def test_from_what_is_held_the_whole_hold_is_consumed() -> None:
    whole = Bill(Reason.GAP, DAY, END, unpriced([charge(100), charge(200, 2)]))
    before = credits(50, held=300)
    found = settle_from_held(whole, before, DAY)
    after = credits_after(before, found)
    assert (found.draws, found.from_held, found.invoice) == ((Draw(2, 300),), True, None)
    assert (after.free, after.held) == (50, 0)


@pytest.mark.parametrize("free", [(), (50,), (30, 40), (300,), (999,)])
def test_a_void_gives_back_exactly_what_the_balance_paid(free: tuple[int, ...]) -> None:
    before = credits(*free)
    found = settled(settle(bill(100, 200), before, DAY))
    after = credits_after_void(credits_after(before, found), found)
    assert [lot.free for lot in after.lots][: len(free)] == list(free)
    assert after.free == before.free
