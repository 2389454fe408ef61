"""Every page of the portal, each once in either language: axe finds nothing, nothing scrolls sideways, one heading."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Error, Page

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.every_page import NO_PAGE, NOBODY, PAGES, PARTNER, PLAIN, SECURED, furnish
from tests.browser.looking import DESK, PHONE, is_as_wide_as, keep, problems
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting
from tests.browser.test_people import add_a_passkey, set_up_an_app
from tests.conftest import PASSWORD
from tests.portal.walking import addresses

pytestmark = [pytest.mark.browser, pytest.mark.store]

TALLEST = 1400
# Which pages have a picture, and what it is called; those of other tests are left out.
PICTURES = {
    "account_login": "login", "account_signup": "signup", "home": "home-partner", "create_project": "project-create",
    "request_license": "license-request", "confirm_line": "license-confirm", "top_up": "top-up", "extend": "extend",
    "conclude": "options", "conclude_payment": "payment", "conclude_check": "check", "conclude_done": "done",
    "project_contracts": "contracts", "cancel": "cancel", "undo_cancellation": "undo", "withdraw_contract": "withdraw",
    "answer_question": "answer", "project_invoices": "invoices", "conclude_several": "several",
    "conclude_several_check": "several-check", "conclude_several_done": "several-done", "customers": "customers",
    "payer": "payer", "payers": "payers", "orders": "orders", "book_order": "order-paid",
    "adjust_credits": "adjust", "void_booking": "void", "suspend_contract": "suspend", "run_preview": "run-preview",
    "enter_organisation": "organisation-new", "verify_organisation": "verify", "prices": "prices",
    "policies": "policies", "add_policy": "policy-new",
    "vendor_settings": "settings", "mail_text": "mail-text", "account": "account", "mfa_index": "second-factor",
    "help": "help", "help_customer": "help-customer", "project_licenses": "licenses",
    "reviews": "reviews", "review": "review", "runs": "runs",
}  # fmt: skip
ON_PHONES = {
    **{name: PICTURES[name] for name in ("account_login", "home", "conclude", "conclude_check", "conclude_done",
       "project_contracts", "cancel", "conclude_several", "orders", "prices", "mail_text", "help_customer")},
    "project": "project-customer", "project_licenses": "licenses", "project_credits": "credits", "reviews": "reviews",
    "review": "review", "runs": "runs", "catalogue": "catalogue", "calendar": "calendar",
}  # fmt: skip
ELSEWHERE = "mfa_authenticate"  # a page of a log-in that is half done


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
    """Everybody that pages are for, each in a browser of their own."""
    with ExitStack() as stack:
        found = {}
        for email in dict.fromkeys([*(who for who, _ in PAGES.values()), ELSEWHERE]):
            found[email] = stack.enter_context(visiting(browser, portal.address))
            if email in (SECURED, PLAIN):
                log_in(found[email], email)
            elif email not in (NOBODY, ELSEWHERE):
                found[email].enter(email)
        set_up_an_app(found[SECURED].page)
        add_a_passkey(found[SECURED].page)
        found[SECURED].open("/account/factors/passkeys/")
        link = found[SECURED].page.locator("main a[href*='/remove/']").first.get_attribute("href") or ""
        portal.things["passkey"] = link.rstrip("/").split("/")[-2]
        log_in(found[ELSEWHERE], SECURED)
        choose_several(found[PARTNER], world.SEVERAL)
        found[PARTNER].page.locator("input[name=terms]").check()
        found[PARTNER].go(found[PARTNER].page.locator("main form button"))
        found[PARTNER].open("/")
        choose_several(found[PARTNER], ("Reception", "Seeterrasse"))
        yield found


def log_in(visitor: Visitor, email: str) -> None:
    """By password."""
    visitor.open("/account/login/")
    visitor.page.locator("input[name=login]").fill(email)
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.go(visitor.page.locator("form:has(input[name=password]) button").first)


def choose_several(visitor: Visitor, names: tuple[str, ...]) -> None:
    """Up to the check page."""
    for name in names:
        visitor.page.get_by_label(f"Choose {name}").check()
    visitor.press("Add contracts to the chosen")
    visitor.page.locator("input[name=option][value=annual_yearly]").check()
    visitor.go(visitor.page.locator("button[value=check]"))


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


def prepare(visitor: Visitor, language: str, scheme: str, width: int) -> None:
    """The reader's language, colours and width."""
    visitor.open("/help/")
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.set_viewport_size({"width": width, "height": 900})
    if visitor.page.locator("html").get_attribute("lang") != language:
        visitor.go(visitor.page.locator(f"button[name=language][value={language}]"))


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
    page.set_viewport_size({"width": width, "height": 900})
    return found


@pytest.mark.skipif("AUTOSSA_SCREENS" not in os.environ, reason="no folder for pictures is named: make screens")
@pytest.mark.parametrize(("language", "width"), [("en", DESK), ("de", DESK), ("en", PHONE)])
def test_pictures(people: dict[str, Visitor], portal: Portal, language: str, width: int) -> None:
    for visitor in people.values():
        prepare(visitor, language, "light", width)
    named = PICTURES if width == DESK else ON_PHONES
    for name, (who, path) in PAGES.items():
        if name == ELSEWHERE:
            continue
        picture = named.get(name, f"page-{name.replace('_', '-')}")
        assert came_to(people[who].page, portal.address + path.format(**portal.things)) == name
        keep(people[who].page, f"{picture}-{language}" + ("" if width == DESK else "-phone"), TALLEST)


def test_every_address_has_a_visit() -> None:
    known = {address.name for address in addresses()}
    assert known == {*PAGES, *NO_PAGE}
