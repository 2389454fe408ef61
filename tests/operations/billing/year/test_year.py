"""A year through the store: receivables are the books', each stage is on its day, SSC are those of a good year.

Twelve payers, one of each habit, for half a year; 300 for a whole one in the trials.
"""

from dataclasses import asdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from autossa.queries.billing.books.reading import books
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.databases import own_copy
from tests.cast.shop import open_shop
from tests.documents.books.test_beancount import checked, lines_of
from tests.laws.payment_habits import Habit
from tests.operations.billing.year.facts import Facts, receivables_are_those_of_the_books, ssc_facts
from tests.operations.billing.year.replay import by_the_rules, by_the_store
from tests.operations.billing.year.story import FIRST, Year
from tests.store.looking import broken_laws

pytestmark = [pytest.mark.store, pytest.mark.slow]
HALF = (12, date(2026, 6, 30), date(2026, 5, 1))
WHOLE = (300, date(2026, 12, 31), date(2026, 9, 1))
KINDS = {"bookings", "coverage"}
"""Facts that only grow: who is behind has the first ones of them."""


@pytest.mark.parametrize(("count", "last", "back"), [HALF, pytest.param(*WHOLE, marks=pytest.mark.trials)])
def test_a_year(count: int, last: date, back: date, django_db_blocker: Any, tmp_path: Path) -> None:
    twin = _in_time(count, last, back, django_db_blocker)
    with own_copy(django_db_blocker, open_shop):
        year = Year(count, back=back)
        for day in year.run(last):
            receivables_are_those_of_the_books(year, day)
        seen = _seen(year)
        print(seen)  # the trials' figures: pytest -s
        assert min(seen.values()) > 0, seen
        assert year.seen.failed == 0
        _stages_are_on_their_days(year, last)
        _costs_the_same(year, twin[0])
        _books_are_right(year, last, tmp_path)
        year.settle_up()
        receivables_are_those_of_the_books(year, year.day)
        assert ssc_facts(year) == twin[1]
        assert not models.Claim.objects.filter(rest__gt=0, due_on__lt=year.day).exists()
        assert not models.OutboxMessage.objects.filter(attempts__gt=1).exists()
        assert broken_laws() == {}
        assert list(check_all()) == []


def _in_time(count: int, last: date, back: date, django_db_blocker: Any) -> tuple[dict[str, Facts], dict[str, Facts]]:
    """The twin, whose payers pay in time: what its SSC were on the last day, and some days later."""
    with own_copy(django_db_blocker, open_shop):
        twin = Year(count, back=back, in_time=True)
        for _ in twin.run(last):
            pass
        found = ssc_facts(twin)
        twin.settle_up()
        assert twin.seen.failed == 0
        assert not models.DunningLetter.objects.exists()
        return found, ssc_facts(twin)


def _seen(year: Year) -> dict[str, int]:
    """All that can happen did."""
    suspensions = models.DunningSuspension.objects.all()
    counted = asdict(year.seen)
    del counted["failed"]
    return counted | {
        "invoices": models.Invoice.objects.count(),
        "payments": models.Payment.objects.count(),
        "letters": models.DunningLetter.objects.count(),
        "fees": models.Fee.objects.count(),
        "warnings": models.SuspensionWarning.objects.count(),
        "suspended": suspensions.count(),
        "resumed": suspensions.exclude(resumed_on=None).count(),
        "returns": models.PaymentReturn.objects.count(),
        "on account": sum(bool(one.amount - one.allocated) for one in models.Payment.objects.all()),
    }


def _stages_are_on_their_days(year: Year, last: date) -> None:
    """By the pure rules, from documents and money alone; who pays in time hears nothing."""
    for payer in year.payers.values():
        told = by_the_store(payer)
        assert told == by_the_rules(payer, FIRST, last), payer.number
        if payer.habit in (Habit.IN_TIME, Habit.TWICE, Habit.DEBIT):
            assert not told.letters, payer.number
            assert not told.warnings, payer.number


def _costs_the_same(year: Year, twin: dict[str, Facts]) -> None:
    """A suspended or waiting contract is behind, and never otherwise; in coverage there is no hole."""
    behind = 0
    for number, here in ssc_facts(year).items():
        there = twin[number]
        for kind in KINDS:
            first = there[kind][: len(here[kind])]  # type: ignore[index,arg-type]
            assert here[kind] == first, (number, kind)
        coverage: Any = here["coverage"]
        assert all(before[1] == after[0] for before, after in pairwise(coverage)), number
        if here != there:
            behind += 1
            payer = next(one for one in year.payers.values() if one.number == number)
            assert models.Claim.objects.filter(contract=payer.contract, rest__gt=0).exists(), number
    assert behind < len(twin) / 4


def _books_are_right(year: Year, last: date, folder: Path) -> None:
    """On days of the past too; and bean-check accepts them."""
    for day in (date(2026, 2, 15), date(2026, 4, 2), date(2026, 5, 31)):
        receivables_are_those_of_the_books(year, day, is_today=False)
    with books(last) as found:
        text = lines_of(found)
    assert checked(text, folder) == ""
