"""What licenses cost (billing 4, 8), which ids they get, how a quote stands and what differs from it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.invoices import Reason
from autossa.domain.orders.orders import Priced, Wanted, free_id, order_invoice, price_licenses
from autossa.domain.orders.quotes import State, differences, license_figures, state_of, valid_until
from autossa.domain.prices import Price
from autossa.domain.refusals import Code, Refusal

DAY = date(2026, 3, 1)
PRICES = {
    "PORT": (Price(date(2026, 1, 1), Fraction("49.995")), Price(date(2026, 3, 2), Fraction(60))),
    "FREE": (Price(date(2026, 1, 1), Fraction(0)),),
    "LATER": (Price(date(2026, 4, 1), Fraction(5)),),
}


def priced(*wanted: Wanted, day: date = DAY, rate: Fraction = Fraction(19, 100), places: int = 2) -> Priced:
    found = price_licenses(wanted, PRICES, day, rate, places)
    assert isinstance(found, Priced)
    return found


def test_each_line_is_rounded_once_and_vat_on_the_total() -> None:
    found = priced(Wanted("PORT", 3), Wanted("PORT", 1))
    assert [line.net for line in found.lines] == [149_99, 50_00]  # 149.985 and 49.995, half up
    assert (found.net, found.tax, found.gross) == (199_99, 38_00, 237_99)


def test_the_price_is_that_of_the_day() -> None:
    assert priced(Wanted("PORT", 1), day=date(2026, 3, 2)).net == 60_00


@pytest.mark.parametrize("code", ["LATER", "UNKNOWN"])
def test_what_has_no_price_is_refused(code: str) -> None:
    assert price_licenses([Wanted("PORT", 1), Wanted(code, 1)], PRICES, DAY, Fraction(0)) == Refusal(
        Code.NO_LICENSE_PRICE
    )


@pytest.mark.parametrize(("places", "net"), [(0, 150), (2, 149_99), (3, 149_985)])
def test_a_currency_has_its_own_places(places: int, net: int) -> None:
    assert priced(Wanted("PORT", 3), places=places).net == net


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), st.fractions(0, Fraction(99, 100)))
def test_an_invoice_is_its_order(quantities: list[int], rate: Fraction) -> None:
    found = priced(*(Wanted("PORT", one) for one in quantities), rate=rate)
    lines = [(line.wanted.quantity * 100, line.price, line.net) for line in found.lines]
    invoice = order_invoice(lines, DAY, rate)
    assert invoice is not None
    assert (invoice.net, invoice.tax, invoice.gross) == (found.net, found.tax, found.gross)
    assert (invoice.reason, invoice.start, invoice.end) == (Reason.ORDER, DAY, DAY + timedelta(days=1))


def test_nothing_is_invoiced_for_nothing() -> None:
    assert order_invoice([(100, Fraction(0), 0)], DAY, Fraction(19, 100)) is None


@pytest.mark.parametrize(
    ("enlarges", "taken", "code"),
    [("", [], "L1"), ("", ["L1", "A"], "L3"), ("", ["L1", "L3"], "L4"), ("L1", ["L1"], "L1-2"),
     ("L1", ["L1", "L1-2"], "L1-3")],
)  # fmt: skip
def test_an_id_is_free(enlarges: str, taken: list[str], code: str) -> None:
    assert free_id(enlarges, taken) == code


@pytest.mark.parametrize(("days", "held"), [(0, State.OPEN), (30, State.OPEN), (31, State.EXPIRED)])
def test_a_quote_holds_up_to_its_last_day(days: int, held: State) -> None:
    last = valid_until(DAY, max(days, 30) if days <= 30 else 30)
    assert state_of(last, DAY + timedelta(days=days), accepted=False, withdrawn=False) is held


@pytest.mark.parametrize(("accepted", "withdrawn", "state"), [(True, False, "accepted"), (False, True, "withdrawn")])
def test_what_was_done_to_a_quote_counts_before_its_last_day(accepted: bool, withdrawn: bool, state: str) -> None:
    assert state_of(DAY, DAY + timedelta(days=9), accepted=accepted, withdrawn=withdrawn) == state


def test_what_differs_is_named() -> None:
    was, now = license_figures(priced(Wanted("PORT", 2))), license_figures(priced(Wanted("PORT", 3), Wanted("FREE", 1)))
    assert list(differences(was, was)) == []
    found = {one.figure: (one.was, one.now) for one in differences(was, now)}
    assert found == {
        "line 1": ("2 PORT 49.995", "3 PORT 49.995"),
        "line 2": ("", "1 FREE 0"),
        "net": ("99.99", "149.99"),
        "tax": ("19.00", "28.50"),
        "gross": ("118.99", "178.49"),
    }
