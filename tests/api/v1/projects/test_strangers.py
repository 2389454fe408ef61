"""Who has nothing to do with a project is told nothing, and a token does only what its scopes say: every endpoint."""

import re

import pytest

from autossa.api.v1 import api  # noqa: F401 (registers all)
from autossa.api.v1.frame.endpoints import ENDPOINTS, Endpoint
from autossa.domain.rights import Role, TokenScope
from autossa.queries.permissions import Scope
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_bodies import BODIES
from tests.cast.api_calls import ask
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop

pytestmark = pytest.mark.store

AREAS = ("projects", "licenses", "contracts", "credits", "devices", "releases")
_PREFIXES = {"file": "lfi", "branch": "brn"}  # of the others they are the first letters


def of(scope: Scope) -> list[Endpoint]:
    """The endpoints of these areas that ask on something of that kind."""
    return [one for one in ENDPOINTS if one.permission.scope is scope and one.area in AREAS]


def call(endpoint: Endpoint, secret: str, project: str = "") -> Reply:
    path = endpoint.path.replace("{project_id}", project)
    path = re.sub(r"\{int:\w+\}", "1", path).replace("{day}", "2026-04-01")
    path = re.sub(r"\{(\w+)_id\}", lambda found: f"{_PREFIXES.get(found[1], found[1][:3])}_{'0' * 26}", path)
    body = dict(BODIES[endpoint.name]) if endpoint.name in BODIES else None
    if body is not None and endpoint.permission.scope is Scope.PROJECT and "{project_id}" not in endpoint.path:
        body["project"] = project
    return ask(endpoint.method, path.lstrip("/"), body, token=secret, headers={"If-Match": "*"})


def test_all_are_walked_over() -> None:
    assert len(of(Scope.PROJECT)) > 60
    assert BODIES.keys() <= {one.name for one in ENDPOINTS}


def test_a_stranger_is_told_nothing(shop: Shop, token: Tokens) -> None:
    project = public_id("prj", shop.booked())
    stranger = token(organisation=shop.charlie)
    said = {one.name: (call(one, stranger, project).status, one.method) for one in of(Scope.PROJECT)}
    assert {name: got for name, got in said.items() if got[0] != 404} == {}


def test_what_is_for_staff_is_told_to_nobody_else(shop: Shop, token: Tokens) -> None:
    owner = token()
    said = {one.name: call(one, owner).status for one in of(Scope.VENDOR)}
    assert {name: status for name, status in said.items() if status != 404} == {}


def test_a_token_does_what_its_scopes_say(shop: Shop, token: Tokens) -> None:
    project = public_id("prj", shop.booked())
    reads, deeds = token("read"), token(*(scope for scope in TokenScope if scope is not TokenScope.READ))
    for one in of(Scope.PROJECT):
        reply = call(one, deeds if one.token_scope is TokenScope.READ else reads, project)
        assert (reply.status, reply.code) == (403, "scope_missing"), one.name


def test_nothing_fails_for_those_who_may(shop: Shop, token: Tokens) -> None:
    """Whatever becomes of it, it is an answer of the document."""
    project = public_id("prj", shop.booked())
    for secret in (token(), token(organisation=shop.vendor, role=Role.ADMIN)):
        for one in (*of(Scope.PROJECT), *of(Scope.SELF), *of(Scope.VENDOR)):
            reply = call(one, secret, project)
            assert reply.status < 500, (one.name, reply.body)
            assert reply.status != 400 or one.name == "look_up_devices", (one.name, reply.body)
