"""The daily run (rule 5): when a period is due, catching up, waking, and when a contract has ended."""

from collections.abc import Callable

import pytest

from autossa.domain import renewals
from autossa.domain.dates import DAY
from autossa.domain.policies import Policy
from autossa.domain.projects import Outcome
from tests.domain.story import Story, code, d

MONTHS = ["2026-01-01 2026-02-01 auto", "2026-02-01 2026-03-01 auto", "2026-03-01 2026-04-01 auto"]


@pytest.mark.parametrize(
    ("lead_days", "first_due"), [(0, "2026-02-01"), (1, "2026-01-31"), (14, "2026-01-18"), (27, "2026-01-05")]
)
def test_a_period_is_due_lead_days_before_it_begins(lead_days: int, first_due: str) -> None:
    story = Story("2026-01-01", policy=Policy(renewal_lead_days=lead_days)).under_contract()
    story.on(str(d(first_due) - DAY)).run()
    assert story.coverage == MONTHS[:1]
    story.on(first_due).run()
    assert story.coverage == MONTHS[:2]
    assert renewals.due_on(story.contract, lead_days) is not None


def test_all_due_periods_are_booked_in_order_by_one_run() -> None:
    story = Story("2026-01-01").under_contract()
    once = renewals.run_day(story.project, d("2026-03-01"))
    assert [f"{p.start} {p.end} {p.source.value}" for p in once.project.coverage] == MONTHS
    assert len(once.entries) == 2


def test_the_second_run_of_a_day_does_nothing() -> None:
    story = Story("2026-01-01").under_contract()
    once = renewals.run_day(story.project, d("2026-06-01"))
    assert renewals.run_day(once.project, d("2026-06-01")) == Outcome(once.project)


def test_the_balance_goes_first_and_the_rest_is_invoiced_oldest_line_first() -> None:
    story = Story("2026-01-01", vat="19")
    story.add("L1", 120)  # 10.00 a month
    story.add("L2", 240)  # 20.00
    story.top_up("18")
    story.conclude("flex_monthly")
    story.approve()
    story.run()
    (booked,) = story.settlements
    assert [(part.from_balance, part.invoiced, part.net) for part in booked.parts] == [(1000, 0, 0), (800, 1200, 1236)]
    assert booked.invoice is not None
    assert [(line.license_id, line.ssc, line.net) for line in booked.invoice.lines] == [("L2", 1200, 1236)]
    assert (booked.invoice.net, booked.invoice.tax, booked.invoice.gross) == (1236, 235, 1471)


@pytest.mark.parametrize(
    ("rate", "price", "invoices", "lots"),
    [
        pytest.param("0.04", "0.20", 1, 1, id="0.01 × 0.20: half a cent and more"),
        pytest.param("0.01", "0.20", 0, 1, id="an invoice of 0.00 is not issued, the SSC are recharged"),
        pytest.param("0.001", "0.20", 0, 0, id="nothing is charged at all"),
        pytest.param("1", "0", 0, 1, id="at a price of 0"),
    ],
)
def test_small_amounts(rate: str, price: str, invoices: int, lots: int) -> None:
    story = Story("2026-01-01", price=[("2020-01-01", price)])
    story.add("L1", 12, rate=rate)
    story.conclude("annual_monthly")
    story.approve()
    story.run()
    assert len(story.invoices) == invoices
    assert story.project.credits.next_lot == lots + 1
    assert story.coverage == MONTHS[:1]


def test_an_invoice_line_of_nothing_stays_on_an_invoice_of_something() -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "0.20")])
    story.add("L1", 12)
    story.add("L2", 12, rate="0.01")
    story.conclude("annual_monthly")
    story.approve()
    story.run()
    (invoice,) = story.invoices
    assert [(line.license_id, line.ssc, line.net) for line in invoice.lines] == [("L1", 100, 20), ("L2", 1, 0)]


# ---- waking


def new() -> Story:
    story = Story("2026-01-01")
    story.add()
    return story


def concluded() -> Story:
    story = new()
    story.conclude()
    return story


def active() -> Story:
    return Story("2026-01-01").under_contract()


def suspended() -> Story:
    story = active()
    story.suspend()
    return story


def ending() -> Story:
    return Story("2026-01-01").under_contract("flex_monthly", "2026-02-01")


def ending_suspended() -> Story:
    story = ending()
    story.suspend()
    return story


def ended() -> Story:
    return ending().on("2026-02-01")


@pytest.mark.parametrize(
    ("begin", "since", "due"),
    [
        (new, "2026-01-01", None),
        (concluded, "2026-01-01", None),
        (active, "2026-01-01", "2026-01-18"),
        (active, "2026-03-05", "2026-03-05"),
        (suspended, "2026-01-01", None),
        (ending, "2026-01-01", "2026-02-01"),
        (ending, "2026-04-01", "2026-04-01"),
        (ending_suspended, "2026-01-01", "2026-02-01"),
        (ended, "2026-02-01", None),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_next_due_day(begin: Callable[[], Story], since: str, due: str | None) -> None:
    project = begin().project
    assert renewals.next_due_day(project, d(since)) == (d(due) if due else None)


@pytest.mark.parametrize(
    ("price", "day", "booked_on"),
    [
        pytest.param("2020-01-01", "2026-03-05", ["2026-01-01", "2026-01-18", "2026-02-15"], id="each on its due day"),
        pytest.param("2026-02-20", "2026-03-05", ["2026-02-20"] * 3, id="once there is a price"),
        pytest.param("2026-02-16", "2026-02-16", [], id="what is due today is today's run's"),
        pytest.param("2026-02-16", "2026-02-17", ["2026-02-16"] * 3, id="yesterday's price"),
        pytest.param("2027-01-01", "2026-03-05", [], id="still none"),
    ],
)
def test_catching_up_books_each_period_as_of_its_day(price: str, day: str, booked_on: list[str]) -> None:
    story = Story("2026-01-01", price=[(price, "1.00")])
    story.add()
    story.conclude()
    story.approve()
    caught_up = renewals.catch_up(story.project, d("2026-01-01"), d(day))
    assert [str(entry.day) for entry in caught_up.entries] == booked_on


def test_catching_up_without_any_price_does_not_wait_for_ever() -> None:
    story = Story("2026-01-01", price=[])
    story.add()
    story.conclude()
    story.approve()
    assert renewals.catch_up(story.project, d("2026-01-01"), d("2030-01-01")) == Outcome(story.project)


def test_catching_up_begins_the_day() -> None:
    story = ending()
    caught_up = renewals.catch_up(story.project, d("2026-01-02"), d("2026-02-01"))
    assert [type(entry).__name__ for entry in caught_up.entries] == ["ContractMoved"]


def test_a_booked_out_contract_has_no_period_to_book() -> None:
    with pytest.raises(ValueError, match="every period of the contract is booked"):
        renewals.book_period(ending().project, d("2026-01-20"))


# ---- its end


def test_from_its_end_day_on_it_has_ended_before_anything_else() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly").on("2026-01-10")
    story.cancel()  # to 1 March: notice of a month
    story.on("2026-02-28").run()
    assert story.status == "ending"
    story.on("2026-03-01")
    assert story.status == "ended"
    assert code(story.undo()) == "not_ending"
    assert story.coverage == MONTHS[:2]


def test_with_a_period_to_book_it_does_not_end_before_the_run_that_books_it() -> None:
    story = Story("2026-01-01", price=[("2026-03-15", "1.00")])
    story.add()
    story.conclude("flex_monthly", "2026-02-10")
    story.approve()
    story.on("2026-03-15")
    assert (story.status, story.booked) == ("ending", [])
    assert code(story.conclude()) == "contract_exists"
    story.run()
    assert story.coverage == ["2026-01-01 2026-02-01 auto", "2026-02-01 2026-02-10 auto"]
    assert story.status == "ended"


def test_the_run_that_books_the_last_period_on_the_end_day_itself_ends_it() -> None:
    story = Story("2026-01-01", price=[("2026-02-10", "1.00")])
    story.add()
    story.conclude("flex_monthly", "2026-02-10")
    story.approve()
    story.on("2026-02-10")
    assert story.status == "ending"
    assert story.run().status == "ended"


def test_coverage_and_balance_stay_when_it_has_ended() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly", "2026-02-10")
    story.on("2026-01-25")
    story.top_up("5")
    story.on("2026-03-01")
    assert (story.status, story.balance, len(story.coverage)) == ("ended", "5.00", 2)
