"""A mandate is given in the wizard with IBAN, holder and a checkbox; what the contract costs is collected by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.context import SYSTEM, ActionContext
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import NO_BREAK, Visitor, approve, read_check, submit, visiting
from tests.cast.world import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]
IBANS = {"en": "DE75512108001245126199", "de": "AT611904300234573201"}
SHOWN = {"en": "•••• 6199", "de": "•••• 3201"}
WHO = {"en": (world.CUSTOMER, "Photo studio", "Druckerei Falk"), "de": (world.OWNER, "Werkhalle", "Nordwind Logistik")}
NORDWIND = "C101"


@pytest.fixture(scope="module")
def collecting(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, _offered) as found:
        yield found


@pytest.fixture(scope="module")
def browser(collecting: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def _offered() -> dict[str, str]:
    """The vendor collects by direct debit, and another customer has a lapsed project."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    debit = [Method.DIRECT_DEBIT]
    set_payment_policy(methods=debit, creditor_id="DE98ZZZ09999999999", policy=PaymentPolicy(), ctx=ctx)
    world.play(NORDWIND, "Werkhalle", "lapsed")
    return {}


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_what_a_contract_costs_is_collected(collecting: Portal, browser: Browser, language: str, scripts: bool) -> None:
    email, name, payer = WHO[language]
    with visiting(browser, collecting.address, language, scripts=scripts) as visitor:
        visitor.enter(email)
        visitor.open(f"/?q={name}")
        visitor.go(visitor.page.locator("main a").filter(has_text=name).first)
        visitor.open(f"{visitor.project}contracts/new/")
        visitor.page.locator("input[name=option][value=annual_monthly]").check()
        visitor.go(visitor.page.locator("button[value=next]"))
        _give_mandate(visitor, IBANS[language])
        assert f"{visitor.say('Direct debit')} ({SHOWN[language]})" in visitor.reads()
        due = read_check(visitor).together
        submit(visitor)
        with visiting(browser, collecting.address) as reviewer:
            reviewer.enter(world.REVIEWER)
            approve(reviewer, visitor.project, "lapsed")
        _its_mandate_is_in_the_settings(visitor, SHOWN[language])
    _finance_collects(browser, collecting.address, language, payer, due)
    mails = [mail for mail in collecting.mails() if mail.to == email]
    assert any(mail.attached for mail in mails if SHOWN[language].replace(" ", NO_BREAK)[-4:] in mail.text)
    assert not [mail for mail in mails if IBANS[language] in mail.text + mail.html]


def _give_mandate(visitor: Visitor, iban: str) -> None:
    """Without the checkbox nothing is given, and what was typed stays."""
    visitor.page.locator("input[name=method][value=direct_debit]").check()
    visitor.page.locator("#id_holder").fill("Karla Falk")
    visitor.page.locator("#id_iban").fill(f"{iban[:4]} {iban[4:8]} {iban[8:]}")
    visitor.press("Review")
    assert visitor.say("Read the mandate and tick the box: without it nothing is collected.") in visitor.reads()
    assert visitor.page.locator("#id_holder").input_value() == "Karla Falk"
    visitor.page.locator("#id_agreed").check()
    visitor.press("Review")


def _its_mandate_is_in_the_settings(visitor: Visitor, shown: str) -> None:
    visitor.open(f"{visitor.project}contracts/")
    visitor.link("/payment/")
    assert shown in visitor.reads()


def _finance_collects(browser: Browser, address: str, language: str, payer: str, due: str) -> None:
    """It is in the next file: what is due at the start, from this payer."""
    with visiting(browser, address, language) as finance:
        finance.enter(world.FINANCE)
        finance.tab("Payments")
        finance.tab("Direct debits")
        coming = finance.page.locator("[aria-labelledby=coming]")
        coming.locator("summary").first.click()
        of_payer = finance.page.locator("tr", has_text=payer)
        day = coming.locator("article", has=of_payer)
        assert due.replace(" ", NO_BREAK) in day.locator(of_payer).inner_text()
        finance.go(day.locator("form button"))
        assert finance.say("File created. Download it, hand it to the bank, then mark it as sent.") in finance.reads()
