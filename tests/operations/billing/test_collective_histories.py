"""Random histories with payers of all three kinds: every booking is invoiced once, or waits, or was left out."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from autossa.documents.billing.xml.cii import cii
from autossa.documents.billing.xml.ubl import ubl
from autossa.domain.billing.books.ahead import deferred_ahead
from autossa.domain.billing.books.items import open_items
from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.billing.documents import Kind
from autossa.operations.billing import collective, corrections, credit_notes
from autossa.operations.errors import OperationError
from autossa.operations.runs import renewals
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.queries.billing.documents import document_of, documents_of
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import VERA, Shop, d, on
from tests.documents.billing import judges
from tests.documents.books.test_beancount import checked, lines_of
from tests.store.looking import broken_laws, rows
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FIRST, DAYS = d("2026-01-15"), 100
CYCLES = [Cycle(), Cycle(Every.DAILY), Cycle(Every.MONTHLY, 1), Cycle(Every.MONTHLY, 17), Cycle(Every.MONTHLY, 28)]

_NOT_ONCE = """
SELECT s.id FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
WHERE (SELECT sum(net) FROM charges c WHERE c.settlement_id = s.id) > 0 AND 1 <>
    (SELECT count(*) FROM invoices i WHERE i.settlement = s.id AND i.series = 'INV')
    + (SELECT count(*) FROM invoice_sections n WHERE n.settlement_id = s.id)
    + (SELECT count(*) FROM collected w WHERE w.settlement_id = s.id
        AND NOT EXISTS (SELECT FROM invoice_sections n WHERE n.settlement_id = s.id))
"""
_WAITING = """
SELECT coalesce(sum(w.net), 0)::bigint FROM collected w
WHERE NOT EXISTS (SELECT FROM invoice_sections n WHERE n.settlement_id = w.settlement_id)
"""


@pytest.mark.parametrize("seed", a_few_of(range(60), 2))
def test_documents_are_the_bookings_whatever_happens(shop: Shop, seed: int, tmp_path: Path) -> None:
    last = _history(shop, seed, _as_they_must_be)
    left_out = "AND EXISTS (SELECT FROM voids v WHERE v.settlement_id = w.settlement_id)"
    assert rows(_WAITING) == rows(_WAITING + left_out)
    assert list(check_all()) == []
    _books_add_up(last, tmp_path)


@pytest.mark.parametrize("seed", a_few_of(range(100, 112), 1))
def test_each_of_them_passes_the_judges(shop: Shop, seed: int) -> None:
    """Notes by line and in part too, as their rows say them."""
    at = {"street": "Marienplatz 8", "post_code": "80331", "city": "München", "country": "DE"}
    models.Organisation.objects.filter(kind="vendor").update(vat_id="DE136695976", **at)
    models.Organisation.objects.filter(pk=shop.alice).update(**at)
    last = _history(shop, seed).isoformat()
    for key in models.Invoice.objects.filter(series="INV").values_list("id", flat=True):
        _unless_refused(
            lambda key=key: credit_notes.credit(
                invoice=key, picks=[Pick(0, amount=7)], reason="Sorry", ctx=on(last, VERA)
            )
        )
    found = documents_of(models.Invoice.objects.values_list("id", flat=True)).values()
    assert {document.kind for document in found} == {Kind.INVOICE, Kind.CREDIT_NOTE}
    for document in found:
        assert judges.by_everybody(cii(document), judges.CII) == [], document.number
        assert judges.by_everybody(ubl(document), judges.UBL) == [], document.number


def _history(shop: Shop, seed: int, after_each: Callable[[], None] = lambda: None) -> date:
    """Whatever may happen for so many days, and at the end all that waits is invoiced; the last day."""
    random = Random(seed)
    for name in ("Office", "Branch", "Lager")[: random.randint(1, 3)]:
        shop.under_contract(name, quantity=random.choice([1, 7, 600, 1200]))
    day = FIRST
    while day < FIRST + timedelta(days=DAYS):
        random.choice(DEEDS)(shop, random, day.isoformat())
        after_each()
        _deferred_as_the_rule_says(day)
        day += timedelta(days=random.choice([0, 1, 1, 5, 16, 33]))
    _follow(shop, Cycle(), day.isoformat())
    collective.issue_due(ctx=on(day.isoformat()))
    after_each()
    return day


def _as_they_must_be() -> None:
    assert rows(_NOT_ONCE) == []
    assert broken_laws() == {}
    booked = rows("SELECT coalesce(sum(net), 0)::bigint FROM charges")
    invoiced = rows("SELECT coalesce(sum(net), 0)::bigint FROM invoices WHERE series = 'INV'")
    assert booked[0][0] == invoiced[0][0] + rows(_WAITING)[0][0]


def _books_add_up(last: date, folder: Path) -> None:
    """On every day what is earned and deferred is what was invoiced net; and another program adds up the same."""
    with books(last) as found:
        lots = list(found.lots())
        assert checked(lines_of(found), folder) == ""
    by_day = dict(rows("SELECT issued_on, sum(net)::bigint FROM invoices GROUP BY issued_on"))
    invoiced = 0
    for day in (FIRST + timedelta(days=n) for n in range(-1, (last - FIRST).days + 1)):
        invoiced += by_day.get(day, 0)
        parts = [(lot.earned_until(day), lot.broken_until(day), lot.deferred_on(day)) for lot in lots]
        assert sum(map(sum, parts)) == invoiced, day
        assert all(min(part) >= 0 for part in parts), day


def _deferred_as_the_rule_says(day: date) -> None:
    """What the database adds up is what the rule says of one lot after the other."""
    with books(day) as found:
        one_by_one = deferred_ahead(found.lots(), day)
        assert [one for one in found.ahead() if one.deferred] == [one for one in one_by_one if one.deferred]
        owed = sum(one.rest for one in open_items(found.items(), day))
    assert sum(one.everybody.total.rest for one in read_receivables(day)) == owed


def _set(shop: Shop, random: Random, day: str) -> None:
    _follow(shop, random.choice(CYCLES), day)


def _follow(shop: Shop, cycle: Cycle, day: str) -> None:
    """From now on Alice is invoiced so; each setting at a moment of its own, of one day the newest holds."""
    ctx = on(day)
    moment = ctx.now + timedelta(minutes=models.BillingCycle.objects.count())
    collective.set_cycle(payer=shop.alice, cycle=cycle, starts_on=d(day), ctx=replace(ctx, now=moment))


def _run(_shop: Shop, _random: Random, day: str) -> None:
    renewals.run(ctx=on(day))
    assert collective.issue_due(ctx=on(day)) == 0


def _void(_shop: Shop, random: Random, day: str) -> None:
    found = list(models.Settlement.objects.filter(void=None, reason="extension").order_by("id"))
    if found:
        _unless_refused(lambda: corrections.void(settlement=found[-1].id, reason="Wrong", ctx=on(day)))


def _credit(_shop: Shop, random: Random, day: str) -> None:
    found: list[UUID] = list(models.Invoice.objects.filter(series="INV").order_by("id").values_list("id", flat=True))
    if not found:
        return
    invoice = random.choice(found)
    place = random.randrange(len(document_of(invoice).lines))
    picks = random.choice(
        [[], [Pick(place)], [Pick(place, amount=random.randint(1, 50_00))], [Pick(place, quantity=1)]]
    )
    _unless_refused(lambda: credit_notes.credit(invoice=invoice, picks=picks, reason="Sorry", ctx=on(day)))


def _unless_refused(do: Callable[[], Any]) -> None:
    with contextlib.suppress(OperationError):
        do()


DEEDS = [_set, _run, _run, _run, _void, _credit]
