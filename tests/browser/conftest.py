"""A real browser (Debian's chromium) before the served demo world."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from autossa.domain.rights import Role
from autossa.store import models
from tests.conftest import make_person, own_database, sign_in
from tests.portal import world as small_world
from tests.portal.serving import environment, serving
from tests.portal.world import TODAY

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str:
    """Where it is; without it these tests are skipped."""
    path = os.environ.get("AUTOSSA_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium, or name one in AUTOSSA_CHROMIUM")
    return path


@dataclass(frozen=True)
class Site:
    """The address of the served world, and by language the session cookie of somebody of the vendor's staff."""

    address: str
    sessions: dict[str, str]

    def cookie(self, language: str) -> dict[str, str]:
        return {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[language], "url": self.address}


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small world, served."""
    chromium()
    with own_database(django_db_blocker) as addresses:
        small_world.build()
        sessions = {"en": _session("vera.sand@example.com", "en"), "de": _session("vera.sonne@example.com", "de")}
        env = environment(
            addresses,
            AUTOSSA_DEMO="1",
            AUTOSSA_TODAY=TODAY.isoformat(),
            AUTOSSA_SECRET_KEY=settings.SECRET_KEY,
            AUTOSSA_VENDOR_NAME="Example Systems",
            AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        )
        with serving(env) as (port, _):
            yield Site(f"http://127.0.0.1:{port}", sessions)


def _session(email: str, language: str) -> str:
    vendor = models.Organisation.objects.get(kind="vendor")
    client = sign_in(Client(), make_person(email, (vendor.id, Role.ADMIN), language=language))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """Started after the site is up and closed before it goes: beside a running browser Django refuses to work."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()
