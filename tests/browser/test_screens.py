"""The pages in a real browser: nothing on the console, nothing axe finds, no sideways scrolling; and their pictures."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.looking import OPEN_ALL, PHONE, is_as_wide_as, problems, visit
from tests.trials import a_few_of

pytestmark = [pytest.mark.browser, pytest.mark.store]

NAMES = ["Telephony Kiel", "Dock 4", "Office", "Showrooms", "Call centre", "Branches", "Front desks", "Quarter West"]
OPEN_FIRST = OPEN_ALL.replace("main details", ".facts details, tr:nth-child(-n+2) details")


def open_project(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.address}/")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/projects/**")


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("de", "light")])
def test_axe_finds_nothing(browser: Browser, site: Site, language: str, scheme: str) -> None:
    with visit(browser, site, language, scheme) as page:
        page.goto(f"{site.address}/")
        found = problems(page, "home")
        for name in NAMES[:4]:
            open_project(page, site, name)
            page.evaluate(OPEN_FIRST)
            found += problems(page, name)
    assert found == []


@pytest.mark.parametrize("width", a_few_of([320, 1024, PHONE, 768], 2))
def test_no_page_scrolls_sideways(browser: Browser, site: Site, width: int) -> None:
    with visit(browser, site, "de", width=width) as page:
        page.goto(f"{site.address}/")
        assert is_as_wide_as(page, width)
        for name in NAMES:
            open_project(page, site, name)
            page.evaluate(OPEN_ALL)
            assert is_as_wide_as(page, width), name


def test_without_scripts_everything_works(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en", scripts=False) as page:
        page.goto(f"{site.address}/")
        page.get_by_role("searchbox").fill("kiel")
        page.get_by_role("button", name="Show", exact=True).click()
        assert page.get_by_role("rowheader").count() == 1
        page.get_by_role("button", name="Deutsch").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Projekte"
        assert "q=kiel" in page.url
        page.get_by_role("link", name="Telephony Kiel").click()
        page.get_by_text("Nächste Abrechnung: Wie wird das berechnet?").click()
        assert page.get_by_text("500 × PORT zu 1 SSC je Einheit und Jahr").first.is_visible()
        page.get_by_role("button", name="English").click()  # it is kept with the person, whom other tests need


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(f"{site.address}/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content"
        page.keyboard.press("Enter")
        assert re.search("#content$", page.url)
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1


def test_a_wrong_address_has_a_page(browser: Browser, site: Site) -> None:
    with visit(browser, site, "de", loud=True) as page:
        response = page.goto(f"{site.address}/projects/prj_nothing/")
        assert response is not None
        assert response.status == 404
