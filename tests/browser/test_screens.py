"""The pages in a real browser: nothing on the console, nothing axe finds, no sideways scrolling; and their pictures.

With AUTOSSA_SCREENS naming a folder (`make screens`: docs/screens) the pictures are written there, made small.
"""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.store]

NAMES = ["Telephony Kiel", "Dock 4", "Office", "Showrooms", "Call centre", "Branches", "Front desks", "Quarter West"]
OPEN_ALL = "document.querySelectorAll('main details').forEach(found => found.open = true)"
OPEN_FIRST = OPEN_ALL.replace("main details", "#overview details, tr:nth-child(-n+2) details")
WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
TALLEST = 2000
COLOURS = 200
LANGUAGES = {"en": "en-GB", "de": "de-DE"}
DESK, PHONE = 1280, 390
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def visit(
    browser: Browser, site: Site, language: str, scheme: str = "light", width: int = DESK, **more: bool
) -> Iterator[Page]:
    """A page whose console must stay silent."""
    context = browser.new_context(
        locale=LANGUAGES[language],
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=more.get("scripts", True),
    )
    context.add_cookies([site.cookie(language)])
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
    assert said == [] or more.get("loud")


def open_project(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.address}/")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/projects/**")


def keep(page: Page, name: str) -> None:
    """Take a picture, and keep it when asked to."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    width = page.viewport_size["width"] if page.viewport_size else DESK
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    assert len(picture.getcolors(1 << 24) or []) > 20, "the picture is empty"
    if folder := os.environ.get("AUTOSSA_SCREENS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(Path(folder) / f"{name}.png", optimize=True)


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("en", "light", DESK),
        ("en", "dark", DESK),
        ("de", "light", DESK),
        ("en", "light", PHONE),
        ("de", "dark", PHONE),
    ],
)
def test_pictures(browser: Browser, site: Site, language: str, scheme: str, width: int) -> None:
    size = "desk" if width == DESK else "phone"
    with visit(browser, site, language, scheme, width) as page:
        page.goto(f"{site.address}/")
        keep(page, f"home-{language}-{scheme}-{size}")
        open_project(page, site, "Dock 4")
        keep(page, f"project-{language}-{scheme}-{size}")


@pytest.mark.parametrize("language", ["en", "de"])
def test_pictures_of_reasons_and_gaps(browser: Browser, site: Site, language: str) -> None:
    with visit(browser, site, language) as page:
        open_project(page, site, "Telephony Kiel")
        page.locator("#overview details").first.evaluate("found => found.open = true")
        keep(page, f"why-{language}")
        open_project(page, site, "Office")
        keep(page, f"lapsed-{language}")


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("de", "light")])
def test_axe_finds_nothing(browser: Browser, site: Site, language: str, scheme: str) -> None:
    with visit(browser, site, language, scheme) as page:
        page.goto(f"{site.address}/")
        found = {"home": Axe().run(page, options=RULES)}
        for name in NAMES[:4]:
            open_project(page, site, name)
            page.evaluate(OPEN_FIRST)
            found[name] = Axe().run(page, options=RULES)
    problems = [
        (name, problem["id"], problem["nodes"][0]["html"][:200], problem["nodes"][0]["failureSummary"])
        for name, result in found.items()
        for problem in result.response["violations"]
    ]
    assert problems == []


@pytest.mark.parametrize("width", [320, PHONE, 768, 1024])
def test_no_page_scrolls_sideways(browser: Browser, site: Site, width: int) -> None:
    with visit(browser, site, "de", width=width) as page:
        page.goto(f"{site.address}/")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for name in NAMES:
            open_project(page, site, name)
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.documentElement.scrollWidth") == width, name


def test_without_scripts_everything_works(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en", scripts=False) as page:
        page.goto(f"{site.address}/")
        page.get_by_role("searchbox").fill("kiel")
        page.get_by_role("button", name="Search").click()
        assert page.get_by_role("rowheader").count() == 1
        page.get_by_role("button", name="Deutsch").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Projekte"
        assert page.url.endswith("?q=kiel")
        page.get_by_role("link", name="Telephony Kiel").click()
        page.get_by_text("Nächste Abrechnung: Warum diese Zahl?").click()
        assert page.get_by_text("500 × PORT zu 1 SSC je Einheit und Jahr").first.is_visible()
        page.get_by_role("button", name="English").click()  # it is kept with the person, whom other tests need


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: Site) -> None:
    with visit(browser, site, "en") as page:
        page.goto(f"{site.address}/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content"
        page.keyboard.press("Enter")
        assert re.search("#content$", page.url)
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("aria-current") == "true"


def test_a_wrong_address_has_a_page(browser: Browser, site: Site) -> None:
    with visit(browser, site, "de", loud=True) as page:
        response = page.goto(f"{site.address}/projects/prj_nothing/")
        assert response is not None
        assert response.status == 404
        keep(page, "not-found-de")
