"""A real browser (Debian's chromium) before the served demo world."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from autossa.domain.policies import Policy
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import set_first_policy
from autossa.workbench import demo_organisations, demo_people
from tests.browser import people_world, portal_world
from tests.browser.chromium import chromium
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.people import sign_in
from tests.cast.serving import environment, serving
from tests.cast.world import TODAY

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """The address of the served world, and the session cookies of the vendor's staff and a customer's owners."""

    address: str
    sessions: dict[str, str]  # by e-mail address
    organisation: str  # the customer's page

    def cookie(self, language: str, *, owner: bool = False) -> dict[str, str]:
        """Of somebody who reads the language: of the vendor's staff, or an owner of a customer."""
        email = (people_world.OWNERS if owner else people_world.STAFF)[language]
        plain = settings.SESSION_COOKIE_NAME.removeprefix("__Host-")  # as it is called without TLS
        return {"name": plain, "value": self.sessions[email], "url": self.address}


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small world, served."""
    chromium()
    with own_copy(django_db_blocker, _world_with_people) as (addresses, people):
        sessions = {email: _session(user) for email, user in people.items()}
        organisation = f"/organisations/{people_world.customer()}/"
        env = environment(
            addresses,
            AUTOSSA_DEMO="1",
            AUTOSSA_TODAY=TODAY.isoformat(),
            AUTOSSA_SECRET_KEY=settings.SECRET_KEY,
            AUTOSSA_VENDOR_NAME="Example Systems",
            AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        )
        with serving(env) as (port, _):
            yield Site(f"http://127.0.0.1:{port}", sessions, organisation)


def _world_with_people() -> dict[str, UUID]:
    small_world.build()
    return people_world.build()


def _session(user: UUID) -> str:
    client = sign_in(Client(), user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """Started after the site is up and closed before it goes: beside a running browser Django refuses to work."""
    with launched() as found:
        yield found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without windows."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()


# ---------------------------------------------------------------- a demo with doors and mails


@dataclass(frozen=True)
class Demo:
    """The address of a demo with its people but without its two years; and the environment of its commands."""

    address: str
    env: dict[str, str]

    def run(self, *command: str) -> str:
        """What `autossa` says, run as somebody at the vendor's console."""
        line = [sys.executable, "-m", "autossa", *command]
        done = subprocess.run(line, env=self.env, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def demo(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Served under a host name, which passkeys need; mails are written by `run("work", "--once")`."""
    chromium()
    with own_copy(django_db_blocker, _people_of_the_demo) as (addresses, _):
        env = environment(
            addresses,
            AUTOSSA_DEMO="1",
            AUTOSSA_HOME=str(tmp_path_factory.mktemp("home")),
            AUTOSSA_TERMS_URL="https://vendor.example/terms",
            AUTOSSA_SECRET_KEY=settings.SECRET_KEY,
            AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        )
        with serving(env) as (port, _):
            address = f"http://localhost:{port}"
            yield Demo(address, {**env, "AUTOSSA_BASE_URL": address})


def _people_of_the_demo() -> None:
    ctx = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))
    set_first_policy(ctx, Policy())
    demo_people.enter(demo_organisations.VENDOR, "vendor", ctx)
    for company in demo_organisations.PARTNERS.values():
        demo_people.enter(company, "partner", ctx)
    for company in demo_organisations.CUSTOMERS.values():
        demo_people.enter(company, "customer", ctx)
    catalogue.add_price_list(name="List EUR", currency="EUR", ctx=ctx)
    demo_people.load(ctx)


@pytest.fixture(scope="module")
def desk(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[portal_world.Portal]:
    """The portal, served for the tests of a file."""
    with portal_world.served(django_db_blocker, tmp_path_factory) as found:
        yield found
