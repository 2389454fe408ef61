"""Terms in real browsers, in both languages: staff publishes, a customer reads, agrees, and finds what it accepted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, choose, submit, visiting
from tests.cast.terms import PDF
from tests.cast.world import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]

NAMES = {"en": ("Terms", "Service description", "version"), "de": ("Bedingungen", "Leistungsbeschreibung", "Version")}


@pytest.fixture(scope="module")
def demo(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo, in which no terms are published yet."""
    with world.served(django_db_blocker, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def browser(demo: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize("language", ["en", "de"])
def test_from_publishing_to_the_contract_that_keeps_it(
    browser: Browser, demo: Portal, language: str, tmp_path: Path
) -> None:
    terms, service, version = NAMES[language]
    number = 1 if language == "en" else 3  # each language publishes one on the page and one in between
    with visiting(browser, demo.address, language) as staff, visiting(browser, demo.address, language) as visitor:
        staff.enter(world.ADMIN)
        use(staff, language)
        publish(staff, "service", pdf=tmp_path)
        publish(staff, "terms", text="Pay within 14 days.")
        project = on_the_check_page(visitor, language)
        shown = visitor.reads("ul.terms")
        assert f"{terms}, {version} {number}" in shown, shown
        assert f"{service}, {version}" in shown
        publish(staff, "terms", text="Pay at once.")  # while the page is read
        visitor.page.locator("input[name=terms]").check()
        visitor.go(visitor.page.locator("form.wide-form button"))
        assert visitor.say("The terms have changed since this page was shown. Read them, then agree again.") in (
            visitor.reads("#terms-error")
        )
        assert f"{terms}, {version} {number + 1}" in visitor.reads("ul.terms")
        submit(visitor)
        visitor.open(f"{project}contracts/")
        kept = visitor.reads("article.contract")
        assert f"{terms}, {version} {number + 1}" in kept, kept
        assert "Karla Falk" in kept
        with visitor.page.expect_download() as saved:
            visitor.page.locator("article.contract a", has_text=service).first.click()
        assert Path(saved.value.path()).read_bytes() == PDF
        visitor.go(visitor.page.locator("nav.foot-links a[href='/terms/']"))
        assert visitor.say("Former versions") in visitor.reads()


def on_the_check_page(visitor: Visitor, language: str) -> str:
    """A customer before the last step of the wizard; gives the project."""
    visitor.enter(world.CUSTOMER)
    use(visitor, language)
    name = world.PROJECTS[world.CUSTOMER, language, "covered"]
    visitor.go(visitor.page.get_by_role("link", name=name, exact=True))
    project = visitor.project
    visitor.open(f"{project}contracts/new/")
    choose(visitor, "annual_quarterly")
    return project


def use(visitor: Visitor, language: str) -> None:
    """Read the language, whatever the person reads."""
    if visitor.page.locator("html").get_attribute("lang") != language:
        visitor.go(visitor.page.locator(f"button[name=language][value={language}]").first)


def publish(staff: Visitor, kind: str, *, text: str = "", pdf: Path | None = None) -> None:
    """Enter a version, look at it, publish it."""
    staff.open("/settings/terms/")
    staff.link("/settings/terms/new/")
    page = staff.page
    page.locator("select[name=kind]").select_option(kind)
    page.locator("input[name=starts_on]").fill(TODAY.isoformat())
    if pdf is not None:
        file = pdf / "service.pdf"
        file.write_bytes(PDF)
        page.locator("input[name=pdf_de]").set_input_files(file)
    page.locator("textarea[name=text_en]").fill(text)
    staff.press("Preview")
    assert page.url.endswith("/settings/terms/new/check/"), staff.reads()
    staff.press("Publish")
    assert staff.page.get_by_role("status").count() == 1
