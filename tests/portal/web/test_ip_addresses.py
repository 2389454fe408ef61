"""From where somebody worked is for them, their owners and staff to know: no page and no export tells anybody else."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.test import Client

from autossa.store import models
from tests.cast.people import sign_in
from tests.portal import walking
from tests.portal.test_walk import own_pages
from tests.portal.walking import CAST, TODAY, Stage, now
from tests.trials import a_few_of

pytestmark = pytest.mark.store

READERS = (
    "viewer of A", "manager of A", "viewer of B", "support acting for A", "viewer of a partner with everything",
    "viewer of P", "partner with everything",
)  # fmt: skip


@pytest.fixture(scope="module")
def addresses(stage: Stage) -> dict[str, str]:
    """Everybody has done something to A's project and to every organisation, from an address of their own."""
    numbers = count(0x1000)
    found = {who.name: f"2001:db8:bad::{next(numbers):x}" for who in CAST if who.name in stage.users}
    for name, address in found.items():
        user = stage.users[name]
        given = {"at": now(), "day": TODAY, "actor": user, "actor_name": name, "action": "edit_profile"}
        for organisation in stage.organisations.values():
            models.Activity.objects.create(**given, organisation=organisation, address=address)
        models.Activity.objects.create(**given, project=stage.projects["A1"], address=address)
        models.Browser.objects.create(user_id=user, digest=b"d", address=address, first_at=now(), last_at=now())
    return found


def bodies(stage: Stage, client: Client) -> Iterator[tuple[str, str]]:
    """Every page that somebody gets by asking for it, and what it says."""
    for address in own_pages():
        assert address.permission is not None
        for target in walking.targets(address.permission)[:2]:
            link = walking.link(address, stage, target)
            response = client.get(link)
            if response.status_code == 200:
                body = b"".join(response.streaming_content) if response.streaming else response.content
                yield link, body.decode(errors="replace")


@pytest.mark.parametrize("name", a_few_of(READERS, 5))
def test_nobody_is_told_a_colleagues_address(stage: Stage, addresses: dict[str, str], name: str) -> None:
    client = sign_in(Client(), stage.users[name])
    opened, found = 0, set()
    for link, body in bodies(stage, client):
        opened += 1
        found |= {(link, who) for who, address in addresses.items() if who != name and address in body}
    assert opened > 10
    assert found == set()


def test_owners_know_those_of_their_people_and_of_nobody_else(stage: Stage, addresses: dict[str, str]) -> None:
    client = sign_in(Client(), stage.users["owner of A"])
    told = {who for _, body in bodies(stage, client) for who, address in addresses.items() if address in body}
    assert {"viewer of A", "manager of A"} <= told
    assert {who for who in told if not who.endswith("of A") and "of A " not in who} == set()
