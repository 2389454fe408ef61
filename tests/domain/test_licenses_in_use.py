"""Licenses in use: activated, returned (rule 6)."""

import pytest

from autossa.domain.amounts import show
from autossa.domain.entries import LicenseActivated, LineReturned
from tests.domain.story import Story, code, d, lines


def test_the_first_activation_counts_and_each_is_recorded() -> None:
    story = Story("2026-01-01")
    story.add("L1")
    story.add("L2")
    story.on("2026-01-10")
    story.activate("L2")
    story.on("2026-01-12")
    story.activate("L1")
    story.activate("L2")
    activations = [entry for entry in story.entries if isinstance(entry, LicenseActivated)]
    assert [f"{entry.day} {entry.license_id}" for entry in activations] == [
        "2026-01-10 L2",
        "2026-01-12 L1",
        "2026-01-12 L2",
    ]
    assert story.project.first_activation == d("2026-01-10")


def test_only_an_open_license_is_activated() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    assert code(story.activate("L9")) == "no_such_license"
    story.give_back("L1", 1200)  # takes effect on 1 February
    assert code(story.activate("L1")) == "no_such_license"


# ---- returns


@pytest.mark.parametrize(
    ("license_id", "quantity", "result"),
    [
        ("L9", 1, "no_such_license"),
        ("L1", 1201, "quantity_too_large"),
        ("L1", 1200, "last_license"),
        ("L1", 1199, "done"),
    ],
)
def test_returns_are_refused_in_their_order(license_id: str, quantity: int, result: str) -> None:
    story = Story("2026-01-01").under_contract()
    assert code(story.give_back(license_id, quantity)) == result


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        ([], "done"),
        (["conclude"], "last_license"),
        (["conclude", "ask"], "last_license"),
        (["conclude", "approve"], "last_license"),
        (["conclude", "approve", "cancel"], "last_license"),
        (["conclude", "approve", "suspend"], "last_license"),
        (["conclude", "reject"], "done"),
        (["conclude", "withdraw"], "done"),
    ],
    ids=lambda value: "-".join(value) or "no contract" if isinstance(value, list) else value,
)
def test_the_last_license_stays_while_a_contract_is_open(steps: list[str], result: str) -> None:
    story = Story("2026-01-01")
    story.add()
    for step in steps:
        getattr(story, step)()
    assert code(story.give_back("L1", 1200)) == result


def test_a_license_already_returned_is_no_other_one() -> None:
    story = Story("2026-01-01").under_contract()
    story.add("L2", 12)
    assert code(story.give_back("L2", 12)) == "done"  # from 1 February, alive until then
    assert code(story.give_back("L1", 1200)) == "last_license"


def test_a_requested_license_is_no_other_one() -> None:
    story = Story("2026-01-01").under_contract()
    story.request("L2", 12)
    assert code(story.give_back("L1", 1200)) == "last_license"


@pytest.mark.parametrize(
    ("day", "effective"),
    [
        pytest.param("2026-01-10", "2026-02-01", id="before the next period is booked: at its first day"),
        pytest.param("2026-01-18", "2026-02-01", id="on the day it is booked, before that day's run"),
        pytest.param("2026-01-19", "2026-03-01", id="after: what is paid is not paid back"),
    ],
)
def test_a_return_takes_effect_when_coverage_ends(day: str, effective: str) -> None:
    story = Story("2026-01-01").under_contract().on(day)
    story.give_back("L1", 200)
    assert lines(story) == [f"L1 1200 2026-01-01 {effective}", f"L1 1000 {effective} open"]
    (returned,) = [entry for entry in story.entries if isinstance(entry, LineReturned)]
    assert (returned.day, returned.ended_on) == (d(day), d(effective))


@pytest.mark.parametrize("day", ["2026-01-01", "2026-03-10"], ids=["on the day it was added", "later"])
def test_without_coverage_a_return_takes_effect_at_once(day: str) -> None:
    story = Story("2026-01-01")
    story.add()
    story.on(day)
    story.give_back("L1", 1200)
    assert lines(story) == [f"L1 1200 2026-01-01 {day}"]
    assert not story.project.lines[0].alive_on(d(day))


def test_what_remains_can_be_returned_before_it_begins() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-05")
    story.give_back("L1", 200)
    story.give_back("L1", 300)
    assert lines(story) == [
        "L1 1200 2026-01-01 2026-02-01",
        "L1 1000 2026-02-01 2026-02-01",
        "L1 700 2026-02-01 open",
    ]
    story.on("2026-01-18").run()
    assert story.booked[-1] == "extension 2026-02-01 2026-03-01 58.33"


def test_returned_whole_after_a_part_nothing_goes_on() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 200)
    story.give_back("L1", 1000)
    assert lines(story) == ["L1 1200 2026-01-01 2026-02-01", "L1 1000 2026-02-01 2026-02-01"]
    story.on("2026-02-01")
    assert code(story.conclude()) == "no_licenses"


def test_what_remains_keeps_place_id_and_acquisition() -> None:
    story = Story("2026-01-01").under_contract()
    story.add("L2", 240)
    story.give_back("L1", 600)
    first, remainder, second = story.project.lines
    assert (remainder.license_id, remainder.place, remainder.acquired_on) == ("L1", first.place, first.acquired_on)
    assert second.license_id == "L2"
    story.top_up("55")
    story.on("2026-01-18").run()
    parts = [(p.charge.line.license_id, show(p.from_balance), show(p.invoiced)) for p in story.settlements[-1].parts]
    assert parts == [("L1", "50.00", "0.00"), ("L2", "5.00", "15.00")]  # before the younger line


def test_what_remains_is_rounded_from_its_own_first_day() -> None:
    story = Story("2026-01-01")
    story.add("L1", 20)  # 1.6667 a month
    story.conclude()
    story.approve()
    story.run()
    story.give_back("L1", 10)
    story.on("2026-03-01").run()
    assert [show(s.ssc) for s in story.settlements] == ["1.67", "0.83", "0.84"]


def test_what_is_paid_is_not_paid_back() -> None:
    story = Story("2026-01-01").under_contract("annual_yearly")
    story.give_back("L1", 1199)
    assert (story.balance, len(story.settlements)) == ("0.00", 1)
    assert lines(story)[-1] == "L1 1 2027-01-01 open"
