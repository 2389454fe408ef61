"""Mandates, collections and refunds: what the bank would refuse is found before."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from autossa.domain.billing.bank.order_checks import OrderFault, debit_faults, transfer_faults
from autossa.domain.billing.bank.orders import (
    Account,
    Collection,
    DebitFile,
    Mandate,
    Refund,
    debit_files,
)
from autossa.domain.billing.payments.mandates import Scheme, Sequence
from autossa.domain.billing.references import creditor_reference

DAY = date(2026, 12, 7)
US = Account("Auto SSA Software GmbH", "DE02120300000000202051", creditor_id="DE98ZZZ09999999999")
MANDATE = Mandate("M-17", Scheme.CORE, date(2026, 1, 5), "Hotel Seeblick", "DE75512108001245126199")
ONE = Collection("2026-17", MANDATE, Sequence.FIRST, 11_900, DAY, creditor_reference("2026-17"))
REFUND = Refund("G-4", "Hotel Seeblick", MANDATE.iban, 500, text="Credit on account")
SWISS = {"iban": "CH9300762011623852957"}


def mandate(**changes: Any) -> Collection:
    return replace(ONE, mandate=replace(MANDATE, **changes))


def debits(*collections: Collection, day: date = DAY, us: Account = US) -> list[tuple[str, OrderFault]]:
    return debit_faults(DebitFile(day, Scheme.CORE, collections), us)


def test_what_is_right_has_no_fault() -> None:
    assert debits(ONE, replace(ONE, end_to_end_id="2026-18", amount=1)) == []
    assert transfer_faults(DAY, [REFUND], US) == []
    assert debits(mandate(**SWISS, bic="UBSWCHZH80A", town="Zürich", country="CH")) == []


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (replace(ONE, amount=0), OrderFault.AMOUNT_OUT_OF_BOUNDS),
        (replace(ONE, amount=100_000_000_000), OrderFault.AMOUNT_OUT_OF_BOUNDS),
        (replace(ONE, end_to_end_id="2026//17"), OrderFault.REFERENCE_INVALID),
        (replace(ONE, reference="RF00123"), OrderFault.REFERENCE_INVALID),
        (mandate(reference="Mandat für Müller"), OrderFault.REFERENCE_INVALID),
        (mandate(iban="DE00512108001245126199"), OrderFault.IBAN_INVALID),
        (mandate(iban="BR1500000000000010932840814P2"), OrderFault.NOT_SEPA),
        (mandate(bic="NOBIC"), OrderFault.BIC_INVALID),
        (mandate(**SWISS, town="Zürich", country="CH"), OrderFault.BIC_NEEDED),
        (mandate(**SWISS, bic="UBSWCHZH80A"), OrderFault.ADDRESS_NEEDED),
        (mandate(holder="  "), OrderFault.NAME_MISSING),
        (mandate(signed_on=date(2026, 12, 8)), OrderFault.SIGNED_LATER),
        (mandate(signed_on=date(2023, 12, 6)), OrderFault.MANDATE_EXPIRED),
        (mandate(is_recurring=False), OrderFault.MANDATE_USED_UP),
        (replace(ONE, sequence=Sequence.ONE_OFF), OrderFault.MANDATE_USED_UP),
    ],
    ids=lambda value: value.value if isinstance(value, OrderFault) else "",
)
def test_what_a_bank_would_refuse(one: Collection, fault: OrderFault) -> None:
    assert debits(one) == [(one.end_to_end_id, fault)]


def test_a_single_use_is_used_up() -> None:
    once = replace(mandate(is_recurring=False), sequence=Sequence.ONE_OFF)
    assert debits(once) == []
    again = replace(once, mandate=replace(once.mandate, last_used_on=date(2026, 2, 2)))
    assert debits(again) == [("2026-17", OrderFault.MANDATE_USED_UP)]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"day": date(2026, 12, 25)}, OrderFault.NOT_A_TARGET_DAY),
        ({"us": replace(US, creditor_id="DE00ZZZ09999999999")}, OrderFault.CREDITOR_ID_INVALID),
        ({"us": replace(US, name="")}, OrderFault.NAME_MISSING),
        ({"us": replace(US, iban="")}, OrderFault.IBAN_INVALID),
    ],
)
def test_faults_of_the_file_itself(given: dict[str, Any], fault: OrderFault) -> None:
    assert debits(ONE, **given) == [("", fault)]


def test_an_empty_file_and_a_reference_twice() -> None:
    assert debits() == [("", OrderFault.NOTHING_TO_WRITE)]
    assert debits(ONE, ONE) == [("2026-17", OrderFault.REFERENCE_TWICE)]


@pytest.mark.parametrize(
    ("refund", "fault"),
    [
        (replace(REFUND, amount=-1), OrderFault.AMOUNT_OUT_OF_BOUNDS),
        (replace(REFUND, iban="DE1"), OrderFault.IBAN_INVALID),
        (replace(REFUND, name=""), OrderFault.NAME_MISSING),
        (replace(REFUND, end_to_end_id=""), OrderFault.REFERENCE_INVALID),
    ],
)
def test_refunds_are_checked_as_well(refund: Refund, fault: OrderFault) -> None:
    assert transfer_faults(DAY, [refund], US) == [(refund.end_to_end_id, fault)]


def test_one_file_a_day_and_scheme_in_one_order() -> None:
    b2b = replace(MANDATE, scheme=Scheme.B2B)
    later = date(2026, 12, 8)
    expected = [
        (DAY, Scheme.B2B, ["e5"]),
        (DAY, Scheme.CORE, ["e2", "e4", "e1"]),
        (later, Scheme.CORE, ["e3"]),
    ]
    listed = [
        replace(ONE, end_to_end_id="e1", sequence=Sequence.FINAL),
        replace(ONE, end_to_end_id="e2"),
        replace(ONE, end_to_end_id="e3", day=later),
        replace(ONE, end_to_end_id="e4", sequence=Sequence.RECURRING),
        replace(ONE, end_to_end_id="e5", mandate=b2b),
    ]
    for seed in range(5):
        Random(seed).shuffle(listed)
        files = debit_files(listed)
        assert [(one.day, one.scheme, [c.end_to_end_id for c in one.collections]) for one in files] == expected
    assert files[1].total == 3 * 11_900


def test_a_mandate_holds_36_months_from_its_last_use() -> None:
    assert MANDATE.valid_until == date(2029, 1, 5)
    assert replace(MANDATE, last_used_on=date(2026, 8, 31)).valid_until == date(2029, 8, 31)
