"""The frame: who asks, what went wrong, what is done once."""

from datetime import timedelta

import pytest
import time_machine

from autossa.domain.rights import Role
from autossa.operations.accounts import tokens
from autossa.store.ids import public_id
from tests.cast.api_calls import ask
from tests.cast.people import ctx, make_person
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
TODAY = "2026-03-20"


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False):
        yield


def token_of(shop: Shop, *scopes: str) -> str:
    user = make_person("ann@example.com", (shop.alice, Role.OWNER))
    return tokens.create(
        user=user, organisation=shop.alice, name="CI", scopes=scopes or ("read",), lasts=timedelta(days=300),
        ctx=ctx(user),
    )  # fmt: skip


def test_a_project_is_read(shop: Shop) -> None:
    project = public_id("prj", shop.covered())
    reply = ask("GET", f"projects/{project}", token=token_of(shop))
    assert reply.status == 200, reply.body
    assert reply.json()["name"]
