"""The walk over rights: every endpoint, everybody who could come, every scope, against the one table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory

from autossa.api.v1 import api as _api
from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.endpoints import ENDPOINTS, Endpoint
from autossa.domain.rights import Action, TokenScope, scope_of
from autossa.operations.accounts.tokens import ScopeMissing
from autossa.operations.errors import NotFound
from autossa.queries import access
from autossa.queries.access import Account, TokenUse
from autossa.queries.permissions import Scope
from tests.cast.databases import own_copy
from tests.cast.endpoints import behind
from tests.portal import walking
from tests.portal.walking import CAST, Somebody, Stage, now

pytestmark = pytest.mark.store
assert _api.ROUTERS
EVERY = frozenset(TokenScope)
_NAMES = re.compile(r"{(\w+)}")


def _nothing(*_args: Any, **_given: Any) -> None:
    """The check without what lies behind it, which would change things."""


def given(endpoint: Endpoint, stage: Stage, target: str) -> dict[str, Any]:
    """What the address names: the target itself, and whatever else."""
    found: dict[str, Any] = dict.fromkeys(_NAMES.findall(endpoint.path), "x")
    scope = endpoint.permission.scope
    if scope is Scope.ORGANISATION:
        found[scope.value] = walking.public_id("org", stage.organisations[target])
    elif scope is Scope.PROJECT:
        found[scope.value] = walking.public_id("prj", stage.projects[target])
    elif scope is Scope.DOCUMENT:
        found[scope.value] = stage.things[target][scope.value]
    return found


def knock(endpoint: Endpoint, account: Account, scopes: frozenset[TokenScope], named: dict[str, Any]) -> str:
    """ "in", "404" or "403"."""
    request: Any = Call(RequestFactory().get("/").environ)
    request.use = TokenUse(UUID(int=1), account, scopes, UUID(int=2), None)
    request.moment, request.version, request.is_conditional = now(), None, False
    request.META["HTTP_IF_MATCH"] = "*"
    try:
        endpoint.view(request, **named)
    except NotFound:
        return "404"
    except ScopeMissing:
        return "403"
    return "in"


def walk(stage: Stage, cast: tuple[Somebody, ...], scopes: frozenset[TokenScope] = EVERY) -> list[str]:
    """Everybody with an account asks every endpoint; what came out otherwise than the table says."""
    found = []
    accounts = {who.name: stage.account(who) for who in cast}
    for endpoint in ENDPOINTS:
        with behind(endpoint, _nothing):
            for target in walking.targets(endpoint.permission):
                named = given(endpoint, stage, target)
                for who in cast:
                    account = accounts[who.name]
                    if account is None:
                        continue  # no token speaks for them: tests/operations/accounts/test_tokens.py
                    wanted = walking.expected(endpoint.permission, stage, who, target)
                    if endpoint.token_scope is not None and endpoint.token_scope not in scopes:
                        wanted = "403"
                    came = knock(endpoint, account, scopes, named)
                    if came != wanted:
                        found.append(f"{endpoint.name} ({target}): {who.name} gets {came}, not {wanted}")
    return found


@pytest.fixture(scope="module")
def everybody(django_db_blocker: Any) -> Iterator[Stage]:
    with own_copy(django_db_blocker, walking.build) as (_, found):
        yield found


@pytest.fixture(autouse=True)
def day(settings: Any) -> None:
    settings.TODAY = walking.TODAY.isoformat()


def test_everybody_gets_what_the_table_says(everybody: Stage) -> None:
    assert len(ENDPOINTS) >= 3
    assert walk(everybody, CAST) == []


@pytest.mark.parametrize("scope", TokenScope)
def test_a_token_does_what_its_scope_says(everybody: Stage, scope: TokenScope) -> None:
    some = tuple(who for who in CAST if who.name in ("admin", "owner of A", "partner with everything", "owner of B"))
    assert walk(everybody, some, frozenset({scope})) == []


def test_a_table_that_allows_everything_is_found(everybody: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may", lambda *_: True)
    monkeypatch.setattr(access, "may_at", lambda *_: True)
    assert any("owner of B gets in, not 404" in line for line in walk(everybody, CAST))


def test_a_scope_that_is_not_asked_for_is_found(everybody: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    use = replace(TokenUse(UUID(int=1), None, EVERY, UUID(int=2), None))  # type: ignore[arg-type]
    monkeypatch.setattr(f"{__name__}.TokenUse", lambda key, account, _scopes, *more: replace(use, account=account))
    assert any("gets in, not 403" in line for line in walk(everybody, CAST, frozenset()))


def test_every_action_belongs_to_one_scope() -> None:
    assert {scope_of(action, is_read=False) for action in Action} == EVERY - {TokenScope.READ}
    assert all(scope_of(action, is_read=True) is TokenScope.READ for action in Action)
