"""From a quote to licenses in real browsers: a partner prepares it, the customer approves, finance books."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]

GRETA = "greta.lorenz@seeblick.example"
PROJECTS = {"en": "Boathouse", "de": "Badehaus"}
ORDER = {"en": r"Order licenses for [\d.,]+ EUR", "de": r"Lizenzen bestellen für [\d.,]+ EUR"}
LINK = re.compile(r"https?://\S+/approvals/[\w-]+/")


@pytest.fixture(scope="module")
def demo(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def chrome(demo: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize("language", list(PROJECTS))
def test_from_a_quote_to_licenses(chrome: Browser, demo: Portal, language: str) -> None:
    with visiting(chrome, demo.address, language) as partner:
        partner.enter(world.PARTNER)
        partner.open("/")
        partner.go(partner.page.get_by_role("link", name=PROJECTS[language], exact=True).first)
        project = partner.project
        number = make_quote(partner, project)
        ask(partner)
        assert partner.say("Waiting for an answer") in partner.reads()
        link = newest_link(demo)
        with visiting(chrome, demo.address, language) as greta:
            greta.open(link)
            said = greta.reads()
            assert number in said
            assert "Port" in said
            button = greta.page.locator("form[action$='/approve/'] button")
            assert re.fullmatch(ORDER[language], button.inner_text().replace("\N{NO-BREAK SPACE}", " "))
            greta.go(button)
            assert greta.say("Thank you") in greta.reads()
        with visiting(chrome, demo.address, "en", scripts=False) as finance:
            finance.enter(world.FINANCE)
            finance.open("/staff/orders/")
            finance.go(finance.page.locator("li", has_text=PROJECTS[language]).locator("a.button").first)
            finance.go(finance.page.locator("main form button").first)
            assert "Booked: the licenses were added" in finance.reads("body")
        partner.open(f"{project}licenses/")
        assert "7" in partner.reads()
        assert partner.say("Ordered") in partner.reads() or "Port" in partner.reads()
        partner.open(f"{project}orders/")
        assert "INV-" in partner.reads()


def make_quote(who: Visitor, project: str) -> str:
    """Seven ports; gives the number of the quote."""
    who.open(f"{project}orders/")
    who.link("orders/licenses/")
    who.page.locator("select[name=license_type]").select_option("PORT")
    who.page.locator("input[name=quantity]").fill("7")
    radios = who.page.locator("input[name=payer][type=radio]")
    if radios.count():
        radios.first.check()
    who.press("Show price")
    who.go(who.page.locator("button[value=quote]"))
    found = re.search(r"Q-\d{4}-\d{6}", who.reads())
    assert found
    return found[0]


def ask(who: Visitor) -> None:
    """The owner of the customer is asked."""
    who.link("/ask/")
    who.page.get_by_label(re.compile(GRETA)).check()
    who.press("Send the link")


def newest_link(demo: Portal) -> str:
    """That of the newest mail that has one."""
    found = [link for mail in demo.mails() if GRETA in str(mail.to) for link in LINK.findall(mail.text)]
    assert found
    return found[0]
