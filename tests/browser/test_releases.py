"""A release in a real browser: drafted, given its file, published, and then on everybody's page."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from autossa.store import models
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting
from tests.cast.world import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]


def _furnish() -> dict[str, str]:
    """A branch of which nothing is released yet."""
    models.Product.objects.get(code="PBX").branches.create(name="16")
    return {}


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, _furnish) as found:
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize(("language", "scripts", "version"), [("en", True, "16.0"), ("de", False, "16.1")])
def test_from_the_draft_to_the_page_of_everybody(
    browser: Browser, portal: Portal, tmp_path: Path, language: str, scripts: bool, version: str
) -> None:
    content = version.encode() * 700_000  # more than any other form of the portal may send
    file = tmp_path / f"pbx-{version}.bin"
    file.write_bytes(content)
    with visiting(browser, portal.address, language, scripts=scripts) as ruth:
        ruth.enter(world.ADMIN)
        draft(ruth, version)
        assert version not in seen_by_everybody(browser, portal, language)
        ruth.link("/files/add/")
        ruth.page.locator("input[name=platform]").fill("linux-x86_64")
        ruth.page.locator("input[type=file]").set_input_files(str(file))
        ruth.press("Upload")
        assert hashlib.sha256(content).hexdigest() in ruth.reads()
        ruth.link("/publish/")
        ruth.press("Publish %(product)s %(version)s", product="PBX", version=version)
        assert ruth.say("%(version)s is published.", version=version) in ruth.reads()
        expect(ruth.page.locator("main a[href$='/edit/']")).to_have_count(0)
    assert version in seen_by_everybody(browser, portal, language)
    stored = (Path(portal.env["AUTOSSA_HOME"]) / "artifacts").iterdir()
    assert any(path.read_bytes() == content for path in stored)


def draft(ruth: Visitor, version: str) -> None:
    """Through the catalogue to a new release of the newest branch."""
    ruth.link("/catalogue/", within="nav")
    ruth.link("/catalogue/releases/")
    ruth.link("/catalogue/releases/new/")
    ruth.page.locator("select[name=branch]").select_option(label="PBX · 16")
    ruth.page.locator("input[name=version]").fill(version)
    ruth.page.locator("input[name=released_on]").fill(TODAY.isoformat())
    ruth.page.locator("input[name=release_class][value=security]").check()
    ruth.press("Save draft")


def seen_by_everybody(browser: Browser, portal: Portal, language: str) -> str:
    """The public page, read by somebody who is not logged in."""
    with visiting(browser, portal.address, language) as visitor:
        visitor.open("/releases/")
        return visitor.reads()
