"""The list of projects in a browser: with scripts it changes in place, without them it is links and a form."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import DESK, is_as_wide_as, visit

pytestmark = [pytest.mark.browser, pytest.mark.store]

_WITH_A_LONG_NAME = """
    (places) => places.forEach((place) => { document.querySelector(place).textContent = "W".repeat(200); })
"""


def names(page: Page) -> list[str]:
    return page.locator("#found tbody th a").all_text_contents()


def test_the_list_narrows_while_somebody_types_and_the_page_stays(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(site.address)
        page.evaluate("window.same = true")
        page.locator("#q").press_sequentially("kiel", delay=30)
        expect(page.locator("#found tbody tr")).to_have_count(1)
        expect(page.locator("#found-count")).to_have_text("1 project listed")
        expect(page.locator("#q")).to_be_focused()
        assert page.locator("#q").input_value() == "kiel"
        assert "q=kiel" in page.url
        assert "q=kiel" in (page.locator("#state-active").get_attribute("href") or "")
        assert page.evaluate("window.same")


def test_links_change_the_list_alone_and_the_way_back_is_there(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(site.address)
        page.evaluate("window.same = true")
        everything = names(page)
        page.locator("#state-suspended").click()
        expect(page.locator("#found tbody tr")).to_have_count(1)
        expect(page.locator("#state-suspended")).to_be_focused()
        assert page.evaluate("window.same")
        page.locator("#sort").select_option("name")
        expect(page).to_have_url(re.compile("state=suspended&q=&sort=name|q=&sort=name&state=suspended"))
        page.go_back()
        expect(page.locator("#found tbody tr")).to_have_count(len(everything))
        page.locator("#found tbody th a").first.click()
        expect(page.locator("h1")).to_have_text(everything[0])


def test_nothing_of_the_list_stays_in_the_browser(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(site.address)
        page.locator("#state-active").click()
        expect(page.locator("#state-active")).to_have_attribute("aria-current", "true")
        assert page.evaluate("[localStorage.length, sessionStorage.getItem('htmx-history-cache')]") in (
            [0, None],
            [0, "[]"],
        )


def test_without_scripts_it_does_the_same_by_pages(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en", scripts=False) as page:
        page.goto(site.address)
        page.locator("#q").fill("kiel")
        page.get_by_role("button", name="Show").click()
        assert names(page) == ["Telephony Kiel"]
        page.locator("#state-all").click()
        page.locator("#sort").select_option("name")
        page.get_by_role("button", name="Show").click()
        assert names(page) == ["Telephony Kiel"]


def test_a_name_without_spaces_does_not_widen_the_page(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(f"{site.address}?q=kiel")
        page.evaluate(_WITH_A_LONG_NAME, ["#found tbody th a"])
        assert is_as_wide_as(page, DESK)
        page.locator("#found tbody th a").first.click()
        page.evaluate(_WITH_A_LONG_NAME, [".crumbs [aria-current]", "h1", "h2", ".fact .sub", ".headline span"])
        assert is_as_wide_as(page, DESK)
