"""A lapsed project in one flow in real browsers: what is missing is ordered and paid by card, and the contract follows.

In both languages; whatever becomes of the gateway's events. And the pages that are only there with a gateway.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, cards=True) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def _fits(visitor: Visitor) -> None:
    """Nothing is wider than the window, on a desk and on a phone."""
    for size in (NARROW, WIDE):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not visitor.page.evaluate(wide), (visitor.page.url, size)


def _pay(visitor: Visitor, events: str, act: str = "pay") -> None:
    """On the gateway's page: what becomes of its events, then a click."""
    assert "/pay/cs_test_" in visitor.page.url
    visitor.page.locator("select[name=events]").select_option(events)
    visitor.go(visitor.page.locator(f"button[value={act}]"))


@pytest.mark.parametrize(
    ("language", "name", "events"), [("en", "Druckhaus", "lost"), ("de", "Rotationsdruck", "twice")]
)
def test_a_lapsed_project_in_one_flow(portal: Portal, browser: Browser, language: str, name: str, events: str) -> None:
    with visiting(browser, portal.address, language) as customer:
        customer.enter(world.CUSTOMER)
        customer.open(f"/?q={name}")
        customer.go(customer.page.locator("main a").filter(has_text=name).first)
        customer.open(customer.project + "contracts/new/")
        customer.link("/contracts/lapsed/")
        _fits(customer)
        customer.page.locator("input[name=option][value=annual_monthly]").check()
        customer.press("Review")
        _fits(customer)
        box = customer.page.locator("input[name=terms]")
        if box.count():
            box.check()
        customer.go(customer.page.locator("main button[value=do]"))
        assert customer.say("Waiting for your payment") in customer.reads()
        _fits(customer)
        customer.press("Pay by card")
        _pay(customer, events)
        assert customer.say("The payment has arrived.") in customer.reads()
        assert customer.say("Your order was booked; the invoice is on its way by e-mail.") in customer.reads()
        _fits(customer)
        customer.link("/orders/")
        customer.open(customer.project + "contracts/lapsed/")
        assert customer.say("The project has a contract already; there can be one at a time.") in customer.reads()


@pytest.mark.parametrize("language", ["en", "de"])
def test_open_invoices_are_paid_by_card(portal: Portal, browser: Browser, language: str) -> None:
    with visiting(browser, portal.address, language) as owner:
        owner.enter(world.CUSTOMER)
        owner.open("/")
        owner.go(owner.page.locator("a[href^='/organisations/org_']").first)
        organisation = owner.page.url.partition("/organisations/")[2].split("/")[0]
        owner.open(f"/organisations/{organisation}/invoices/")
        owner.link("/card-payments/")
        _fits(owner)
        owner.page.locator("input[name=claims]").first.check()
        owner.press("Pay what I selected")
        _pay(owner, "", "decline")
        assert owner.say("Not paid") in owner.reads()
        owner.link("/card-payments/")
        owner.page.locator("input[name=claims]").first.check()
        owner.press("Pay what I selected")
        _pay(owner, "late", "later")
        assert owner.say("Payment is being processed") in owner.reads()


@pytest.mark.parametrize("language", ["en", "de"])
def test_finance_sees_the_money_ahead(portal: Portal, browser: Browser, language: str) -> None:
    with visiting(browser, portal.address, language) as finance:
        finance.enter(world.FINANCE)
        finance.open("/books/")
        finance.link("/books/forecast/")
        assert finance.say("renewals to come (estimated)") in finance.reads()
        _fits(finance)
