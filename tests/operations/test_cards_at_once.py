"""Two events of one payment by card that are heard at the same moment book it once."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from autossa.gateways.cards.signatures import sign
from autossa.operations.orders.checkouts import events
from autossa.store import models
from autossa.workbench import servers
from autossa.workbench.cards.fake import FakeCards
from tests.cast.cards import DAY, SECRET, card_pages, use_cards
from tests.cast.sessions import said, starting, wait_until_waiting
from tests.cast.shop import on, open_shop

pytestmark = pytest.mark.store


def test_two_who_learn_it_at_once_book_it_once(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    fake = FakeCards()
    use_cards(fake, monkeypatch, settings)
    shop = open_shop()
    pages = card_pages(shop, fake)
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
