"""Whatever becomes of events: never is a payment lost, doubled or invented; two at once book one."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autossa.gateways.cards.events import EventUnreadable
from autossa.gateways.cards.protocol import CardsUnavailable
from autossa.gateways.cards.signatures import Forged, sign
from autossa.operations.orders.checkouts import asking, events
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from autossa.workbench.cards.fake import FakeCards
from tests.cast.cards import DAY, PAGES, SECRET, card_pages, use_cards
from tests.cast.shop import Shop, d, on

pytestmark = pytest.mark.store
_PAGE = st.integers(0, PAGES - 1)
_STEPS = st.one_of(
    st.tuples(st.sampled_from(["pay", "more", "less", "later", "comes", "fails", "expire"]), _PAGE),
    st.tuples(st.sampled_from(["hear", "forge", "old", "garble", "job", "down", "up"]), st.integers(0, 9)),
)


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
    use_cards(fake, monkeypatch, settings)
    pages = card_pages(shop, fake)
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
