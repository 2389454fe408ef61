"""Letters, warnings, suspension and resumption, each on its day and once (billing 16 to 18).

The document is due on 24 January: a reminder on the 31st, then 14 and 28 February, suspension on 14 March.
"""

from dataclasses import replace

import pytest

from autossa.domain.billing.dunning.holds import Dispute, Pause, Promise
from autossa.domain.billing.dunning.interest import BaseRate
from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, DunningPolicy, Level, What
from autossa.domain.billing.dunning.waiting import UnpaidBefore, unpaid_periods, waits
from autossa.domain.billing.payments.facts import Allocation, Collection, Return, Why
from tests.domain.billing.dunning.story import Payer
from tests.domain.billing.payments.story import credit_note, d, invoice

A = invoice("1")
OF_C1 = {"1": frozenset({"c1"})}
FEES = DunningPolicy(
    tuple(replace(level, fees={"EUR": fee}) for level, fee in zip(STANDARD_LEVELS, (0, 500, 1000, 0), strict=True))
)
WHOLE_WAY = [
    "01-31 reminder: 1@1",
    "02-14 first: 1@2",
    "02-28 final: 1@3",
    "03-07 warn c1 of 03-14: 1",
    "03-14 suspend c1: 1",
    "03-14 suspension: 1@4",
]


def ada(**more: object) -> Payer:
    return Payer((A,), OF_C1, **more)  # type: ignore[arg-type]


def test_the_whole_way() -> None:
    payer = ada().run_each("01-10", "04-30")
    assert payer.log == WHOLE_WAY
    payer.pay("1", "05-02")
    payer.run_each("05-02", "05-31")
    assert payer.log == [*WHOLE_WAY, "05-02 resume c1"]


@pytest.mark.parametrize(
    ("days", "log"),
    [
        (["02-20"], ["02-20 first: 1@2"]),
        (["02-20", "02-27", "02-28"], ["02-20 first: 1@2", "02-28 final: 1@3"]),
        (["03-01", "03-10"], ["03-01 final: 1@3", "03-10 warn c1 of 03-17: 1"]),
        (
            ["04-20", "04-26", "04-27"],
            ["04-20 warn c1 of 04-27: 1", "04-20 final: 1@3", "04-27 suspend c1: 1", "04-27 suspension: 1@4"],
        ),
    ],
)
def test_after_a_silence_the_highest_stage_is_reached_and_nobody_is_suspended_unwarned(
    days: list[str], log: list[str]
) -> None:
    payer = ada()
    for day in days:
        payer.run(day)
    assert payer.log == log


def test_one_letter_has_everything_overdue() -> None:
    payer = Payer((A, invoice("2", due="02-07"), invoice("3", due="02-12")), {}).run_each("01-10", "02-28")
    assert payer.log == [
        "01-31 reminder: 1@1",
        "02-14 first: 1@2 2@1",
        "02-19 reminder: 1@2 2@1 3@1",
        "02-28 final: 1@3 2@2 3@1",
    ]


def test_a_document_of_no_contract_suspends_nothing() -> None:
    payer = Payer((A,), {}).run_each("01-10", "06-30")
    assert payer.log == WHOLE_WAY[:3]


def test_a_contract_that_does_not_run_is_not_suspended() -> None:
    payer = ada(running=frozenset()).run_each("01-10", "06-30")
    assert payer.log == WHOLE_WAY[:3]


def test_a_collective_invoice_suspends_all_contracts_it_is_of_and_no_other() -> None:
    payer = Payer((A,), {"1": frozenset({"c1", "c2"})}, running=frozenset({"c1", "c2", "c3"}))
    payer.run_each("01-10", "03-31")
    assert payer.suspended == {"c1", "c2"}


# ---------------------------------------------------------------- fees and interest


def test_a_fee_is_claimed_once_a_letter_listed_and_brings_about_no_letter() -> None:
    payer = Payer((A,), {}, FEES).run_each("01-10", "02-20")
    assert payer.log == WHOLE_WAY[:2]
    assert payer.account.owed(d("02-20")) == 12400
    payer.run_each("02-21", "03-31")
    assert payer.log == [*WHOLE_WAY[:2], "02-28 final: 1@3 fee-02-14@0"]
    assert payer.account.owed(d("03-31")) == 13400
    assert payer.case.letters[-1].total == 13400
    payer.pay("1", "04-01")
    before = list(payer.log)
    payer.run_each("04-01", "08-31")
    assert payer.log == before
    assert payer.account.owed(d("08-31")) == 1500


def test_interest_is_claimed_where_it_is_switched_on_and_its_parts_add_up() -> None:
    """11,900 at 9 + 1.27 points: 3.39 cents a day; 21 days are 71 cents, 35 days 119."""
    policy = DunningPolicy(interest_points=900)
    payer = Payer((A,), {}, policy, rates=(BaseRate(d("01-01"), 127),)).run_each("01-10", "03-31")
    assert [letter.interest for letter in payer.case.letters] == [(), (("1", 71),), (("1", 48),)]


# ---------------------------------------------------------------- silence


def test_a_pause_is_silent_and_then_the_highest_stage_is_sent() -> None:
    payer = ada()
    payer.hold(pauses=(Pause(d("01-30"), d("02-20"), "asked for"),))
    payer.run_each("01-10", "02-25")
    assert payer.log == ["02-21 first: 1@2"]


def test_a_pause_ends_early() -> None:
    payer = ada()
    payer.hold(pauses=(Pause(d("01-30"), d("02-20"), "asked for", ended_on=d("02-05")),))
    payer.run_each("01-10", "02-10")
    assert payer.log == ["02-05 reminder: 1@1"]


def test_a_promise_is_silent_until_it_is_broken() -> None:
    payer = Payer((A, invoice("2")), {})
    payer.hold(promises=(Promise(d("01-30"), d("02-10"), frozenset({"1"})),))
    payer.run_each("01-10", "02-13")
    assert payer.log == ["01-31 reminder: 2@1", "02-11 reminder: 1@1 2@1"]


def test_a_disputed_document_is_left_out_and_holds_no_contract() -> None:
    payer = ada().run_each("01-10", "03-20")
    assert payer.suspended == {"c1"}
    payer.hold(disputes=(Dispute("1", d("03-21"), "delivered late", ended_on=d("04-01")),))
    payer.run_each("03-21", "03-31")
    assert payer.log == [*WHOLE_WAY, "03-21 resume c1"]
    payer.run_each("04-01", "04-10")
    assert payer.log[-1] == "04-01 suspend c1: 1"


def test_a_promise_after_the_suspension_resumes_nothing() -> None:
    payer = ada().run_each("01-10", "03-20")
    payer.hold(promises=(Promise(d("03-21"), d("04-10")),))
    payer.run_each("03-21", "04-30")
    assert payer.log == WHOLE_WAY


# ---------------------------------------------------------------- resuming


def test_it_resumes_when_the_last_of_its_documents_is_settled_however() -> None:
    payer = Payer((A, invoice("2", due="01-26")), {"1": frozenset({"c1"}), "2": frozenset({"c1"})})
    payer.run_each("01-10", "03-20")
    payer.pay("1", "03-21")
    payer.run_each("03-21", "03-22")
    assert payer.suspended == {"c1"}
    noted = replace(payer.account, notes=(credit_note(payer.documents[1], "03-23"),))
    payer.case = replace(payer.case, account=noted)
    payer.run_each("03-23", "03-31")
    assert payer.log[-1] == "03-23 resume c1"


def test_a_part_is_not_enough() -> None:
    payer = ada().run_each("01-10", "03-20")
    payer.pay("1", "03-21", 11899)
    payer.run_each("03-21", "04-30")
    assert payer.suspended == {"c1"}


def test_what_staff_suspended_is_not_resumed_by_this() -> None:
    payer = ada(running=frozenset()).run_each("01-10", "03-20")
    payer.pay("1", "03-21")
    assert not payer.plan(d("03-21")).resumed


# ---------------------------------------------------------------- collections and returns


def test_what_is_being_collected_is_not_dunned() -> None:
    payer = ada()
    collecting = (Collection("k", "1", 11900, d("02-05"), d("01-25"), d("02-20")),)
    payer.case = replace(payer.case, account=replace(payer.account, collections=collecting))
    payer.run_each("01-10", "02-25")
    assert payer.log == ["02-20 first: 1@2"]


def test_what_was_paid_and_returned_is_late_since_the_return() -> None:
    """Eight weeks after: nobody is sent the last letter, and suspended, at once."""
    payer = ada()
    payer.pay("1", "01-24")
    back = Return("1@01-24", d("03-20"), 11900, "MD06")
    row = Allocation("1@01-24", "1", d("03-20"), -11900, Why.RETURNED)
    payer.case = replace(payer.case, account=payer.account.plus([back, row]))
    payer.run_each("01-10", "04-30")
    assert payer.log == ["03-27 reminder: 1@1", "04-10 first: 1@2", "04-24 final: 1@3"]


def test_all_stages_come_again_for_what_was_paid_meanwhile() -> None:
    payer = ada().run_each("01-10", "02-20")
    payer.pay("1", "02-21")
    back = Return("1@02-21", d("03-01"), 11900, "AM04")
    row = Allocation("1@02-21", "1", d("03-01"), -11900, Why.RETURNED)
    payer.case = replace(payer.case, account=payer.account.plus([back, row]))
    payer.run_each("02-21", "03-10")
    assert payer.log == [*WHOLE_WAY[:2], "03-08 reminder: 1@1"]


# ---------------------------------------------------------------- the policy


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": (Level("a", 7), Level("b", 7))},
        {"levels": (Level("a", 0),)},
        {"levels": (Level("a", 7), Level("a", 8))},
        {"levels": (Level("a", 7, {"EUR": -1}),)},
        {"levels": (Level("a", 7, what=What.SUSPEND), Level("b", 8))},
        {"warn_days": -1},
        {"interest_points": -1},
        {"max_open": 0},
    ],
)
def test_a_policy_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|can|name|may"):
        DunningPolicy(**wrong)  # type: ignore[arg-type]


def test_without_levels_nothing_happens() -> None:
    assert ada(policy=DunningPolicy(())).run_each("01-10", "06-30").log == []
    letters = DunningPolicy(STANDARD_LEVELS[:3])
    assert ada(policy=letters).run_each("01-10", "06-30").log == WHOLE_WAY[:3]


@pytest.mark.parametrize(
    ("unpaid", "billed", "most"), [(0, 1, None), (1, 1, None), (2, 1, 2), (0, 12, None), (1, 12, 1), (1, 3, 1)]
)
def test_how_many_periods_may_be_unpaid(unpaid: int, billed: int, most: int | None) -> None:
    assert waits(unpaid, billed, DunningPolicy()) == (UnpaidBefore(unpaid, most) if most else None)


def test_what_is_being_collected_counts_as_paid() -> None:
    payer = Payer((A, invoice("2"), invoice("3")), {})
    payer.pay("3", "01-20")
    collecting = (Collection("k", "2", 11900, d("02-05"), d("01-25")),)
    items = replace(payer.account, collections=collecting).items
    assert unpaid_periods(items.values(), d("01-26")) == 1
