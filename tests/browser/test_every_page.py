"""Every page of the portal, each once in either language: axe finds nothing, nothing scrolls sideways, one heading."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Error, Page

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.every_page import ELSEWHERE, NO_PAGE, PAGES, everybody, furnish
from tests.browser.looking import DESK, PHONE, is_as_wide_as, problems
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, prepare
from tests.portal.walking import addresses

pytestmark = [pytest.mark.browser, pytest.mark.store]

# Pages with tables of figures that are worth comparing line by line: they scroll within their card.
WIDE = {"rules", "runs", "add_policy", "mail_texts", "help_devices", "help_entitlement"}
WIDER = "[...document.querySelectorAll('.scroll')].some(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)"


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, furnish) as found:
        found.things["written"] = found.mails()[0].reference
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def people(browser: Browser, portal: Portal) -> Iterator[dict[str, Visitor]]:
    with ExitStack() as stack:
        yield everybody(stack, browser, portal)


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", DESK), ("de", "dark", PHONE)])
def test_every_page(people: dict[str, Visitor], portal: Portal, language: str, scheme: str, width: int) -> None:
    found: list[object] = []
    for visitor in people.values():
        prepare(visitor, language, scheme, width)
    for name, (who, path) in PAGES.items():
        visitor = people[ELSEWHERE if name == ELSEWHERE else who]
        came = came_to(visitor.page, portal.address + path.format(**portal.things))
        found += looked_at(visitor.page, name, language, width) if came == name else [(name, came)]
        found += [(name, "console", said) for said in visitor.said]
        visitor.said.clear()
    assert not found, "\n".join(str(one) for one in found)


def came_to(page: Page, address: str) -> str:
    """The name of the page that was shown, or what came instead."""
    try:
        answer = page.goto(address)
    except Error as error:
        return str(error)
    if answer is None or answer.status != 200:
        return f"{answer and answer.status} at {page.url}"
    return resolve(urlsplit(page.url).path).url_name or page.url


def looked_at(page: Page, name: str, language: str, width: int) -> list[object]:
    """What is wrong with a page."""
    found: list[object] = [*problems(page, name)]
    if (said := page.locator("html").get_attribute("lang")) != language:
        found.append((name, "speaks", said))
    if (headings := page.locator("h1").count()) != 1:
        found.append((name, "headings", headings))
    page.set_viewport_size({"width": PHONE, "height": 900})
    if not is_as_wide_as(page, PHONE):
        found.append((name, "scrolls sideways"))
    if name not in WIDE and page.evaluate(WIDER):
        found.append((name, "has a table that scrolls sideways on a phone"))
    page.set_viewport_size({"width": width, "height": 900})
    return found


def test_every_address_has_a_visit() -> None:
    known = {address.name for address in addresses()}
    assert known == {*PAGES, *NO_PAGE}
