"""Credits that come in and those that staff writes off (words of the rules, rule 10)."""

from fractions import Fraction

import pytest

from autossa.domain.amounts import parse_ssc, show
from autossa.domain.charges import ONCE
from autossa.domain.credits import Draw, LotSource
from autossa.domain.entries import CreditsWrittenOff
from autossa.domain.prices import Price
from autossa.domain.projects import Project, Terms
from autossa.domain.refusals import Code, Refusal
from autossa.domain.scenarios import Balance, with_balances
from autossa.domain.topups import Quote, quote, top_up, why_quote, write_off
from autossa.wording.explanations import explain_step
from autossa.wording.languages import LANGUAGES
from tests.domain.story import Story, d


@pytest.mark.parametrize(
    ("source", "paid"), [(LotSource.KEY, None), (LotSource.OPENING, None), (LotSource.TOP_UP, 995)]
)
def test_credits_come_in_lots_that_know_their_source(source: LotSource, paid: int | None) -> None:
    project = top_up(Project(), d("2026-01-01"), 1000, source, paid).project
    (lot,) = project.credits.lots
    assert (lot.number, lot.source, show(lot.free), lot.paid) == (1, source, "10.00", paid)


@pytest.mark.parametrize("ssc", [0, -1])
def test_a_top_up_is_above_nothing(ssc: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        top_up(Project(), d("2026-01-01"), ssc)


@pytest.mark.parametrize(
    ("ssc", "draws"), [(1, [(1, 1)]), (3000, [(1, 3000)]), (3001, [(1, 3000), (2, 1)]), (7500, [(1, 3000), (2, 4500)])]
)
def test_written_off_is_the_oldest_lot_first(ssc: int, draws: list[tuple[int, int]]) -> None:
    story = Story("2026-01-01")
    story.top_up("30")
    story.top_up("45")
    story.on("2026-01-02")
    story.do(write_off, ssc, "entered twice")
    entry = CreditsWrittenOff(story.today, tuple(Draw(*draw) for draw in draws), "entered twice")
    assert story.entries[-1] == entry
    assert story.project.credits.free == 7500 - ssc
    assert list(with_balances(story.entries))[-1] == Balance(story.today, 7500 - ssc)


def test_only_free_credits_can_be_written_off() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-03")
    story.top_up("220")
    story.conclude()  # holds 212.90
    before = story.project
    assert story.do(write_off, 711, "entered twice") == Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=1)
    assert story.project == before


@pytest.mark.parametrize(("ssc", "reason"), [(0, "why"), (-1, "why"), (1, ""), (1, "  ")])
def test_a_write_off_is_above_nothing_and_has_a_reason(ssc: int, reason: str) -> None:
    with pytest.raises(ValueError, match="above 0 and needs a reason"):
        write_off(Project(), d("2026-01-01"), ssc, reason)


TERMS = Terms(prices=(Price(d("2026-01-01"), Fraction("1.155")), Price(d("2026-07-01"), 2 * ONCE)), tax_rate=ONCE / 5)


@pytest.mark.parametrize(
    ("day", "ssc", "net", "tax"),
    [
        ("2026-01-01", "100", "115.50", "23.10"),
        ("2026-06-30", "0.01", "0.01", "0.00"),
        ("2026-06-30", "1.30", "1.50", "0.30"),  # 1.5015
        ("2026-06-30", "1000000", "1155000.00", "231000.00"),
        ("2026-07-01", "0.02", "0.04", "0.01"),  # 0.008: R of the net total
    ],
)
def test_a_top_up_costs_the_list_price_of_its_day(day: str, ssc: str, net: str, tax: str) -> None:
    found = quote(TERMS, d(day), parse_ssc(ssc))
    assert isinstance(found, Quote)
    assert (show(found.net), show(found.tax)) == (net, tax)
    assert found.gross == found.net + found.tax
    why = why_quote(found)
    assert why.result == show(found.gross)
    assert [step.values[key] for step, key in zip(why.steps, ("net", "tax", "gross"), strict=True)] == [
        net, tax, show(found.gross)
    ]  # fmt: skip
    assert all(explain_step(step, language) for step in why.steps for language in LANGUAGES)


def test_before_any_price_there_is_no_quote() -> None:
    assert quote(TERMS, d("2025-12-31"), 1_00) == Refusal(Code.NO_PRICE)
