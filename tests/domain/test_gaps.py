"""The gap before a contract or an extension (rule 4): once within the grace, else × late_multiplier.

The story: 1200 units, 100.00 SSC a month, covered by hand for January 2026. So E is 1 February, L is 31 January,
and the thirtieth day after L is 2 March.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from autossa.domain.amounts import show
from autossa.domain.dates import DAY
from autossa.domain.gaps import back_payment, enough_to_pay, find_gap, once_until
from autossa.domain.policies import Policy
from tests.domain.story import Story, code, d


def lapsed(**policy: object) -> Story:
    return Story("2026-01-01", policy=Policy(**policy)).covered_by_hand(1)  # type: ignore[arg-type]


def is_late(story: Story, day: date) -> bool:
    gap = find_gap(story.project, day, story.project.lines)
    assert gap is not None
    return gap.late


@pytest.mark.parametrize(
    ("policy", "day", "late", "ssc"),
    [
        pytest.param({}, "2026-02-02", False, "3.57", id="one day: 100.00 ÷ 28"),
        pytest.param({}, "2026-03-01", False, "100.00", id="a month"),
        pytest.param({}, "2026-03-02", False, "103.23", id="30 days after the last covered one: once"),
        pytest.param({}, "2026-03-03", True, "212.90", id="31 days: twice"),
        pytest.param({"grace_days": 31}, "2026-03-03", False, "106.45", id="a longer grace"),
        pytest.param({"grace_days": 1}, "2026-02-02", True, "7.14", id="a grace of 1: the second day is late"),
        pytest.param({"grace_days": 0}, "2026-02-02", True, "7.14", id="no grace at all"),
        pytest.param({"late_multiplier": Fraction(1)}, "2026-03-03", True, "106.45", id="multiplier 1: still late"),
        pytest.param({"late_multiplier": Fraction(3)}, "2026-03-03", True, "319.35", id="multiplier 3"),
        pytest.param({"late_multiplier": Fraction(3, 2)}, "2026-03-03", True, "159.68", id="1.5 × 106.45 goes half up"),
    ],
)
def test_how_long_and_how_often(policy: dict[str, object], day: str, late: bool, ssc: str) -> None:
    project = lapsed(**policy).project
    gap = find_gap(project, d(day), project.lines)
    assert gap is not None
    assert (gap.start, gap.end, gap.late, show(gap.ssc)) == (d("2026-02-01"), d(day), late, ssc)


@pytest.mark.parametrize("day", ["2026-01-15", "2026-01-31", "2026-02-01"])
def test_no_gap_while_covered_nor_on_the_first_uncovered_day(day: str) -> None:
    project = lapsed().project
    assert find_gap(project, d(day), project.lines) is None


def test_a_new_project_has_no_gap() -> None:
    story = Story("2026-01-01")
    story.add()
    assert find_gap(story.project, d("2027-01-01"), story.project.lines) is None


def test_an_activated_project_has_one_from_the_day_after_the_first_activation() -> None:
    story = Story("2026-01-01")
    story.add("L1")
    story.add("L2")
    story.on("2026-01-31")
    story.activate("L2")
    story.on("2026-02-10")
    story.activate("L1")
    gap = find_gap(story.project, d("2026-03-01"), story.project.lines)
    assert gap is not None
    assert (gap.start, gap.late, show(gap.ssc)) == (d("2026-02-01"), False, "200.00")


@pytest.mark.parametrize(
    ("reviews", "excused"),
    [
        pytest.param(
            [("2026-02-10", "2026-02-20", "reject")], 10 + 14, id="rejected: neither its days nor those to react"
        ),
        pytest.param([("2026-02-10", "2026-02-20", "withdraw")], 0, id="withdrawn: they count"),
        pytest.param([("2026-02-10", "2026-02-10", "reject")], 14, id="rejected on the same day"),
        pytest.param(
            [("2026-02-10", "2026-02-15", "reject"), ("2026-02-16", "2026-02-20", "reject")],
            10 + 14,
            id="rejected twice: no day is excused twice",
        ),
        pytest.param(
            [("2026-02-10", "2026-02-15", "withdraw"), ("2026-02-15", "2026-02-20", "reject")], 5 + 14, id="one of each"
        ),
        pytest.param(
            [("2026-01-20", "2026-02-20", "reject")], 19 + 14, id="concluded while covered: its days from E on"
        ),
        pytest.param([("2026-01-02", "2026-01-20", "reject")], 2, id="rejected while covered: what is left to react"),
    ],
)
def test_days_in_a_rejected_review_do_not_count(reviews: list[tuple[str, str, str]], excused: int) -> None:
    story = lapsed()
    for concluded, closed, how in reviews:
        story.on(concluded)
        assert code(story.conclude()) == "done"
        story.on(closed)
        assert code(getattr(story, how)()) == "done"
    last_in_time = d("2026-01-31") + timedelta(days=30 + excused)
    assert is_late(story, last_in_time) is False
    assert is_late(story, last_in_time + DAY) is True


def test_a_question_is_a_part_of_the_review() -> None:
    story = lapsed().on("2026-02-10")
    story.conclude()
    story.on("2026-02-12")
    story.ask()
    story.on("2026-02-20")
    story.reject()
    assert once_until(story.project, d("2026-02-01")) == d("2026-03-02") + 2 * DAY + 14 * DAY


def test_days_that_waited_for_the_customer_count() -> None:
    story = lapsed().on("2026-02-10")
    story.conclude()
    for asked, answered in (("2026-02-12", "2026-02-15"), ("2026-02-15", "2026-02-16")):
        story.on(asked)
        story.ask()
        story.on(answered)
        story.answer()
    story.on("2026-02-20")
    story.reject()
    assert once_until(story.project, d("2026-02-01")) == d("2026-03-02") + (10 - 4 + 14) * DAY


@pytest.mark.parametrize(
    ("granted", "day", "late"),
    [
        pytest.param(["2026-04-10"], "2026-04-10", False, id="on its last day"),
        pytest.param(["2026-04-10"], "2026-04-11", True, id="the day after"),
        pytest.param(["2026-12-31", "2026-04-01"], "2026-04-10", True, id="the one granted last counts"),
        pytest.param(["2026-02-10"], "2026-03-02", False, id="within the grace it takes nothing away"),
    ],
)
def test_staff_waives_the_doubling(granted: list[str], day: str, late: bool) -> None:
    story = lapsed().on("2026-02-05")
    for last_day in granted:
        story.waive(last_day)
    gap = find_gap(story.project, d(day), story.project.lines)
    assert gap is not None
    assert (gap.late, gap.waived) == (late, not late and d(day) > d("2026-03-02"))
    assert is_late(story, d(day)) is late


def test_a_waived_gap_is_paid_once_by_hand_too() -> None:
    story = lapsed().on("2026-03-10")
    assert code(story.extend(1)) == "insufficient_credits"
    story.waive("2026-03-10")
    story.top_up("229.03")  # 100.00 for February, 29.03 of nine days of March, a month
    assert code(story.extend(1)) == "done"
    assert story.balance == "0.00"


# ---------------------------------------------------------------- E: no gap without anything to pay for


@pytest.mark.parametrize(
    ("included_until", "uncovered"),
    [("2026-01-15", "2026-02-01"), ("2026-02-01", "2026-02-01"), ("2026-03-01", "2026-03-01")],
)
def test_a_gap_begins_when_the_own_ssa_of_its_licenses_is_over(included_until: str, uncovered: str) -> None:
    story = Story("2026-01-01")
    story.add(included_until=included_until)
    story.on("2026-01-31")
    story.activate()
    assert story.project.base == d("2026-02-01")
    assert story.project.first_uncovered == d(uncovered)


@pytest.mark.parametrize("ssa", ["included", "none"])
def test_what_is_never_charged_makes_no_gap(ssa: str) -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 1200)
    story.add("H1", ssa=ssa)
    story.on("2027-01-01")
    assert (story.project.first_uncovered, story.project.has_gap(story.today)) == (None, False)
    assert code(story.conclude()) == "no_licenses"


def test_after_the_first_day_to_pay_for_all_days_count() -> None:
    """The first license ends in the gap, the second begins later: what lies between is a gap, and costs nothing."""
    story = lapsed().on("2026-02-03")
    story.give_back("L1", 1200)
    story.on("2026-02-10")
    story.add("L2", 1200)
    gap = find_gap(story.project, d("2026-02-11"), story.project.lines)
    assert gap is not None
    assert (gap.start, [show(charge.ssc) for charge in gap.charges]) == (d("2026-02-01"), ["7.14", "3.57"])


def test_activating_what_is_not_charged_begins_nothing() -> None:
    story = Story("2026-01-01")
    story.add("H1", ssa="none")
    story.add("L1")
    story.activate("H1")
    assert story.project.base is None
    story.on("2026-01-05")
    story.activate("L1")
    assert story.project.base == d("2026-01-06")


def test_days_of_another_gap_do_not_count() -> None:
    story = lapsed().on("2026-02-10")
    story.conclude()
    story.on("2026-02-20")
    story.reject()
    story.top_up("300")
    assert code(story.extend(1)) == "done"  # the gap up to 20 February is paid, coverage goes to 20 March
    assert story.project.first_uncovered == d("2026-03-20")
    assert is_late(story, d("2026-04-18")) is False
    assert is_late(story, d("2026-04-19")) is True


@pytest.mark.parametrize(
    ("added", "returned", "charges"),
    [
        pytest.param("2026-02-15", None, ["L1 100.00", "L2 5.00"], id="a line that joined in the gap"),
        pytest.param("2026-03-01", None, ["L1 100.00"], id="one that joins on the day itself"),
        pytest.param("2026-02-15", "2026-02-22", ["L1 100.00", "L2 2.50"], id="one that joined and left in it"),
    ],
)
def test_each_line_is_charged_for_its_part_of_the_gap(added: str, returned: str | None, charges: list[str]) -> None:
    story = lapsed().on(added)
    story.add("L2", 120)
    if returned:
        story.on(returned)
        story.give_back("L2", 120)
    gap = find_gap(story.project, d("2026-03-01"), story.project.lines)
    assert gap is not None
    assert [f"{charge.line.license_id} {show(charge.ssc)}" for charge in gap.charges] == charges


def test_each_charge_is_rounded_before_it_is_multiplied() -> None:
    story = Story("2026-01-01", policy=Policy(grace_days=20))
    story.add("L1", 1)
    story.add("L2", 1)
    story.top_up("1")
    story.extend(1)
    gap = find_gap(story.project, d("2026-03-01"), story.project.lines)
    assert gap is not None
    assert [charge.ssc for charge in gap.charges] == [16, 16]  # 0.0833 is 0.08, twice; not 0.1667


def test_days_without_a_living_license_are_no_gap() -> None:
    story = lapsed()
    story.give_back("L1", 1200)  # takes effect on 1 February
    story.on("2026-03-10")
    story.add("L2", 1200)
    assert find_gap(story.project, story.today, story.project.lines) is None
    assert code(story.conclude()) == "done"
    assert code(story.approve()) == "done"
    assert story.run().coverage == ["2026-01-01 2026-02-01 manual", "2026-03-10 2026-04-10 auto"]


def test_a_free_license_makes_the_gap_covered() -> None:
    story = lapsed()
    story.give_back("L1", 1200)
    story.add("L2", 1, rate="0")
    story.on("2026-03-10")
    story.conclude()
    story.approve()
    assert story.coverage[-1] == "2026-02-01 2026-03-10 back_payment"
    assert story.booked[-1] == "gap 2026-02-01 2026-03-10 0.00"


def test_the_back_payment_is_a_run_of_its_own() -> None:
    story = lapsed()
    gap = find_gap(story.project, d("2026-02-10"), story.project.lines)
    assert gap is not None
    period = back_payment(gap)
    assert (period.start, period.end, period.source.value, period.anchor) == (
        d("2026-02-01"),
        d("2026-02-10"),
        "back_payment",
        d("2026-02-01"),
    )


def test_what_is_topped_up_suffices_on_the_day_it_arrives() -> None:
    """It is more than what is missing today, and exactly what is missing then, with what the balance holds."""
    story = lapsed().on("2026-05-10")
    story.top_up("1.00")
    day, lines = story.today, story.project.lines
    found = enough_to_pay(story.project, day, lines)
    assert found is not None
    assert found.day == day + timedelta(days=14)
    then = find_gap(story.project, found.day, lines)
    today = find_gap(story.project, day, lines)
    assert then is not None
    assert today is not None
    assert found.ssc == then.ssc - story.project.credits.free > today.ssc - story.project.credits.free
    besides = enough_to_pay(story.project, day, lines, besides=500)
    assert besides is not None
    assert besides.ssc == found.ssc + 500


def test_nothing_is_topped_up_for_a_gap_that_is_invoiced_or_held_already() -> None:
    story = lapsed().on("2026-02-05")
    assert enough_to_pay(story.project, story.today, story.project.lines) is None
    story.on("2026-05-10")
    story.top_up("9999")
    assert enough_to_pay(story.project, story.today, story.project.lines) is None
