"""From log-in to an active Auto SSA in real browsers, as customer and as partner, in both languages; and what follows.

Loads are counted from the click that logs in: its page is the first, the confirmation of what was submitted the last.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import (
    NO_BREAK,
    Checked,
    Visitor,
    approve,
    choose,
    read_check,
    request_license,
    submit,
    visiting,
)
from tests.trials import a_few_of

pytestmark = [pytest.mark.browser, pytest.mark.store]

MOST_LOADS = 8
OPTIONS = {"new": "annual_yearly", "covered": "annual_quarterly", "lapsed": "annual_monthly", "long": "flex_monthly"}
COPIES = {
    "en": ("copy of what you submitted", "25 × Port (L1) (requested)"),
    "de": ("Kopie Ihrer Angaben", "25 × Port (L1) (beantragt)"),
}
APPROVED = {"en": "has approved the Auto SSA contract", "de": "genehmigt"}


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def reviewer(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    with visiting(browser, portal.address) as found:
        found.enter(world.REVIEWER)
        yield found


@pytest.fixture(scope="module")
def admin(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    with visiting(browser, portal.address) as found:
        found.enter(world.ADMIN)
        yield found


# ---------------------------------------------------------------- the five steps


def seldom(case: tuple[str, str, str]) -> bool:
    """What comes last, and is left to the trials. Each kind of project is tried in every run, most by both."""
    who, *how = case
    return who == world.CUSTOMER and how not in (["de", "new"], ["en", "long"])


@pytest.mark.parametrize(("who", "language", "kind"), a_few_of(sorted(world.PROJECTS, key=seldom), 3))
def test_five_steps(
    browser: Browser, portal: Portal, reviewer: Visitor, admin: Visitor, who: str, language: str, kind: str
) -> None:
    name = world.PROJECTS[who, language, kind]
    if kind == "long":
        meet_the_missing_credits(browser, portal, who, language, name)
    with visiting(browser, portal.address, language) as visitor:
        visitor.enter(who)
        begin(visitor, name, kind)
        payer = "Systemhaus Weber" if (who, kind) == (world.PARTNER, "lapsed") else ""
        choose(visitor, OPTIONS[kind], payer)
        checked = read_check(visitor)
        assert (checked.gap != ()) == (kind in ("lapsed", "long")), checked
        assert re.search(r"(at least|mindestens) [\d.,]+ (EUR|SSC)", checked.button), checked
        submit(visitor)
        assert visitor.loads <= MOST_LOADS, visitor.loads
        project = visitor.project
        approve(reviewer, project, kind)
        is_as_it_was_checked(visitor, project, checked, is_due=checked.charged_on == day(language))
        visitor.open(project)
        before = visitor.reads(".facts")
        run_now(admin)
        visitor.open(project)
        assert visitor.reads(".facts") == before  # nothing was left for the night
        if kind == "new":
            visitor.open(f"{project}licenses/")
            assert visitor.say("Not activated") in visitor.reads("table")
            are_told_by_mail(portal, who, language, name, checked)


def begin(visitor: Visitor, name: str, kind: str) -> None:
    """From the list to the options: by what is to be decided about the project."""
    visitor.go(visitor.page.locator("tr", has_text=name).locator("a.tag").first)
    if kind == "new":
        request_license(visitor, "PORT", 25)
        visitor.link("/contracts/new/", ".notices")


def meet_the_missing_credits(browser: Browser, portal: Portal, who: str, language: str, name: str) -> None:
    """The wizard tells what is missing, leads to the top-up with the amount filled in; finance books what was paid."""
    with visiting(browser, portal.address, language) as visitor, visiting(browser, portal.address) as finance:
        visitor.enter(who)
        visitor.go(visitor.page.get_by_role("link", name=name, exact=True))
        visitor.open(f"{visitor.project}contracts/new/")
        missing = visitor.reads(".gap-card .danger dd")
        assert visitor.page.locator("button[value=next]").count() == 0
        visitor.go(visitor.page.locator(".gap-card a.button[href*='top-up']"))
        amount = visitor.page.locator("input[name=ssc]").input_value()
        assert int(re.sub(r"\D", "", missing)) < int(re.sub(r"\D", "", amount))  # as the gap grows until it arrives
        visitor.press("Show price")
        visitor.go(visitor.page.locator("button[value=do]"))
        finance.enter(world.FINANCE)
        finance.open("/staff/orders/")
        finance.go(finance.page.locator("li", has_text=name).locator("a.button"))
        finance.go(finance.page.locator("main form button"))
        assert finance.page.get_by_role("status").count() == 1


def is_as_it_was_checked(visitor: Visitor, project: str, checked: Checked, *, is_due: bool) -> None:
    """Active, and each figure on the project's pages is the one that was agreed to.

    Where the first period was due, the approval has booked it; else it is the next charge.
    """
    visitor.open(project)
    facts = visitor.reads(".facts")
    assert visitor.say("Active") in facts
    charged = checked.gross if checked.gross != "–" else f"{checked.ssc} SSC"
    if is_due:
        last_day = checked.period.partition(" – ")[2]
        assert visitor.say("Covered until %(day)s", day=last_day) in visitor.reads()
        visitor.open(f"{project}{'invoices' if checked.gross != '–' else 'credits'}/")
        assert checked.gross in visitor.reads("main") if checked.gross != "–" else f"−{checked.ssc}" in visitor.reads()
    else:
        for text in (charged, checked.charged_on, checked.period):
            assert text in facts, (text, facts)
    if checked.gap:
        ssc, from_balance, gross = checked.gap[2], checked.gap[3], checked.gap[6]
        visitor.open(f"{project}credits/")
        assert f"−{ssc}" in visitor.reads("table.ledger")
        if gross != "–":
            visitor.open(f"{project}invoices/")
            assert gross in visitor.reads("table.invoices")
        else:
            assert from_balance == ssc


def run_now(admin: Visitor) -> None:
    """The daily run, early."""
    admin.open("/runs/start/")
    button = admin.page.locator("main form button")
    if button.count():
        admin.go(button)


def are_told_by_mail(portal: Portal, who: str, language: str, name: str, checked: Checked) -> None:
    """A copy of what was submitted, the approval, and the first invoice, in the reader's language."""
    texts = [re.sub(r"[ \n]+", " ", text) for text in mails_to(portal, who)]  # lines are broken anywhere
    texts = [text for text in texts if name in text]
    for parts in COPIES[language], (checked.period.partition(" – ")[2],):
        assert [text for text in texts if checked.gross in text and all(part in text for part in parts)], (parts, texts)
    assert [text for text in texts if APPROVED[language] in text], texts


# ---------------------------------------------------------------- and what follows


def test_cancel_undo_and_add_a_license(browser: Browser, portal: Portal, admin: Visitor) -> None:
    with visiting(browser, portal.address) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.go(visitor.page.locator(".name").get_by_role("link", name=world.ACTIVE, exact=True))
        project = visitor.project
        cancel_and_undo(visitor, project, portal)
        visitor.open(f"{project}licenses/")
        visitor.go(visitor.page.get_by_role("link", name="Request licenses", exact=True))
        visitor.page.locator("select[name=license_type]").select_option("VOICEMAIL")
        visitor.page.locator("input[name=quantity]").fill("20")
        visitor.press("Show price")
        price = re.search(r"Gross (\S+ EUR)", visitor.reads())
        assert price
        visitor.go(visitor.page.locator("button[value=do]"))
        assert "Requested" in visitor.reads("table.licenses")
        admin.open(f"{project}licenses/")
        admin.go(admin.page.get_by_role("link", name="Check and confirm"))
        assert price[1] in admin.reads("button[value=do]")
        admin.go(admin.page.locator("button[value=do]"))
        visitor.open(f"{project}invoices/")
        assert price[1] in visitor.reads("table.invoices")


def cancel_and_undo(visitor: Visitor, project: str, portal: Portal) -> None:
    """One page that says what it means, and a mail; taken back as easily."""
    visitor.open(f"{project}contracts/")
    visitor.loads = 0
    visitor.link("/contracts/cancel/")
    end = re.search(r"The contract would end on (.+? \d{4})", visitor.reads())
    assert end
    visitor.go(visitor.page.locator("button.danger-button"))
    assert visitor.loads <= 3  # the page, and where it leads back to
    assert end[1] in visitor.reads("[role=status]")
    assert any(end[1] in text and "cancel" in text for text in mails_to(portal, world.CUSTOMER))
    visitor.link("/contracts/undo/")
    visitor.press("Withdraw the cancellation")
    visitor.open(project)
    assert "Auto SSA active" in visitor.reads(".headline")


def test_question_answer_rejection_and_withdrawal(browser: Browser, portal: Portal, reviewer: Visitor) -> None:
    with visiting(browser, portal.address) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.go(visitor.page.get_by_role("link", name=world.TALK, exact=True))
        project = visitor.project
        conclude(visitor)
        say(reviewer, project, "ask", "Is the second exchange still in use?")
        visitor.open(project)
        visitor.link("/contracts/answer/")
        assert "Is the second exchange still in use?" in visitor.reads()
        visitor.page.locator("textarea").fill("Yes, as a spare.")
        visitor.press("Send the answer")
        reviewer.open(f"{project}review/")
        assert "Yes, as a spare." in reviewer.reads()
        say(reviewer, project, "reject", "The order names another customer.")
        visitor.open(f"{project}contracts/")
        assert "Rejected because: The order names another customer." in visitor.reads()
        conclude(visitor)
        visitor.link("/contracts/withdraw/")
        visitor.press("Withdraw the contract")
        assert "Withdrawn" in visitor.reads("article.contract")
    texts = mails_to(portal, world.CUSTOMER)
    for part in ("Is the second exchange still in use?", "The order names another customer."):
        assert any(part in text for text in texts), part


def conclude(visitor: Visitor) -> None:
    """Through the wizard, from a page of the project."""
    visitor.link("/contracts/new/")
    choose(visitor, "annual_monthly")
    submit(visitor)


def say(reviewer: Visitor, project: str, act: str, text: str) -> None:
    """Ask, or reject with a reason, on the page of the review."""
    reviewer.open(f"{project}review/")
    form = reviewer.page.locator(f"details.act:has(input[value={act}])")
    form.locator("summary").click()
    form.locator("textarea").fill(text)
    reviewer.go(form.locator("button"))


def test_a_partner_concludes_several_at_once(browser: Browser, portal: Portal, reviewer: Visitor) -> None:
    """Each project has its own answer: for one of them a colleague was quicker."""
    first, second = world.SEVERAL
    with visiting(browser, portal.address) as visitor, visiting(browser, portal.address) as colleague:
        visitor.enter(world.PARTNER)
        for name in world.SEVERAL:
            visitor.page.get_by_label(f"Select {name}").check()
        visitor.press("Add contracts to selected projects")
        visitor.page.locator("input[name=option][value=annual_yearly]").check()
        visitor.page.get_by_label("Systemhaus Weber").check()
        visitor.press("Show what each costs")
        assert "EUR" in visitor.reads(f"tr:has-text('{first}')")
        visitor.go(visitor.page.locator("button[value=check]"))
        colleague.enter(world.COLLEAGUE)
        colleague.go(colleague.page.locator(".name").get_by_role("link", name=second, exact=True))
        conclude(colleague)
        visitor.page.locator("input[name=terms]").check()
        visitor.go(visitor.page.locator("main form button"))
        assert visitor.reads("h1") == "1 of 2 contracts submitted"
        assert "Submitted, in review" in visitor.reads(f"li:has-text('{first}')")
        assert "has a contract already" in visitor.reads(f"li:has-text('{second}')")
    reviewer.open("/reviews/")
    for name in world.SEVERAL:
        assert name in reviewer.reads("table.queue")


def mails_to(portal: Portal, email: str) -> list[str]:
    """The texts of all mails to somebody."""
    return [mail.text.replace(NO_BREAK, " ") for mail in portal.mails() if mail.to == email]


# ---------------------------------------------------------------- for everybody


def test_the_wizard_by_keyboard_alone(browser: Browser, portal: Portal) -> None:
    with visiting(browser, portal.address) as visitor:
        visitor.enter(world.CUSTOMER)
        press = visitor.page.keyboard.press
        project = visitor.page.locator("tr", has_text=world.KEYBOARD).locator(".name a").get_attribute("href")
        tab_to(visitor, f"a.tag[href^='{project}']")
        follow(visitor)
        tab_to(visitor, "input[name=option]")
        press("Space")
        press("ArrowDown")  # the next one is chosen as it is reached
        chosen = visitor.page.locator("input[name=option]:checked")
        assert chosen.get_attribute("value") == "annual_quarterly"
        tab_to(visitor, "button[value=next]")
        follow(visitor)
        tab_to(visitor, "main form button")
        follow(visitor)
        tab_to(visitor, "input[name=terms]")
        press("Space")
        tab_to(visitor, "form.wide-form button")
        follow(visitor)
        assert visitor.page.url.endswith("/done/")


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until the focus is there; wherever it stops, it can be seen."""
    for _ in range(120):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert visitor.page.locator(":focus-visible").count() == 1
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def follow(visitor: Visitor) -> None:
    """Press Enter on what has the focus."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_wizard_without_scripts(browser: Browser, portal: Portal, language: str) -> None:
    with visiting(browser, portal.address, language, scripts=False) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.go(visitor.page.locator("tr", has_text=world.SCRIPTLESS).locator(".name a"))
        visitor.link("/contracts/new/")
        choose(visitor, "annual_yearly")
        assert read_check(visitor).gap
        submit(visitor)
        visitor.link("/contracts/withdraw/")
        visitor.press("Withdraw the contract")


def day(language: str) -> str:
    """TODAY as the pages write it."""
    from autossa.wording.formats import day as shown

    with translation.override(language):
        return shown(world.TODAY).replace(NO_BREAK, " ")
