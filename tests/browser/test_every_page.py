"""Every page of the portal, each once in either language: axe finds nothing, nothing scrolls sideways, one heading.

Axe takes most of the time. In every run it looks at each page once, by turns in one language or the other; the trials
look at those that are left.
"""

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
from tests.trials import a_few_of

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


LOOKS = [("en", "light", DESK), ("de", "dark", PHONE)]


@pytest.mark.parametrize("look", range(len(LOOKS)), ids=lambda look: "-".join(map(str, LOOKS[look])))
@pytest.mark.parametrize("turn", a_few_of(range(len(LOOKS)), 1), ids=lambda turn: f"turn {turn}")
def test_every_page(people: dict[str, Visitor], portal: Portal, look: int, turn: int) -> None:
    found: list[object] = []
    language, scheme, width = LOOKS[look]
    for visitor in people.values():
        prepare(visitor, language, scheme, width)
    for place, (name, (who, path)) in enumerate(PAGES.items()):
        if place % len(LOOKS) != (look + turn) % len(LOOKS):
            continue  # of each turn; both together are all
        visitor = people[ELSEWHERE if name == ELSEWHERE else who]
        came = came_to(visitor.page, portal.address + path.format(**portal.things))
        if came != name:
            found.append((name, came))
        else:
            found += problems(visitor.page, name)
            found += looked_at(visitor.page, name, language, width)
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
    """What is wrong with a page that axe does not look for."""
    found: list[object] = []
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
