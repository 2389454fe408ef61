"""What the tests of the pages share: a visit whose console stays silent, what axe finds, and how somebody reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
LANGUAGES = {"en": "en-GB", "de": "de-DE"}
DESK, PHONE = 1280, 390
OPEN_ALL = "document.querySelectorAll('main details').forEach(found => found.open = true)"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the others are not looked at
}


@contextmanager
def visit(
    browser: Browser, site: Site, language: str, scheme: str = "light", width: int = DESK, **more: bool
) -> Iterator[Page]:
    """A page whose console must stay silent; of the vendor's staff, or of the `owner` of a customer."""
    context = browser.new_context(
        locale=LANGUAGES[language],
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=more.get("scripts", True),
    )
    context.add_cookies([site.cookie(language, owner=more.get("owner", False))])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"{request.url}: {request.failure}"))
    page.add_init_script(WATCH)
    yield page
    if more.get("scripts", True):
        said += page.evaluate("window.violations")
    context.close()
    said = [line for line in said if "ERR_ABORTED" not in line]  # an icon still loading when the visit went on
    assert not said or more.get("loud"), said


def problems(page: Page, name: str) -> list[tuple[str, ...]]:
    """What axe finds on the page, to be compared with nothing."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(name, one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in found]


def is_as_wide_as(page: Page, width: int) -> bool:
    """Nothing sticks out to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth") == width)
