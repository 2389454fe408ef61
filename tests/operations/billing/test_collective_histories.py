"""Random histories with payers of all three kinds: every booking is invoiced once, or waits, or was left out."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.billing.books.ahead import deferred_ahead
from autossa.domain.billing.books.items import open_items
from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations.billing import collective, corrections, credit_notes
from autossa.operations.errors import OperationError
from autossa.operations.runs import renewals
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.queries.billing.documents import document_of
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import Shop, d, on
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
def test_documents_are_the_bookings_whatever_happens(shop: Shop, seed: int) -> None:
    random = Random(seed)
    for name in ("Office", "Branch", "Lager")[: random.randint(1, 3)]:
        shop.under_contract(name, quantity=random.choice([1, 7, 600, 1200]))
    day = FIRST
    while day < FIRST + timedelta(days=DAYS):
        random.choice(DEEDS)(shop, random, day.isoformat())
        _as_they_must_be()
        _deferred_as_the_rule_says(day)
        day += timedelta(days=random.choice([0, 1, 1, 5, 16, 33]))
    _follow(shop, Cycle(), day.isoformat())
    collective.issue_due(ctx=on(day.isoformat()))
    _as_they_must_be()
    left_out = "AND EXISTS (SELECT FROM voids v WHERE v.settlement_id = w.settlement_id)"
    assert rows(_WAITING) == rows(_WAITING + left_out)
    assert list(check_all()) == []


def _as_they_must_be() -> None:
    assert rows(_NOT_ONCE) == []
    assert broken_laws() == {}
    booked = rows("SELECT coalesce(sum(net), 0)::bigint FROM charges")
    invoiced = rows("SELECT coalesce(sum(net), 0)::bigint FROM invoices WHERE series = 'INV'")
    assert booked[0][0] == invoiced[0][0] + rows(_WAITING)[0][0]


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
