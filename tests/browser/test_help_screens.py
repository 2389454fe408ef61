"""Help, calendar and pictures of a project in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from autossa.portal.web import urls
from tests.browser.conftest import Site
from tests.browser.looking import OPEN_ALL, is_as_wide_as, problems, visit
from tests.trials import a_few_of

pytestmark = [pytest.mark.browser, pytest.mark.store]

ASKED = {"help_code": ["not_valid"], "help_api_area": ["calendars"]}
HELP = [reverse(str(page.name), args=ASKED.get(str(page.name))) for page in urls.urlpatterns]
CALENDAR = "/projects/calendar/"
PAGES = [*HELP, CALENDAR, f"{CALENDAR}?day=2027-01-17"]
CREDITS = ["Dock 4", "Showrooms", "Telephony Kiel"]


def go(page: Page, site: Site, path: str) -> None:
    answer = page.goto(site.address + path)
    assert answer is not None
    assert answer.status == 200, path
    page.evaluate(OPEN_ALL)


def credits_of(page: Page, site: Site, name: str) -> None:
    go(page, site, "/?q=" + name.replace(" ", "+"))
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url("**/projects/**")
    go(page, site, page.url.removeprefix(site.address) + "credits/")


@pytest.mark.parametrize(("language", "scheme"), a_few_of([("en", "dark"), ("de", "light")], 1))
def test_axe_finds_nothing(browser: Browser, site: Site, language: str, scheme: str) -> None:
    found = []
    with visit(browser, site, language, scheme) as page:
        for path in PAGES:
            go(page, site, path)
            found += problems(page, path)
        for name in CREDITS:
            credits_of(page, site, name)
            found += problems(page, f"credits of {name}")
    assert found == []


@pytest.mark.parametrize("width", a_few_of([320, 768, 390], 2))
def test_no_page_scrolls_sideways(browser: Browser, site: Site, width: int) -> None:
    with visit(browser, site, "de", width=width) as page:
        for path in PAGES:
            go(page, site, path)
            assert is_as_wide_as(page, width), path
        for name in CREDITS:
            credits_of(page, site, name)
            assert is_as_wide_as(page, width), f"credits of {name}"


def test_days_of_the_calendar_can_be_touched(browser: Browser, site: Site) -> None:
    """24 pixels each way at least, on a narrow phone too."""
    with visit(browser, site, "en", width=320) as page:
        go(page, site, CALENDAR)
        sizes = page.locator(".month a").evaluate_all(
            "all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))"
        )
    assert min(sizes) >= 24
