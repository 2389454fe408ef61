"""For assistants: the wire format of the Model Context Protocol, over HTTP and over a pipe; nothing is changed."""

import io
import json
from typing import Any

import pytest

from autossa.api.v1.mcp import protocol, stdio
from autossa.operations.accounts import tokens
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.people import ctx
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def message(method: str, of: int | None = 1, **params: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
    return said if of is None else {**said, "id": of}


def call(secret: str, tool: str, **arguments: Any) -> dict[str, Any]:
    reply = ask("POST", "mcp", message("tools/call", name=tool, arguments=arguments), token=secret)
    assert reply.status == 200, reply.body
    found: dict[str, Any] = reply.json()["result"]
    if not found["isError"]:
        assert json.loads(found["content"][0]["text"]) == found["structuredContent"]
    return found


def test_a_session_begins(token: Tokens, shop: Shop) -> None:
    secret = token("read")
    begun = message(
        "initialize", protocolVersion="2025-03-26", capabilities={}, clientInfo={"name": "x", "version": "1"}
    )
    reply = ask("POST", "mcp", begun, token=secret)
    found = reply.json()
    assert reply.headers["content-type"] == "application/json"
    assert (found["jsonrpc"], found["id"], found["result"]["protocolVersion"]) == ("2.0", 1, "2025-03-26")
    assert found["result"]["serverInfo"]["name"] == "autossa"
    assert set(found["result"]["capabilities"]) == {"tools"}
    newer = ask("POST", "mcp", message("initialize", protocolVersion="2099-01-01"), token=secret)
    assert newer.json()["result"]["protocolVersion"] == protocol.VERSIONS[0]
    taken = ask("POST", "mcp", message("notifications/initialized", None), token=secret)
    assert (taken.status, taken.body) == (202, b"")
    assert ask("POST", "mcp", message("ping", 7), token=secret).json() == {"jsonrpc": "2.0", "id": 7, "result": {}}


def test_the_tools_say_what_they_take(token: Tokens, shop: Shop) -> None:
    tools = ask("POST", "mcp", message("tools/list"), token=token("read")).json()["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["projects", "project", "why", "forecast", "entitlement"]
    for tool in tools:
        assert tool["annotations"]["readOnlyHint"] is True
        assert tool["inputSchema"]["type"] == "object"
        assert set(tool["inputSchema"]["required"]) <= set(tool["inputSchema"]["properties"])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"{", -32700), (b"\xff", -32700), ([], -32600), ({"id": 1, "method": "ping"}, -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": 5}, -32600), (message("nonsense"), -32601),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}, -32602), 
        (message("tools/call", name="delete"), -32602),
        (message("tools/call", name="why", arguments=[]), -32602), (b"[" * 90_000, -32700), (b" " * 200_000, -32700),
    ],
)  # fmt: skip
def test_what_is_no_request_is_said(token: Tokens, shop: Shop, sent: object, code: int) -> None:
    reply = ask("POST", "mcp", sent, token=token("read"))
    assert reply.status == 200
    assert reply.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("project", {}), ("project", {"project": "x"}), ("project", {"project": 5}), ("projects", {"limit": 0}),
        ("projects", {"limit": True}), ("projects", {"nonsense": 1}), ("entitlement", {"project": "x", "product": "y"}),
        ("projects", {"search": "x" * 101}),
    ],
)  # fmt: skip
def test_what_a_tool_cannot_do_is_said_to_the_assistant(
    token: Tokens, shop: Shop, tool: str, arguments: dict[str, Any]
) -> None:
    found = call(token("read"), tool, **arguments)
    assert found["isError"]
    assert found["content"][0]["text"]


def test_the_tools_read_what_pages_show(shop: Shop, token: Tokens) -> None:
    office, secret = public_id("prj", shop.booked()), token("read")
    before = models.Activity.objects.count()
    (row,) = call(secret, "projects")["structuredContent"]["projects"]
    assert (row["id"], row["covered_until"], row["contract"]) == (office, "2026-02-15", "active")
    found = call(secret, "project", project=office)["structuredContent"]
    assert "active" in found["headline"]
    assert found["next_charge"]["gross"] == "119.00"
    why = call(secret, "why", project=office)["structuredContent"]
    assert why["lines"][0]["ssc"] == "100.00"
    assert any("1200" in step for step in why["lines"][0]["steps"])
    ahead = call(secret, "forecast", project=office, months=3)["structuredContent"]
    assert [day["day"] for day in ahead["days"]]
    assert models.Activity.objects.count() == before


def test_the_tools_show_nothing_of_others(shop: Shop, token: Tokens) -> None:
    office = public_id("prj", shop.booked())
    stranger = token("read", organisation=shop.charlie)
    assert call(stranger, "projects")["structuredContent"]["projects"] == []
    for tool in ("project", "why", "forecast"):
        assert call(stranger, tool, project=office)["isError"]
    assert call(stranger, "entitlement", project=office, product="PBX")["isError"]


def test_a_token_without_the_scope_asks_nothing(shop: Shop, token: Tokens) -> None:
    assert ask("POST", "mcp", message("ping"), token=token("billing")).code == "scope_missing"
    assert ask("POST", "mcp", message("ping")).status == 401
    assert ask("GET", "mcp", token=token("read")).status == 405


def test_over_a_pipe_it_is_the_same(shop: Shop, token: Tokens) -> None:
    shop.booked()
    secret = token("read")
    sent = [
        message("initialize", protocolVersion="2025-06-18"), message("notifications/initialized", None),
        message("tools/call", 2, name="projects", arguments={}), "nonsense",
    ]  # fmt: skip
    out = io.StringIO()
    lines = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in sent) + "\n\n"
    stdio.serve(secret, io.StringIO(lines), out)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["id"] for one in said] == [1, 2, None]
    assert len(said[1]["result"]["structuredContent"]["projects"]) == 1
    row = models.ApiToken.objects.get(hint=secret[-4:])
    tokens.revoke(token=row.pk, user=row.user_id, ctx=ctx(row.user_id))
    out = io.StringIO()
    stdio.serve(secret, io.StringIO(json.dumps(message("tools/call", name="projects", arguments={})) + "\n"), out)
    assert json.loads(out.getvalue())["result"]["isError"]
    with pytest.raises(tokens.TokenNotValid):
        stdio.check(secret)
