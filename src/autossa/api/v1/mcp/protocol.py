"""The protocol: JSON-RPC 2.0, and of the Model Context Protocol what a server of tools alone needs."""

import json
from collections.abc import Callable
from typing import Any

from autossa import __version__
from autossa.api.v1.mcp.tools import TOOLS, Asking, ToolFailed, call_tool

VERSIONS = ("2025-06-18", "2025-03-26", "2024-11-05")
NOT_JSON, NO_REQUEST, NO_METHOD, NO_PARAMETERS, OUR_FAULT = -32700, -32600, -32601, -32602, -32603
LONGEST = 100_000
_ABOUT = (
    "Auto SSA runs software service agreements. A project bundles licenses under one agreement period, paid with"
    " credits (SSC). Begin with the tool projects; everything is read-only."
)
Result = dict[str, Any]


class _Wrong(Exception):
    def __init__(self, code: int, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def answer_text(text: str | bytes, asking: Callable[[], Asking]) -> str | None:
    """The answer to one message, as a line of JSON; None to what asks for none."""
    found = answer(text, asking)
    return None if found is None else json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def answer(text: str | bytes, asking: Callable[[], Asking]) -> Result | None:
    """The answer to one message; `asking` says who asks, and is called where somebody has to be known."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        message = json.loads(text)
    except (ValueError, RecursionError):
        return _error(None, NOT_JSON, "This is no JSON.")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        is_response = isinstance(message, dict) and "method" not in message and {"result", "error"} & message.keys()
        return None if is_response else _error(_id(message), NO_REQUEST, "This is no request of JSON-RPC 2.0.")
    if "id" not in message:  # a notification
        return None
    try:
        return {"jsonrpc": "2.0", "id": _id(message), "result": _result(message, asking)}
    except _Wrong as error:
        return _error(_id(message), error.code, error.message)


def _result(message: dict[str, Any], asking: Callable[[], Asking]) -> Result:
    given = message.get("params", {})
    if not isinstance(given, dict):
        raise _Wrong(NO_PARAMETERS, "params is an object.")
    method = message["method"]
    if method == "initialize":
        return _initialize(given)
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [tool.described() for tool in TOOLS.values()]}
    if method == "tools/call":
        return _call(given, asking)
    raise _Wrong(NO_METHOD, f"There is no method {method[:60]}.")


def _initialize(given: dict[str, Any]) -> Result:
    wanted = given.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "autossa", "title": "Auto SSA", "version": __version__},
        "instructions": _ABOUT,
    }


def _call(given: dict[str, Any], asking: Callable[[], Asking]) -> Result:
    name, arguments = given.get("name"), given.get("arguments", {})
    if not isinstance(name, str) or name not in TOOLS:
        raise _Wrong(NO_PARAMETERS, f"There is no tool {str(name)[:60]}.")
    if not isinstance(arguments, dict):
        raise _Wrong(NO_PARAMETERS, "arguments is an object.")
    try:
        found = call_tool(name, arguments, asking())
    except ToolFailed as error:
        return {"content": [{"type": "text", "text": str(error)}], "isError": True}
    text = json.dumps(found, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": found, "isError": False}


def _error(of: Any, code: int, message: str) -> Result:
    return {"jsonrpc": "2.0", "id": of, "error": {"code": code, "message": message}}


def _id(message: Any) -> Any:
    found = message.get("id") if isinstance(message, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
