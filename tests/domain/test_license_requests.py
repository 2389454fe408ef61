"""Licenses that are requested: confirmed by the vendor or with a contract, withdrawn, refused (rule 6)."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from autossa.domain import license_requests
from autossa.domain.amounts import show
from autossa.domain.entries import LineAdded, LineConfirmed, RequestEnded
from autossa.domain.licenses import NewLicense
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, charges, code, d, lines


def test_a_requested_line_is_never_charged_activated_nor_returned() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    assert code(story.request("L2", 12)) == "done"
    assert story.entries[-1] == LineAdded(d("2026-01-01"), story.project.lines[-1])
    assert not story.project.lines[-1].confirmed
    assert code(story.activate("L2")) == "no_such_license"
    assert code(story.give_back("L2", 12)) == "no_such_license"
    assert len(story.settlements) == 1


def test_a_requested_line_is_left_out_of_extensions_and_periods() -> None:
    story = Story("2026-01-01").under_contract()
    story.request("L2", 1200)
    story.on("2026-03-01").run()
    assert set(story.booked[1:]) == {
        "extension 2026-02-01 2026-03-01 100.00",
        "extension 2026-03-01 2026-04-01 100.00",
    }


def test_requested_lines_alone_carry_no_extension_but_a_contract() -> None:
    story = Story("2026-01-01")
    story.request("L1", 1200)
    story.top_up("1000")
    assert code(story.extend(1)) == "no_licenses"
    assert code(story.conclude()) == "done"
    assert story.contract.requested == {1}


def test_approval_confirms_the_lines_it_was_concluded_with() -> None:
    story = Story("2026-01-01")
    story.request("L1", 1200)
    story.conclude()
    story.on("2026-01-03")
    story.request("L2", 120)
    story.approve()
    assert [entry for entry in story.entries if isinstance(entry, LineConfirmed)] == [
        LineConfirmed(d("2026-01-03"), 1, d("2026-01-01"))
    ]
    assert [line.confirmed for line in story.project.lines] == [True, False]
    assert story.run().booked == ["extension 2026-01-01 2026-02-01 100.00"]


@pytest.mark.parametrize("step", ["reject", "withdraw"])
def test_without_approval_a_requested_line_stays_requested(step: str) -> None:
    story = Story("2026-01-01")
    story.request("L1", 1200)
    story.conclude()
    getattr(story, step)()
    assert [line.confirmed for line in story.project.lines] == [False]


def test_the_gap_of_a_contract_counts_requested_lines() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-01")
    story.request("L2", 120)
    story.on("2026-03-01")
    story.conclude()
    assert show(story.contract.gap.ssc if story.contract.gap else 0) == "110.00"
    story.approve()
    assert story.booked[-1] == "gap 2026-02-01 2026-03-01 110.00"


@pytest.mark.parametrize(
    ("requested", "approved", "added_on", "booked"),
    [
        pytest.param(
            "2026-02-05",
            "2026-03-10",
            "2026-03-10",
            "addition 2026-03-10 2026-04-01 0.71",
            id="still covered: from then",
        ),
        pytest.param(
            "2026-02-05",
            "2026-04-05",
            "2026-04-01",
            "extension 2026-05-01 2026-06-01 101.00",
            id="after: from the start",
        ),
    ],
)
def test_approval_charges_what_it_confirms_in_a_covered_project(
    requested: str, approved: str, added_on: str, booked: str
) -> None:
    story = Story("2026-01-01").covered_by_hand(3).on(requested)  # to 1 April
    story.request("L2", 12)
    story.conclude("annual_monthly")
    story.on(approved)
    assert code(story.approve()) == "done"
    assert story.project.lines[-1].added_on == d(added_on)
    if added_on == "2026-04-01":
        story.on("2026-04-20").run()
        assert story.booked[-2] == "extension 2026-04-01 2026-05-01 101.00"
    assert story.booked[-1] == booked


def test_approval_without_a_price_for_what_it_would_charge_is_refused_whole() -> None:
    story = Story("2026-01-01", price=[]).covered_by_hand(3)
    story.request("L2", 12)
    story.conclude()
    before = story.project
    assert code(story.approve()) == "no_price"
    assert story.project == before


def test_confirmed_during_the_review_it_counts_as_it_was_concluded_with() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-01")
    story.request("L2", 120)
    story.on("2026-03-01")
    story.conclude()
    story.on("2026-03-03")
    assert code(story.confirm(2)) == "done"
    story.approve()
    (gap,) = story.settlements[1:]
    assert show(gap.ssc) == "110.00"
    for part in gap.parts:  # law 5: never for a day on which it was not alive
        alive = next(line for line in story.project.lines if line.number == part.charge.line.number)
        assert alive.alive_on(part.charge.start)


@pytest.mark.parametrize(
    ("day", "charged"),
    [("2026-01-16", ["2026-01-16 2026-03-01 1.52 at 1"]), ("2026-02-15", ["2026-02-15 2026-03-01 0.50 at 1"])],
)
def test_confirmed_later_it_is_charged_from_that_day(day: str, charged: list[str]) -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.request("L2", 12)
    story.on(day)
    story.top_up("10")
    assert code(story.confirm(2)) == "done"
    assert charges(story) == charged
    assert story.project.lines[-1].added_on == d(day)


# ---- a request that is withdrawn or refused


def test_a_request_that_ended_was_alive_on_no_day_and_stays_in_the_history() -> None:
    story = Story("2026-01-01").covered_by_hand(2).on("2026-01-10")
    story.request("L2", 12)
    story.on("2026-01-20")
    assert code(story.end_request(2)) == "done"
    assert story.entries[-1] == RequestEnded(d("2026-01-20"), 2)
    assert lines(story) == ["L1 1200 2026-01-01 open", "L2 12 2026-01-10 2026-01-10"]
    ended = story.project.lines[-1]
    assert not ended.confirmed
    assert not ended.is_requested
    assert not any(ended.alive_on(d(day)) for day in ("2026-01-09", "2026-01-10", "2026-01-20"))


@pytest.mark.parametrize(
    ("number", "first"),
    [
        pytest.param(1, None, id="a confirmed line"),
        pytest.param(3, None, id="no line"),
        pytest.param(2, Story.confirm, id="confirmed meanwhile"),
        pytest.param(2, Story.end_request, id="withdrawn meanwhile"),
    ],
)
def test_only_what_waits_can_be_withdrawn_and_once(number: int, first: Callable[[Story, int], object] | None) -> None:
    story = Story("2026-01-01")
    story.add("L1")
    story.request("L2")
    if first:
        first(story, 2)
    before = story.project
    assert code(story.end_request(number)) == "not_requested"
    assert story.project == before


def test_what_is_withdrawn_is_not_confirmed() -> None:
    story = Story("2026-01-01")
    story.request("L1")
    story.end_request(1)
    assert code(story.confirm(1)) == "not_requested"


# Requested before or after the contract was concluded; how its review ended, if it did.
@pytest.mark.parametrize(
    ("requested", "step", "result"),
    [
        ("before", None, "in_contract"),
        ("before", "ask", "in_contract"),
        ("before", "reject", "done"),
        ("before", "withdraw", "done"),
        ("before", "approve", "not_requested"),
        ("after", None, "done"),
        ("after", "approve", "done"),
    ],
)
def test_what_an_open_contract_was_concluded_with_stays(requested: str, step: str | None, result: str) -> None:
    story = Story("2026-01-01")
    story.add("L1")
    if requested == "before":
        story.request("L2")
    story.conclude()
    if requested == "after":
        story.request("L2")
    if step:
        getattr(story, step)()
    assert code(story.end_request(2)) == result


def test_a_contract_is_not_concluded_with_what_was_withdrawn() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-01")
    story.request("L2", 120)
    story.end_request(2)
    story.on("2026-03-01")
    story.conclude()
    assert story.contract.requested == set()
    assert show(story.contract.gap.ssc if story.contract.gap else 0) == "100.00"
    story.approve()
    assert story.run().booked[-1] == "extension 2026-03-01 2026-04-01 100.00"


def test_without_any_other_license_there_is_nothing_to_conclude_for() -> None:
    story = Story("2026-01-01")
    story.request("L1")
    story.end_request(1)
    assert code(story.conclude()) == "no_licenses"


def test_confirming_is_refused_like_adding() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.request("L2", 12)
    assert story.confirm(2) == Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=200)
    assert not story.project.lines[-1].confirmed


@pytest.mark.parametrize("number", [1, 3], ids=["a confirmed line", "no line"])
def test_only_a_requested_line_can_be_confirmed(number: int) -> None:
    story = Story("2026-01-01")
    story.add("L1")
    story.request("L2")
    assert code(story.confirm(number)) == "not_requested"


def test_a_line_is_confirmed_once() -> None:
    story = Story("2026-01-01")
    story.request("L1")
    assert [code(story.confirm(1)), code(story.confirm(1))] == ["done", "not_requested"]


# ---- several at once


def _several(story: Story, *quantities: int) -> None:
    new = [NewLicense(f"L{place}", "PORT", quantity, Fraction(1)) for place, quantity in enumerate(quantities, start=2)]
    story.project = license_requests.request_all(story.project, story.today, new).project


def test_several_requested_at_once_wait_each_on_its_line() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    _several(story, 12, 24, 36)
    assert lines(story)[1:] == [f"L{n} {q} 2026-01-01 open" for n, q in ((2, 12), (3, 24), (4, 36))]
    assert all(line.is_requested for line in story.project.lines[1:])


def test_several_are_confirmed_as_if_one_after_the_other() -> None:
    together, alone = (Story("2026-01-01").under_contract() for _ in range(2))
    for story in (together, alone):
        story.run()
        _several(story, 7, 13, 29)
        story.on("2026-01-16")
    outcome = license_requests.confirm_all(together.project, together.today, [2, 3, 4])
    assert isinstance(outcome, Outcome)
    for number in (2, 3, 4):
        assert code(alone.confirm(number)) == "done"
    assert outcome.project == alone.project
    assert [s.parts[0].charge.line.number for s in outcome.settlements] == [2, 3, 4]


def test_several_are_refused_whole_with_all_that_is_missing() -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    _several(story, 12, 24, 36)  # 2.00, 4.00 and 6.00 to the end of coverage
    story.top_up("3")
    for confirmed, missing in (([2], None), ([2, 3], 300), ([2, 3, 4], 900), ([4, 2], 500)):
        result = license_requests.confirm_all(story.project, story.today, confirmed)
        assert (result.missing_ssc if isinstance(result, Refusal) else None) == missing
    new = [NewLicense("L8", "PORT", 12, Fraction(1)), NewLicense("L9", "PORT", 24, Fraction(1))]
    assert license_requests.add_all(story.project, story.today, new) == Refusal(
        Code.INSUFFICIENT_CREDITS, missing_ssc=300
    )


@pytest.mark.parametrize("numbers", [[2, 1], [2, 9], [2, 2]], ids=["a confirmed line", "no line", "the same twice"])
def test_several_of_which_one_does_not_wait_are_refused_whole(numbers: list[int]) -> None:
    story = Story("2026-01-01")
    story.add("L1")
    _several(story, 12)
    assert license_requests.confirm_all(story.project, story.today, numbers) == Refusal(Code.NOT_REQUESTED)
