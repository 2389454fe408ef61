"""The vendor's review (rule 4): question and answer, approval, rejection, withdrawal."""

import pytest

from autossa.domain.credits import Draw
from autossa.domain.entries import ContractMoved, CreditsReleased
from tests.domain.story import Story, code, d


def in_review(day: str = "2026-01-01", fixed_end: str | None = None) -> Story:
    story = Story(day)
    story.add()
    assert code(story.conclude("annual_monthly", fixed_end)) == "done"
    return story


def late_in_review() -> Story:
    """A gap from 1 February to 3 March, 106.45 twice, held from two lots."""
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-03")
    story.top_up("200")
    story.top_up("50")
    assert code(story.conclude()) == "done"
    return story


@pytest.mark.parametrize(
    ("steps", "results", "status"),
    [
        (["ask"], ["done"], "question"),
        (["ask", "answer"], ["done", "done"], "in_review"),
        (["ask", "ask"], ["done", "not_in_review"], "question"),
        (["answer"], ["not_in_question"], "in_review"),
        (["ask", "answer", "answer"], ["done", "done", "not_in_question"], "in_review"),
        (["ask", "answer", "ask"], ["done", "done", "done"], "question"),
        (["ask", "approve"], ["done", "done"], "active"),
        (["ask", "reject"], ["done", "done"], "rejected"),
        (["ask", "withdraw"], ["done", "done"], "withdrawn"),
        (["approve", "ask"], ["done", "not_in_review"], "active"),
        (["approve", "approve"], ["done", "not_in_review"], "active"),
        (["reject", "approve"], ["done", "not_in_review"], "rejected"),
        (["withdraw", "reject"], ["done", "not_in_review"], "withdrawn"),
        (["reject", "withdraw"], ["done", "not_in_review"], "rejected"),
        (["approve", "withdraw"], ["done", "not_in_review"], "active"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else value,
)
def test_the_steps_of_a_review(steps: list[str], results: list[str], status: str) -> None:
    story = in_review()
    assert [code(getattr(story, step)()) for step in steps] == results
    assert story.status == status


def test_without_a_contract_there_is_nothing_to_review() -> None:
    story = Story()
    results = [code(step()) for step in (story.ask, story.answer, story.approve, story.reject, story.withdraw)]
    assert results == ["not_in_review", "not_in_question", "not_in_review", "not_in_review", "not_in_review"]


@pytest.mark.parametrize(
    ("fixed_end", "day", "result", "status"),
    [
        (None, "2026-01-02", "done", "active"),
        ("2027-01-01", "2026-01-02", "done", "ending"),
        ("2027-01-01", "2026-12-31", "done", "ending"),
        ("2027-01-01", "2027-01-01", "past_fixed_end", "in_review"),
        ("2027-01-01", "2027-05-05", "past_fixed_end", "in_review"),
    ],
)
def test_approval_and_the_fixed_end(fixed_end: str | None, day: str, result: str, status: str) -> None:
    story = in_review(fixed_end=fixed_end).on(day)
    assert (code(story.approve()), story.status) == (result, status)


def test_past_fixed_end_comes_before_no_price() -> None:
    story = Story("2026-01-01", price=[]).covered_by_hand(1).on("2026-02-10")
    story.conclude("flex_monthly", "2026-03-10")
    story.on("2026-03-09")
    assert code(story.approve()) == "no_price"
    story.on("2026-03-10")
    assert code(story.approve()) == "past_fixed_end"


@pytest.mark.parametrize(
    ("balance", "invoiced", "left"),
    [("0", "35.71", "0.00"), ("10", "25.71", "0.00"), ("35.71", None, "0.00"), ("40", None, "4.29")],
)
def test_a_gap_in_time_is_paid_once_the_balance_first(balance: str, invoiced: str | None, left: str) -> None:
    story = Story("2026-01-01", vat="19").covered_by_hand(1).on("2026-02-11")  # 10/28 of 100.00
    story.conclude("flex_monthly")
    if balance != "0":
        story.top_up(balance)
    story.approve()
    assert story.booked[-1] == "gap 2026-02-01 2026-02-11 35.71"
    assert story.coverage[-1] == "2026-02-01 2026-02-11 back_payment"
    assert story.balance == left
    nets = [(f"{invoice.net / 100:.2f}", invoice.reason.value) for invoice in story.invoices]
    assert nets == ([(invoiced, "gap")] if invoiced else [])  # list price: the option's +3 % is not for gaps


def test_a_late_gap_is_consumed_from_what_was_held() -> None:
    story = late_in_review()
    story.on("2026-03-05")
    story.approve()
    booked = story.settlements[-1]
    assert story.booked[-1] == "gap 2026-02-01 2026-03-03 212.90"
    assert (booked.draws, booked.from_held, booked.invoice) == ((Draw(2, 20000), Draw(3, 1290)), True, None)
    assert (story.held, story.free) == ("0.00", "37.10")


@pytest.mark.parametrize("step", ["reject", "withdraw"])
def test_what_was_held_is_free_again(step: str) -> None:
    story = late_in_review()
    assert (story.held, story.free) == ("212.90", "37.10")
    getattr(story, step)()
    released = CreditsReleased(story.today, (Draw(2, 20000), Draw(3, 1290)))
    assert story.entries[-1] == released
    assert (story.held, story.free) == ("0.00", "250.00")


def test_nothing_held_nothing_released() -> None:
    story = in_review()
    story.reject()
    assert story.entries[-1] == ContractMoved(d("2026-01-01"), story.contract.status)


def test_approval_books_no_period_the_days_run_does() -> None:
    story = in_review()
    story.approve()
    assert story.booked == []
    assert story.run().booked == ["extension 2026-01-01 2026-02-01 100.00"]


def test_a_late_approval_books_everything_from_the_start() -> None:
    story = in_review().on("2026-03-20")
    story.approve()
    assert story.run().coverage == [
        "2026-01-01 2026-02-01 auto",
        "2026-02-01 2026-03-01 auto",
        "2026-03-01 2026-04-01 auto",
        "2026-04-01 2026-05-01 auto",
    ]
