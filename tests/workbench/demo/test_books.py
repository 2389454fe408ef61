"""The books of the demo's two years: on every day what is earned and deferred is what was invoiced, to the cent."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import Sum

from autossa.domain.amounts import show
from autossa.domain.billing.books.ahead import deferred_ahead
from autossa.domain.billing.books.items import open_items
from autossa.domain.billing.books.postings import Ledger, balances
from autossa.domain.dates import DAY
from autossa.queries.billing.books.page import read_books
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.store import models
from tests.documents.books.test_beancount import checked, lines_of
from tests.workbench.demo.conftest import TODAY

_BALANCE = re.compile(r"^\S+ balance (\S+)  (\S+) ~ 0 EUR$", re.MULTILINE)
pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.usefixtures("loaded")]


def sold_until(day: date) -> int:
    """What was invoiced net, less credit notes, and what was paid for lots that no invoice brought."""
    documents = models.Invoice.objects.filter(issued_on__lte=day, credit_order=None)  # these brought lots
    invoiced = documents.aggregate(Sum("net"))["net__sum"] or 0
    bought = models.Lot.objects.filter(day__lte=day).exclude(source="recharge").aggregate(Sum("paid"))["paid__sum"] or 0
    return int(invoiced + bought)


def test_every_day_adds_up() -> None:
    first = min(models.Invoice.objects.earliest("issued_on").issued_on, models.Lot.objects.earliest("day").day)
    with books(TODAY) as found:
        lots = list(found.lots())
    days = [first + timedelta(days=n) for n in range((TODAY - first).days + 1)]
    assert len(days) > 600
    for day in days:
        earned = sum(lot.earned_until(day) + lot.broken_until(day) for lot in lots)
        deferred = sum(lot.deferred_on(day) for lot in lots)
        assert earned + deferred == sold_until(day), day


def test_the_pages_say_what_the_postings_say_and_bean_check_agrees(tmp_path: Path) -> None:
    for day in (TODAY, TODAY - timedelta(days=100), TODAY - timedelta(days=400)):
        page = read_books(day, day)
        with books(day) as found:
            posted = balances(found.transactions())
            assert found.ahead() == deferred_ahead(found.lots(), day)
            rests = [one.rest for one in open_items(found.items(), day)]
            text = lines_of(found)
        sums = {ledger: sum(a for (_, account), a in posted.items() if account.ledger is ledger) for ledger in Ledger}
        owed = sum(one.everybody.total.rest for one in page.receivables)
        assert owed == sums[Ledger.RECEIVABLE] == sum(rests)
        assert owed > 0 or day < TODAY
        assert -sums[Ledger.DEFERRED] == sum(ahead.deferred for ahead in page.ahead)
        assert sums[Ledger.ROUNDING] == 0
        assert checked(text, tmp_path) == ""


def test_every_balance_in_the_file_is_one_of_a_page() -> None:
    """Those that bean-check holds against the postings: of all, of each payer, of VAT month by month."""
    with books(TODAY) as found:
        asserted = dict(_BALANCE.findall(lines_of(found)))
    page = read_books(TODAY, TODAY)
    (owed,) = page.receivables
    (ahead,) = page.ahead
    months = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)]
    vat = sum(line.tax for month in months for line in read_books(TODAY, month).vat)
    shown = {"Assets:Receivable": owed.everybody.total.rest, "Liabilities:Deferred": -ahead.deferred}
    shown |= {"Liabilities:VAT": -vat, "Equity:Rounding": 0}
    shown |= {f"Assets:Receivable:{one.payer[4:].upper()}": one.total.rest for one in owed.most}
    assert len(owed.most) >= 2
    assert vat > 0
    for account, amount in shown.items():
        assert asserted.pop(account) == show(amount), account
    assert all(account.startswith("Liabilities:VAT:") for account in asserted)


def test_what_the_database_adds_up_is_what_the_rule_says() -> None:
    """Ages too: the statement and the domain know the same buckets."""
    for day in (TODAY, TODAY - 20 * DAY):
        (owed,) = read_receivables(day)
        with books(day) as found:
            items = list(open_items(found.items(), day))
        assert items
        for step, amount in enumerate(owed.everybody.ages):
            of_step = [one for one in items if one.age == step]
            assert (amount.documents, amount.rest) == (len(of_step), sum(one.rest for one in of_step))
