"""Another option from a term end on, in review at once, and taking it back (rule 7): tables of boundary days."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import first_term_at, first_term_end, option_on, term_start, with_option_from
from autossa.domain.dates import DAY, add_months
from autossa.domain.entries import OptionChanged
from autossa.domain.facts import facts_of
from autossa.domain.invariants import broken
from autossa.domain.invoices import Reason
from autossa.domain.option_changes import changes_on
from autossa.domain.payers import liable_until
from autossa.domain.policies import GiveUp, Policy
from autossa.domain.refusals import Refusal
from autossa.domain.reminders import Kind, reminders_due
from tests.domain.story import Result, Story, code, d, lines, option


def running(name: str, begins: str, **how: object) -> Story:
    return Story(begins, **how).under_contract(name)  # type: ignore[arg-type]


def changes(story: Story) -> list[str]:
    return [f"{change.option.name} from {change.starts_on}" for change in story.contract.changes]


def periods(story: Story) -> list[str]:
    return [f"{s.start} {s.end}" for s in story.settlements if s.reason is Reason.EXTENSION]


# ---------------------------------------------------------------- from when on


@pytest.mark.parametrize(
    ("begins", "before", "on", "after", "starts_on"),
    [
        pytest.param("2026-01-31", "annual_monthly", "2026-10-30", "flex_monthly", "2027-01-31", id="the last day"),
        pytest.param("2026-01-31", "annual_monthly", "2026-10-31", "flex_monthly", "2028-01-31", id="a day late"),
        pytest.param("2026-05-31", "annual_yearly", "2027-02-27", "flex_monthly", "2027-05-31", id="clamped notice"),
        pytest.param("2026-05-31", "annual_yearly", "2027-02-28", "flex_monthly", "2028-05-31", id="and a day late"),
        pytest.param("2024-02-29", "annual_monthly", "2024-11-27", "flex_monthly", "2025-02-28", id="leap day"),
        pytest.param("2024-02-29", "annual_monthly", "2024-11-28", "flex_monthly", "2026-02-28", id="leap, a day late"),
        pytest.param("2024-02-29", "annual_monthly", "2027-11-28", "flex_monthly", "2028-02-29", id="leap to leap"),
        pytest.param("2026-01-31", "annual_monthly", "2027-01-16", "annual_yearly", "2027-01-31", id="no notice"),
        pytest.param("2026-01-31", "annual_monthly", "2027-01-17", "annual_yearly", "2027-01-31", id="not booked yet"),
        pytest.param("2026-01-31", "annual_monthly", "2027-01-18", "annual_yearly", "2028-01-31", id="booked already"),
        pytest.param("2026-01-31", "flex_monthly", "2026-02-13", "annual_monthly", "2026-02-28", id="longer"),
        pytest.param("2026-01-31", "flex_monthly", "2026-02-15", "annual_monthly", "2026-03-31", id="longer, booked"),
        pytest.param("2026-01-31", "flex_monthly", "2026-03-31", "annual_yearly", "2026-04-30", id="on a term end"),
        pytest.param("2024-01-31", "flex_monthly", "2024-02-14", "annual_yearly", "2024-02-29", id="29 February"),
    ],
)
def test_the_first_day_of_another_option(begins: str, before: str, on: str, after: str, starts_on: str) -> None:
    story = running(before, begins).on(on)
    assert code(story.change_option(after)) == "done"
    assert changes(story) == [f"{after} from {starts_on}"]
    (entry,) = (entry for entry in story.entries if isinstance(entry, OptionChanged))
    assert list(facts_of(entry)) == [{"fact": "option", "option": after, "from": starts_on}]
    assert not list(broken(story.project))


@pytest.mark.parametrize("lead", [0, 1, 14, 27])
@pytest.mark.parametrize("begins", ["2026-01-31", "2024-02-29", "2026-06-15"])
def test_nobody_leaves_a_term_earlier_than_by_cancelling(begins: str, lead: int) -> None:
    story = running("annual_monthly", begins, policy=Policy(renewal_lead_days=lead))
    for _ in range(120):
        story.on((story.today + timedelta(days=11)).isoformat())
        contract = story.contract
        shorter = changes_on(contract, story.today, option("flex_monthly"))
        assert shorter == reachable_end(contract, story.today).day
        alike = changes_on(contract, story.today, option("annual_yearly"))
        assert alike == first_term_end(contract, max(story.today + DAY, contract.booked_until)) <= shorter


def test_before_the_contract_begins_its_first_term_counts() -> None:
    story = Story("2026-01-01").covered_by_hand(3)
    story.conclude("annual_monthly")
    story.approve()
    assert story.contract.start == d("2026-04-01")
    story.change_option("flex_monthly")
    assert changes(story) == ["flex_monthly from 2027-04-01"]


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "not_active"),
        (["conclude", "reject"], "not_active"),
        (["conclude", "approve", "suspend"], "not_active"),
        (["conclude", "approve", "cancel"], "already_ending"),
        (["conclude", "approve", "cancel", "suspend"], "not_active"),
    ],
)
def test_refused_by_state(steps: list[str], said: str) -> None:
    story = Story()
    story.add()
    for step in steps:
        assert code(getattr(story, step)()) == "done"
    assert code(story.change_option("flex_monthly")) == said
    assert code(story.change_option("annual_monthly")) == said


def test_an_end_that_is_set_is_named() -> None:
    story = running("annual_monthly", "2026-01-31")
    story.cancel()
    refusal = story.change_option("flex_monthly")
    assert isinstance(refusal, Refusal)
    assert refusal.ends_on == d("2027-01-31")


def test_the_same_option_is_none() -> None:
    story = running("annual_monthly", "2026-01-31")
    assert code(story.change_option("annual_monthly")) == "same_option"
    story.change_option("flex_monthly")
    assert code(story.change_option("flex_monthly")) == "same_option"
    assert changes(story) == ["flex_monthly from 2027-01-31"]


def test_an_option_that_the_policy_lacks() -> None:
    with pytest.raises(KeyError):
        running("annual_monthly", "2026-01-31").change_option("weekly")


# ---------------------------------------------------------------- periods, terms, prices


def test_annual_goes_on_month_by_month() -> None:
    story = running("annual_quarterly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2027-03-20")
    assert periods(story)[-4:] == [
        "2026-10-31 2027-01-31", "2027-01-31 2027-02-28", "2027-02-28 2027-03-31", "2027-03-31 2027-04-30",
    ]  # fmt: skip
    contract = story.contract
    assert [option_on(contract, d(day)).name for day in ("2027-01-30", "2027-01-31")] == [
        "annual_quarterly",
        "flex_monthly",
    ]
    assert term_start(contract, d("2027-01-30")) == d("2026-01-31")
    assert term_start(contract, d("2027-03-30")) == d("2027-02-28")
    story.cancel()
    assert story.contract.ends_on == d("2027-04-30")


def test_flex_goes_on_by_the_year_and_back() -> None:
    story = running("flex_monthly", "2026-01-31").on("2026-02-15")
    story.change_option("annual_quarterly")
    story.on("2026-07-01")
    assert periods(story) == [
        "2026-01-31 2026-02-28", "2026-02-28 2026-03-31", "2026-03-31 2026-06-30", "2026-06-30 2026-09-30",
    ]  # fmt: skip
    assert reachable_end(story.contract, story.today).day == d("2027-03-31")
    story.on("2026-12-30")
    story.change_option("flex_monthly")
    assert changes(story) == ["annual_quarterly from 2026-03-31", "flex_monthly from 2027-03-31"]
    story.on("2027-05-01")
    assert periods(story)[-2:] == ["2027-03-31 2027-04-30", "2027-04-30 2027-05-31"]
    assert not list(broken(story.project))


def test_the_anchor_stays_so_that_all_charges_of_the_run_add_up() -> None:
    story = Story("2026-01-31")
    story.add(quantity=7, rate="0.33")
    story.conclude("annual_monthly")
    story.approve()
    story.run().on("2026-10-30").change_option("annual_yearly")
    story.on("2028-02-01")
    assert {part.charge.anchor for s in story.settlements for part in s.parts} == {d("2026-01-31")}
    assert sum(s.ssc for s in story.settlements) == 3 * 231  # three years of 2.31 SSC


def test_the_price_term_begins_anew_with_the_option() -> None:
    story = running("flex_monthly", "2026-01-31", price=[("2025-01-01", "1.00"), ("2026-06-01", "2.00")])
    story.on("2026-02-15").change_option("annual_monthly")
    story.on("2027-04-01")
    paid = {s.start: s.parts[0].price for s in story.settlements}
    assert paid[d("2027-02-28")] == 1  # of 31 March 2026, although it rose in June
    assert paid[d("2027-03-31")] == 2
    assert first_term_at(story.contract, d("2027-05-01")) == d("2028-03-31")


def test_the_adjustment_is_that_of_the_option_in_force() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2027-02-01")
    assert {s.start.isoformat(): s.factor for s in story.settlements[-2:]} == {
        "2026-12-31": Fraction(1),
        "2027-01-31": Fraction("1.03"),
    }


def test_an_addition_over_the_day_of_the_change_costs_each_option_its_own() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2027-01-20").add("L2", 1200)
    addition = story.settlements[-1]
    assert addition.reason is Reason.ADDITION
    parts = [(f"{p.charge.start} {p.charge.end}", p.factor or addition.factor) for p in addition.parts]
    assert parts == [("2027-01-20 2027-01-31", Fraction(1)), ("2027-01-31 2027-02-28", Fraction("1.03"))]
    assert addition.invoice is not None
    assert [line.net for line in addition.invoice.lines] == [35_48, 103_00]
    assert [line.factor for line in addition.invoice.lines] == [Fraction(1), Fraction("1.03")]


# ---------------------------------------------------------------- licenses


@pytest.mark.parametrize(
    ("before", "after", "on", "ends"),
    [
        pytest.param("annual_monthly", "flex_monthly", "2026-11-15", "2027-01-31", id="the old term binds to its end"),
        pytest.param("annual_monthly", "flex_monthly", "2027-02-20", "2027-03-31", id="then month by month"),
        pytest.param("flex_monthly", "annual_monthly", "2026-10-20", "2026-11-30", id="what is paid, up to the change"),
        pytest.param("flex_monthly", "annual_monthly", "2026-12-01", "2027-11-30", id="then by the year"),
    ],
)
def test_the_term_of_the_option_in_force_binds_the_quantity(before: str, after: str, on: str, ends: str) -> None:
    story = running(before, "2026-01-31").on("2026-10-20")
    story.change_option(after)
    story.on(on).give_back("L1", 200)
    assert lines(story)[0] == f"L1 1200 2026-01-31 {ends}"
    story.on("2028-02-01")
    assert not list(broken(story.project))


def test_a_license_given_up_before_the_change_ends_when_it_was_to() -> None:
    story = running("flex_monthly", "2026-01-31").on("2026-02-15")
    story.give_back("L1", 200)
    story.change_option("annual_monthly")
    assert lines(story)[0] == "L1 1200 2026-01-31 2026-03-31"
    story.on("2026-03-20")
    assert [part.charge.line.quantity for part in story.settlements[-1].parts] == [1000]


def test_where_the_period_binds_the_option_says_nothing() -> None:
    story = running("annual_monthly", "2026-01-31", policy=Policy(give_up=GiveUp.PERIOD)).on("2026-10-20")
    story.change_option("flex_monthly")
    story.give_back("L1", 200)
    assert lines(story)[0] == "L1 1200 2026-01-31 2026-11-30"


# ---------------------------------------------------------------- undone, and beside other changes


def test_it_is_undone_until_its_period_is_booked() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2027-01-17")
    assert code(story.undo_option()) == "done"
    assert changes(story) == []
    story.run().on("2027-02-01")
    assert story.settlements[-1].factor == 1
    assert code(story.undo_option()) == "no_change_to_undo"


def test_it_is_too_late_once_its_period_is_booked() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    assert code(story.on("2027-01-17").run().undo_option()) == "no_change_to_undo"
    assert changes(story) == ["flex_monthly from 2027-01-31"]


def test_changed_then_cancelled_and_gone_on() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2026-10-31").cancel()
    assert story.contract.ends_on == d("2027-02-28")  # the annual term is not reached any more, its first month is
    assert code(story.undo_option()) == "already_ending"
    story.undo()
    assert changes(story) == ["flex_monthly from 2027-01-31"]
    story.cancel("2027-04-15")
    story.on("2027-04-15")
    assert periods(story)[-2:] == ["2027-02-28 2027-03-31", "2027-03-31 2027-04-15"]
    assert story.status == "ended"
    assert not list(broken(story.project))


def test_cancelled_to_the_day_of_the_change_it_never_comes() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.cancel()
    assert story.contract.ends_on == d("2027-01-31")
    story.on("2027-01-31")
    assert (story.status, periods(story)[-1]) == ("ended", "2026-12-31 2027-01-31")


def test_suspended_over_the_change_each_period_is_of_its_option() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2026-12-01").suspend()
    story.on("2027-03-01").resume()
    story.run()
    assert [(s.start.isoformat(), s.factor) for s in story.settlements[-3:]] == [
        ("2026-12-31", 1), ("2027-01-31", Fraction("1.03")), ("2027-02-28", Fraction("1.03")),
    ]  # fmt: skip


def test_suspended_it_is_undone_all_the_same() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    story.on("2026-12-01").suspend()
    assert code(story.undo_option()) == "done"


@pytest.mark.parametrize(
    ("on", "then", "found"),
    [
        pytest.param("2026-10-30", "flex_monthly", ["flex_monthly from 2027-01-31"], id="in time it takes its place"),
        pytest.param("2026-12-01", "annual_monthly", [], id="the present one again: nothing changes"),
        pytest.param(
            "2026-12-01",
            "flex_monthly",
            ["annual_yearly from 2027-01-31", "flex_monthly from 2028-01-31"],
            id="later it follows",
        ),
    ],
)
def test_a_change_after_a_change(on: str, then: str, found: list[str]) -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-01")
    story.change_option("annual_yearly")
    story.on(on).change_option(then)
    assert changes(story) == found
    if len(found) > 1:
        assert code(story.undo_option()) == "done"
        assert changes(story) == []


def test_what_was_promised_by_somebody_else_does_not_move_it() -> None:
    """Licenses, credits, waivers: none of them touches what is scheduled."""
    story = running("annual_monthly", "2026-01-31").on("2026-10-30")
    story.change_option("flex_monthly")
    steps: list[Result] = [story.add("L2", 5), story.top_up("100"), story.give_back("L1", 3), story.take_back("L1")]
    assert [code(step) for step in steps] == ["done"] * 4
    assert changes(story) == ["flex_monthly from 2027-01-31"]


# ---------------------------------------------------------------- in review


@pytest.mark.parametrize("asked", [False, True])
def test_in_review_it_is_replaced_at_once(asked: bool) -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.on("2026-02-20").conclude("annual_monthly")
    before = story.contract
    if asked:
        story.ask()
    story.on("2026-02-25")
    assert code(story.change_option("flex_monthly")) == "done"
    after = story.contract
    assert (after.option.name, after.changes) == ("flex_monthly", ())
    assert (after.concluded_on, after.start, after.gap) == (before.concluded_on, before.start, before.gap)
    assert after.status is not before.status if asked else after.status is before.status
    story.approve()
    story.run()
    assert periods(story) == ["2026-02-20 2026-03-20"]
    assert code(story.undo_option()) == "no_change_to_undo"


def test_in_review_an_agreed_end_must_leave_the_first_term() -> None:
    story = Story("2026-01-01")
    story.add()
    story.conclude("flex_monthly", "2026-09-01")
    assert code(story.change_option("annual_monthly")) == "before_minimum_term"
    assert code(story.change_option("flex_monthly")) == "same_option"
    story.withdraw()
    story.conclude("flex_monthly", "2027-01-01")
    assert code(story.change_option("annual_monthly")) == "done"
    story.approve()
    assert story.contract.ends_on == d("2027-01-01")
    assert not list(broken(story.project))


# ---------------------------------------------------------------- who else asks for terms


def test_the_reminder_of_the_last_day_follows_the_option_whose_term_ends() -> None:
    story = running("annual_monthly", "2026-01-31").on("2026-10-10")
    story.change_option("flex_monthly")
    due = [one.about for one in reminders_due(story.project, story.today) if one.kind is Kind.LAST_DAY_TO_CANCEL]
    assert due == [d("2026-10-30")]
    story.on("2026-11-01")
    kinds = {one.kind for one in reminders_due(story.project, story.today)}
    assert Kind.LAST_DAY_TO_CANCEL not in kinds  # from now on it is by the month


def test_a_partner_stays_liable_to_the_end_of_the_term_in_force() -> None:
    story = running("flex_monthly", "2026-01-31").on("2026-02-15")
    story.change_option("annual_monthly")
    assert liable_until(story.contract, d("2026-03-15")) == d("2026-03-31")
    assert liable_until(story.contract, d("2026-04-01")) == d("2027-03-31")


@pytest.mark.parametrize("broken_on", ["2027-01-30", "2027-02-28", "2026-01-31"])
def test_a_change_that_is_no_term_end_is_found(broken_on: str) -> None:
    story = running("annual_monthly", "2026-01-31")
    contract = with_option_from(story.contract, d("2027-01-31"), option("flex_monthly"))
    (change,) = contract.changes
    moved = replace(contract, changes=(replace(change, starts_on=d(broken_on)),))
    found = [one.invariant.value for one in broken(replace(story.project, contract=moved))]
    assert found == ["option_astray"]


def test_terms_and_periods_of_every_option_follow_the_anchor() -> None:
    """T = A ⊕ m; from there on A ⊕ (m + j·billed) and A ⊕ (m + j·term), whatever the anchor."""
    for begins in ("2026-01-31", "2024-02-29", "2026-08-31", "2026-06-15"):
        story = running("flex_monthly", begins)
        story.on((story.today + timedelta(days=40)).isoformat()).change_option("annual_quarterly")
        anchor, (change,) = story.contract.start, story.contract.changes
        months = next(m for m in range(1, 9) if add_months(anchor, m) == change.starts_on)
        ends: list[date] = []
        day = change.starts_on + DAY
        for _ in range(3):
            ends.append(first_term_end(story.contract, day))
            day = ends[-1] + DAY
        assert ends == [add_months(anchor, months + 12 * j) for j in (1, 2, 3)]
        story.on((change.starts_on + timedelta(days=800)).isoformat())
        after = [s for s in story.settlements if s.start >= change.starts_on]
        assert [s.end for s in after] == [add_months(anchor, months + 3 * j) for j in range(1, len(after) + 1)]
