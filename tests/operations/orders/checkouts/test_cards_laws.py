"""Whatever becomes of events: never is a payment lost, doubled or invented; two at once book one."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autossa.gateways.cards.events import EventUnreadable
from autossa.gateways.cards.protocol import CardsUnavailable
from autossa.gateways.cards.signatures import Forged, sign
from autossa.operations.orders.checkouts import asking, events, gateway, opening
from autossa.operations.runs import renewals
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench import servers
from autossa.workbench.cards.fake import FakeCards
from tests.cast.sessions import said, starting, wait_until_waiting
from tests.cast.shop import ALICE, Shop, d, on, open_shop

pytestmark = pytest.mark.store
DAY, SECRET = "2026-03-01", "whsec_test"
_PAGES = 2
_PAGE = st.integers(0, _PAGES - 1)
_STEPS = st.one_of(
    st.tuples(st.sampled_from(["pay", "more", "less", "later", "comes", "fails", "expire"]), _PAGE),
    st.tuples(st.sampled_from(["hear", "forge", "old", "garble", "job", "down", "up"]), st.integers(0, 9)),
)


def _use(fake: FakeCards, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CARD_GATEWAY, settings.CARDS_WEBHOOK_SECRET = "tests", SECRET
    for module in (gateway, opening, asking, events):
        monkeypatch.setattr(module, "cards", lambda: fake)


def _pages(shop: Shop, fake: FakeCards) -> list[str]:
    """Two invoices, a page for each."""
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    claims = models.Claim.objects.filter(payer=shop.alice).order_by("id")[:_PAGES]
    for claim in claims:
        opening.pay_claims(
            checkout=new_id(), payer=shop.alice, currency="EUR", claims=[claim.pk], amount=claim.rest, language="en",
            ctx=on(DAY, ALICE),
        )  # fmt: skip
    return list(fake.pages)


def _do(fake: FakeCards, pages: list[str], step: str, number: int, minutes: int) -> None:
    now = datetime.now(UTC)
    body = fake.outbox[number % len(fake.outbox)] if fake.outbox else b"{}"
    ctx = on(DAY)
    match step:
        case "pay" | "more" | "less":
            amount = fake.pages[pages[number]].amount
            fake.pay(pages[number], {"pay": amount, "more": amount + 7, "less": amount - 3}[step])
        case "later":
            fake.pay_later(pages[number])
        case "comes" | "fails":
            fake.settle(pages[number], comes=step == "comes")
        case "expire":
            fake.expire(pages[number])
        case "down" | "up":
            fake.is_down = step == "down"
        case "job":
            moment = ctx.now + timedelta(minutes=6 * minutes)
            asking.ask_silent(ctx=replace(ctx, now=moment))
        case "forge":
            _hear(body, sign(body, "of somebody else", now), now)
        case "old":
            _hear(body, sign(body, SECRET, now - timedelta(minutes=6)), now)
        case "garble":
            _hear(body[:-1], sign(body[:-1], SECRET, now), now)
        case _:
            _hear(body, sign(body, SECRET, now), now)


def _hear(body: bytes, signature: str, at: datetime) -> None:
    with suppress(Forged, EventUnreadable, CardsUnavailable):
        events.take_event(body=body, signature=signature, at=at, ctx=on(DAY))


@pytest.mark.django_db
def test_no_payment_is_lost_doubled_or_invented(shop: Shop, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    fake = FakeCards()
    _use(fake, monkeypatch, settings)
    pages = _pages(shop, fake)
    begun = dict(fake.pages)

    @_examples
    def story(steps: list[tuple[str, int]]) -> None:
        fake.pages, fake.outbox, fake.is_down = dict(begun), [], False
        with transaction.atomic():
            for minutes, (step, number) in enumerate(steps, start=1):
                _do(fake, pages, step, number, minutes)
                _is_booked_once(fake)
            fake.is_down = False
            asking.ask_silent(ctx=on("2026-03-02"))  # however silent it was
            _all_is_booked(fake, shop)
            transaction.set_rollback(True)

    story()


def _examples(story: Any) -> Any:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=40, deadline=None, suppress_health_check=checks)(
        given(st.lists(_STEPS, max_size=12))(story)
    )


def _is_booked_once(fake: FakeCards) -> None:
    """At every moment: for each page that was paid one payment at most, of what came; for others none."""
    paid = {one.id: one.received for one in fake.pages.values() if one.received}
    booked = list(models.Payment.objects.values_list("checkout__provider_id", "amount"))
    assert len(dict(booked)) == len(booked)
    assert dict(booked).items() <= paid.items()


def _all_is_booked(fake: FakeCards, shop: Shop) -> None:
    came = sum(one.received for one in fake.pages.values())
    account = account_of(shop.alice, "EUR")
    day = d("2026-03-02")
    allocated = sum(row.amount for row in account.allocations)
    assert came == sum(one.amount for one in account.receipts) == allocated + account.on_account(day)
    states = dict(models.Checkout.objects.values_list("provider_id", "state"))
    assert all((states[one.id] == "paid") == bool(one.received) for one in fake.pages.values())


def test_two_who_learn_it_at_once_book_it_once(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    fake = FakeCards()
    _use(fake, monkeypatch, settings)
    shop = open_shop()
    pages = _pages(shop, fake)
    fake.pay(pages[0])
    body = fake.outbox[0]
    bodies = [body, body.replace(b"evt_", b"evu_")]

    def hear(one: bytes) -> Any:
        now = datetime.now(UTC)
        return events.take_event(body=one, signature=sign(one, SECRET, now), at=now, ctx=on(DAY))

    with starting() as start:
        with psycopg.connect(database.app) as session:  # somebody else has the payer until both have come
            session.execute("SELECT 1 FROM organisations WHERE id = %s FOR UPDATE", [shop.alice])
            started = [start(lambda one=one: hear(one)) for one in bodies]
            wait_until_waiting(2)
            session.rollback()
        assert [said(one) for one in started] == ["done", "done"]
    assert models.Payment.objects.count() == 1
    assert models.Checkout.objects.filter(state="paid").count() == 1
