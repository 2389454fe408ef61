"""The frame: who asks, what went wrong, which version is changed."""

from datetime import date

import pytest
from django.http import HttpResponse
from structlog.contextvars import get_contextvars

from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.deprecation import Deprecated
from autossa.api.v1.frame.endpoints import ENDPOINTS
from autossa.domain.limits import STRANGER_ASKS, TOKEN_ASKS
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.endpoints import behind
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


@pytest.fixture
def project(shop: Shop) -> str:
    return public_id("prj", shop.covered())


def rename(project: str, secret: str, name: object, **headers: str) -> object:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return ask("PATCH", f"projects/{project}", {"name": name}, token=secret, headers=named)


def test_a_project_is_read(project: str, token: Tokens) -> None:
    reply = ask("GET", f"projects/{project}", token=token("read"))
    assert reply.status == 200
    assert reply.json() == {
        "id": project, "name": "Office", "customer": "Alice Ltd", "customer_number": "C1", "currency": "EUR",
        "covered_until": "2026-02-15", "is_covered": False, "has_gap": True,
        "balance": {"free": "0.00", "held": "0.00"}, "contract": None, "lines": None, "coverage": None, "ledger": None,
    }  # fmt: skip
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", [None, "", "autossa_nonsense"])
def test_without_a_token_nothing_is_said(project: str, given: str | None) -> None:
    reply = ask("GET", f"projects/{project}", token=given)
    assert (reply.status, reply.code) == (401, "token_not_valid")
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.headers["content-type"] == "application/problem+json"


def test_what_is_not_theirs_is_not_there(shop: Shop, project: str, token: Tokens) -> None:
    stranger = token(organisation=shop.charlie)
    for address in (f"projects/{project}", f"projects/{public_id('prj', new_id())}", "projects/x", "nothing"):
        reply = ask("GET", address, token=stranger)
        assert (reply.status, reply.code) == (404, "not_found"), address


def test_a_missing_scope_is_told(project: str, token: Tokens) -> None:
    reply = rename(project, token("read", "billing"), "Other", If_Match="*")
    assert (reply.status, reply.code) == (403, "scope_missing")
    assert "contracts" in reply.json()["detail"]


def test_the_version_that_is_changed_is_named(project: str, token: Tokens) -> None:
    secret = token()
    tag = ask("GET", f"projects/{project}", token=secret).headers["etag"]
    said = rename(project, secret, "Other")
    assert (said.status, said.code) == (428, "version_needed")
    done = rename(project, secret, "Other", If_Match=tag)
    assert (done.status, done.json()["name"]) == (200, "Other")
    late = rename(project, secret, "Third", If_Match=tag)
    assert (late.status, late.code) == (412, "changed_since_shown")
    assert models.Project.objects.filter(name="Other").exists()
    assert rename(project, secret, "Third", If_Match=done.headers["etag"]).status == 200


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (b"{", ""), (b"\xff", ""), (b"[1]", "body"), ({}, "name"), ({"name": 5}, "name"), ({"name": "x" * 201}, "name"),
        ({"name": "A", "nme": 1}, "nme"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(project: str, token: Tokens, sent: object, field: str) -> None:
    reply = ask("PATCH", f"projects/{project}", sent, token=token(), headers={"If-Match": "*"})
    assert reply.status == 400, reply.body
    assert reply.json().get("field", "") == field
    assert reply.json()["request_id"]


@pytest.mark.parametrize("path", ["activity?actor=%00", "projects?search=a%00b", "projects/%00"])
def test_a_zero_byte_is_nothing_that_can_be_asked_for(admin: str, path: str) -> None:
    reply = ask("GET", path, token=admin)
    assert (reply.status, reply.code) == (400, "bad_request")


def test_words_are_in_the_callers_language(project: str, token: Tokens) -> None:
    german = rename(project, token(), " ", If_Match="*", Accept_Language="de")
    assert german.status == 422
    assert "Füllen Sie" in german.json()["detail"]


def test_every_answer_has_the_id_of_its_request(project: str, token: Tokens) -> None:
    reply = ask("GET", f"projects/{project}", token=token(), headers={"X-Request-Id": "from-them-12345"})
    assert reply.headers["x-request-id"] == "from-them-12345"
    odd = ask("GET", "nothing", token=token(), headers={"X-Request-Id": "<script>"})
    assert odd.headers["x-request-id"] == odd.json()["request_id"] != "<script>"


def test_every_line_of_the_log_has_it_too(project: str, token: Tokens) -> None:
    seen: list[object] = []
    endpoint = next(one for one in ENDPOINTS if one.name == "get_project")
    with behind(endpoint, lambda *_args, **_given: seen.append(get_contextvars()["request_id"])):
        reply = ask("GET", f"projects/{project}", token=token())
    assert seen == [reply.headers["x-request-id"]]
    assert "request_id" not in get_contextvars()


def test_what_will_be_removed_says_so(project: str, token: Tokens) -> None:
    endpoint = next(one for one in ENDPOINTS if one.name == "get_project")

    def old(request: Call, *_args: object, **_given: object) -> HttpResponse:
        request.deprecated = Deprecated(date(2026, 3, 1), date(2027, 3, 1))
        return HttpResponse(b"{}", content_type="application/json")

    with behind(endpoint, old):
        reply = ask("GET", f"projects/{project}", token=token())
    assert reply.headers["deprecation"] == "@1772323200"
    assert reply.headers["sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"
    assert "deprecation" not in ask("GET", f"projects/{project}", token=token()).headers


def test_another_method_is_told(project: str, token: Tokens) -> None:
    reply = ask("DELETE", f"projects/{project}", token=token())
    assert (reply.status, reply.code) == (405, "method_not_allowed")
    assert reply.headers["allow"] == "GET, PATCH"


def test_a_token_may_ask_only_so_often(project: str, token: Tokens) -> None:
    secret, other = token(), token()
    left = [ask("GET", f"projects/{project}", token=secret).headers["ratelimit"] for _ in range(2)]
    assert [one.split(";")[1] for one in left] == [f"r={TOKEN_ASKS - 1}", f"r={TOKEN_ASKS - 2}"]
    models.DeviceUse.objects.update(count=TOKEN_ASKS)
    late = ask("GET", f"projects/{project}", token=secret)
    assert (late.status, late.code) == (429, "asked_too_often")
    assert int(late.headers["retry-after"]) <= 61
    assert ask("GET", f"projects/{project}", token=other).status == 200


def test_guessing_tokens_is_counted_by_address(project: str) -> None:
    said = [ask("GET", f"projects/{project}", token=f"guess {n}").status for n in range(STRANGER_ASKS + 2)]
    assert said == [401] * STRANGER_ASKS + [429] * 2
