"""Who has never seen it assigns an unmatched payment: with a click, or by search; with and without scripts."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]
_A_MINUTE = 60


@pytest.fixture(scope="module")
def counter(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def browser(counter: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def test_an_unmatched_payment_is_assigned_with_a_click(counter: Portal, browser: Browser) -> None:
    with visiting(browser, counter.address, "en", scripts=False) as visitor:
        visitor.enter(world.FINANCE)
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        begun = time.monotonic()
        visitor.open("/bank/")
        visitor.link("/bank/unmatched/")
        before = visitor.page.locator("main section.card h2").count()
        visitor.page.locator("main form button", has_text="Assign").first.click()
        assert "Assigned." in visitor.reads("body")
        assert visitor.page.locator("main section.card h2").count() == before - 1
        assert time.monotonic() - begun < _A_MINUTE


def test_a_payer_is_found_by_search_and_gets_the_payment(counter: Portal, browser: Browser) -> None:
    with visiting(browser, counter.address, "de") as visitor:
        visitor.enter(world.FINANCE)
        visitor.open("/bank/unmatched/")
        visitor.page.locator("main .card-head a.button").last.click()
        visitor.page.locator("#id_q").fill("Seeblick")
        visitor.press("Search")
        visitor.page.locator("main a[href^='?payer=']").first.click()
        visitor.page.locator("main form[action$='/assign/'] button").last.click()
        assert visitor.say("Assigned.") in visitor.reads("body")
