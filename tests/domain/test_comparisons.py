"""The options side by side: an offer costs what booking it then costs (law 6)."""

from collections.abc import Callable
from datetime import date

import pytest

from autossa.domain import renewals
from autossa.domain.amounts import show
from autossa.domain.comparisons import Cost, Offer, compare, figures
from autossa.domain.dates import DAY, add_months
from autossa.domain.entries import Entry
from autossa.domain.policies import Policy
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Settlement
from tests.domain.story import OPTIONS, Story, code, d


def offers(story: Story) -> dict[str, Offer | Refusal]:
    return {option.name: offer for option, offer in compare(story.project, story.today)}


def new() -> Story:
    story = Story("2026-01-31", vat="19", price=[("2020-01-01", "1.00"), ("2026-07-01", "1.10")])
    story.add("L1", 500)
    story.add("L2", 40, rate="0.5")
    return story


def with_balance() -> Story:
    story = new()
    story.top_up("77.77")
    return story


def lapsed() -> Story:
    return Story("2026-01-01", vat="19").covered_by_hand(1).on("2026-02-20")


def lapsed_late() -> Story:
    story = Story("2026-01-01", vat="19").covered_by_hand(1).on("2026-03-20")
    story.top_up("500")
    return story


def covered() -> Story:
    return Story("2026-01-01", vat="19").covered_by_hand(7).on("2026-02-10")


def with_requested_lines() -> Story:
    story = covered()
    story.request("L2", 77)
    return story


def lapsed_late_without_credits() -> Story:
    return Story("2026-01-01").covered_by_hand(1).on("2026-03-20")


def without_a_price() -> Story:
    story = Story("2026-01-01", price=[])
    story.add()
    return story


def lapsed_without_a_price() -> Story:
    return Story("2026-01-01", price=[]).covered_by_hand(1).on("2026-02-20")


STORIES = [new, with_balance, lapsed, lapsed_late, covered, with_requested_lines]


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("begin", STORIES, ids=lambda begin: begin.__name__)
def test_an_offer_is_what_booking_it_costs(begin: Callable[[], Story], name: str) -> None:
    offered = offers(begin())[name]
    assert isinstance(offered, Offer)
    story = begin()
    since = len(story.entries)
    assert code(story.conclude(name)) == "done"
    assert code(story.approve()) == "done"
    story.on(str(add_months(story.contract.start, 36)))
    contract, entries = story.contract, story.entries[since:]
    assert (contract.start, contract.gap) == (offered.start, offered.gap)
    assert (
        next(s for s in entries if isinstance(s, Settlement) and s.reason.value == "extension") == offered.first_charge
    )
    assert [cost_of(entries, contract.start, months) for months in (12, 36)] == list(offered.costs)
    begun = [e for e in entries if isinstance(e, Settlement) and e.start <= contract.start][
        : len(offered.at_approval) + 1
    ]
    assert begun == [*offered.at_approval, offered.first_charge]
    horizon = add_months(contract.start, 36)
    booked = [e for e in entries if isinstance(e, Settlement) and e.start < horizon]
    assert booked == list(offered.booked) == list(offered.booked_within(36))
    assert sum(s.ssc for s in offered.booked_within(12)) == offered.costs[0].ssc
    assert offered.beginning.gross == sum(s.invoice.gross for s in begun if s.invoice)
    assert offered.beginning.ssc == sum(s.ssc for s in begun)


def cost_of(entries: list[Entry], start: date, months: int) -> Cost:
    horizon = add_months(start, months)
    settled = [entry for entry in entries if isinstance(entry, Settlement) and entry.start < horizon]
    invoices = [s.invoice for s in settled if s.invoice]
    ssc, bought = sum(s.ssc for s in settled), sum(s.recharge.free for s in settled if s.recharge)
    net, tax, gross = (sum(getattr(invoice, key) for invoice in invoices) for key in ("net", "tax", "gross"))
    return Cost(months, ssc, ssc - bought, net, tax, gross)


@pytest.mark.parametrize(
    ("name", "ssc", "net", "last_day", "earliest_end"),
    [
        ("annual_yearly", "520.00", "509.60", "2026-10-30", "2027-01-31"),
        ("annual_quarterly", "520.00", "514.80", "2026-10-30", "2027-01-31"),
        ("annual_monthly", "520.00", "520.00", "2026-10-30", "2027-01-31"),
        ("flex_monthly", "520.00", "562.36", "2026-02-27", "2026-03-31"),
    ],
)
def test_figures_of_a_new_project(name: str, ssc: str, net: str, last_day: str, earliest_end: str) -> None:
    """500.00 and 20.00 SSC a year; the price rises on 1 July, which only the flex plan feels within the year.

    Flex: six terms at 1.00 and six at 1.10, each × 1.03 and rounded a line: 267.80 + 294.56.
    """
    story = new()
    offer = offers(story)[name]
    assert isinstance(offer, Offer)
    year = offer.costs[0]
    assert (show(year.ssc), show(year.net)) == (ssc, net)
    assert (offer.earliest_end, offer.last_day_to_cancel) == (d(earliest_end), d(last_day))


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (Story, "no_licenses"),
        (lapsed_late_without_credits, "insufficient_credits_for_gap"),
        (without_a_price, "no_price"),
        (lapsed_without_a_price, "no_price"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_would_be_refused_is_no_offer(prepare: Callable[[], Story], refusal: str) -> None:
    found = offers(prepare())
    assert [offer.code.value for offer in found.values() if isinstance(offer, Refusal)] == [refusal] * 4


@pytest.mark.parametrize("status", ["in_review", "question", "active", "ending", "suspended"])
def test_an_open_contract_is_left_aside(status: str) -> None:
    story = lapsed_late()
    before = offers(story)
    story.conclude()  # holds 322.58
    if status == "question":
        story.ask()
    if status in ("in_review", "question"):
        assert offers(story) == before
        return
    story.approve()
    story.run()
    if status == "ending":
        story.cancel()
    if status == "suspended":
        story.suspend()
    assert story.status == status
    offer = offers(story)["annual_monthly"]
    assert isinstance(offer, Offer)
    assert offer.start == story.project.covered_until


def test_comparing_changes_nothing_and_knows_only_the_policys_options() -> None:
    story = new()
    before = story.project
    compare(story.project, story.today)
    assert story.project == before
    only_flex = Policy(options=(OPTIONS["flex_monthly"],))
    story = Story("2026-01-31", policy=only_flex)
    story.add()
    assert list(offers(story)) == ["flex_monthly"]


def test_spans_are_free() -> None:
    story = new()
    (_, offer), *_ = compare(story.project, story.today, spans=(1, 3, 60))
    assert isinstance(offer, Offer)
    assert [cost.months for cost in offer.costs] == [1, 3, 60]
    assert [show(cost.ssc) for cost in offer.costs] == ["520.00", "520.00", "2600.00"]


def test_the_last_day_to_cancel_still_reaches_the_earliest_end() -> None:
    for name, offer in offers(new()).items():
        assert isinstance(offer, Offer)
        story = new()
        story.conclude(name)
        story.approve()
        story.on(str(offer.last_day_to_cancel))
        story.cancel()
        assert story.contract.ends_on == offer.earliest_end
        late = new()
        late.conclude(name)
        late.approve()
        late.on(str(offer.last_day_to_cancel + DAY))
        late.cancel()
        assert late.contract.ends_on is not None
        assert late.contract.ends_on > offer.earliest_end


def test_the_first_charge_is_the_first_period_as_the_daily_run_books_it() -> None:
    story = new()
    offer = offers(story)["annual_monthly"]
    assert isinstance(offer, Offer)
    story.conclude("annual_monthly")
    story.approve()
    assert renewals.run_day(story.project, story.today).entries == (offer.first_charge,)


def test_a_fixed_end_cuts_what_is_compared_and_may_be_too_early() -> None:
    story = new()
    found = {o.name: offer for o, offer in compare(story.project, story.today, fixed_end=d("2026-08-31"))}
    flex = found.pop("flex_monthly")
    assert isinstance(flex, Offer)
    assert [cost.ssc for cost in flex.costs] == [303_34, 303_34]  # 291.67 + 11.67: seven twelfths, line by line
    assert all(isinstance(o, Refusal) and o.earliest_end == d("2027-01-31") for o in found.values())


def test_what_is_agreed_to_changes_with_every_figure() -> None:
    story = new()
    before = offers(story)["annual_yearly"]
    story.add("L3", 1)
    after = offers(story)["annual_yearly"]
    assert isinstance(before, Offer)
    assert isinstance(after, Offer)
    changed = {name for name, value in figures(before).items() if figures(after)[name] != value}
    assert changed == {"ssc", "gross", "year_ssc", "year_net", "year_tax", "year_gross"}
