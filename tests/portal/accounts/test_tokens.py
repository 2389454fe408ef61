"""Pages of API tokens: shown once, revoked at once."""

import re
from datetime import timedelta

import pytest

from autossa.operations.accounts import tokens
from autossa.store import models
from tests.cast.pages import html
from tests.cast.people import People, ctx, proven, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


# ---- tokens


def test_a_token_is_shown_once(team: People) -> None:
    alice = proven(signed_in(team.alice))
    form = {"organisation": str(team.shop.alice), "name": "CI", "scopes": ["read"], "lasts": "90"}
    response = alice.post("/account/tokens/new/", form)
    (secret,) = set(re.findall(r"autossa_[\w-]{30,}", html(response)))
    assert "no-store" in response["cache-control"]
    for page in ("/account/tokens/", team.organisation(team.shop.alice, "tokens/")):
        assert secret not in html(alice.get(page))
        assert secret[-4:] in html(alice.get(page))
    assert "already have a token with this name" in html(alice.post("/account/tokens/new/", form))
    assert alice.post("/account/tokens/new/", {**form, "organisation": str(team.partner)}).status_code == 200
    assert models.ApiToken.objects.count() == 1


def test_a_token_is_revoked_by_its_maker_and_by_owners(team: People) -> None:
    def made(name: str) -> str:
        tokens.create(
            user=team.bob, organisation=team.shop.alice, name=name, scopes=["read"], lasts=timedelta(30),
            ctx=ctx(team.bob),
        )  # fmt: skip
        return models.ApiToken.objects.get(name=name).public_id

    first, second = made("first"), made("second")
    bob, alice, paul = signed_in(team.bob), signed_in(team.alice), signed_in(team.paul)
    theirs = team.organisation(team.shop.alice, f"tokens/{second}/revoke/")
    assert paul.post(f"/account/tokens/{first}/revoke/").status_code == 404
    assert paul.post(team.organisation(team.partner, f"tokens/{second}/revoke/")).status_code == 404
    assert bob.post(theirs).status_code == 404
    assert bob.post(f"/account/tokens/{first}/revoke/").status_code == 302
    assert alice.post(theirs).status_code == 302
    assert not models.ApiToken.objects.filter(revoked_at=None).exists()
