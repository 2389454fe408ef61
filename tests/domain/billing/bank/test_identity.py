"""An entry is known again however it comes, and two that are alike are two."""

from dataclasses import replace
from datetime import date

import pytest

from autossa.domain.billing.bank.identity import Identities
from autossa.domain.billing.bank.statements import Balance, Entry, Statement, Transaction

NOVEMBER = Statement("DE02120300000000202051", "S11", "EUR")
PAID = Transaction(100, name="Hotel Seeblick", text="Invoice 7")
ENTRY = Entry("", date(2026, 11, 3), 100, (PAID,), date(2026, 11, 3), "B77", "1", "PMNT-RCDT-ESCT", "GUTSCHRIFT")
WITHOUT = replace(ENTRY, bank_reference="NONREF")


def identity(entry: Entry, statement: Statement = NOVEMBER) -> str:
    return Identities(statement).of(entry)


@pytest.mark.parametrize("entry", [ENTRY, WITHOUT])
@pytest.mark.parametrize("changes", [{"number": "other"}, {"sequence": "9"}, {"currency": "EUR"}, {"page": 2}], ids=str)
def test_the_same_in_another_statement(entry: Entry, changes: dict[str, str]) -> None:
    assert identity(entry) == identity(replace(entry, entry_reference="42"), replace(NOVEMBER, **changes))


@pytest.mark.parametrize("entry", [ENTRY, WITHOUT])
@pytest.mark.parametrize("changes", [{"day": date(2026, 11, 4)}, {"amount": 101}, {"is_reversal": True}], ids=str)
def test_another_day_or_amount_is_another_entry(entry: Entry, changes: dict[str, object]) -> None:
    assert identity(entry) != identity(replace(entry, **changes))


def test_another_account_is_another_entry() -> None:
    assert identity(ENTRY) != identity(ENTRY, replace(NOVEMBER, account="DE75512108001245126199"))


def test_with_the_banks_reference_the_wording_does_not_count() -> None:
    assert identity(ENTRY) == identity(replace(ENTRY, text="Credit", transactions=(replace(PAID, text=""),)))
    assert identity(ENTRY) != identity(replace(ENTRY, bank_reference="B78"))


@pytest.mark.parametrize(
    "other",
    [
        replace(WITHOUT, text="Credit"),
        replace(WITHOUT, transactions=(replace(PAID, text="Invoice 8"),)),
        replace(WITHOUT, transactions=(replace(PAID, name="Somebody"),)),
        replace(WITHOUT, value_day=None),
    ],
    ids=["text", "purpose", "name", "value day"],
)
def test_without_a_reference_the_content_counts(other: Entry) -> None:
    assert identity(WITHOUT) != identity(other)


@pytest.mark.parametrize("entry", [ENTRY, WITHOUT])
def test_two_alike_in_one_statement_are_two_and_are_known_again(entry: Entry) -> None:
    first, again = Identities(NOVEMBER), Identities(replace(NOVEMBER, number="overlap"))
    found = [first.of(entry), first.of(entry)]
    assert len(set(found)) == 2
    assert [again.of(entry), again.of(entry)] == found


@pytest.mark.parametrize(
    ("moved", "unexplained"), [(150, 0), (100, 50), (200, -50)], ids=["all there", "one missing", "one too many"]
)
def test_the_balances_show_what_is_missing(moved: int, unexplained: int) -> None:
    day = date(2026, 11, 30)
    whole = replace(NOVEMBER, opening=Balance(day, -50), closing=Balance(day, 100))
    assert whole.unexplained(moved) == unexplained
    assert NOVEMBER.unexplained(moved) is None
