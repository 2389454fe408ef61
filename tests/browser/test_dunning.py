"""Dunning is stopped for a payer in five clicks by somebody who has never seen the page, with and without scripts."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]
_A_MINUTE = 60
MOST_CLICKS = 5


@pytest.fixture(scope="module")
def browser(desk: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_finance_stops_dunning_for_a_payer(desk: Portal, browser: Browser, language: str, scripts: bool) -> None:
    with visiting(browser, desk.address, language, scripts=scripts) as visitor:
        visitor.enter(world.FINANCE)
        begun = time.monotonic()
        visitor.tab("Payments")
        visitor.tab("Dunning")
        payer = visitor.page.locator("main table a[href$='/reminders/']").first
        name = payer.inner_text()
        visitor.go(payer)
        assert name in visitor.reads("h1")
        visitor.link("/reminders/pause/")
        visitor.page.locator("#id_reason").fill("They wrote to us")
        visitor.press("Stop dunning")
        assert visitor.clicks <= MOST_CLICKS
        assert time.monotonic() - begun < _A_MINUTE
        assert visitor.say("Dunning is paused for this payer.") in visitor.reads("body")
        visitor.open("/staff/dunning/")
        assert "They wrote to us" in visitor.reads()
        assert name in visitor.reads("[aria-labelledby=paused]")
        visitor.go(visitor.page.locator("[aria-labelledby=paused] a").first)
        visitor.press("End the pause")
        assert visitor.say("The pause is over: dunning continues with the next run.") in visitor.reads("body")
        visitor.open("/staff/dunning/")
        visitor.go(visitor.page.locator("[aria-labelledby=sent] th a").first)
        with visitor.page.expect_download() as download:
            visitor.page.locator("main a[href$='/pdf/']").click()
        assert download.value.suggested_filename.startswith("DUN-")
