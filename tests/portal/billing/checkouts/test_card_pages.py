"""Paying by card on the pages: what is selected, where one is sent, what one reads back; and the events' address."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.gateways.cards.signatures import sign
from autossa.operations.orders import licenses
from autossa.operations.orders.checkouts import asking, events, opening
from autossa.portal.web.clock import real_now
from autossa.store import models
from autossa.store.ids import public_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.pages import text_of
from tests.cast.people import People, make_person, signed_in
from tests.cast.shop import ALICE, on
from tests.cast.sold import order, sell

pytestmark = pytest.mark.store
SECRET, HOOK = "whsec_test", "/hooks/cards/"


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch, settings: Any) -> FakeCards:
    fake = FakeCards()
    settings.CARD_GATEWAY, settings.CARDS_WEBHOOK_SECRET = "tests", SECRET
    for module in (opening, asking, events):
        monkeypatch.setattr(module, "cards", lambda: fake)
    return fake


@pytest.fixture
def claim(people: People) -> models.Claim:
    people.today("2026-03-01")
    people.shop.booked()
    return models.Claim.objects.get()


def _path(people: People, more: str = "") -> str:
    return f"/organisations/{public_id('org', people.shop.alice)}/card-payments/{more}"


def _hear(body: bytes, secret: str = SECRET) -> int:
    headers = {"stripe-signature": sign(body, secret, real_now())}
    client = Client(headers=headers, enforce_csrf_checks=True)
    return int(client.post(HOOK, body, content_type="application/json").status_code)


def _values(html: str, name: str) -> list[str]:
    return [one.split('"')[0] for one in html.split(f'name="{name}" value="')[1:]]


@pytest.mark.parametrize("which", ["everything", "claims"])
def test_pay_and_come_back(people: People, cards: FakeCards, claim: models.Claim, which: str) -> None:
    owner = people["owner"]
    html = owner.get(_path(people)).content.decode().replace("\xa0", " ")
    assert claim.number in html
    assert "Pay everything open: 119.00 EUR" in html
    form = {"which": which, which: _values(html, which), "currency": "EUR", "checkout": _values(html, "checkout")[0]}
    response = owner.post(_path(people), form)
    assert (response.status_code, response["Location"]) == (302, "https://cards.invalid/pay/cs_test_00000001")
    back = cards.pages["cs_test_00000001"].success_url.split("testserver")[-1].partition("/organisations")[2]
    back = f"/organisations{back}"
    assert "Nothing was charged" in text_of(owner.get(back))
    cards.pay("cs_test_00000001")
    said = text_of(owner.get(back))
    assert "The payment has arrived." in said
    assert models.Claim.objects.get().rest == 0
    assert _hear(cards.outbox[0]) == 200
    assert models.Payment.objects.count() == 1
    assert "Nothing to pay" in text_of(owner.get(_path(people)))


def test_an_order_that_was_not_booked_says_where_the_money_is(people: People, cards: FakeCards) -> None:
    people.today("2026-03-01")
    project, owner = people.shop.project(), people["owner"]
    sell(people.shop)
    key = order(people.shop, project, ctx=on("2026-03-01", ALICE))
    opening.pay_order(order=public_id("lor", key), project=project, language="en", ctx=on("2026-03-01"))
    licenses.withdraw(order=key, project=project, ctx=on("2026-03-01", ALICE))
    checkout = models.Checkout.objects.get()
    cards.pay(checkout.provider_id)
    said = text_of(owner.get(_path(people, f"{checkout.public_id}/")))
    assert "The order was withdrawn before the payment arrived." in said
    assert "on account with us" in said
    assert "was booked; the invoice" not in said
    assert "Account and refunds" in said


def test_nothing_selected_or_something_else_is_explained(people: People, cards: FakeCards, claim: models.Claim) -> None:
    owner = people["owner"]
    checkout = public_id("chk", UUID(int=7))
    for wanted, said in (
        ([], "Select at least one open invoice"),
        ([f"{claim.pk}.1"], "The open amount has changed meanwhile"),
        (["x.1", f"{UUID(int=3)}.5"], "One of these was paid meanwhile"),
    ):
        form = {"claims": wanted, "currency": "EUR", "checkout": checkout}
        assert said in text_of(owner.post(_path(people), form, follow=True))
    assert not models.Checkout.objects.exists()


def test_a_gateway_that_is_away_says_so(people: People, cards: FakeCards, claim: models.Claim) -> None:
    cards.is_down = True
    form = {"claims": [f"{claim.pk}.{claim.rest}"], "currency": "EUR", "checkout": public_id("chk", UUID(int=7))}
    said = text_of(people["owner"].post(_path(people), form, follow=True))
    assert "The payment page cannot be opened at present" in said


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("manager", 200), ("viewer", 404), ("finance", 404), ("support", 404)]
)
def test_who_may_pay(people: People, cards: FakeCards, claim: models.Claim, who: str, status: int) -> None:
    assert people[who].get(_path(people)).status_code == status


def test_without_a_gateway_there_is_no_such_page(people: People, claim: models.Claim) -> None:
    assert people["owner"].get(_path(people)).status_code == 404
    assert Client().post(HOOK, b"{}", content_type="application/json").status_code in (400, 404)


def test_another_payers_payment_is_not_there(people: People, cards: FakeCards, claim: models.Claim) -> None:
    key = UUID(int=9)
    opening.pay_claims(
        checkout=key, payer=people.shop.alice, currency="EUR", claims=[claim.pk], amount=claim.rest, language="en",
        ctx=on("2026-03-01"),
    )  # fmt: skip
    other = f"/organisations/{public_id('org', people.shop.charlie)}/card-payments/{public_id('chk', key)}/"
    charlie = signed_in(make_person("charlie@charlie.example", (people.shop.charlie, Role.OWNER)))
    assert charlie.get(other).status_code == 404
    assert people["owner"].get(_path(people, f"{public_id('chk', key)}/")).status_code == 200


def test_the_address_of_events_takes_what_the_gateway_signed(
    people: People, cards: FakeCards, claim: models.Claim
) -> None:
    opening.pay_claims(
        checkout=UUID(int=9), payer=people.shop.alice, currency="EUR", claims=[claim.pk], amount=claim.rest,
        language="en", ctx=on("2026-03-01"),
    )  # fmt: skip
    cards.pay("cs_test_00000001")
    assert _hear(cards.outbox[0], "of somebody else") == 400
    assert _hear(b"no json") == 400
    cards.is_down = True
    assert _hear(cards.outbox[0]) == 503
    cards.is_down = False
    assert [_hear(cards.outbox[0]), _hear(cards.outbox[0])] == [200, 200]
    assert _hear(cards.outbox[0].replace(b"cs_test_00000001", b"cs_unknown")) == 200
    assert models.Payment.objects.count() == 1
    assert Client().get(HOOK).status_code == 405
