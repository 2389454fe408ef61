"""The pages of organisations, people, hand-overs, tokens and activity in a real browser, as owner and as staff."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import DESK, OPEN_ALL, PHONE, is_as_wide_as, problems, visit
from tests.trials import a_few_of

pytestmark = [pytest.mark.browser, pytest.mark.store]

# Addresses that begin with a slash stand by themselves; the others are pages of the customer.
OWNERS = [
    "/", "", "edit/", "contacts/new/", "people/", "people/invite/", "people/leave/", "handovers/", "handovers/new/",
    "payers/", "tokens/", "activity/", "/account/", "/account/sessions/", "/account/tokens/", "/account/tokens/new/",
]  # fmt: skip
STAFFS = [
    "", "people/", "handovers/", "activity/", "act/", "terms/", "merge/", "suspend/",
    "/staff/organisations/", "/staff/organisations/?q=nothing", "/staff/people/", "/staff/activity/",
]  # fmt: skip


def go(page: Page, site: Site, path: str) -> None:
    answer = page.goto(site.address + (path if path.startswith("/") else site.organisation + path))
    assert answer is not None
    assert answer.status == 200, path
    page.evaluate(OPEN_ALL)


def links(page: Page, path: str) -> list[str]:
    """The pages that change or ask one thing about a row, as the list links them."""
    found = page.locator(f"main a[href*='{path}']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [str(address) for address in found][-1:]


@pytest.mark.parametrize(
    ("owner", "language", "scheme"),
    a_few_of([(True, "en", "dark"), (False, "de", "light"), (True, "de", "light"), (False, "en", "dark")], 2),
)
def test_axe_finds_nothing(browser: Browser, site: Site, *, owner: bool, language: str, scheme: str) -> None:
    found = []
    with visit(browser, site, language, scheme, DESK if owner else PHONE, owner=owner) as page:
        more: list[str] = []
        for path in OWNERS if owner else STAFFS:
            go(page, site, path)
            found += problems(page, path)
            more += [
                link for part in ("people/mem_", "/remove/", "/revoke/", "/suspend/") for link in links(page, part)
            ]
        assert more
        for path in more:
            go(page, site, path)
            found += problems(page, path)
    assert found == []


@pytest.mark.parametrize("width", a_few_of([320, 1024, PHONE, 768, DESK], 2))
def test_no_page_scrolls_sideways(browser: Browser, site: Site, width: int) -> None:
    for owner in (True, False):
        with visit(browser, site, "de", width=width, owner=owner) as page:
            for path in OWNERS if owner else STAFFS:
                go(page, site, path)
                assert is_as_wide_as(page, width), path


@pytest.mark.parametrize("width", [320, PHONE, DESK])
def test_the_main_pages_are_reached_on_every_width_without_scripts(browser: Browser, site: Site, width: int) -> None:
    with visit(browser, site, "en", width=width, scripts=False) as page:
        page.goto(f"{site.address}/")
        for name in ("Organisations", "People", "Activity"):
            named = re.compile(rf"^\s*{name}(\s+\d+ waiting)?\s*$")
            page.get_by_role("navigation", name="Main").get_by_role("link", name=named).click()
            here = page.locator(".main-nav [aria-current]")
            expect(here).to_have_text([named])
            expect(here).to_be_visible()


def test_the_keyboard_reaches_tabs_rows_and_menu_in_order(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en", owner=True) as page:
        go(page, site, "people/")
        page.locator("#content").focus()
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.append(page.locator(":focus").inner_text().replace("\n", " "))
            if seen[-1].startswith("Leave"):
                break
        assert seen[:2] == ["Overview", "People"]
        assert "Invite a person" in seen
        assert [text for text in seen if text.startswith("Remove")] != []
        assert seen.index("Invite a person") > seen.index("Activity")
