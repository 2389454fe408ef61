"""The price that counts (rule 2): in force on the day, else the first later one once it is in force; net and VAT."""

from fractions import Fraction

import pytest

from autossa.domain.prices import list_price, net_amount, tax_amount
from tests.domain.story import Story, code, d, prices

LIST = prices(("2026-01-01", "1.00"), ("2026-07-01", "1.10"), ("2027-01-01", "1.20"))


@pytest.mark.parametrize(
    ("day", "today", "price"),
    [
        pytest.param("2026-01-01", "2026-01-01", "1.00", id="on its first day"),
        pytest.param("2026-06-30", "2026-06-30", "1.00", id="on its last day"),
        pytest.param("2026-07-01", "2026-07-01", "1.10", id="the next one"),
        pytest.param("2026-06-30", "2027-03-01", "1.00", id="the day counts, not today"),
        pytest.param("2026-07-01", "2026-06-17", "1.10", id="a day to come has the price of then"),
        pytest.param("2035-01-01", "2026-06-17", "1.20", id="the last one goes on"),
        pytest.param("2025-12-31", "2025-12-31", None, id="none in force yet"),
        pytest.param("2025-12-31", "2026-01-01", "1.00", id="then the first later one, once in force"),
        pytest.param("2025-12-31", "2026-07-01", "1.00", id="the first later one, not today's"),
    ],
)
def test_the_day_that_counts(day: str, today: str, price: str | None) -> None:
    found = list_price(LIST, d(day), d(today))
    assert found == (Fraction(price) if price else None)


def test_versions_may_come_in_any_order() -> None:
    assert list_price(LIST[::-1], d("2026-08-01"), d("2026-08-01")) == Fraction("1.10")


def test_no_list_no_price() -> None:
    assert list_price((), d("2026-08-01"), d("2026-08-01")) is None


@pytest.mark.parametrize(
    ("ssc", "price", "factor", "net"),
    [
        (4167, "1.00", "1", 4167),
        (4167, "1.00", "0.98", 4084),  # 40.8366
        (4167, "1.00", "1.03", 4292),  # 42.9201
        (1950, "1.05", "0.99", 2027),  # 20.27025
        (50, "0.01", "1", 1),  # half a cent goes up
        (49, "0.01", "1", 0),
        (1, "12.34", "1", 12),
        (0, "1.00", "1", 0),
    ],
)
def test_net_is_rounded_once_a_line(ssc: int, price: str, factor: str, net: int) -> None:
    assert net_amount(ssc, Fraction(price), Fraction(factor)) == net


@pytest.mark.parametrize(
    ("net", "rate", "tax"), [(11760, "19", 2234), (5031, "19", 956), (250, "19", 48), (50, "8.1", 4), (100, "0", 0)]
)
def test_vat_is_rounded_once_a_total(net: int, rate: str, tax: int) -> None:
    assert tax_amount(net, Fraction(rate) / 100) == tax


CHANGE = [("2020-01-01", "1.00"), ("2026-06-15", "2.00")]


@pytest.mark.parametrize(
    ("option", "until", "prices_paid"),
    [
        pytest.param("annual_monthly", "2026-09-01", ["1"] * 9, id="a term keeps its price"),
        pytest.param("annual_monthly", "2027-02-01", ["1"] * 12 + ["2", "2"], id="the next term has the next"),
        pytest.param("flex_monthly", "2026-08-01", ["1"] * 6 + ["2"] * 2, id="a flex term is a month"),
    ],
)
def test_a_period_has_the_price_of_its_terms_first_day(option: str, until: str, prices_paid: list[str]) -> None:
    story = Story("2026-01-01", price=CHANGE).under_contract(option)
    story.on(until)
    paid = [str(part.price) for settlement in story.settlements for part in settlement.parts]
    assert paid == prices_paid


def test_a_gap_has_the_price_of_the_conclusion_date() -> None:
    story = Story("2026-05-01", price=CHANGE).covered_by_hand(1)
    story.on("2026-06-10")
    story.conclude("annual_monthly")
    story.on("2026-06-20")
    story.approve()
    (gap,) = [settlement for settlement in story.settlements if settlement.reason.value == "gap"]
    assert [part.price for part in gap.parts] == [1]


@pytest.mark.parametrize(
    ("day", "price_paid"),
    [
        pytest.param("2026-06-10", "1", id="before the contract begins: the day of the addition"),
        pytest.param("2026-06-20", "2", id="likewise, after the change"),
    ],
)
def test_an_addition_before_the_contracts_start_has_the_price_of_its_day(day: str, price_paid: str) -> None:
    story = Story("2026-01-01", price=CHANGE).covered_by_hand(8)  # until 1 September
    story.conclude("annual_yearly")
    story.approve()
    story.on(day)
    story.add("L2", 12)
    assert [str(part.price) for part in story.settlements[-1].parts] == [price_paid]


def test_without_a_price_a_period_waits_and_is_booked_at_the_first_later_one() -> None:
    story = Story("2026-01-01", price=[("2026-03-10", "1.50"), ("2026-04-01", "9.00")])
    story.under_contract("annual_monthly")
    story.on("2026-03-10")
    assert story.booked == []
    story.run()
    assert story.booked == [
        "extension 2026-01-01 2026-02-01 100.00",
        "extension 2026-02-01 2026-03-01 100.00",
        "extension 2026-03-01 2026-04-01 100.00",
    ]
    assert {part.price for settlement in story.settlements for part in settlement.parts} == {Fraction("1.50")}


def test_without_a_price_the_balance_still_pays() -> None:
    story = Story("2026-01-01", price=[("2027-01-01", "1.00")])
    story.top_up("150")
    story.under_contract("annual_monthly").on("2026-03-01")
    assert story.booked == ["extension 2026-01-01 2026-02-01 100.00"]  # the second would need an invoice
    assert story.balance == "50.00"


@pytest.mark.parametrize(("day", "result"), [("2026-03-09", "no_price"), ("2026-03-10", "done")])
def test_without_a_price_an_approval_with_a_gap_is_refused_whole(day: str, result: str) -> None:
    story = Story("2026-01-01", price=[("2026-03-10", "1.00")])
    story.covered_by_hand(1).on("2026-02-20")
    story.conclude("annual_monthly")
    story.on(day)
    before = story.project
    assert code(story.approve()) == result
    assert (story.project == before) is (result != "done")


@pytest.mark.parametrize(("day", "result"), [("2026-03-09", "no_price"), ("2026-03-10", "done")])
def test_without_a_price_an_addition_is_refused_whole(day: str, result: str) -> None:
    story = Story("2026-01-01", price=[("2026-03-10", "1.00")])
    story.top_up("1200")
    story.under_contract("annual_yearly").on(day)
    assert code(story.add("L2", 12)) == result
    assert len(story.project.lines) == (2 if result == "done" else 1)
