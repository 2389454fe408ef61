"""Playing a history: the order of a day, balances, and what of it is a fact."""

from fractions import Fraction
from typing import Any

import pytest

from autossa.domain.dates import DAY
from autossa.domain.entries import CreditsHeld, LicenseActivated, LineAdded
from autossa.domain.facts import facts_of, refusal_fact
from autossa.domain.licenses import LicenseType
from autossa.domain.projects import Project, Terms
from autossa.domain.refusals import Code, Refusal
from autossa.domain.scenarios import Balance, Event, Scenario, play, play_facts, with_balances
from autossa.domain.voids import Void
from tests.domain.story import Story, d, prices

ADD = {"id": "L1", "type": "PORT", "quantity": 1200}


def scenario(until: str, *events: tuple[str, str, dict[str, Any]], price: str = "2020-01-01") -> Scenario:
    return Scenario(
        "a story",
        Terms(prices=prices((price, "1.00")), tax_rate=Fraction(19, 100)),
        {"PORT": LicenseType(Fraction(1))},
        tuple(Event(d(day), action, given) for day, action, given in events),
        d(until),
    )


def told(facts: list[dict[str, Any]]) -> list[str]:
    shown = {"contract": "status", "credits": "entry", "coverage": "from", "invoice": "gross", "refused": "code"}
    return [f"{f['date'][5:]} {f['fact']} {f[shown.get(f['fact'], 'ssc')]}" for f in facts]


CONTRACT = [
    ("2026-01-01", "add_license", ADD),
    ("2026-01-01", "conclude_contract", {"option": "annual_monthly"}),
    ("2026-01-02", "approve_contract", {}),
]


def test_a_day_is_its_events_then_its_run() -> None:
    facts = play_facts(scenario("2026-01-17", *CONTRACT, ("2026-01-02", "top_up", {"ssc": 3000})))
    assert told(facts) == [
        "01-01 contract in_review",
        "01-02 contract active",
        "01-02 credits top_up",
        "01-02 credits recharge",
        "01-02 invoice 83.30",
        "01-02 credits consume_extension",
        "01-02 coverage 2026-01-01",
    ]  # the balance is 0.00 as on the day before


def test_the_last_day_is_run_too() -> None:
    assert told(play_facts(scenario("2026-01-18", *CONTRACT)))[-1] == "01-18 coverage 2026-02-01"


def test_nothing_happens_before_the_first_event_nor_without_one() -> None:
    assert play(scenario("2026-12-31")).happenings == ()
    assert play(scenario("2026-12-31")).project == Project(scenario("2026-12-31").terms)


def test_a_refused_event_changes_nothing_and_is_told() -> None:
    facts = play_facts(scenario("2026-01-01", ("2026-01-01", "extend", {"months": 1}), CONTRACT[0]))
    assert facts == [{"date": "2026-01-01", "fact": "refused", "do": "extend", "code": "no_licenses"}]


def test_a_contract_has_ended_before_the_events_of_its_end_day() -> None:
    events = [
        CONTRACT[0],
        ("2026-01-01", "conclude_contract", {"option": "flex_monthly", "fixed_end": d("2026-02-01")}),
        ("2026-01-01", "approve_contract", {}),
        ("2026-02-01", "conclude_contract", {"option": "flex_monthly"}),
    ]
    assert told(play_facts(scenario("2026-02-01", *events)))[-2:] == [
        "02-01 contract ended",
        "02-01 contract in_review",
    ]


@pytest.mark.parametrize(
    ("events", "balances"),
    [
        ([("2026-01-01", 500)], ["2026-01-01 500"]),
        ([("2026-01-01", 500), ("2026-01-01", 20)], ["2026-01-01 520"]),
        ([("2026-01-01", 500), ("2026-01-03", 20)], ["2026-01-01 500", "2026-01-03 520"]),
    ],
)
def test_a_balance_is_told_on_days_it_changed(events: list[tuple[str, int]], balances: list[str]) -> None:
    played = play(scenario("2026-02-01", *((day, "top_up", {"ssc": ssc}) for day, ssc in events)))
    assert [f"{item.day} {item.ssc}" for item in played.happenings if isinstance(item, Balance)] == balances


def test_a_balance_that_is_as_before_is_not_told() -> None:
    events = [CONTRACT[0], ("2026-01-01", "top_up", {"ssc": 10000}), ("2026-01-01", "extend", {"months": 1})]
    assert not [x for x in play(scenario("2026-01-01", *events)).happenings if isinstance(x, Balance)]


def test_balances_count_voids() -> None:
    story = Story("2026-01-01")
    story.top_up("30")
    story.under_contract()
    (period,) = story.settlements
    happenings = with_balances([*story.entries, Void(d("2026-01-02"), period, "why")])
    assert [f"{x.day} {x.ssc}" for x in happenings if isinstance(x, Balance)] == ["2026-01-02 3000"]


@pytest.mark.parametrize(
    ("refusal", "fact"),
    [
        (Refusal(Code.NOT_ACTIVE), {}),
        (Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=2134), {"missing_ssc": "21.34"}),
        (Refusal(Code.NOTICE_TOO_SHORT, earliest_end=d("2027-01-31")), {"earliest_end": "2027-01-31"}),
        (Refusal(Code.ALREADY_ENDING, ends_on=d("2027-01-31")), {"ends_on": "2027-01-31"}),
    ],
    ids=lambda value: value.code.value if isinstance(value, Refusal) else "",
)
def test_a_refusal_names_what_helps(refusal: Refusal, fact: dict[str, str]) -> None:
    expected = {"fact": "refused", "do": "extend", "code": refusal.code.value, **fact}
    assert refusal_fact("extend", refusal) == expected


def test_what_the_format_does_not_show_is_no_fact() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-20")
    story.activate("L1")
    story.top_up("500")
    story.conclude()
    unseen = [entry for entry in story.entries if isinstance(entry, LineAdded | LicenseActivated | CreditsHeld)]
    assert len(unseen) == 3
    assert [list(facts_of(entry)) for entry in unseen] == [[], [], []]


def test_an_entry_of_nothing_is_no_fact_but_its_coverage_is() -> None:
    story = Story("2026-01-01")
    story.add("L1", 1, rate="0")
    story.conclude()
    story.approve()
    story.run()
    (booked,) = story.settlements
    assert [fact["fact"] for fact in facts_of(booked)] == ["coverage"]


def test_undoing_to_a_fixed_end_is_a_cancellation_and_to_none_only_a_status() -> None:
    for fixed_end, expected in (("2027-06-01", ["cancellation"]), (None, ["contract"])):
        story = Story("2026-01-01").under_contract(fixed_end=fixed_end)
        story.cancel()
        since = len(story.entries)
        story.undo()
        assert [fact["fact"] for entry in story.entries[since:] for fact in facts_of(entry)] == expected


def test_silence_of_years_is_caught_up_day_by_day() -> None:
    quiet = scenario("2036-01-01", *CONTRACT)
    story = Story("2026-01-01", vat="19")
    story.add()
    story.conclude("annual_monthly")
    story.on("2026-01-02")
    story.approve()
    story.on("2036-01-01").run()
    entries = [item for item in play(quiet).happenings if not isinstance(item, Balance)]
    assert entries == story.entries
    assert entries[-1].day + DAY == d("2035-12-19")
