"""Who has never seen it assigns an unmatched payment: in four clicks, or by search; with and without scripts."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from autossa.operations.billing.payments import receiving
from autossa.operations.context import SYSTEM, ActionContext
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting
from tests.cast.world import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]
_A_MINUTE = 60
MOST_CLICKS = 4


@pytest.fixture(scope="module")
def counter(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, _unmatched) as found:
        yield found


@pytest.fixture(scope="module")
def browser(counter: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def _unmatched() -> dict[str, str]:
    """Two invoices, with a payment of the amount of each; and one of which nothing is known. By what finds them."""
    things = {}
    for language, name in (("en", "Etching room"), ("de", "Guillotine")):
        world.play(world.FALK, name, "active")
        claim = models.Claim.objects.filter(rest__gt=0).latest("id")
        things[language] = _of_nobody(int(claim.rest), "Thank you")
    return things | {"nobody": _of_nobody(48_21, "Your letter of Monday")}


def _of_nobody(amount: int, reference: str) -> str:
    """As a bank statement brings it; its public id."""
    key, ctx = new_id(), ActionContext(SYSTEM, TODAY, NOW)
    receiving.record(
        key, TODAY, amount, "EUR", ctx, method="transfer", source="bank", reference=reference, sender="A. Payer"
    )
    return public_id("pmt", key)


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_an_unmatched_payment_is_assigned_in_four_clicks(
    counter: Portal, browser: Browser, language: str, scripts: bool
) -> None:
    payment = counter.things[language]
    with visiting(browser, counter.address, language, scripts=scripts) as visitor:
        visitor.enter(world.FINANCE)
        begun = time.monotonic()
        visitor.tab("Payments")
        visitor.tab("Bank")
        visitor.link("/bank/unmatched/")
        visitor.go(visitor.page.locator(f"section[aria-labelledby={payment}] form button").first)
        assert visitor.clicks <= MOST_CLICKS
        assert time.monotonic() - begun < _A_MINUTE
        assert visitor.say("Assigned.") in visitor.reads("body")
        assert visitor.page.locator(f"[id={payment}]").count() == 0
        visitor.open(f"/payments/{payment}/")
        assert "Druckerei Falk" in visitor.reads()


def test_a_payer_is_found_by_search_and_gets_the_payment(counter: Portal, browser: Browser) -> None:
    payment = counter.things["nobody"]
    with visiting(browser, counter.address, "de", scripts=False) as visitor:
        visitor.enter(world.FINANCE)
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        visitor.open("/bank/unmatched/")
        visitor.go(visitor.page.locator(f"section[aria-labelledby={payment}] .card-head a.button"))
        visitor.page.locator("#id_q").fill("Seeblick")
        visitor.press("Search")
        visitor.go(visitor.page.locator("main a[href^='?payer=']").first)
        visitor.go(visitor.page.locator("main form[action$='/assign/'] button").last)
        assert visitor.say("Assigned.") in visitor.reads("body")
        visitor.open(f"/payments/{payment}/")
        assert "Seeblick" in visitor.reads()
