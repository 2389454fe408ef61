"""An order that waits for its payment is booked by it, where it is named and paid in full; else a person decides."""

from uuid import UUID

import pytest

from autossa.domain.billing.references import order_reference
from autossa.operations.billing.bank.setting_aside import NotToSetAside, set_aside
from autossa.operations.billing.payments.desk import PaymentAssigned
from autossa.operations.credits import orders as credit_orders
from autossa.operations.orders.paid import OrderAlone, assign_payment
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, Shop, on
from tests.cast.sold import order, sell
from tests.cast.statements import DAY, OTHERS, bring, paid, went

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _licenses(shop: Shop) -> models.LicenseOrder:
    sell(shop)
    project = models.Project.objects.get(name="Office").pk
    return models.LicenseOrder.objects.get(pk=order(shop, project, ctx=on("2026-02-01", ALICE)))


def _credits(shop: Shop) -> models.CreditOrder:
    key, project = new_id(), models.Project.objects.get(name="Office").pk
    credit_orders.place(
        order=key, project=project, ssc=10_00, payer=shop.alice, gross=11_90, ctx=on("2026-02-01", ALICE)
    )
    return models.CreditOrder.objects.get(pk=key)


@pytest.mark.parametrize("beyond", [0, 2_00])
def test_an_order_that_is_named_and_paid_in_full_is_booked(shop: Shop, invoices: list[UUID], beyond: int) -> None:
    for row in (_licenses(shop), _credits(shop)):
        done = bring(paid(row.gross + beyond, f"Order {order_reference(row.public_id)}", iban=OTHERS))
        row.refresh_from_db()
        assert (done.settled.orders, row.state, row.paid_on.isoformat()) == (1, "booked", DAY)
        invoice = models.Claim.objects.get(pk=row.invoices.get(series="INV").pk)
        assert (invoice.rest, invoice.allocated) == (0, row.gross)
        payment = models.Payment.objects.latest("id")
        assert (payment.payer_id, payment.assignment.why) == (shop.alice, "named")
        assert models.Payment.objects.filter(source="staff").count() == 0


def test_an_order_that_is_paid_short_or_not_named_waits(shop: Shop, invoices: list[UUID]) -> None:
    row = _licenses(shop)
    claim = models.Claim.objects.get(pk=invoices[0])
    bring(paid(claim.rest, claim.number))
    reference = order_reference(row.public_id)
    second = models.Claim.objects.get(pk=invoices[1])
    done = bring(
        paid(row.gross - 1, reference),
        paid(row.gross, "thanks"),
        paid(row.gross + second.rest, reference + second.number),
    )
    row.refresh_from_db()
    assert (row.state, done.settled.waiting) == ("open", 3)


def test_an_order_before_whose_day_the_money_came_waits(shop: Shop, invoices: list[UUID]) -> None:
    row = _licenses(shop)
    assert bring(paid(row.gross, order_reference(row.public_id), "2026-01-31")).settled.waiting == 1


def test_an_order_that_was_paid_already_says_whose_the_money_is(shop: Shop, invoices: list[UUID]) -> None:
    row = _credits(shop)
    credit_orders.book(order=row.pk, ctx=on(DAY))
    bring(paid(row.gross, order_reference(row.public_id), iban=OTHERS))
    assert models.Payment.objects.latest("id").payer_id == shop.alice


def test_a_person_says_which_order_it_was(shop: Shop, invoices: list[UUID]) -> None:
    row = _licenses(shop)
    bring(paid(row.gross, "thanks", iban=OTHERS))
    payment = models.Payment.objects.get()
    facts = {"payment": payment.pk, "payer": shop.alice, "ctx": on(DAY)}
    with pytest.raises(OrderAlone):
        assign_payment(documents=[row.public_id, str(invoices[0])], **facts)
    assign_payment(documents=[row.public_id], **facts)
    row.refresh_from_db()
    assert row.state == "booked"
    with pytest.raises(PaymentAssigned):
        assign_payment(documents=[str(invoices[0])], **facts)
    with pytest.raises(NotToSetAside):
        set_aside(bank_payment=payment.bank_payment_id, reason="no", ctx=on(DAY))


def test_what_is_no_customers_is_set_aside_once(shop: Shop, invoices: list[UUID]) -> None:
    bring(paid(5_00, "tax office", iban=OTHERS), went(5_00))
    line = models.Payment.objects.get().bank_payment_id
    set_aside(bank_payment=line, reason="Tax refund", ctx=on(DAY))
    with pytest.raises(NotToSetAside):
        set_aside(bank_payment=line, reason="again", ctx=on(DAY))
    assert bring(paid(6_00, "x", iban=OTHERS)).settled.waiting == 1
