"""Pages of API tokens: shown once, revoked at once."""

import re
from datetime import timedelta
from typing import Any

import pytest

from autossa.operations.accounts import tokens
from autossa.store import models
from tests.cast import people_world
from tests.cast.people_world import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def world() -> People:
    return people_world.build()


def html(response: Any) -> str:
    return str(response.content.decode())


# ---- tokens


def test_a_token_is_shown_once(world: People) -> None:
    alice = signed_in(world.alice)
    form = {"organisation": str(world.shop.alice), "name": "CI", "scopes": ["read"], "lasts": "90"}
    response = alice.post("/account/tokens/new/", form)
    (secret,) = set(re.findall(r"autossa_[\w-]{30,}", html(response)))
    assert "no-store" in response["cache-control"]
    for page in ("/account/tokens/", world.organisation(world.shop.alice, "tokens/")):
        assert secret not in html(alice.get(page))
        assert secret[-4:] in html(alice.get(page))
    assert "already have a token with this name" in html(alice.post("/account/tokens/new/", form))
    assert alice.post("/account/tokens/new/", {**form, "organisation": str(world.partner)}).status_code == 200
    assert models.ApiToken.objects.count() == 1


def test_a_token_is_revoked_by_its_maker_and_by_owners(world: People) -> None:
    def made(name: str) -> str:
        tokens.create(
            user=world.bob, organisation=world.shop.alice, name=name, scopes=["read"], lasts=timedelta(30),
            ctx=ctx(world.bob),
        )  # fmt: skip
        return models.ApiToken.objects.get(name=name).public_id

    first, second = made("first"), made("second")
    bob, alice, paul = signed_in(world.bob), signed_in(world.alice), signed_in(world.paul)
    theirs = world.organisation(world.shop.alice, f"tokens/{second}/revoke/")
    assert paul.post(f"/account/tokens/{first}/revoke/").status_code == 404
    assert paul.post(world.organisation(world.partner, f"tokens/{second}/revoke/")).status_code == 404
    assert bob.post(theirs).status_code == 404
    assert bob.post(f"/account/tokens/{first}/revoke/").status_code == 302
    assert alice.post(theirs).status_code == 302
    assert not models.ApiToken.objects.filter(revoked_at=None).exists()
