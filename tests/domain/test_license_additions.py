"""Licenses that are added, charged up to the end of coverage (rule 6)."""

import pytest

from autossa.domain.amounts import show
from autossa.domain.licenses import NewLicense
from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, charges, code, d


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_license_has_a_quantity(quantity: int) -> None:
    with pytest.raises(ValueError, match="quantity of at least 1"):
        NewLicense("L1", "PORT", quantity, Story().project.terms.tax_rate)


@pytest.mark.parametrize(
    ("months", "day"), [pytest.param(0, "2026-05-05", id="new"), pytest.param(1, "2026-05-05", id="lapsed")]
)
def test_a_project_that_is_not_covered_pays_nothing_now(months: int, day: str) -> None:
    story = Story("2026-01-01")
    if months:
        story.covered_by_hand(months)
    before = len(story.settlements)
    story.on(day)
    assert code(story.add("L2", 12)) == "done"
    assert len(story.settlements) == before
    assert story.project.lines[-1].added_on == d(day)


# 12 units are 1.00 a month; coverage by hand from 1 January to 1 March 2026.
@pytest.mark.parametrize(
    ("day", "top_up", "result", "charged"),
    [
        ("2026-01-01", "2", "done", "2.00"),
        ("2026-01-31", "2", "done", "1.03"),
        ("2026-02-15", "2", "done", "0.50"),
        ("2026-02-28", "2", "done", "0.04"),
        ("2026-03-01", None, "done", None),
        ("2026-02-15", "0.50", "done", "0.50"),
        ("2026-02-15", "0.49", "insufficient_credits", None),
    ],
)
def test_without_a_contract_an_addition_is_paid_from_the_balance(
    day: str, top_up: str | None, result: str, charged: str | None
) -> None:
    story = Story("2026-01-01").covered_by_hand(2).on(day)
    if top_up:
        story.top_up(top_up)
    before = len(story.settlements)
    assert code(story.add("L2", 12)) == result
    assert [show(s.ssc) for s in story.settlements[before:]] == ([charged] if charged else [])


def test_the_missing_credits_are_named_and_nothing_is_added() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.top_up("0.75")
    before = story.project
    assert story.add("L2", 12) == Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=125)
    assert story.project == before


@pytest.mark.parametrize("status", ["in_review", "question", "suspended"])
def test_a_contract_that_does_not_run_invoices_no_addition(status: str) -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.conclude()
    if status == "question":
        story.ask()
    if status == "suspended":
        story.approve()
        story.suspend()
    assert story.status == status
    assert story.add("L2", 12) == Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=200)


# Flex from 1 January 2026; on 20 January coverage goes to 1 March already, over two terms.
@pytest.mark.parametrize(
    ("second_price", "expected"),
    [
        pytest.param(
            "2.00", ["2026-01-20 2026-02-01 0.39 at 1", "2026-02-01 2026-03-01 1.00 at 2"], id="a charge for each price"
        ),
        pytest.param("1.00", ["2026-01-20 2026-03-01 1.39 at 1"], id="one price, one run: one charge"),
    ],
)
def test_an_addition_over_two_terms(second_price: str, expected: list[str]) -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "1.00"), ("2026-02-01", second_price)])
    story.under_contract("flex_monthly").on("2026-01-20").run()
    story.add("L2", 12)
    assert charges(story) == expected
    (invoice,) = story.invoices[2:]
    assert (invoice.reason.value, invoice.start, invoice.end) == ("addition", d("2026-01-20"), d("2026-03-01"))
    assert len(invoice.lines) == len(expected)


@pytest.mark.parametrize(
    ("balance", "invoiced", "nets"),
    [
        ("0", ["0.39", "1.00"], [40, 206]),  # × 1.00 × 1.03 and × 2.00 × 1.03
        ("0.10", ["0.29", "1.00"], [30, 206]),
        ("0.50", ["0.89"], [183]),
        ("1.39", [], []),
        ("9", [], []),
    ],
)
def test_through_a_contract_the_balance_goes_first_and_the_rest_is_invoiced(
    balance: str, invoiced: list[str], nets: list[int]
) -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "1.00"), ("2026-02-01", "2.00")])
    story.under_contract("flex_monthly").on("2026-01-20").run()
    if balance != "0":
        story.top_up(balance)
    story.add("L2", 12)
    parts = story.settlements[-1].parts
    assert [show(part.invoiced) for part in parts if part.invoiced] == invoiced
    assert [part.net for part in parts if part.invoiced] == nets


def test_two_runs_are_two_charges_though_the_price_is_one() -> None:
    story = Story("2026-01-15").covered_by_hand(1)  # to 15 February
    story.on("2026-02-05")
    story.conclude("annual_monthly")
    story.approve()
    story.run()
    story.add("L2", 12)
    assert charges(story) == ["2026-02-05 2026-02-15 0.32 at 1", "2026-02-15 2026-03-15 1.00 at 1"]


def test_an_addition_across_a_run_and_the_one_that_goes_on_is_one_charge() -> None:
    story = Story("2026-01-31").covered_by_hand(1)
    story.top_up("102")
    story.extend(1)  # 28 February to 31 March, the same run
    story.add("L2", 12)
    assert charges(story) == ["2026-01-31 2026-03-31 2.00 at 1"]
