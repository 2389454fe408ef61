"""What makes pages handy, in a real browser: menus that close, codes that can be kept, filters of what there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from autossa.domain.rights import Role
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.every_page import log_in
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting
from tests.browser.test_people import set_up_an_app
from tests.cast.people import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.store]

NELE = "nele.roth@roth.example"


def _furnish() -> dict[str, str]:
    """Somebody who logs in by password, without a second factor yet."""
    make_person(NELE, (world.organisation("C109"), Role.MANAGER), factor=False, password=PASSWORD)
    return {}


@pytest.fixture(scope="module")
def portal(django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, _furnish) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def karla(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    with visiting(browser, portal.address) as found:
        found.enter(world.CUSTOMER)
        yield found


def project_of(visitor: Visitor, name: str) -> str:
    """The address of a project in the list."""
    visitor.go(visitor.page.locator(".name").get_by_role("link", name=name, exact=True))
    return visitor.project


# ---------------------------------------------------------------- menus


def test_the_account_menu_closes_on_escape_and_on_a_click_beside_it(karla: Visitor) -> None:
    page, menu = karla.page, karla.page.locator("details.menu").last
    summary, inside = menu.locator("summary"), menu.get_by_role("link", name="Sessions")
    summary.click()
    expect(inside).to_be_visible()
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    summary.click()
    menu.locator(".menu-head").click()  # within: it stays
    expect(inside).to_be_visible()
    page.locator("h1").click()
    expect(inside).to_be_hidden()


def test_escape_gives_the_focus_back_and_tab_leaves_a_menu_closed(karla: Visitor) -> None:
    page, menu = karla.page, karla.page.locator("details.menu").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Account and security")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Sessions")).to_be_hidden()


# ---------------------------------------------------------------- recovery codes


def test_recovery_codes_can_be_copied_printed_and_saved(browser: Browser, portal: Portal) -> None:
    with visiting(browser, portal.address) as visitor:
        page = visitor.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        log_in(visitor, NELE)
        set_up_an_app(page, keep)


def keep(page: Page) -> None:
    """The three ways, on the page that shows the codes."""
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-keep] [role=status]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").split() == codes
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    head, *lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert head == f"Brightline Telephony, {NELE}: Recovery codes, each works once"
    assert [line for line in lines if line] == codes
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(page.locator(".codes li").first).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.emulate_media(media="screen")


# ---------------------------------------------------------------- what pages say


def test_the_filter_of_activity_offers_what_occurred_here(karla: Visitor) -> None:
    project = project_of(karla, world.ACTIVE)
    karla.open(f"{project}activity/")
    offered = karla.page.locator("select[name=action] option").all_inner_texts()
    assert {"License added", "Contract concluded", "Contract approved"} <= set(offered)
    assert not {"Activation key redeemed", "Person invited", "Booking voided"} & set(offered)
    for value in karla.page.locator("select[name=action] option").evaluate_all("all => all.map(one => one.value)"):
        if value:
            karla.open(f"{project}activity/?action={value}")
            assert karla.page.locator("table.log tbody tr").count(), value


def test_who_acts_for_others_sees_the_minutes_that_are_left(browser: Browser, portal: Portal) -> None:
    with visiting(browser, portal.address) as visitor:
        visitor.enter(world.SUPPORT)
        visitor.open("/staff/organisations/")
        visitor.go(visitor.page.get_by_role("link", name="Druckerei Falk", exact=False).first)
        visitor.link("/act/")
        visitor.page.locator("textarea[name=reason]").fill("Asked by phone")
        visitor.go(visitor.page.locator("main form button").last)
        said = visitor.reads("aside.acting")
        assert "for another 30 minutes." in said or "for another 29 minutes." in said
        assert "Reason: Asked by phone" in said


def test_a_license_that_is_not_activated_is_not_in_use(karla: Visitor) -> None:
    project = project_of(karla, world.ACTIVE)
    karla.open(f"{project}licenses/")
    assert "Not activated" in karla.reads("table.licenses")
    assert "In use" not in karla.reads("table.licenses")
    karla.open(f"{project}devices/register/")
    karla.page.fill("#id_name", "Druckmaschine")
    karla.page.fill("#id_hardware_id", "SN-4711")
    karla.go(karla.page.locator("main form button").first)
    karla.open(f"{project}licenses/")
    karla.link("activate/?license=L-1")
    karla.go(karla.page.locator("main form button").first)
    karla.press("Activate %(quantity)s × %(type)s", quantity=60, type="Port")
    karla.open(f"{project}licenses/")
    assert "In use" in karla.reads("table.licenses")
    assert "Not activated" not in karla.reads("table.licenses")


def test_what_is_invoiced_and_used_at_once_is_one_line_of_the_credits(karla: Visitor) -> None:
    """Without a prepaid balance; with one, what came and what went are lines of their own."""
    for name, lines in ((world.ACTIVE, 1), ("Copy shop", 2)):
        project = project_of(karla, name)
        karla.open(f"{project}credits/")
        assert karla.page.locator("table.ledger tbody > tr").count() == lines, name
        assert ("nothing prepaid was used" in karla.reads("table.ledger")) == (lines == 1)
        karla.open("/")
