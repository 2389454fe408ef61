"""What people do in the portal, step by step, in a browser that counts page loads and hears the console."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils import translation
from playwright.sync_api import Browser, Locator, Page

from tests.browser.looking import LANGUAGES, WATCH

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass
class Visitor:
    """Somebody before a browser, reading one language."""

    page: Page
    address: str
    language: str
    loads: int = 0
    clicks: int = 0
    said: list[str] = field(default_factory=list)

    def say(self, text: str, **given: object) -> str:
        """A text of the pages in the reader's language."""
        with translation.override(self.language):
            found = translation.gettext(text)
        return found % given if given else found

    def open(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        assert answer is not None
        assert answer.status == 200, path

    def go(self, what: Locator) -> None:
        """Click a link or a button, and wait for the page it leads to."""
        with self.page.expect_navigation():
            what.click()
        self.clicks += 1

    def link(self, tail: str, within: str = "main") -> None:
        """Follow the link whose address ends so."""
        self.go(self.page.locator(f"{within} a[href$='{tail}']").first)

    def press(self, label: str, **given: object) -> None:
        """Press the button of this name."""
        name = self.say(label, **given)
        self.go(self.page.locator("main button").filter(has_text=name).first)

    def enter(self, email: str) -> None:
        """Log in by one click; page loads and clicks are counted from here."""
        self.open("/account/login/")
        self.loads = 0
        self.go(self.page.locator(f"button[name=person][value='{email}']"))
        self.clicks = 0

    def tab(self, label: str) -> None:
        """Go to one of the main pages, or to a tab of the present one."""
        name = self.say(label)
        self.go(self.page.locator(".main-nav a, main nav.tabs a").filter(has_text=re.compile(rf"^\s*{name}")).last)

    def reads(self, selector: str = "main") -> str:
        """What stands there; no-break spaces are spaces."""
        found = " ".join(self.page.locator(selector).first.inner_text().replace(NO_BREAK, " ").split())
        return found

    @property
    def project(self) -> str:
        """The address of the project whose page is open."""
        before, _, after = self.page.url.partition("/projects/")
        return f"{before}/projects/{after.split('/')[0]}/"


@contextmanager
def visiting(browser: Browser, address: str, language: str = "en", *, scripts: bool = True) -> Iterator[Visitor]:
    """A browser of somebody's own. At the end nothing may have been said on its console."""
    context = browser.new_context(
        locale=LANGUAGES[language], reduced_motion="reduce", java_script_enabled=scripts,
        viewport={"width": 1280, "height": 900},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    visitor = Visitor(page, address, language)
    page.on("domcontentloaded", lambda _: setattr(visitor, "loads", visitor.loads + 1))
    page.on("console", lambda message: visitor.said.append(message.text))
    page.on("pageerror", lambda error: visitor.said.append(str(error)))
    page.add_init_script(WATCH)
    yield visitor
    context.close()
    assert not visitor.said, visitor.said


def prepare(visitor: Visitor, language: str, scheme: str, width: int) -> None:
    """The reader's language, colours and width."""
    visitor.open("/help/")
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.set_viewport_size({"width": width, "height": 900})
    if visitor.page.locator("html").get_attribute("lang") != language:
        visitor.go(visitor.page.locator(f"button[name=language][value={language}]"))


# ---------------------------------------------------------------- the wizard


@dataclass(frozen=True)
class Checked:
    """What the check page said: texts as they stand there. `gap` is the row of a back payment, if there is one."""

    button: str
    period: str
    charged_on: str
    ssc: str
    gross: str
    gap: tuple[str, ...]
    together: str


def request_license(who: Visitor, kind: str, quantity: int) -> None:
    """On the form: enter it, see what it costs, request it."""
    who.page.locator("select[name=license_type]").select_option(kind)
    who.page.locator("input[name=quantity]").fill(str(quantity))
    who.press("Show price")
    who.go(who.page.locator("button[value=do]"))


def choose(who: Visitor, option: str, payer: str = "") -> None:
    """On the options: choose one, go on, say who pays; ends on the check page."""
    who.page.locator(f"input[name=option][value={option}]").check()
    who.go(who.page.locator("button[value=next]"))
    if payer:
        who.page.get_by_label(payer).check()
    who.press("Review")


def read_check(who: Visitor) -> Checked:
    """What is about to be concluded."""
    rows = [
        [" ".join(cell.replace(NO_BREAK, " ").split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in who.page.locator("table.costs tbody tr").all()
    ]
    end = next(at for at, row in enumerate(rows) if row[0].startswith(who.say("Due at start")))
    label = who.say("First period")
    first = next(row for row in rows if row[0].startswith(label))
    gap = () if rows[0] is first else tuple(rows[0])
    button = who.page.locator("form.wide-form button").inner_text().replace(NO_BREAK, " ")
    return Checked(button, first[0].removeprefix(label).strip(), first[1], first[2], first[6], gap, rows[end][6])


def submit(who: Visitor) -> None:
    """Agree to the terms and conclude."""
    who.page.locator("input[name=terms]").check()
    who.go(who.page.locator("form.wide-form button"))
    assert who.page.url.endswith("/contracts/new/done/"), who.page.url


def approve(reviewer: Visitor, project: str, kind: str) -> None:
    """In the queue, then with everything that was requested."""
    reviewer.open("/reviews/")
    path = project.removeprefix(reviewer.address)
    reviewer.link(f"{path}review/")
    if kind == "new":
        assert "is confirmed concluded with the contract" in reviewer.reads()
    reviewer.go(reviewer.page.locator("form:has(input[value=approve]) button"))
    assert "Approved" in reviewer.reads("[role=status]")
