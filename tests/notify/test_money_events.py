"""A payment that went back and a refund are told by e-mail, with accounts by their last four signs."""

from typing import Any

import pytest

from autossa.domain.billing.documents import Method
from autossa.gateways.cards.protocol import NewSession
from autossa.operations.billing.payments import receiving, refunds, returning
from autossa.operations.billing.payments.payout_accounts import confirm_account
from autossa.operations.orders import licenses
from autossa.operations.orders.checkouts import asking
from autossa.operations.runs import renewals
from autossa.store import models
from autossa.store.ids import new_id, public_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.cast.sold import order, sell
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-03-01"
IBAN = "DE02120300000000202051"


def _enter(shop: Shop, amount: int) -> models.Payment:
    key = new_id()
    receiving.enter(
        payment=key,
        payer=shop.alice,
        amount=amount,
        currency="EUR",
        method=Method.DIRECT_DEBIT,
        day=d(DAY),
        ctx=on(DAY),
    )
    return models.Payment.objects.get(pk=key)


def test_who_pays_is_told_what_is_open_again_and_why(shop: Shop, post: Post) -> None:
    shop.under_contract()
    renewals.run(ctx=on("2026-01-20"))
    claim = models.Claim.objects.order_by("id")[0]
    models.Mandate.objects.create(
        reference="M-7", payer_id=shop.alice, scheme="CORE", signed_on=d("2026-01-02"), iban=IBAN, holder="Alice Ltd",
        text="Yes", signed_at=on("2026-01-02").now,
    )  # fmt: skip
    payment = _enter(shop, int(claim.rest))
    post.forget(DAY)
    returning.return_payment(payment=payment.id, code="AC04", fee=3_50, ctx=on(DAY))
    came = post.collect(DAY)
    check(
        came,
        "payment_returned",
        [
            "Payment of 119.00 EUR returned", "- Why: The account is closed (AC04)", f"- Open again: {claim.number}",
            "- Fee of the bank: 3.50 EUR", "- SEPA mandate stopped: M-7",
        ],
        ["Zahlung über 119,00 EUR zurückgegeben", "- Grund: Das Konto ist erloschen (AC04)"],
    )  # fmt: skip
    assert not any("2051" in mail.text for mail in came)


def test_a_refund_names_the_account_by_its_last_four_signs(shop: Shop, post: Post) -> None:
    _enter(shop, 50_00)
    confirm_account(payer=shop.alice, iban=IBAN, holder="Alice Ltd", ctx=on(DAY, ALICE))
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=50_00, reason="Asked for", ctx=on(DAY, ALICE))
    post.forget(DAY)
    refunds.approve(refund=key, ctx=on(DAY, VERA))
    came = post.collect(DAY)
    check(
        came,
        "refund_approved",
        ["Refund of 50.00 EUR", "- To the account: •••• 2051"],
        ["Erstattung über 50,00 EUR", "- Auf das Konto: •••• 2051"],
    )
    assert not any(IBAN in mail.text for mail in came)


def test_who_paid_an_order_in_vain_is_told_where_the_money_is(shop: Shop, post: Post, settings: Any) -> None:
    settings.CARD_GATEWAY = "tests"
    sell(shop)
    project, cards = shop.project(), FakeCards()
    key = order(shop, project, ctx=on(DAY, ALICE))
    checkout = models.Checkout.objects.create(
        payer_id=shop.alice, currency="EUR", amount=595_00, order=public_id("lor", key), provider=cards.name,
        provider_id=cards.create(
            NewSession("chk", 595_00, "EUR", "Order", "en", "https://a/", "https://a/", on("2026-03-02").now)
        ).id, made_at=on(DAY).now, expires_at=on("2026-03-02").now,
    )  # fmt: skip
    licenses.decline(order=key, reason="Sold out", ctx=on(DAY, VERA))
    cards.pay(checkout.provider_id)
    post.forget(DAY)
    asking.ask(checkout=checkout.pk, ctx=on(DAY), gateway=cards)
    check(
        post.collect(DAY),
        "paid_order_not_booked",
        ["595.00 EUR have arrived", "The order was declined before the payment arrived.", "Do not pay a second time"],
        ["595,00 EUR per Karte eingegangen", "abgelehnt", "Zahlen Sie nicht ein zweites Mal"],
    )
