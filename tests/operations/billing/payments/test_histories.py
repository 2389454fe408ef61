"""Random histories of invoices and money: after each deed the rows, the rules and the books say the same."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Sum

from autossa.domain.billing.books.items import beyond_of, rest_of
from autossa.domain.billing.books.postings import Ledger, balances
from autossa.domain.billing.documents import Method
from autossa.operations.billing import credit_notes
from autossa.operations.billing.payments import allocating, moving, receiving
from autossa.operations.errors import OperationError
from autossa.operations.runs import renewals
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.queries.billing.payments.accounts import account_of
from autossa.queries.billing.payments.items import items_of
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FIRST, DAYS = d("2026-01-15"), 150


@pytest.mark.parametrize("seed", a_few_of(range(60), 2))
def test_rows_rules_and_books_say_the_same(shop: Shop, seed: int) -> None:
    random = Random(seed)
    for name in ("Office", "Branch")[: random.randint(1, 2)]:
        shop.under_contract(name, quantity=random.choice([7, 600, 1200]))
    day = FIRST
    while day < FIRST + timedelta(days=DAYS):
        with contextlib.suppress(OperationError):
            random.choice(DEEDS)(shop, random, day.isoformat())
        _agree(shop, day)
        day += timedelta(days=random.choice([0, 1, 5, 16]))
    _agree_on_days_past(shop, day)
    assert list(check_all()) == []


def _agree(shop: Shop, day: date) -> None:
    account = account_of(shop.alice, "EUR")
    rests = dict(models.Claim.objects.values_list("id", "rest"))
    assert {str(key): rest for key, rest in rests.items()} == {
        key: rest_of(item, day) for key, item in account.items.items()
    }
    alone = items_of(rests)
    assert {key: (rest_of(item, day), beyond_of(item, day)) for key, item in alone.items()} == {
        key: (rest_of(account.items[str(key)], day), beyond_of(account.items[str(key)], day)) for key in rests
    }
    came = models.Payment.objects.filter(payer=shop.alice).aggregate(sum=Sum("amount") - Sum("moved"))["sum"] or 0
    claimed = models.Invoice.objects.aggregate(Sum("gross"))["gross__sum"] or 0
    assert account.owed(day) - account.on_account(day) == claimed - came


def _agree_on_days_past(shop: Shop, last: date) -> None:
    """What the books post, what their page says, and what the account says, on days of the past."""
    account, other = account_of(shop.alice, "EUR"), account_of(shop.charlie, "EUR")
    for day in (last, last - timedelta(days=40), last - timedelta(days=90)):
        with books(day) as found:
            posted = balances(found.transactions())
        sums = {ledger: sum(a for (_, one), a in posted.items() if one.ledger is ledger) for ledger in Ledger}
        owed = sum(found.everybody.total.rest for found in read_receivables(day))
        assert sums[Ledger.RECEIVABLE] == owed == account.owed(day)
        nobodys = models.Payment.objects.filter(day__lte=day, moved_from=None).exclude(assignment__day__lte=day)
        waiting = nobodys.aggregate(Sum("amount"))["amount__sum"] or 0
        assert -sums[Ledger.PAYER_CREDIT] == account.on_account(day) + other.on_account(day) + waiting
        came = models.Payment.objects.filter(day__lte=day, moved_from=None).aggregate(Sum("amount"))["amount__sum"] or 0
        assert sums[Ledger.BANK] == came
        assert sums[Ledger.ROUNDING] == sum(sums.values()) == 0


def _run(_shop: Shop, _random: Random, day: str) -> None:
    renewals.run(ctx=on(day))


def _enter(shop: Shop, random: Random, day: str) -> None:
    rests = list(models.Claim.objects.filter(rest__gt=0).values_list("rest", flat=True))
    amount = random.choice([*rests, 1, 100_00, sum(rests) or 5])
    documents = _some(random, models.Claim.objects.values_list("id", flat=True))
    receiving.enter(
        payment=new_id(), payer=shop.alice, amount=amount, currency="EUR", method=Method.TRANSFER,
        day=d(day) - timedelta(days=random.choice([0, 0, 3])), documents=documents, ctx=on(day),
    )  # fmt: skip


def _comes(_shop: Shop, random: Random, day: str) -> None:
    """Money of which nobody knows whose it is."""
    receiving.record(new_id(), d(day), random.randint(1, 90_00), "EUR", on(day), method="transfer", source="bank")


def _assign(shop: Shop, random: Random, day: str) -> None:
    payment = models.Payment.objects.filter(payer=None).order_by("id").first()
    if payment is not None:
        documents = _some(random, models.Claim.objects.values_list("id", flat=True))
        receiving.assign(payment=payment.id, payer=shop.alice, documents=documents, ctx=on(day))


def _reverse(_shop: Shop, random: Random, day: str) -> None:
    rows = list(models.Allocation.objects.filter(amount__gt=0).order_by("id"))
    if rows:
        row = random.choice(rows)
        amount = random.choice([row.amount, max(row.amount // 3, 1), row.amount + 1])
        allocating.reverse(payment=row.payment_id, document=row.claim_id, amount=amount, ctx=on(day))


def _allocate(_shop: Shop, random: Random, day: str) -> None:
    payments = list(models.Payment.objects.exclude(payer=None).order_by("id"))
    claims = list(models.Claim.objects.order_by("id"))
    if payments and claims:
        payment, claim = random.choice(payments), random.choice(claims)
        amount = random.choice([claim.rest, payment.amount - payment.allocated, 1])
        allocating.allocate(payment=payment.id, document=claim.id, amount=amount, ctx=on(day))


def _move(shop: Shop, random: Random, day: str) -> None:
    """To somebody who owes nothing, or from there."""
    payments = list(models.Payment.objects.exclude(payer=None).filter(moved=0).order_by("id"))
    if payments:
        payment = random.choice(payments)
        payer = shop.alice if payment.payer_id == shop.charlie else shop.charlie
        moving.move(payment=payment.id, payer=payer, ctx=on(day))


def _credit(_shop: Shop, random: Random, day: str) -> None:
    found = list(models.Invoice.objects.filter(series="INV").order_by("id"))
    if found:
        credit_notes.credit(invoice=random.choice(found).id, reason="Sorry", ctx=on(day))


def _some(random: Random, found: Any) -> list[Any]:
    keys = sorted(found)
    return random.sample(keys, min(len(keys), random.choice([0, 1, 2])))


DEEDS: list[Callable[[Shop, Random, str], None]] = [
    _run, _run, _enter, _enter, _comes, _assign, _reverse, _allocate, _move, _credit,
]  # fmt: skip
