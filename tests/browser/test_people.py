"""A customer's way through the portal in real browsers: register, secure the account, invite, hand over, take back."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, launched
from tests.cast.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.store]

OWNER, COLLEAGUE = "greta.holm@holm-werke.example", "nils.holm@holm-werke.example"
PARTNER = "lena.weber@weber.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def browser(demo: Demo) -> Iterator[Browser]:
    with launched() as found:
        yield found


@contextmanager
def somebody(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A browser of somebody's own, whose console stays silent but for addresses that answer 404."""
    context = browser.new_context(base_url=demo.address, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [line for line in said if "404" not in line and "Clear-Site-Data header on" not in line] == []


def test_a_customer_registers_invites_hands_over_and_takes_back(browser: Browser, demo: Demo) -> None:
    with somebody(browser, demo) as page, somebody(browser, demo) as colleague, somebody(browser, demo) as partner:
        register(page, demo)
        set_up_an_app(page)
        add_a_passkey(page)
        log_out(page)
        log_in_with_the_passkey(page)
        number = number_of_the_organisation(page)

        invite(page)
        accept(colleague, demo)
        page.get_by_role("link", name="People", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text(COLLEAGUE)

        demo.run("projects", "add", number, "Foundry")
        enter(partner, PARTNER)
        expect(partner.get_by_role("link", name="Foundry", exact=True)).to_have_count(0)
        hand_over(page)
        partner.goto("/")
        partner.get_by_role("link", name="Foundry", exact=True).click()
        expect(partner.get_by_role("heading", level=1)).to_have_text("Foundry")

        take_back(page)
        answer = partner.reload()
        assert answer is not None
        assert answer.status == 404
        partner.goto("/")
        expect(partner.get_by_role("link", name="Foundry", exact=True)).to_have_count(0)


# ---------------------------------------------------------------- the account


def register(page: Page, demo: Demo) -> None:
    """A private address is refused, the company's own gets a link; what was entered stays."""
    page.goto("/account/login/")
    page.get_by_role("link", name="Register your company").click()
    page.get_by_label("Company name").fill("Holm Werke GmbH")
    page.get_by_label("Address", exact=False).first.fill("Hafenstraße 1\n24103 Kiel")
    page.get_by_label("VAT ID").fill("DE136695976")
    page.get_by_label("Your name").fill("Greta Holm")
    page.get_by_label("Business e-mail address").fill("greta@gmail.com")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("main")).to_contain_text("private e-mail providers are not accepted")
    page.get_by_label("Business e-mail address").fill(OWNER)
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")
    follow_the_link(page, demo, OWNER, "/signup/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register company").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")


def set_up_an_app(page: Page, keep: Callable[[Page], None] = lambda _: None) -> None:
    """Also what is done with the recovery codes, which are shown once."""
    open_account(page)
    page.get_by_role("link", name="Set up Second factor").click()
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("Can't scan?").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Enter the code").fill(code_of_the_app(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    keep(page)
    page.get_by_role("link", name="I have saved them").click()


def add_a_passkey(page: Page) -> None:
    """With a device that the browser only pretends to have."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    open_account(page)
    page.get_by_role("link", name="Manage Second factor").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Greta's phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/factors/**")
    expect(page.get_by_role("main")).to_contain_text("1 set up")


def log_out(page: Page) -> None:
    page.locator("details.menu summary").last.click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()


def log_in_with_the_passkey(page: Page) -> None:
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")


def open_account(page: Page) -> None:
    page.locator("details.menu summary").last.click()
    page.get_by_role("link", name="Account and security").click()


def code_of_the_app(secret: str) -> str:
    """What an authenticator app would show now (RFC 6238: SHA-1, 30 seconds, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


# ---------------------------------------------------------------- the organisation


def number_of_the_organisation(page: Page) -> str:
    page.get_by_role("link", name="Organisation", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Not verified yet")
    return page.locator("dt", has_text="Customer number").locator("xpath=following-sibling::dd").inner_text()


def invite(page: Page) -> None:
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("E-mail address").fill(COLLEAGUE)
    page.get_by_label("Manager").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("main")).to_contain_text(COLLEAGUE)


def accept(page: Page, demo: Demo) -> None:
    """The colleague has no account yet: the invitation makes one, and may do what a manager may."""
    follow_the_link(page, demo, COLLEAGUE, "/invitations/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Join Holm Werke GmbH")
    page.get_by_label("Your name").fill("Nils Holm")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account and join").click()
    page.get_by_role("link", name="Organisation", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Holm Werke GmbH")
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("link", name="Invite a person")).to_have_count(0)


def hand_over(page: Page) -> None:
    page.get_by_role("link", name="Partner access", exact=True).click()
    page.get_by_role("link", name="Give a partner access").click()
    page.get_by_label("Partner number").fill("P-none")
    page.get_by_label("Licenses").check()
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("main")).to_contain_text("There is no partner with this number")
    expect(page.get_by_role("main")).to_contain_text("Select at least one project.")
    page.get_by_label("All projects, including future ones").check()
    page.get_by_label("Partner number").fill("P1")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("main")).to_contain_text("All projects, including future ones")
    page.get_by_role("button", name="Give Systemhaus Weber access").click()
    expect(page.get_by_role("status")).to_contain_text("Systemhaus Weber now has access.")


def take_back(page: Page) -> None:
    page.get_by_role("link", name="Revoke Systemhaus Weber").click()
    page.get_by_role("button", name="Revoke access of Systemhaus Weber").click()
    expect(page.get_by_role("main")).to_contain_text("No partner has access")


# ---------------------------------------------------------------- the demo's doors


def enter(page: Page, email: str) -> None:
    """Log in by one click."""
    page.goto("/account/login/")
    page.locator(f"button[name=person][value='{email}']").click()
    page.wait_for_url(re.compile("/$"))


def follow_the_link(page: Page, demo: Demo, email: str, beginning: str) -> None:
    """Let the mails be written, open the newest to the address, click its link."""
    demo.run("work", "--once")
    page.goto("/dev/mail/")
    page.get_by_role("listitem").filter(has_text=email).first.get_by_role("link").click()
    page.locator(f".mail-text a[href*='{beginning}']").click()
