"""Money comes in: what it pays, what stays on account, what is refused; and what the database itself holds."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from autossa.domain.billing.books.items import State, state_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.operations.billing import credit_notes
from autossa.operations.billing.payments import allocating, receiving
from autossa.operations.billing.payments.errors import (
    MoreThanAllocated,
    MoreThanLeftOfClaim,
    MoreThanLeftOfPayment,
    NoSuchClaim,
    NotAboveZero,
)
from autossa.operations.runs import renewals
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-03-01"


def _invoices(shop: Shop) -> list[UUID]:
    """Two projects of Alice, each with an invoice of the first period."""
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    return list(models.Invoice.objects.filter(payer=shop.alice).order_by("id").values_list("id", flat=True)[:2])


def _enter(shop: Shop, amount: int, *documents: UUID, day: str = DAY) -> UUID:
    payment = new_id()
    assert receiving.enter(
        payment=payment, payer=shop.alice, amount=amount, currency="EUR", method=Method.TRANSFER, day=d(day),
        documents=documents, ctx=on(day),
    )  # fmt: skip
    return payment


def _account(shop: Shop) -> Account:
    return account_of(shop.alice, "EUR")


def _rest(document: UUID) -> int:
    return int(models.Claim.objects.get(pk=document).rest)


def test_money_pays_what_it_names_then_the_oldest(shop: Shop) -> None:
    first, second = _invoices(shop)
    before, owed = _rest(first), _account(shop).owed(d(DAY))
    amount = _rest(second) + 1_00
    _enter(shop, amount, second)
    assert (_rest(second), _rest(first)) == (0, before - 1_00)
    items = _account(shop).items
    assert state_of(items[str(second)], d(DAY)) is State.PAID
    assert _account(shop).owed(d(DAY)) == owed - amount


def test_what_nothing_needs_is_on_account_and_the_same_payment_comes_once(shop: Shop) -> None:
    _invoices(shop)
    owed = _account(shop).owed(d(DAY))
    payment = _enter(shop, owed + 7_00)
    assert _account(shop).on_account(d(DAY)) == 7_00
    again = receiving.enter(
        payment=payment, payer=shop.alice, amount=5, currency="EUR", method=Method.CARD, day=d(DAY), ctx=on(DAY)
    )
    assert not again
    assert models.Payment.objects.get().amount == owed + 7_00


def test_a_credit_note_after_the_money_makes_it_the_payers(shop: Shop) -> None:
    first, _ = _invoices(shop)
    gross = _rest(first)
    _enter(shop, _account(shop).owed(d(DAY)), first)
    credit_notes.credit(invoice=first, reason="Sorry", ctx=on(DAY))
    assert _rest(first) == 0
    assert _account(shop).on_account(d(DAY)) == gross


def test_an_allocation_is_reversed_and_made_anew(shop: Shop) -> None:
    first, second = _invoices(shop)
    payment = _enter(shop, _rest(first), first)
    allocating.reverse(payment=payment, document=first, amount=3_00, ctx=on(DAY))
    allocating.allocate(payment=payment, document=second, amount=3_00, ctx=on(DAY))
    assert _rest(first) == 3_00
    with pytest.raises(MoreThanLeftOfPayment):
        allocating.allocate(payment=payment, document=second, amount=1, ctx=on(DAY))
    with pytest.raises(MoreThanAllocated):
        allocating.reverse(payment=payment, document=second, amount=3_01, ctx=on(DAY))


def test_what_is_wrong_is_refused_and_nothing_is_written(shop: Shop) -> None:
    first, _ = _invoices(shop)
    with pytest.raises(NotAboveZero):
        _enter(shop, 0)
    with pytest.raises(NoSuchClaim):
        _enter(shop, 5, new_id())
    with pytest.raises(receiving.PaymentDayToCome):
        receiving.enter(
            payment=new_id(), payer=shop.alice, amount=1, currency="EUR", method=Method.TRANSFER, day=d("2026-03-02"),
            ctx=on(DAY),
        )  # fmt: skip
    assert not models.Payment.objects.exists()
    payment = _enter(shop, _rest(first) + _account(shop).owed(d(DAY)), first)
    allocating.reverse(payment=payment, document=first, amount=1, ctx=on(DAY))
    with pytest.raises(MoreThanLeftOfClaim):
        allocating.allocate(payment=payment, document=first, amount=2, ctx=on(DAY))


@pytest.mark.parametrize(("amount", "name"), [(10**9, "claims_allocated"), (-1, "no more is taken back")])
def test_the_database_refuses_what_the_rules_would(shop: Shop, amount: int, name: str) -> None:
    first, second = _invoices(shop)
    payment = _enter(shop, _rest(first), first)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.Allocation.objects.create(
            payment_id=payment, claim_id=second, day=d(DAY), amount=amount, why="by_hand", at=on(DAY).now
        )
