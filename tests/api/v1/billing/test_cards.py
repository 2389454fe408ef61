"""Payments by card: a page for open claims or an order, and what became of it."""

from typing import Any

import pytest

from autossa.store import models
from autossa.store.ids import public_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.callers import Callers, euros
from tests.cast.cards import use_cards

pytestmark = pytest.mark.store


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch, settings: Any) -> FakeCards:
    fake = FakeCards()
    use_cards(fake, monkeypatch, settings)
    return fake


def test_open_claims_are_paid_on_a_page(owing: Callers, cards: FakeCards, claims: list[models.Claim]) -> None:
    path = f"{owing.payer}/card-payments"
    (shown,) = owing.done("alice", "GET", f"{path}/open")["data"]
    assert shown["everything"] == euros(sum(claim.rest for claim in claims))
    sent = {"currency": "EUR", "amount": shown["claims"][0]["rest"], "claims": [shown["claims"][0]["id"]]}
    assert owing.refused("alice", "POST", path, {**sent, "amount": "0.01"}) == (422, "open_amount_changed")
    assert owing.done("alice", "POST", path, sent)["url"] == "https://cards.invalid/pay/cs_test_00000001"
    checkout = f"{path}/{models.Checkout.objects.get().public_id}"
    assert owing.done("alice", "GET", checkout)["state"] == "open"
    cards.pay("cs_test_00000001")
    found = owing.done("alice", "GET", checkout)
    assert (found["state"], found["received"], found["is_unsure"]) == ("paid", sent["amount"], False)
    for method, place in (("GET", f"{path}/open"), ("POST", path), ("GET", checkout)):
        owing.hidden(method, place, sent if method == "POST" else None)


def test_everything_is_paid_at_once(owing: Callers, cards: FakeCards, claims: list[models.Claim]) -> None:
    total = euros(sum(claim.rest for claim in claims))
    owing.done("alice", "POST", f"{owing.payer}/card-payments", {"currency": "EUR", "amount": total})
    assert models.CheckoutPart.objects.count() == len(claims)


def test_an_order_is_paid_on_a_page(callers: Callers, cards: FakeCards) -> None:
    office = f"projects/{public_id('prj', callers.shop.project())}"
    order = callers.done("alice", "POST", f"{office}/credit-orders", {"ssc": "10.00", "payer": callers.company})
    path = f"{office}/orders/{order['id']}/pay-by-card"
    assert callers.done("alice", "POST", path)["url"].startswith("https://cards.invalid/")
    assert callers.refused("alice", "POST", f"{office}/orders/ord_{'0' * 26}/pay-by-card") == (404, "order_to_pay_gone")
    callers.hidden("POST", path)


def test_without_a_gateway_no_page_is_opened(owing: Callers) -> None:
    sent = {"currency": "EUR", "amount": "1.00"}
    assert owing.refused("alice", "POST", f"{owing.payer}/card-payments", sent) == (422, "cards_not_offered")


def test_a_gateway_that_is_away_leaves_it_open(owing: Callers, cards: FakeCards, claims: list[models.Claim]) -> None:
    path, sent = f"{owing.payer}/card-payments", {"currency": "EUR", "amount": euros(sum(one.rest for one in claims))}
    owing.done("alice", "POST", path, sent)
    cards.is_down = True
    found = owing.done("alice", "GET", f"{path}/{models.Checkout.objects.get().public_id}")
    assert (found["state"], found["is_unsure"]) == ("open", True)
