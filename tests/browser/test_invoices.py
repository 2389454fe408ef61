"""An invoice is found, looked at, and sent again, with and without scripts, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]


@pytest.fixture(scope="module")
def browser(desk: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_finance_finds_an_invoice_and_sends_it_again(
    desk: Portal, browser: Browser, language: str, scripts: bool
) -> None:
    with visiting(browser, desk.address, language, scripts=scripts) as visitor:
        visitor.enter(world.FINANCE)
        visitor.open("/invoices/")
        page = visitor.page
        number = page.locator("table.register tbody th a").last.inner_text()
        page.locator("#id_q").fill("nothing of that name")
        visitor.press("Show")
        assert visitor.say("No invoice matches") in visitor.reads()
        page.locator("#id_q").fill(number.removeprefix("INV-"))
        visitor.press("Show")
        visitor.go(page.locator("table.register tbody th a", has_text=number))
        assert number in visitor.reads("h1")
        picture = page.locator("img.sheet").first
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("(one) => one.complete && one.naturalWidth > 800")
        with page.expect_download() as download:
            page.locator("main a[href$='/files/pdf/']").click()
        assert download.value.suggested_filename == f"{number}.pdf"
        visitor.link("/mail/")
        visitor.press("Send again")
        assert visitor.say("It will be sent within a few minutes.") in visitor.reads("body")
