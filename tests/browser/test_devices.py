"""Devices in a browser, in both languages: the first activation with its advice, a move, a release."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from autossa.store.ids import public_id
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.store]

PROJECTS = {"en": "Typesetting", "de": "Setzerei"}
WORDS = {
    "en": {
        "advice": "Add a contract before the first activation.",
        "twice": "it will be calculated twice",
        "lives": "the license lives on, and counts for SSA as before",
        "released": "They are available again, and live on.",
        "ends": "ends with what is paid",
    },
    "de": {
        "advice": "Schließen Sie vor der ersten Aktivierung einen Vertrag ab.",
        "twice": "doppelt berechnet",
        "lives": "Die Lizenz besteht weiter und zählt für den SSA wie bisher",
        "released": "Sie sind wieder frei und bestehen weiter.",
        "ends": "endet",
    },
}


def furnish() -> dict[str, str]:
    """A project with a license and without a contract for each language."""
    return {language: public_id("prj", world.play(world.FALK, name, "unused")) for language, name in PROJECTS.items()}


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, furnish) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize("language", list(PROJECTS))
def test_activated_with_advice_moved_and_released(browser: Browser, portal: Portal, language: str) -> None:
    project, words = f"/projects/{portal.things[language]}/", WORDS[language]
    with visiting(browser, portal.address, language) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.open(f"{project}licenses/")
        visitor.link("activate/?license=L-1")
        for name, hardware in (("Halle 1", "00:1b:21:00:00:01"), ("Halle 2", f"SN-{language}-200")):
            visitor.open(f"{project}devices/")
            visitor.link("devices/register/")
            visitor.page.fill("#id_name", name)
            visitor.page.fill("#id_hardware_id", hardware)
            visitor.go(visitor.page.locator("main form button").first)
        activate(visitor, project, words)
        move_and_release(visitor, words)
        compare_with_giving_up(visitor, project, words)
        assert not visitor.said


def activate(visitor: Visitor, project: str, words: dict[str, str]) -> None:
    """The advice offers the contract first, and lets whoever will activate all the same."""
    choose(visitor, project)
    said = visitor.reads()
    assert words["advice"] in said
    assert words["twice"] in said
    visitor.link("contracts/new/")
    assert "contracts/new" in visitor.page.url
    choose(visitor, project)
    visitor.press("Activate anyway")
    assert "30" in visitor.reads("table")


def choose(visitor: Visitor, project: str) -> None:
    """Thirty of the forty free licenses, on the first device."""
    visitor.open(f"{project}licenses/")
    visitor.link("activate/?license=L-1")
    assert visitor.page.input_value("#id_quantity") == "40"
    visitor.page.fill("#id_quantity", "30")
    visitor.page.select_option("#id_device", label="Halle 1 (00:1B:21:00:00:01)")
    visitor.go(visitor.page.locator("main form button").first)


def move_and_release(visitor: Visitor, words: dict[str, str]) -> None:
    """Ten go to the other device; five of what is left are released from theirs."""
    visitor.link("/move/")
    assert words["lives"] in visitor.reads()
    visitor.page.fill("#id_quantity", "10")
    visitor.press("Move")
    assert "Halle 2" in visitor.reads("h1")
    assert "10" in visitor.reads("table")
    visitor.link("/devices/")
    visitor.go(visitor.page.locator("main table a").filter(has_text="Halle 1"))
    visitor.link("/release/")
    assert words["lives"] in visitor.reads()
    visitor.page.fill("#id_quantity", "5")
    visitor.press("Release from device")
    assert words["released"] in visitor.reads()


def compare_with_giving_up(visitor: Visitor, project: str, words: dict[str, str]) -> None:
    """The tab of the licenses says what is on devices and what is free; giving up is another act."""
    visitor.open(f"{project}licenses/")
    said = visitor.reads("table")
    assert visitor.say("%(free)s free", free="15") in said
    visitor.link("/return/")
    assert words["ends"] in visitor.reads()
