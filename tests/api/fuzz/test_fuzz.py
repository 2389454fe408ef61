"""Requests that nobody would think of, to every operation, by four kinds of caller.

No answer is a fault of ours, each is one that the document says, and none shows what is not the caller's.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from django.db import connection, transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from autossa.api.v1 import api as _api
from autossa.api.v1.frame.endpoints import ENDPOINTS, Endpoint
from autossa.wording.refusals.shapes import explain_shape
from tests.api.fuzz.callers import KINDS, World, build
from tests.api.fuzz.requests_of import requests_of
from tests.cast.api_calls import ask
from tests.cast.databases import own_copy
from tests.cast.endpoints import behind
from tests.portal.walking import TODAY
from tools import openapi

pytestmark = pytest.mark.store
assert _api.ROUTERS

HERE = "https://portal.example"
FEW, MANY = 6, 100
DOCUMENT = json.loads(openapi.FILE.read_text("utf-8"))
TAGS = sorted({one["tags"][0] for path in DOCUMENT["paths"].values() for one in path.values()})
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def world(django_db_blocker: Any) -> Iterator[World]:
    with own_copy(django_db_blocker, build) as (_, found):
        yield found


@pytest.fixture(autouse=True)
def day(settings: Any) -> None:
    settings.TODAY = TODAY.isoformat()


@pytest.fixture(scope="module")
def operations() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {tag: [] for tag in TAGS}
    for one in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations():
        operation = one.ok()
        found[operation.definition.raw["tags"][0]].append(operation)
    return found


def send(case: Any, secret: str | None) -> Response:
    """What comes back; whatever was done is taken back."""
    sent = requests.Request(**case.as_transport_kwargs(base_url=HERE)).prepare()
    path = str(sent.path_url).removeprefix("/api/v1/")
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    headers = {name: value for name, value in sent.headers.items() if name not in ("Content-Type", "Content-Length")}
    kind = sent.headers.get("Content-Type", "application/json")
    with transaction.atomic():
        reply = ask(case.method, path, body or b"", token=secret, headers=headers, kind=kind)
        connection.set_rollback(True)
    named = {name: [value] for name, value in reply.headers.items()}
    return Response(reply.status, named, reply.body, sent, 0.0, verify=False)


def play(operation: Any, world: World, kind: str, examples: int) -> int:
    """How many requests were sent."""
    hidden, secret, count = world.hidden_from(kind), world.secrets.get(kind), 0

    @settings(
        max_examples=examples, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=requests_of(operation, world.known))
    def once(case: Any) -> None:
        nonlocal count
        count += 1
        response = send(case, secret)
        case.validate_response(response, checks=list(CHECKS))
        if secret is None:
            assert response.status_code in (400, 401, 404), response.content
        shown = response.content.decode("utf-8", "replace")
        assert explain_shape("unknown", {}) not in shown, response.request.url  # each kind has words of its own
        asked = f"{response.request.url} {response.request.body!r}"
        leaked = [text for text in hidden if text in shown and text not in asked]
        assert leaked == [], (case.method, response.request.url)

    once()
    return count


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", TAGS)
def test_every_operation(world: World, operations: dict[str, list[Any]], tag: str, kind: str) -> None:
    for operation in operations[tag]:
        play(operation, world, kind, FEW)


@pytest.mark.trials
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", TAGS)
def test_every_operation_at_length(world: World, operations: dict[str, list[Any]], tag: str, kind: str) -> None:
    sent = sum(play(operation, world, kind, MANY) for operation in operations[tag])
    assert sent >= len(operations[tag])


def _named(operations: dict[str, list[Any]], name: str) -> tuple[Any, Endpoint]:
    operation = next(one for found in operations.values() for one in found if one.definition.raw["operationId"] == name)
    return operation, next(one for one in ENDPOINTS if one.name == name)


def _fails(*_args: Any, **_given: Any) -> Any:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (_fails, "Server error"),
        (lambda *_args, **_given: HttpResponse(b'{"id": 1}', content_type="application/json"), "violates schema"),
        (lambda *_args, **_given: HttpResponse(b"{}", status=418, content_type="application/json"), "status code"),
        (lambda *_args, **_given: HttpResponse(b"{}", content_type="text/html"), "Content-Type"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_the_document_is_found(
    world: World, operations: dict[str, list[Any]], view: Any, found: str
) -> None:
    operation, endpoint = _named(operations, "get_me")
    with behind(endpoint, view), pytest.raises(BaseException, match=found):
        play(operation, world, "customer", 3)


def test_what_is_not_theirs_is_found(world: World, operations: dict[str, list[Any]]) -> None:
    operation, endpoint = _named(operations, "get_invoice_file")
    theirs = world.hidden_from("customer")[0].encode()
    answer = HttpResponse(theirs, content_type="application/pdf")
    with behind(endpoint, lambda *_args, **_given: answer), pytest.raises(AssertionError, match="org_"):
        play(operation, world, "customer", 30)
