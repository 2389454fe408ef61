"""The end of a term in a real browser: three outcomes with their last days, one of them chosen, and undone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]

OUTCOMES = ("It goes on", "It goes on month by month", "It ends")
DAYS = ("Last day to decide otherwise:", "Last day to choose it:", "Last day to cancel:")


@pytest.fixture(scope="module")
def portal(django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, dict) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["", "no scripts"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_from_the_cancel_page_to_month_by_month_and_back(
    browser: Browser, portal: Portal, language: str, scripts: bool
) -> None:
    with visiting(browser, portal.address, language, scripts=scripts) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.go(visitor.page.locator(".name").get_by_role("link", name=world.ACTIVE, exact=True))
        project = visitor.project
        visitor.open(f"{project}contracts/")
        visitor.link("/contracts/cancel/")
        cards = visitor.page.locator(".outcomes > li")
        assert cards.count() == len(OUTCOMES)
        days = set()
        for place, (outcome, label) in enumerate(zip(OUTCOMES, DAYS, strict=True)):
            card = cards.nth(place)
            assert card.locator("h3").inner_text() == visitor.say(outcome)
            assert visitor.say(label) in card.inner_text()
            days.add(card.locator("strong time").get_attribute("datetime"))
        assert len(days) == 1  # by the very day that the notice asks for
        visitor.go(visitor.page.get_by_role("link", name=visitor.say("Go on month by month")))
        assert visitor.page.locator("input[value=flex_monthly]").is_checked()
        visitor.press("Change the option")
        assert visitor.say("Goes on as") in visitor.reads("#contracts")
        visitor.link("/contracts/cancel/")
        assert visitor.page.locator(".outcomes > li").count() == 2  # it goes on month by month by itself
        visitor.open(f"{project}contracts/")
        visitor.link("/contracts/option/undo/")
        visitor.press("Undo the change")
        assert visitor.say("Goes on as") not in visitor.reads("#contracts dl")
