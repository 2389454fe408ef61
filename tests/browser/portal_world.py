"""The demo with its two years up to TODAY, served; and more projects, so that each test has its own to act on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import run
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.conf import settings

from autossa.domain.rights import Right
from autossa.domain.scenarios import Event, Scenario
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.organisations import delegations
from autossa.operations.projects.edit import create_project
from autossa.queries.vendor.mails import WrittenMail, written_mails
from autossa.store import models
from autossa.workbench import demo, demo_terms, scenario_player
from autossa.workbench.cards.fake import FakeCards
from autossa.workbench.cards.server import running
from tests.browser.chromium import chromium
from tests.cast.databases import own_copy
from tests.cast.serving import environment, free_port, serving
from tests.cast.world import NOW, TODAY

CUSTOMER = "karla.falk@falk.example"
PARTNER, COLLEAGUE = "lena.weber@weber.example", "tom.brandt@weber.example"
REVIEWER, FINANCE = "emil.voss@brightline.example", "nora.lind@brightline.example"
ADMIN, SUPPORT = "ruth.arnold@brightline.example", "jan.otto@brightline.example"
VIEWER, OWNER = "piet.hansen@nordwind.example", "ines.sommer@nordwind.example"
FALK, SEEBLICK = "C107", "C106"

# How a project stands before the contract, and what was done to it, in days before TODAY.
HISTORIES: dict[str, tuple[tuple[int, str, dict[str, Any]], ...]] = {
    "new": (),
    "unused": ((5, "add_license", {"id": "L-1", "type": "PORT", "quantity": 40}),),
    "covered": (
        (310, "add_license", {"id": "L-1", "type": "PORT", "quantity": 48}),
        (310, "top_up", {"ssc": 5000}),
        (310, "extend", {"months": 12}),
    ),
    "lapsed": (
        (376, "add_license", {"id": "L-1", "type": "PORT", "quantity": 120}),
        (376, "activate_license", {"id": "L-1"}),
        (376, "top_up", {"ssc": 12000}),
        (376, "extend", {"months": 12}),
    ),
    "long": (
        (564, "add_license", {"id": "L-1", "type": "PORT", "quantity": 90}),
        (564, "activate_license", {"id": "L-1"}),
        (564, "top_up", {"ssc": 9500}),
        (564, "extend", {"months": 12}),
    ),
    "active": (
        (200, "add_license", {"id": "L-1", "type": "PORT", "quantity": 60}),
        (200, "conclude_contract", {"option": "annual_yearly"}),
        (200, "approve_contract", {}),
    ),
}
# Who has which project of which kind. "Druckhaus" (200 days lapsed) and "Rezeption" (12) are the demo's own.
PROJECTS: dict[tuple[str, str, str], str] = {
    (CUSTOMER, "en", "new"): "Bindery",
    (CUSTOMER, "en", "covered"): "Copy shop",
    (CUSTOMER, "en", "lapsed"): "Photo studio",
    (CUSTOMER, "en", "long"): "Druckhaus",
    (CUSTOMER, "de", "new"): "Buchbinderei",
    (CUSTOMER, "de", "covered"): "Kopierladen",
    (CUSTOMER, "de", "lapsed"): "Fotostudio",
    (CUSTOMER, "de", "long"): "Rotationsdruck",
    (PARTNER, "en", "new"): "Boathouse",
    (PARTNER, "de", "covered"): "Seeterrasse",
    (PARTNER, "en", "lapsed"): "Rezeption",
    (PARTNER, "de", "long"): "Badehaus",
}
DEMOS = {"Druckhaus", "Rezeption"}
# More, each for one test.
KEYBOARD, SCRIPTLESS, TALK, ACTIVE = "Paper store", "Dispatch room", "Type foundry", "Ink works"
SEVERAL = ("Kiosk", "Marina")


@dataclass(frozen=True)
class Portal:
    """The address, the environment of its commands, and what addresses of pages name."""

    address: str
    env: dict[str, str]
    things: dict[str, str]

    def mails(self) -> list[WrittenMail]:
        """Let the worker write what waits; then every mail."""
        line = [sys.executable, "-m", "autossa", "work", "--once"]
        done = run(line, env=self.env, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return list(written_mails(Path(self.env["AUTOSSA_HOME"]) / "mails", 1000))


@contextmanager
def served(
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    furnish: Callable[[], dict[str, str]] = dict,
    *,
    cards: bool = False,
) -> Iterator[Portal]:
    """The demo and the projects of the tests, in a database of its own, with whatever else is to be there.

    With `cards` there is a gateway of cards, and links lead to where the portal is served.
    """
    chromium()
    port = free_port()
    with own_copy(django_db_blocker, build) as (addresses, _):
        things = furnish()
        env = environment(
            addresses,
            AUTOSSA_DEMO="1",
            AUTOSSA_HOME=str(tmp_path_factory.mktemp("home")),
            AUTOSSA_TODAY=TODAY.isoformat(),
            AUTOSSA_SECRET_KEY=settings.SECRET_KEY,
            AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        )
        address = f"http://localhost:{port}"  # a name: passkeys need one
        with _cards(port) if cards else nullcontext({}) as more, serving(env | more, port):
            yield Portal(address, {**env, "AUTOSSA_BASE_URL": address}, things)


@contextmanager
def _cards(port: int) -> Iterator[dict[str, str]]:
    """The fake gateway, and the settings that name it."""
    address = f"http://localhost:{port}"
    with running(FakeCards(), f"{address}/hooks/cards/", lambda: datetime.now(UTC)) as found:
        yield {
            "AUTOSSA_BASE_URL": address,
            "AUTOSSA_CARDS_URL": found.url,
            "AUTOSSA_CARDS_PAGES": found.url,
            "AUTOSSA_CARDS_KEY": found.key,
            "AUTOSSA_CARDS_WEBHOOK_SECRET": found.secret,
        }


def build() -> None:
    """Everything, in an empty database."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    with patch.object(demo_terms, "VERSIONS", ()):  # who wants terms publishes them
        demo.load(ctx)
    models.Contact.objects.all().delete()  # the people of the tests get all mails themselves
    delegations.give(customer=organisation(SEEBLICK), partner=organisation("P1"), rights=list(Right), ctx=ctx)
    for (who, _, kind), name in PROJECTS.items():
        if name not in DEMOS:
            play(FALK if who == CUSTOMER else SEEBLICK, name, kind)
    for name in (KEYBOARD, SCRIPTLESS, TALK, ACTIVE):
        play(FALK, name, "active" if name == ACTIVE else "lapsed")
    for name in SEVERAL:
        play(SEEBLICK, name, "covered")
    models.OutboxMessage.objects.filter(delivered_at=None).update(delivered_at=NOW)


def play(number: str, name: str, kind: str) -> UUID:
    """A project of a customer, with what was done to it and the nightly runs between."""
    ctx = ActionContext(SYSTEM, TODAY - timedelta(days=600), NOW)
    price_list = models.PriceList.objects.values_list("id", flat=True).get()
    project = create_project(customer=organisation(number), name=name, price_list=price_list, ctx=ctx)
    history = tuple(Event(TODAY - timedelta(days=ago), action, given) for ago, action, given in HISTORIES[kind])
    played = scenario_player.play(Scenario(name, None, {}, history, TODAY), project, NOW)  # type: ignore[arg-type]
    assert not played.refused, (name, played.refused)
    return project


def organisation(number: str) -> UUID:
    """The id of the organisation with this number."""
    return models.Organisation.objects.values_list("id", flat=True).get(number=number)
