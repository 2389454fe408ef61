"""The gateway of cards in tests: a fake one, with a page for each invoice of Alice."""

from typing import Any

import pytest

from autossa.operations.orders.checkouts import asking, events, gateway, opening
from autossa.operations.runs import renewals
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.shop import ALICE, Shop, on

DAY, SECRET = "2026-03-01", "whsec_test"
PAGES = 2


def use_cards(fake: FakeCards, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CARD_GATEWAY, settings.CARDS_WEBHOOK_SECRET = "tests", SECRET
    for module in (gateway, opening, asking, events):
        monkeypatch.setattr(module, "cards", lambda: fake)


def card_pages(shop: Shop, fake: FakeCards) -> list[str]:
    """Two invoices, a page for each."""
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    claims = models.Claim.objects.filter(payer=shop.alice).order_by("id")[:PAGES]
    for claim in claims:
        opening.pay_claims(
            checkout=new_id(), payer=shop.alice, currency="EUR", claims=[claim.pk], amount=claim.rest, language="en",
            ctx=on(DAY, ALICE),
        )  # fmt: skip
    return list(fake.pages)
