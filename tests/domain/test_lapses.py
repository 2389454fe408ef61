"""Lapsed above 30 days in one flow: what to order, and what happens when the money is there (rule 4).

The story: 1200 units, 100.00 SSC a month, covered by hand for January 2026. The gap counts twice from 3 March on.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from autossa.domain import lapses
from autossa.domain.amounts import show
from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.domain.lapses import LapsePlan
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, d, option

FLEX = option("flex_monthly")


def lapsed(on: str = "2026-03-10", ssc: str = "") -> Story:
    story = Story("2026-01-01", price=(("2026-01-01", "1.17"), ("2026-03-15", "1.30")))
    story.covered_by_hand(1)
    story.on(on)
    if ssc:
        story.top_up(ssc)
    return story


def planned(story: Story, day: str = "2026-03-10", days: int = 14) -> LapsePlan:
    found = lapses.plan(story.project, d(day), days)
    assert isinstance(found, LapsePlan)
    return found


def test_what_is_ordered_suffices_on_the_last_day_at_todays_price() -> None:
    found = planned(lapsed())
    assert (found.pay_until, len(found.growth)) == (d("2026-03-24"), 15)
    assert show(found.today.gap) == "258.06"
    assert show(found.ssc) == "348.38"
    assert show(found.grows_by) == "90.32"
    assert (found.price, show(found.quote.net)) == (Fraction("1.17"), "407.60")


def test_the_balance_counts_and_where_it_holds_enough_nothing_is_ordered() -> None:
    assert show(planned(lapsed(ssc="48.38")).ssc) == "300.00"
    assert lapses.plan(lapsed(ssc="348.38").project, d("2026-03-10")) is None
    assert lapses.plan(lapsed(ssc="348.37").project, d("2026-03-10")) is not None


def test_a_gap_that_will_be_long_when_the_money_is_there_is_planned_as_one() -> None:
    """Today it counts once, and would be invoiced; in three days it does not."""
    found = planned(lapsed("2026-02-28"), "2026-02-28")
    assert (found.today.counts_twice, found.today.missing) == (False, 0)
    assert next(one.day for one in found.growth if one.counts_twice) == d("2026-03-03")
    assert found.ssc == found.growth[-1].gap


def test_a_gap_that_counts_once_until_the_last_day_needs_no_order() -> None:
    assert lapses.plan(lapsed("2026-02-10").project, d("2026-02-10")) is None


@pytest.mark.parametrize("after", range(15))
def test_the_contract_is_concluded_by_itself_on_whatever_day_the_money_is_there(after: int) -> None:
    story = lapsed()
    ordered, day = planned(story), d("2026-03-10") + after * DAY
    done = lapses.continue_when_paid(story.project, day, ordered, FLEX)
    assert isinstance(done, Outcome)
    contract = done.project.contract
    assert contract is not None
    assert (contract.status, contract.start, contract.concluded_on) == (Status.IN_REVIEW, day, day)
    assert contract.gap is not None
    assert contract.gap.ssc == ordered.growth[after].gap
    assert done.project.credits.held == contract.gap.ssc
    assert done.project.credits.free == ordered.ssc - contract.gap.ssc
    (lot,) = done.project.credits.lots[-1:]
    assert lot.paid == ordered.quote.net
    assert lapses.is_price_reserved(ordered, day)


def test_money_that_comes_too_late_stays_on_the_balance_and_says_what_is_missing() -> None:
    story = lapsed()
    ordered, day = planned(story), d("2026-03-25")
    refused = lapses.continue_when_paid(story.project, day, ordered, FLEX)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.INSUFFICIENT_CREDITS_FOR_GAP
    assert show(lapses.more_is_missing(refused)) == "6.46"
    assert not lapses.is_price_reserved(ordered, day)
    story.on(str(day)).top_up(show(ordered.ssc))
    again = planned(story, str(day))
    assert again.today.missing == 646
    assert again.price == Fraction("1.30")


def test_a_waiver_meanwhile_leaves_all_of_it_on_the_balance() -> None:
    story = lapsed()
    ordered = planned(story)
    waived = replace(story.project, waived_until=d("2026-03-31"))
    done = lapses.continue_when_paid(waived, d("2026-03-20"), ordered, FLEX)
    assert isinstance(done, Outcome)
    assert (done.project.credits.held, done.project.credits.free) == (0, ordered.ssc)


@pytest.mark.parametrize(
    ("story", "day", "code"),
    [
        (lambda: Story("2026-01-01").under_contract(), "2026-03-10", Code.CONTRACT_EXISTS),
        (lambda: Story("2026-01-01"), "2026-03-10", Code.NO_LICENSES),
    ],
)
def test_it_is_refused_as_concluding_is(story: object, day: str, code: Code) -> None:
    found = lapses.plan(story().project, d(day))  # type: ignore[operator]
    assert isinstance(found, Refusal)
    assert found.code is code
    assert lapses.more_is_missing(found) == 0


def test_without_a_price_nothing_can_be_ordered() -> None:
    story = Story("2026-01-01", price=())
    story.covered_by_hand(1)
    found = lapses.plan(story.project, d("2026-03-10"))
    assert isinstance(found, Refusal)
    assert found.code is Code.NO_PRICE
