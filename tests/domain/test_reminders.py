"""What people are reminded of, and when; each reminder has a day that tells it apart, so that it is sent once."""

from datetime import date, timedelta

import pytest

from autossa.domain.amounts import show
from autossa.domain.policies import Policy, ReminderPolicy
from autossa.domain.reminders import Kind, Reminder, reminders_due
from tests.domain.story import Story, d, option

YEAR = timedelta(days=365)


def shown(reminder: Reminder) -> str:
    return f"{reminder.kind.value} {reminder.due_on} about {reminder.about}"


def on(story: Story, day: str, end_known_since: str | None = None) -> list[str]:
    known = d(end_known_since) if end_known_since else None
    return [shown(found) for found in reminders_due(story.project, d(day), known)]


def each_day(story: Story, first: str, last: str) -> dict[str, date]:
    """What a job that runs every day would send, with the day it is first seen."""
    sent: dict[str, date] = {}
    day = d(first)
    while day <= d(last):
        for found in on(story, day.isoformat()):
            sent.setdefault(found, day)
        day += timedelta(days=1)
    return sent


# ---- coverage that nothing extends


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-10-01", []),
        ("2026-10-02", ["expiry 2026-10-02 about 2027-01-01"]),  # 90 days left to the last covered one
        ("2026-10-31", ["expiry 2026-10-02 about 2027-01-01"]),  # the same one: it was sent
        ("2026-11-01", ["expiry 2026-11-01 about 2027-01-01"]),  # 60
        ("2026-11-30", ["expiry 2026-11-01 about 2027-01-01"]),
        ("2026-12-01", ["expiry 2026-12-01 about 2027-01-01"]),  # 30
        ("2026-12-24", ["expiry 2026-12-24 about 2027-01-01"]),  # 7
        ("2026-12-31", ["expiry 2026-12-24 about 2027-01-01"]),  # the last covered day
    ],
)
def test_the_end_of_coverage_is_told_in_steps(day: str, found: list[str]) -> None:
    assert on(Story("2026-01-01").covered_by_hand(12), day) == found


def test_from_the_first_uncovered_day_on_the_gap_is_what_matters() -> None:
    story = Story("2026-01-01").covered_by_hand(12)
    assert on(story, "2027-01-01") == []


def test_an_active_contract_extends_so_there_is_nothing_to_tell() -> None:
    story = Story("2026-01-01").under_contract()
    assert [f for f in on(story, "2026-01-30") if f.startswith("expiry")] == []


def test_a_contract_in_review_may_still_extend() -> None:
    story = Story("2026-01-01").covered_by_hand(6).on("2026-06-20")
    assert on(story, "2026-06-20") == ["expiry 2026-05-31 about 2026-07-01"]
    story.conclude()
    assert on(story, "2026-06-20") == []


def test_steps_before_the_coverage_was_bought_are_not_made_up() -> None:
    """Two months bought on 1 January: whoever bought them knows; 30 days before the end a reminder helps."""
    story = Story("2026-01-01").covered_by_hand(2)
    assert on(story, "2026-01-02") == []
    assert on(story, "2026-01-29") == ["expiry 2026-01-29 about 2026-03-01"]


def test_steps_count_from_the_day_coverage_was_extended_to_not_from_when_a_period_begins() -> None:
    """Six months on 1 January, one more on the 2nd: it begins on 1 July only, and 90 days before its end are in May."""
    story = Story("2026-01-01").covered_by_hand(6).on("2026-01-02")
    story.top_up("100")
    story.extend(1)
    assert list(each_day(story, "2026-01-02", "2026-08-05").values())[:4] == [
        d("2026-05-02"), d("2026-06-01"), d("2026-07-01"), d("2026-07-24"),
    ]  # fmt: skip


def test_what_was_due_before_the_extension_was_bought_is_not_made_up() -> None:
    """Extended on 30 January by a month that begins on 1 February: 30 days before its end were on the 29th."""
    story = Story("2026-01-01").covered_by_hand(1).on("2026-01-30")
    story.top_up("100")
    story.extend(1)
    found = reminders_due(story.project, d("2026-01-31"), None, d("2026-01-30"))
    assert [shown(one) for one in found] == []
    later = reminders_due(story.project, d("2026-02-21"), None, d("2026-01-30"))
    assert [shown(one) for one in later] == ["expiry 2026-02-21 about 2026-03-01"]


def test_the_end_of_a_contract_counts_not_what_is_booked_of_it() -> None:
    story = Story("2026-01-01").under_contract()  # billed monthly: covered until 1 February
    story.on("2026-08-01").run()
    story.cancel()
    assert story.status == "ending"
    assert on(story, "2026-08-01", "2026-08-01") == []
    assert on(story, "2026-10-02", "2026-08-01")[0] == "expiry 2026-10-02 about 2027-01-01"


def test_what_was_due_before_the_cancellation_is_said_by_its_own_mail() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    story.on("2026-05-10").run()
    story.cancel()  # ends on 1 July: 51 days left
    assert "expiry 2026-05-01 about 2026-07-01" in on(story, "2026-05-11")
    assert not [f for f in on(story, "2026-05-11", "2026-05-10") if f.startswith("expiry")]
    assert "expiry 2026-05-31 about 2026-07-01" in on(story, "2026-05-31", "2026-05-10")


def test_an_end_that_was_agreed_is_known_since_the_conclusion() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly", fixed_end="2026-02-15")
    assert [f for f in on(story, "2026-01-02") if f.startswith("expiry")] == []
    assert "expiry 2026-01-15 about 2026-02-15" in on(story, "2026-01-15")


def test_without_licenses_there_is_nothing_to_extend() -> None:
    story = Story("2026-01-01").covered_by_hand(12)
    assert on(story, "2026-12-25") != []
    story.on("2026-12-20").give_back()
    assert on(story, "2026-12-25") == []


# ---- the last day to cancel


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-09-08", []),
        ("2026-09-09", ["last_day_to_cancel 2026-09-09 about 2026-09-30"]),  # 21 days before
        ("2026-09-30", ["last_day_to_cancel 2026-09-09 about 2026-09-30"]),
        ("2026-10-01", []),
    ],
)
def test_the_last_day_to_cancel_is_told_before_it(day: str, found: list[str]) -> None:
    story = Story("2026-01-01").under_contract("annual_yearly")
    assert on(story, day) == found


def test_it_is_told_again_in_the_next_term() -> None:
    story = Story("2026-01-01").under_contract("annual_yearly")
    story.on("2027-09-10").run()
    assert on(story, "2027-09-10") == ["last_day_to_cancel 2027-09-09 about 2027-09-30"]


def test_a_flex_contract_is_not_reminded_every_month() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    assert all(not f.startswith("last_day") for f in each_day(story, "2026-01-01", "2026-03-01"))


def test_a_cancelled_contract_needs_no_reminder_to_cancel() -> None:
    story = Story("2026-01-01").under_contract("annual_yearly")
    story.on("2026-09-10").cancel()
    assert all(not f.startswith("last_day") for f in on(story, "2026-09-10"))


# ---- what will be booked


def charges(story: Story, day: str) -> list[tuple[str, str, str]]:
    found = [r for r in reminders_due(story.project, d(day)) if r.charge is not None]
    return [
        (str(r.about), show(r.charge.ssc), show(r.charge.invoice.gross if r.charge.invoice else 0))
        for r in found
        if r.charge
    ]


def test_a_charge_is_told_a_week_before_with_its_amount() -> None:
    story = Story("2026-01-01", vat="19").under_contract()  # booked on 18 January, for 1 February
    assert charges(story, "2026-01-10") == []
    assert charges(story, "2026-01-11") == [("2026-01-18", "100.00", "119.00")]
    assert charges(story, "2026-01-17") == [("2026-01-18", "100.00", "119.00")]
    assert charges(story, "2026-01-18") == []  # that is the day; the booking has its own mail


def test_what_the_balance_pays_is_not_invoiced() -> None:
    story = Story("2026-01-01").under_contract()
    story.top_up("40")
    assert charges(story, "2026-01-11") == [("2026-01-18", "100.00", "60.00")]
    story.top_up("60")
    assert charges(story, "2026-01-11") == [("2026-01-18", "100.00", "0.00")]


def test_a_period_that_costs_nothing_is_not_told() -> None:
    story = Story("2026-01-01").under_contract(fixed_end="2027-01-01")
    free = story.project
    assert charges(story, "2026-01-11") != []
    story.project = free.__class__(free.terms, (), free.coverage, free.credits, free.contract)
    assert charges(story, "2026-01-11") == []


def test_what_was_announced_is_what_is_booked() -> None:
    story = Story("2026-01-01", vat="19").under_contract()
    announced = charges(story, "2026-01-11")[0]
    story.on("2026-01-18").run()
    booked = story.settlements[-1]
    assert booked.invoice is not None
    assert announced == ("2026-01-18", show(booked.ssc), show(booked.invoice.gross))


def test_a_suspended_contract_announces_nothing() -> None:
    story = Story("2026-01-01").under_contract()
    story.suspend()
    assert on(story, "2026-01-11") == []


# ---- before a gap counts twice


def gap(story: Story, day: str) -> list[tuple[str, str, str, str]]:
    found = [r for r in reminders_due(story.project, d(day)) if r.kind is Kind.GAP_DOUBLES]
    return [(str(r.due_on), str(r.about), show(r.once), show(r.late)) for r in found]


def lapsed(**options: Policy) -> Story:
    """Covered through 31 January."""
    return Story("2026-01-01", **options).covered_by_hand(1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "is_told"), [("2026-02-19", False), ("2026-02-20", True), ("2026-03-02", True), ("2026-03-03", False)]
)
def test_a_gap_that_will_double_is_told_ten_days_before(day: str, is_told: bool) -> None:
    assert gap(lapsed(), day) == ([("2026-02-20", "2026-03-03", "103.23", "212.90")] if is_told else [])


def test_the_amounts_are_those_of_a_conclusion_on_that_day() -> None:
    story = lapsed()
    ((_, _, once, late),) = gap(story, "2026-02-25")
    for day, amount in (("2026-03-02", once), ("2026-03-03", late)):
        other = lapsed().on(day)
        other.top_up("1000")
        other.conclude()
        assert other.contract.gap is not None
        assert show(other.contract.gap.ssc) == amount


def test_days_of_a_rejected_review_come_on_top() -> None:
    story = lapsed().on("2026-02-10")
    story.conclude()
    story.on("2026-02-15").reject()
    assert gap(story, "2026-03-10") == []
    assert [found[:2] for found in gap(story, "2026-03-11")] == [("2026-03-11", "2026-03-22")]


def test_a_contract_in_review_stops_the_clock() -> None:
    story = lapsed().on("2026-02-25")
    story.conclude()
    assert gap(story, "2026-02-25") == []


def test_where_no_gap_counts_twice_there_is_nothing_to_warn_of() -> None:
    assert gap(lapsed(policy=Policy(late_multiplier=option("annual_monthly").price_factor)), "2026-02-25") == []


def test_a_project_that_was_never_covered_counts_from_its_first_activation() -> None:
    story = Story("2026-01-01")
    story.add()
    story.activate()
    assert [found[:2] for found in gap(story, "2026-01-21")] == [("2026-01-21", "2026-02-01")]


def test_a_new_project_has_no_gap() -> None:
    story = Story("2026-01-01")
    story.add()
    assert on(story, "2026-03-01") == []


# ---- each once


@pytest.mark.parametrize("silence", [1, 3, 10, 40])
def test_after_a_silence_the_same_ones_are_sent_or_ones_that_came_later(silence: int) -> None:
    """A job that runs seldom sends nothing that a daily one would not, and at most the steps in between are missing."""
    story = Story("2026-01-01").covered_by_hand(12)
    daily = each_day(story, "2026-01-01", "2027-02-15")
    seldom: dict[str, date] = {}
    day = d("2026-01-01")
    while day <= d("2027-02-15"):
        for found in on(story, day.isoformat()):
            seldom.setdefault(found, day)
        day += timedelta(days=silence)
    assert seldom.keys() <= daily.keys()
    assert all(seldom[found] >= daily[found] for found in seldom)
    assert len(daily) == 5  # four steps, and the gap


def test_of_several_steps_missed_only_the_latest_is_sent() -> None:
    story = Story("2026-01-01").covered_by_hand(12)
    assert len(on(story, "2026-12-28")) == 1


def test_the_days_are_the_vendors_to_choose() -> None:
    policy = Policy(reminders=ReminderPolicy(expiry_days=(14,)))
    story = Story("2026-01-01", policy=policy).covered_by_hand(12)
    assert each_day(story, "2026-01-02", "2026-12-31").keys() == {"expiry 2026-12-17 about 2027-01-01"}


# ---- what is included in licenses


def included(until: str = "2027-01-01") -> Story:
    story = Story("2026-01-01")
    story.add(included_until=until)
    return story


@pytest.mark.parametrize("activated", [False, True], ids=["never activated", "activated"])
def test_the_end_of_included_ssa_is_told_in_steps_and_nothing_else_before(activated: bool) -> None:
    story = included()
    if activated:
        story.activate()
    assert list(each_day(story, "2026-01-01", "2026-12-31")) == [
        "included_ends 2026-10-02 about 2027-01-01",
        "included_ends 2026-11-01 about 2027-01-01",
        "included_ends 2026-12-01 about 2027-01-01",
        "included_ends 2026-12-24 about 2027-01-01",
    ]


def test_coverage_that_ends_while_licenses_include_their_ssa_is_no_reason_to_nag() -> None:
    story = Story("2026-01-01")
    story.add(included_until="2026-12-01")
    assert story.project.covered_until is None
    story.top_up("1")
    story.extend(2)  # to 1 March; it costs nothing
    assert list(each_day(story, "2026-01-02", "2026-04-15")) == []
    assert on(story, "2026-11-01") == ["included_ends 2026-10-31 about 2026-12-01"]


def test_a_license_that_is_to_be_paid_already_is_told_of_as_ever() -> None:
    story = included()
    story.add("L2")
    story.activate("L2")
    found = each_day(story, "2026-01-02", "2026-02-15")
    assert {key.split()[0] for key in found} == {"gap_doubles"}


def test_an_open_contract_extends_so_nothing_is_told() -> None:
    story = included()
    story.conclude()
    story.approve()
    assert on(story, "2026-12-01") == []


def test_what_is_never_charged_has_nothing_to_be_told() -> None:
    story = Story("2026-01-01")
    story.add(ssa="none")
    story.activate()
    assert list(each_day(story, "2026-01-01", "2027-03-01")) == []
