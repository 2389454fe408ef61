"""A mandate's life, and what is collected by it when (billing 12)."""

from dataclasses import replace
from datetime import date

import pytest

from autossa.domain.billing.payments.collecting import Debit, collect_on, earliest, final_on, plan, target_day
from autossa.domain.billing.payments.mandates import (
    Amendment,
    Mandate,
    MandateState,
    Scheme,
    Sequence,
    Use,
    amended_from,
    sequence_of,
    state_of,
)
from autossa.domain.billing.payments.policy import PaymentPolicy
from tests.domain.billing.payments.story import POLICY, d

MANDATE = Mandate("M-1", "ada", d("01-05"), "DE02120300000000202051", "Ada")
EASTER = {date(2026, 4, 3), date(2026, 4, 6)}


def is_target(day: date) -> bool:
    return day.weekday() < 5 and day not in EASTER


# ---------------------------------------------------------------- mandates


@pytest.mark.parametrize(
    ("changed", "day", "state"),
    [
        ({}, "2026-01-04", MandateState.UNCONFIRMED),
        ({}, "2026-01-05", MandateState.ACTIVE),
        ({}, "2029-01-04", MandateState.ACTIVE),
        ({}, "2029-01-05", MandateState.EXPIRED),
        ({"uses": (Use(d("02-10")),)}, "2029-02-09", MandateState.ACTIVE),
        ({"uses": (Use(d("02-10")),)}, "2029-02-10", MandateState.EXPIRED),
        ({"uses": (Use(d("02-10"), d("02-12")),)}, "2029-02-09", MandateState.ACTIVE),
        ({"stopped_on": d("03-01"), "stop_code": "AC04"}, "2026-02-28", MandateState.ACTIVE),
        ({"stopped_on": d("03-01"), "stop_code": "AC04"}, "2026-03-01", MandateState.STOPPED),
        ({"revoked_on": d("03-01")}, "2026-03-01", MandateState.REVOKED),
        ({"scheme": Scheme.B2B}, "2026-03-01", MandateState.UNCONFIRMED),
        ({"scheme": Scheme.B2B, "confirmed_on": d("03-02")}, "2026-03-01", MandateState.UNCONFIRMED),
        ({"scheme": Scheme.B2B, "confirmed_on": d("03-01")}, "2026-03-01", MandateState.ACTIVE),
        ({"is_one_off": True, "uses": (Use(d("02-10")),)}, "2026-02-09", MandateState.ACTIVE),
        ({"is_one_off": True, "uses": (Use(d("02-10")),)}, "2026-02-10", MandateState.USED_UP),
        ({"is_one_off": True, "uses": (Use(d("02-10"), d("02-12")),)}, "2026-02-12", MandateState.ACTIVE),
    ],
)
def test_where_it_stands(changed: dict[str, object], day: str, state: MandateState) -> None:
    assert state_of(replace(MANDATE, **changed), date.fromisoformat(day)) is state  # type: ignore[arg-type]


def test_the_first_is_the_first_until_one_went_through() -> None:
    assert sequence_of(MANDATE, d("02-01")) is Sequence.FIRST
    back = replace(MANDATE, uses=(Use(d("02-01"), d("02-03")),))
    assert sequence_of(back, d("02-02")) is Sequence.RECURRING
    assert sequence_of(back, d("02-03")) is Sequence.FIRST
    assert sequence_of(replace(MANDATE, uses=(Use(d("02-01")),)), d("02-03")) is Sequence.RECURRING
    assert sequence_of(MANDATE, d("02-01"), is_last=True) is Sequence.FINAL
    assert sequence_of(replace(MANDATE, is_one_off=True), d("02-01")) is Sequence.ONE_OFF


def test_a_changed_account_is_said_with_the_next_collection_alone() -> None:
    changed = replace(MANDATE, amendments=(Amendment(d("02-15"), "DE89370400440532013000", "Ada"),))
    assert amended_from(changed, d("03-01")) is None  # never used: the bank knows no other
    used = replace(changed, uses=(Use(d("02-01")),))
    assert amended_from(used, d("02-14")) is None
    assert amended_from(used, d("03-01")) == Amendment(d("02-01"), MANDATE.iban, "Ada")
    again = replace(used, uses=(Use(d("02-01")), Use(d("03-01"))))
    assert amended_from(again, d("04-01")) is None
    assert (changed.iban_on(d("02-14")), changed.iban_on(d("02-15"))) == (MANDATE.iban, "DE89370400440532013000")


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("told", "collected"),
    [("03-23", "03-30"), ("03-24", "03-30"), ("03-27", "04-01"), ("03-29", "04-07"), ("03-30", "04-07")],
)
def test_the_day_is_told_long_enough_before_and_banks_work_on_it(told: str, collected: str) -> None:
    """Five days on; a weekend, and Easter from Good Friday to Easter Monday, are no TARGET days."""
    assert collect_on(d(told), POLICY, is_target) == d(collected)


def test_banks_take_a_file_a_target_day_before() -> None:
    assert earliest(d("04-02"), POLICY, is_target) == d("04-07")
    assert earliest(d("03-31"), PaymentPolicy(lead_days=2), is_target) == d("04-02")
    assert earliest(d("04-04"), PaymentPolicy(lead_days=0), is_target) == d("04-07")
    assert target_day(d("04-02"), is_target) == d("04-02")


@pytest.mark.parametrize(("scheme", "final"), [(Scheme.CORE, "03-29"), (Scheme.B2B, "02-04")])
def test_when_it_is_final(scheme: Scheme, final: str) -> None:
    assert final_on(d("02-01"), scheme, POLICY) == d(final)


# ---------------------------------------------------------------- the plan


def debit(document: str, payer: str = "ada", rest: int = 100, on: str = "02-09", **more: object) -> Debit:
    return Debit(document, payer, rest, d("02-02"), d(on), **more)  # type: ignore[arg-type]


def test_what_is_collected_of_a_mandate_on_a_day_is_one_transaction() -> None:
    found = plan(
        [debit("2"), debit("1", rest=50), debit("3", on="02-10")], {"ada": MANDATE}, d("02-04"), POLICY, is_target
    )
    one, two = found.transactions
    assert (one.documents, one.amount, one.sequence) == ((("1", 50), ("2", 100)), 150, Sequence.FIRST)
    assert (two.documents, two.sequence, two.collect_on) == ((("3", 100),), Sequence.RECURRING, d("02-10"))
    assert list(found.files()) == [(d("02-09"), Scheme.CORE), (d("02-10"), Scheme.CORE)]


def test_a_day_that_is_too_near_moves_and_is_told_again() -> None:
    (one,) = plan([debit("1")], {"ada": MANDATE}, d("02-09"), POLICY, is_target).transactions
    assert (one.collect_on, one.tell_again) == (d("02-16"), ("1",))
    (kept,) = plan([debit("1")], {"ada": MANDATE}, d("02-06"), POLICY, is_target).transactions
    assert (kept.collect_on, kept.tell_again) == (d("02-09"), ())


@pytest.mark.parametrize(
    ("given", "mandate", "state"),
    [
        (debit("1", was_returned=True), MANDATE, MandateState.ACTIVE),
        (debit("1"), None, None),
        (debit("1"), replace(MANDATE, stopped_on=d("02-01")), MandateState.STOPPED),
        (debit("1"), replace(MANDATE, scheme=Scheme.B2B), MandateState.UNCONFIRMED),
    ],
)
def test_what_is_not_collected(given: Debit, mandate: Mandate | None, state: MandateState | None) -> None:
    found = plan([given], {"ada": mandate} if mandate else {}, d("02-04"), POLICY, is_target)
    assert (found.transactions, found.left_out) == ((), (("1", state),))


def test_a_mandate_that_expires_before_the_day_collects_nothing() -> None:
    old = replace(MANDATE, signed_on=date(2023, 2, 9))
    assert plan([debit("1")], {"ada": old}, d("02-04"), POLICY, is_target).left_out == (("1", MandateState.EXPIRED),)


def test_files_are_by_day_and_scheme_and_a_one_off_mandate_is_used_once() -> None:
    ben = replace(MANDATE, reference="M-2", payer="ben", scheme=Scheme.B2B, confirmed_on=d("01-06"))
    once = replace(MANDATE, is_one_off=True)
    debits = [debit("1"), debit("2", "ben"), debit("3", on="02-10", is_last=True)]
    found = plan(debits, {"ada": once, "ben": ben}, d("02-04"), POLICY, is_target)
    assert {key: [one.mandate for one in file] for key, file in found.files().items()} == {
        (d("02-09"), Scheme.B2B): ["M-2"], (d("02-09"), Scheme.CORE): ["M-1"],
    }  # fmt: skip
    (last,) = plan([debit("3", is_last=True)], {"ada": MANDATE}, d("02-04"), POLICY, is_target).transactions
    assert last.sequence is Sequence.FINAL
