"""Paying by card: what is asked for, what comes, and that nothing of it is lost, doubled or invented."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.gateways.cards.signatures import Forged, sign
from autossa.operations.billing.payments import receiving
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.credits import orders
from autossa.operations.orders.checkouts import asking, events, gateway, opening
from autossa.operations.orders.checkouts.orders import OrderToPayGone
from autossa.operations.runs import renewals
from autossa.queries.billing.payments.accounts import account_of
from autossa.queries.credits.orders import offer_top_up
from autossa.store import models
from autossa.store.ids import new_id, read_public_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.shop import ALICE, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY, SECRET = "2026-03-01", "whsec_test"


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch, settings: Any) -> FakeCards:
    fake = FakeCards()
    settings.CARD_GATEWAY, settings.CARDS_WEBHOOK_SECRET = "tests", SECRET
    for module in (gateway, opening, asking, events):
        monkeypatch.setattr(module, "cards", lambda: fake)
    return fake


def _claims(shop: Shop) -> list[UUID]:
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    return list(models.Claim.objects.filter(payer=shop.alice).order_by("id").values_list("id", flat=True)[:2])


def _rest(claim: UUID) -> int:
    return int(models.Claim.objects.get(pk=claim).rest)


def _ledger(shop: Shop) -> Account:
    return account_of(shop.alice, "EUR")


def _open(shop: Shop, *claims: UUID, day: str = DAY) -> models.Checkout:
    key = new_id()
    opening.pay_claims(
        checkout=key, payer=shop.alice, currency="EUR", claims=claims, amount=sum(map(_rest, claims)), language="en",
        ctx=on(day, ALICE),
    )  # fmt: skip
    return models.Checkout.objects.order_by("-id").first() or models.Checkout()


def _itself(day: str = DAY) -> ActionContext:
    return on(day, SYSTEM)


def _hears(body: bytes, signature: str = "", at: datetime | None = None) -> bool:
    at = at or datetime.now(UTC)
    return events.take_event(body=body, signature=signature or sign(body, SECRET, at), at=at, ctx=_itself())


def test_what_is_paid_is_booked_for_what_it_was_asked(shop: Shop, cards: FakeCards) -> None:
    first, second = _claims(shop)
    amount = _rest(second)
    checkout = _open(shop, second)
    cards.pay(checkout.provider_id)
    assert _hears(cards.outbox[0])
    payment = models.Payment.objects.get()
    assert (payment.amount, payment.method, payment.source, payment.final_on) == (amount, "card", "gateway", None)
    assert (_rest(second), payment.payer_id, payment.checkout_id) == (0, shop.alice, checkout.pk)
    assert _rest(first)
    assert models.Checkout.objects.get().state == "paid"


def test_the_same_again_is_the_same_page_and_nobody_pays_in_two_windows(shop: Shop, cards: FakeCards) -> None:
    first, second = _claims(shop)
    urls = [_open(shop, first).url, _open(shop, first).url]
    assert urls[0] == urls[1]
    assert len(cards.pages) == 1
    assert _open(shop, second).url != urls[0]


def test_the_gateways_answer_may_get_lost_and_is_asked_for_with_the_same_key(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    cards.is_down = True
    with pytest.raises(gateway.CardsOut):
        _open(shop, first)
    cards.is_down = False
    assert _open(shop, first).url
    assert models.Checkout.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"claims": []}, opening.NothingToPay),
        ({"amount": 1}, opening.OpenAmountChanged),
        ({"claims": [UUID(int=5)]}, opening.NotPayable),
        ({"currency": "CHF"}, opening.NotPayable),
    ],
)
def test_what_is_not_open_cannot_be_paid(shop: Shop, cards: FakeCards, change: dict[str, Any], error: type) -> None:
    first, _ = _claims(shop)
    asked: dict[str, Any] = {"currency": "EUR", "claims": [first], "amount": _rest(first), **change}
    with pytest.raises(error):
        opening.pay_claims(checkout=new_id(), payer=shop.alice, language="en", ctx=on(DAY, ALICE), **asked)
    assert not cards.pages


def test_the_claims_of_another_payer_cannot_be_paid(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    with pytest.raises(opening.NotPayable):
        opening.pay_claims(
            checkout=new_id(), payer=shop.charlie, currency="EUR", claims=[first], amount=_rest(first), language="en",
            ctx=on(DAY, ALICE),
        )  # fmt: skip


def test_a_lost_event_is_asked_for(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    cards.pay(_open(shop, first).provider_id)
    assert asking.ask_silent(ctx=_itself()) == 0  # nobody has been silent for long yet
    assert asking.ask_silent(ctx=on("2026-03-02", SYSTEM)) == 1
    assert _rest(first) == 0
    assert asking.ask_silent(ctx=on("2026-03-03", SYSTEM)) == 0


def test_an_event_says_nothing_that_the_gateway_does_not(shop: Shop, cards: FakeCards) -> None:
    """It says paid, and was signed by the gateway: what counts is what that answers now."""
    first, _ = _claims(shop)
    checkout = _open(shop, first)
    said = b'{"id": "evt_1", "type": "checkout.session.completed", "data": {"object": {"object": "checkout.session",'
    said += f'"payment_status": "paid", "status": "complete", "id": "{checkout.provider_id}"}}}}}}'.encode()
    assert _hears(said)
    assert (models.Checkout.objects.get().state, models.Payment.objects.exists()) == ("open", False)


def test_an_event_of_five_minutes_ago_is_refused_and_so_is_a_forged_one(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    cards.pay(_open(shop, first).provider_id)
    body, now = cards.outbox[0], datetime.now(UTC)
    old = sign(body, SECRET, now - timedelta(minutes=5, seconds=1))
    for signature in (old, sign(body, "other", now), "", sign(body + b" ", SECRET, now)):
        with pytest.raises(Forged):
            events.take_event(body=body, signature=signature, at=now, ctx=_itself())
    assert not models.Payment.objects.exists()
    assert not cards.asked
    assert _hears(body, sign(body, SECRET, now - timedelta(minutes=5)), now)


def test_an_event_comes_twice_and_one_is_about_nothing_of_ours(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    cards.pay(_open(shop, first).provider_id)
    assert [_hears(cards.outbox[0]), _hears(cards.outbox[0])] == [True, False]
    assert not _hears(cards.outbox[0].replace(b"cs_test_", b"cs_of_others_").replace(b"evt_", b"evu_"))
    assert models.GatewayEvent.objects.count() == models.Payment.objects.count() == 1


def test_an_event_that_cannot_be_followed_comes_again(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    cards.pay(_open(shop, first).provider_id)
    cards.is_down = True
    with pytest.raises(gateway.CardsUnavailable):
        _hears(cards.outbox[0])
    cards.is_down = False
    assert _hears(cards.outbox[0])
    assert _rest(first) == 0


def test_another_amount_is_booked_as_it_came(shop: Shop, cards: FakeCards) -> None:
    first, second = _claims(shop)
    owed = _ledger(shop).owed(d(DAY))
    checkout = _open(shop, first)
    cards.pay(checkout.provider_id, _rest(first) - 5)
    _hears(cards.outbox[0])
    assert _rest(first) == 5
    checkout = _open(shop, second)
    cards.pay(checkout.provider_id, owed + 1_00)
    _hears(cards.outbox[1])
    assert _ledger(shop).owed(d(DAY)) == 0
    assert _ledger(shop).on_account(d(DAY)) == models.Payment.objects.order_by("id")[0].amount + 1_00


def test_what_was_paid_meanwhile_is_on_account(shop: Shop, cards: FakeCards) -> None:
    first, _ = _claims(shop)
    checkout, owed = _open(shop, first), _ledger(shop).owed(d(DAY))
    receiving.enter(
        payment=new_id(), payer=shop.alice, amount=owed, currency="EUR", method=Method.TRANSFER, day=d(DAY), ctx=on(DAY)
    )
    cards.pay(checkout.provider_id)
    _hears(cards.outbox[0])
    assert _ledger(shop).on_account(d(DAY)) == checkout.amount


def test_money_that_comes_later_and_money_that_does_not(shop: Shop, cards: FakeCards) -> None:
    first, second = _claims(shop)
    one, other = _open(shop, first), _open(shop, second)
    for checkout in (one, other):
        cards.pay_later(checkout.provider_id)
    cards.settle(other.provider_id, comes=False)
    for body in cards.outbox[:2]:
        _hears(body)
    states = dict(models.Checkout.objects.values_list("id", "state"))
    assert (states[one.pk], states[other.pk]) == ("processing", "failed")
    cards.settle(one.provider_id)
    _hears(cards.outbox[3])
    assert (_rest(first), _rest(second) > 0) == (0, True)


def _order(shop: Shop, project: UUID) -> str:
    offer = offer_top_up(project, d(DAY), 10_00, shop.alice)
    assert offer is not None
    assert hasattr(offer, "id")
    key = read_public_id("ord", offer.id)
    orders.place(order=key, project=project, ssc=10_00, payer=shop.alice, gross=offer.quote.gross, ctx=on(DAY, ALICE))
    return offer.id


def test_an_order_that_is_paid_is_booked_and_invoiced_with_that_money(shop: Shop, cards: FakeCards) -> None:
    project = shop.project()
    order = _order(shop, project)
    opening.pay_order(order=order, project=project, language="de", ctx=on(DAY, ALICE))
    cards.pay(models.Checkout.objects.get().provider_id)
    _hears(cards.outbox[0])
    row = models.CreditOrder.objects.get()
    payment, claim = models.Payment.objects.get(), models.Claim.objects.get()
    assert (row.state, row.paid_on) == ("booked", d(DAY))
    assert (payment.method, payment.amount, claim.rest) == ("card", row.gross, 0)
    assert models.Allocation.objects.get().payment_id == payment.pk
    assert _told() == []


def test_an_order_that_was_decided_meanwhile_leaves_the_money_on_account(shop: Shop, cards: FakeCards) -> None:
    project = shop.project()
    order = _order(shop, project)
    opening.pay_order(order=order, project=project, language="de", ctx=on(DAY, ALICE))
    row = models.CreditOrder.objects.get()
    orders.withdraw(order=row.pk, project=project, ctx=on(DAY, ALICE))
    cards.pay(models.Checkout.objects.get().provider_id)
    _hears(cards.outbox[0])
    assert _ledger(shop).on_account(d(DAY)) == row.gross
    assert not models.Invoice.objects.exists()
    assert _told() == [str(models.Checkout.objects.get().pk)]
    with pytest.raises(OrderToPayGone):
        opening.pay_order(order=order, project=project, language="de", ctx=on(DAY, ALICE))


def test_too_little_for_an_order_is_on_account_and_it_waits(shop: Shop, cards: FakeCards) -> None:
    project = shop.project()
    order = _order(shop, project)
    opening.pay_order(order=order, project=project, language="de", ctx=on(DAY, ALICE))
    cards.pay(models.Checkout.objects.get().provider_id, 5)
    _hears(cards.outbox[0])
    assert (models.CreditOrder.objects.get().state, _ledger(shop).on_account(d(DAY))) == ("open", 5)
    assert len(_told()) == 1


def _told() -> list[str]:
    """Of which payments whoever ordered is told that the order was not booked."""
    found = models.OutboxMessage.objects.filter(topic="mail.paid_order_not_booked").values_list("payload", flat=True)
    return [one["checkout"] for one in found]
