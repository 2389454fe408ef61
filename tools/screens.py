"""Pictures of every page, for people who look: `make screens` writes them to var/screens, which is not committed.

The few that README and help show are made small from them and are committed: docs/screens and the help's static files.
The demo is served with the world of the browser tests; Debian's chromium takes the pictures.
"""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import django
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
EVERYTHING = ROOT / "var" / "screens"
SHOWN = ROOT / "docs" / "screens"
HELP = ROOT / "src" / "autossa" / "portal" / "static" / "portal" / "help"
DESK, PHONE, TALLEST = 1280, 390, 1400
HELP_WIDTH, HELP_TALLEST, HELP_COLOURS = 960, 640, 32

# What the help shows, by the picture's name there: who looks, at which of the addresses, with the reasons open.
HELP_PICTURES: dict[str, tuple[str, bool]] = {
    "home": ("home", False),
    "project": ("project", False),
    "licenses": ("project_licenses", False),
    "options": ("conclude", False),
    "lapsed": ("lapsed_project", False),
    "why": ("project", True),
    "reviews": ("reviews", False),
    "review": ("review", False),
    "runs": ("runs", False),
    "catalogue": ("catalogue", False),
}
# What the README shows, as it is taken.
README_PICTURES = ("home-en", "options-en")


class _Open:
    """What the worlds of the tests ask pytest for: leave to use the database, and folders of their own."""

    def unblock(self) -> Any:
        return nullcontext()

    def mktemp(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"autossa-{name}-"))


def main() -> int:
    """Take them all. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    os.environ.setdefault("AUTOSSA_SECRET_KEY", secrets.token_urlsafe(64))  # the shipped settings have none
    django.setup()
    from tests.browser import portal_world
    from tests.browser.conftest import launched
    from tests.browser.every_page import furnish

    EVERYTHING.mkdir(parents=True, exist_ok=True)
    with portal_world.served(_Open(), _Open(), furnish) as portal, launched() as browser:  # type: ignore[arg-type]
        portal.things["written"] = portal.mails()[0].reference
        with ExitStack() as stack:
            for name in _taken(stack, browser, portal):
                print(name, file=sys.stderr)
    for name in README_PICTURES:
        _save(Image.open(EVERYTHING / f"{name}.png"), SHOWN / f"{name}.png")
    return 0


def _taken(stack: ExitStack, browser: Any, portal: Any) -> Iterator[str]:
    """Every page in both languages, and in English on a phone; the help's pictures among them."""
    from tests.browser.every_page import ELSEWHERE, PAGES, everybody
    from tests.browser.steps import prepare

    people = everybody(stack, browser, portal)
    pages = {name: place for name, place in PAGES.items() if name != ELSEWHERE}
    pages["lapsed_project"] = (PAGES["project"][0], "/projects/{lapsed}/")
    called = {page: name for name, (page, is_open) in HELP_PICTURES.items() if not is_open}
    for language, width in (("en", DESK), ("de", DESK), ("en", PHONE)):
        for visitor in people.values():
            prepare(visitor, language, "light", width)
        for name, (who, path) in pages.items():
            page = people[who].page
            page.goto(portal.address + path.format(**portal.things))
            picture = f"{called.get(name, name.replace('_', '-'))}-{language}" + ("-phone" if width == PHONE else "")
            yield _keep(page, picture, width)
            if width == DESK and name == "project":
                page.locator("main details").first.evaluate("found => found.open = true")
                yield _keep(page, f"why-{language}", width)
    for name in HELP_PICTURES:
        for language in ("en", "de"):
            _save(_small(Image.open(EVERYTHING / f"{name}-{language}.png")), HELP / f"{name}-{language}.png")


def _keep(page: Any, name: str, width: int) -> str:
    """Take a picture without the bar that only the demo has; what is below `TALLEST` pixels is cut off."""
    page.evaluate("document.querySelector('.demo-bar')?.remove()")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    path = EVERYTHING / f"{name}.png"
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    return name


def _small(picture: Image.Image) -> Image.Image:
    """The top of a picture, narrower and with few colours."""
    height = round(picture.height * HELP_WIDTH / picture.width)
    top = picture.convert("RGB").resize((HELP_WIDTH, height), Image.Resampling.LANCZOS)
    cropped = top.crop((0, 0, HELP_WIDTH, min(height, HELP_TALLEST)))
    return cropped.quantize(HELP_COLOURS, dither=Image.Dither.NONE)


def _save(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    quantized = picture if picture.mode == "P" else picture.convert("RGB").quantize(200, dither=Image.Dither.NONE)
    quantized.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
