"""Who asks, and the tokens that there are."""

import pytest

from autossa.domain.rights import Role
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def test_who_am_i(shop: Shop, token: Tokens) -> None:
    me = ask("GET", "me", token=token("read", "billing")).json()
    assert (me["email"], me["scopes"]) == ("program1@example.com", ["billing", "read"])
    assert [(one["id"], one["role"]) for one in me["organisations"]] == [(public_id("org", shop.alice), "owner")]


def test_name_and_language_are_changed(token: Tokens) -> None:
    secret = token()
    tag = ask("GET", "me", token=secret).headers["etag"]
    done = ask("PATCH", "me", {"name": "Ann", "language": "de"}, token=secret, headers={"If-Match": tag})
    assert (done.status, done.json()["name"], done.json()["language"]) == (200, "Ann", "de"), done.body
    late = ask("PATCH", "me", {"name": "Bea", "language": "de"}, token=secret, headers={"If-Match": tag})
    assert late.status == 412
    assert ask("PATCH", "me", {"name": "B", "language": "de"}, token=token("read")).code == "scope_missing"


def test_own_data_is_given(token: Tokens) -> None:
    assert "program1@example.com" in ask("GET", "me/data", token=token()).body.decode()


def test_own_tokens_are_listed_and_revoked(token: Tokens) -> None:
    secret = token()
    (row,) = ask("GET", "tokens", token=secret).json()["data"]
    assert row["name"] == "CI 1"
    assert secret not in str(row)
    assert ask("POST", f"tokens/{row['id']}/revoke", {}, token=token()).status == 404
    assert ask("POST", f"tokens/{row['id']}/revoke", {}, token=secret).status == 204
    assert ask("GET", "me", token=secret).status == 401


def test_an_owner_revokes_anybodys(shop: Shop, token: Tokens) -> None:
    owner, other = token(), token(role=Role.VIEWER)
    path = f"organisations/{public_id('org', shop.alice)}/tokens"
    rows = ask("GET", path, token=owner).json()["data"]
    assert len(rows) == 2
    assert ask("GET", path, token=other).status == 404
    theirs = next(row for row in rows if row["name"] == "CI 2")
    assert ask("POST", f"{path}/{theirs['id']}/revoke", {}, token=owner).status == 204
    assert ask("GET", "me", token=other).status == 401
