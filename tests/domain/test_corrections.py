"""Voiding a period or an addition (rule 10): credits, coverage and invoice are taken back, nothing is changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autossa.domain.amounts import show
from autossa.domain.corrections import void
from autossa.domain.dates import DAY
from autossa.domain.policies import GiveUp, Policy
from autossa.domain.projects import apply
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from tests.domain.story import Result, Story, code, d

WHY = "wrong quantity"


def take_back(story: Story, settlement: Settlement, reason: str = WHY) -> Result:
    return story.do(void, settlement, reason)


def with_addition() -> Story:
    """A quarter from 1 January, an addition of 1.00 a month on 1 February; 0.50 of it from the balance."""
    story = Story("2026-01-01", vat="19", policy=Policy(void_days=60)).under_contract("annual_quarterly")
    story.on("2026-02-01")
    story.top_up("0.50")
    story.add("L2", 12)
    assert story.booked[-1] == "addition 2026-02-01 2026-04-01 2.00"
    return story


# ---- a period


def test_a_voided_period_gives_back_credits_coverage_and_money() -> None:
    story = Story("2026-01-01", vat="19")
    story.top_up("30")
    story.under_contract().on("2026-01-05")
    (period,) = story.settlements
    assert code(take_back(story, period)) == "done"
    assert (story.balance, story.coverage, story.contract.booked_until) == ("30.00", [], d("2026-01-01"))
    entry = story.entries[-1]
    assert isinstance(entry, Void)
    assert (entry.day, entry.settlement, entry.reason) == (d("2026-01-05"), period, WHY)


def test_what_was_voided_already_is_not_booked_whatever_stands_on_its_days() -> None:
    """The period was booked again, alike: only who knows both can tell them apart."""
    story = Story("2026-01-01", vat="19").under_contract()
    (period,) = story.settlements
    assert code(void(story.project, story.today, period, WHY, is_voided=True)) == "not_booked"
    late = d("2027-01-01")
    assert code(void(story.project, late, period, WHY, is_voided=True)) == "too_late_to_void"


def test_the_credit_note_is_the_invoice_with_the_opposite_sign() -> None:
    story = Story("2026-01-01", vat="19").under_contract("flex_monthly")
    (period,) = story.settlements
    take_back(story, period)
    note, invoice = story.entries[-1].credit_note, period.invoice  # type: ignore[union-attr]
    assert note is not None
    assert invoice is not None
    assert (note.net, note.tax, note.gross) == (-10300, -1957, -12257)
    assert (invoice.net + note.net, invoice.tax + note.tax, invoice.gross + note.gross) == (0, 0, 0)
    assert [(x.license_id, x.ssc, x.net) for x in note.lines] == [("L1", -10000, -10300)]
    assert (note.reason, note.start, note.end) == (invoice.reason, invoice.start, invoice.end)


def test_without_an_invoice_there_is_no_credit_note() -> None:
    story = Story("2026-01-01")
    story.top_up("100")
    story.under_contract()
    take_back(story, story.settlements[0])
    assert story.entries[-1].credit_note is None  # type: ignore[union-attr]
    assert story.balance == "100.00"


def test_credits_flow_back_to_the_lots_they_came_from() -> None:
    story = Story("2026-01-01")
    story.top_up("30")
    story.top_up("45")
    story.under_contract()  # 25.00 are recharged
    before = [(lot.number, lot.free) for lot in story.project.credits.lots]
    take_back(story, story.settlements[0])
    after = [(lot.number, lot.free) for lot in story.project.credits.lots]
    assert before == [(1, 0), (2, 0), (3, 0)]
    assert after == [(1, 3000), (2, 4500), (3, 0)]  # what had been recharged for it leaves again


def test_a_voided_period_is_booked_anew_and_right() -> None:
    story = Story("2026-01-01").under_contract()
    take_back(story, story.settlements[0])
    story.run()
    assert story.coverage == ["2026-01-01 2026-02-01 auto"]
    assert story.booked == ["extension 2026-01-01 2026-02-01 100.00"] * 2


def test_in_between_the_right_license_is_put_in_place() -> None:
    story = Story("2026-01-01", policy=Policy(give_up=GiveUp.PERIOD)).under_contract()
    take_back(story, story.settlements[0])
    story.add("L2", 600)
    story.give_back("L1", 1200)  # nothing is covered any more: at once
    story.run()
    assert story.booked[-1] == "extension 2026-01-01 2026-02-01 50.00"


# ---- an addition


def test_a_voided_addition_was_never_alive() -> None:
    story = with_addition()
    addition = story.settlements[-1]
    story.on("2026-02-10")
    assert code(take_back(story, addition)) == "done"
    assert (story.balance, len(story.coverage)) == ("0.50", 1)
    assert not any(story.project.lines[-1].alive_on(d("2026-02-01") + DAY * n) for n in range(365))
    story.on("2026-03-18").run()
    assert story.booked[-1] == "extension 2026-04-01 2026-07-01 300.00"


def test_an_addition_by_the_balance_alone_can_be_voided_too() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.top_up("2")
    story.add("L2", 12)
    assert story.balance == "0.00"
    assert code(take_back(story, story.settlements[-1])) == "done"
    assert story.balance == "2.00"


# ---- refusals


@pytest.mark.parametrize(
    ("void_days", "days_later", "result"),
    [(30, 0, "done"), (30, 30, "done"), (30, 31, "too_late_to_void"), (0, 0, "done"), (0, 1, "too_late_to_void")],
)
def test_within_void_days(void_days: int, days_later: int, result: str) -> None:
    story = Story("2026-01-01", policy=Policy(void_days=void_days)).under_contract("annual_yearly")
    story.on(str(d("2026-01-01") + timedelta(days=days_later)))
    assert code(take_back(story, story.settlements[0])) == result


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_void_needs_a_reason(reason: str) -> None:
    story = Story("2026-01-01").under_contract()
    with pytest.raises(ValueError, match="needs a reason"):
        take_back(story, story.settlements[0], reason)


def test_only_the_last_period() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-20")
    first, second = story.settlements
    assert code(take_back(story, first)) == "booked_since"
    assert code(take_back(story, second)) == "done"
    assert code(take_back(story, first)) == "done"
    assert story.coverage == []


def test_nothing_twice() -> None:
    story = with_addition()
    period, addition = story.settlements
    assert [code(take_back(story, x)) for x in (addition, addition, period, period)] == [
        "done",
        "not_booked",
        "done",
        "not_booked",
    ]


def test_not_a_period_on_which_an_addition_was_booked_since() -> None:
    """Else the addition would be paid twice: with its own invoice, and with the period booked anew."""
    story = with_addition()
    period, addition = story.settlements
    assert code(take_back(story, period)) == "booked_since"
    assert code(take_back(story, addition)) == "done"
    assert code(take_back(story, period)) == "done"
    story.run()
    assert story.booked[-1] == "extension 2026-01-01 2026-04-01 300.00"


@pytest.mark.parametrize("since", ["a period", "a return", "an extension by hand"])
def test_not_an_addition_on_which_something_was_booked_since(since: str) -> None:
    if since == "an extension by hand":
        story = Story("2026-01-01").covered_by_hand(2)
        story.top_up("500")
        story.add("L2", 12)
        addition = story.settlements[-1]
        story.extend(1)
    else:
        story = with_addition()
        addition = story.settlements[-1]
        if since == "a return":
            story.give_back("L2", 1)
        else:
            story.on("2026-03-18").run()
            story.project = replace(story.project, terms=replace(story.project.terms, policy=Policy(void_days=60)))
    assert code(take_back(story, addition)) == "booked_since"


@pytest.mark.parametrize("contract", ["active", "ending", "suspended", "in_review", "question", "none", "another left"])
def test_not_the_last_license_of_an_open_contract(contract: str) -> None:
    """The license before it was returned because of this one: a contract never goes on with nothing to cover."""
    story = Story("2026-01-01")
    if contract in {"in_review", "question", "none"}:
        story.covered_by_hand(1)
        story.top_up("1")
    else:
        story.under_contract("flex_monthly")
    story.add("L2", 12)
    assert code(story.give_back("L1", 1200)) == "done"
    if contract == "ending":
        story.cancel()
    if contract == "suspended":
        story.suspend()
    if contract in {"in_review", "question"}:
        assert code(story.conclude()) == "done"
    if contract == "question":
        story.ask()
    addition = story.settlements[-1]
    if contract == "another left":
        story.add("L3", 12)
    before = story.project
    right = "done" if contract in {"none", "another left"} else "last_license"
    assert code(take_back(story, addition)) == right
    assert (story.project == before) is (right != "done")


@pytest.mark.parametrize("concluded", ["within the grace", "late"])
def test_not_an_addition_that_the_gap_of_a_review_was_computed_with(concluded: str) -> None:
    """Else the approval would charge a license for days on which it was never alive."""
    story = Story("2026-01-01", policy=Policy(grace_days=10, void_days=99)).covered_by_hand(1)
    story.top_up("999")
    story.on("2026-01-22").add("L2", 372)  # 31.00 a month
    assert story.booked[-1] == "addition 2026-01-22 2026-02-01 10.00"
    addition = story.settlements[-1]
    story.on("2026-02-04" if concluded == "within the grace" else "2026-03-01").conclude()
    assert code(take_back(story, addition)) == "in_contract"
    story.withdraw()
    assert code(take_back(story, addition)) == "done"
    assert story.balance == "999.00"
    story.conclude()
    story.approve()
    gap = {"within the grace": "gap 2026-02-01 2026-02-04 10.71", "late": "gap 2026-02-01 2026-03-01 200.00"}
    assert story.booked[-1] == gap[concluded]  # of L1 alone


def test_a_gap_or_an_extension_by_hand_is_neither_period_nor_addition() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-10")
    story.conclude()
    story.approve()
    by_hand, gap = story.settlements
    assert (by_hand.reason.value, gap.reason.value) == ("manual", "gap")
    story.project = replace(story.project, terms=replace(story.project.terms, policy=Policy(void_days=99)))
    assert [code(take_back(story, x)) for x in (by_hand, gap)] == ["not_booked", "not_booked"]


def test_not_a_period_of_a_contract_that_has_ended() -> None:
    story = Story("2026-01-01", policy=Policy(void_days=99)).under_contract("flex_monthly", "2026-02-01")
    (period,) = story.settlements
    story.on("2026-02-01")
    assert (story.status, code(take_back(story, period))) == ("ended", "not_booked")


def test_too_late_comes_first_then_what_is_gone() -> None:
    story = Story("2026-01-01").under_contract().on("2026-02-05")
    first, second, *_ = story.settlements
    assert code(take_back(story, first)) == "too_late_to_void"  # also booked_since
    take_back(story, second)
    story.on("2026-02-18")
    assert code(take_back(story, second)) == "too_late_to_void"  # also gone


def test_a_refusal_changes_nothing() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-20")
    before = story.project
    take_back(story, story.settlements[0])
    assert story.project == before


def test_booking_and_voiding_leave_the_credits_as_they_were() -> None:
    story = Story("2026-01-01")
    story.top_up("12.34")
    story.add()
    story.conclude()
    story.approve()
    before = story.project
    story.run()
    after = apply(Void(story.today, story.settlements[0], WHY), story.project)
    assert show(after.credits.balance) == show(before.credits.balance)
    assert (after.coverage, after.contract, after.lines) == (before.coverage, before.contract, before.lines)
