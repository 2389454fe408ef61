"""What a device gets, in a browser, in both languages: a release to download; a license file, without a network."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from autossa.documents.licenses.requests import DeviceRequest, Kind, write_request
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.devices import activations, devices
from autossa.store.ids import public_id
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting
from tests.cast.verifier import verifier
from tests.cast.world import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]

PROJECTS = {"en": "Proof press", "de": "Andruck"}
HARDWARE = "00:1B:21:77:88:99"


def furnish() -> dict[str, str]:
    """A project under contract with a license on a device, for each language."""
    found: dict[str, str] = {}
    for language, name in PROJECTS.items():
        project = world.play(world.FALK, name, "active")
        ctx = ActionContext(SYSTEM, TODAY, NOW)
        device = devices.register(project=project, name="Keller", hardware_id=HARDWARE, ctx=ctx)
        activations.activate(project=project, device=device, license_id="L-1", quantity=60, ctx=ctx)
        found |= {language: public_id("prj", project), f"device {language}": public_id("dev", device)}
    return found


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, furnish) as found:
        command(found, "keys-signing", "new")
        yield found


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.mark.parametrize("language", list(PROJECTS))
def test_a_release_is_downloaded_and_a_file_comes_without_a_network(
    browser: Browser, portal: Portal, tmp_path: Path, language: str
) -> None:
    project = f"/projects/{portal.things[language]}/"
    device = portal.things[f"device {language}"]
    with visiting(browser, portal.address, language) as karla:
        karla.enter(world.CUSTOMER)
        download(karla, portal, project, tmp_path / f"pbx-{language}.bin")
        file = exchange(karla, project, device)
        confirm(karla, project, device)
    check(browser, portal, language, file)
    keys = json.load(urlopen(f"{portal.address}/.well-known/autossa-jwks.json"))
    claims = verifier.read(file, "autossa-license+jwt", keys)
    assert (claims["sub"], claims["nonce"]) == (device, "of-today")


def command(portal: Portal, *words: str) -> None:
    """What the operator types."""
    line = [sys.executable, "-m", "autossa", *words]
    done = run(line, env=portal.env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def download(karla: Visitor, portal: Portal, project: str, file: Path) -> None:
    """A file that was added by command, by a link that the page makes."""
    file.write_bytes(file.name.encode() * 1000)
    command(portal, "releases", "artifacts", "add", "PBX", "14.1.2", str(file))
    karla.open(f"{project}releases/")
    with karla.page.expect_download() as waiting:
        karla.page.locator("main form button").filter(has_text=file.name).click()
    assert waiting.value.suggested_filename == file.name
    assert waiting.value.path().read_bytes() == file.read_bytes()


def exchange(karla: Visitor, project: str, device: str) -> str:
    """What the device shows is pasted; the answer is a QR code and its text."""
    asked = DeviceRequest(Kind.REQUEST, device=device, product="PBX", version="15.0", nonce="of-today")
    paste(karla, project, write_request(asked))
    code = karla.page.locator("main img.qr")
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    text = karla.page.input_value("#text")
    assert text.count(".") == 2
    return text


def confirm(karla: Visitor, project: str, device: str) -> None:
    """The device says which file it has, and what it counts."""
    wrong = DeviceRequest(Kind.CONFIRM, device=device, serial=1, quantities={"L-1": 61})
    paste(karla, project, write_request(wrong))
    assert "61" in karla.reads("main [role=alert], main .error")
    right = DeviceRequest(Kind.CONFIRM, device=device, serial=1, quantities={"L-1": 60})
    paste(karla, project, write_request(right))
    said = karla.say(
        "Device %(device)s has confirmed the license file with serial %(serial)s.", device="Keller", serial=1
    )
    assert said in karla.reads("body")


def paste(karla: Visitor, project: str, text: str) -> None:
    karla.open(f"{project}license-files/exchange/")
    karla.page.locator("main textarea[name=text]").fill(text)
    karla.press("Submit")


def check(browser: Browser, portal: Portal, language: str, file: str) -> None:
    """Support pastes any text, and reads whether it is genuine."""
    with visiting(browser, portal.address, language) as jan:
        jan.enter(world.SUPPORT)
        for text, said in (
            (file, "A genuine license file of this portal."),
            (
                file[:-9] + ("A" if file[-9] != "A" else "B") + file[-8:],
                "Not genuine: it was changed after it was signed, or is not complete.",
            ),
        ):
            jan.open("/staff/license-files/check/")
            jan.page.locator("main textarea").fill(text)
            jan.go(jan.page.locator("main form button").first)
            assert jan.say(said) in jan.reads()
