"""The tools: each reads something that a page shows, as whoever has the token may see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autossa.api.v1.mcp import reads
from autossa.api.v1.mcp.reads import Asking, ToolFailed

__all__ = ["TOOLS", "Asking", "Tool", "ToolFailed", "call_tool"]

_PROJECT = {"type": "string", "pattern": "^prj_[0-9a-z]{26}$", "description": "ID of a project"}


@dataclass(frozen=True, slots=True)
class Tool:
    """What it is called, what it says of itself, what it takes, what it does."""

    name: str
    title: str
    description: str
    properties: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...]
    do: Callable[..., dict[str, Any]]

    def described(self) -> dict[str, Any]:
        """As tools/list says it."""
        schema = {
            "type": "object", "properties": {name: dict(one) for name, one in self.properties.items()},
            "required": list(self.required), "additionalProperties": False,
        }  # fmt: skip
        return {
            "name": self.name, "title": self.title, "description": self.description, "inputSchema": schema,
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }  # fmt: skip


TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "projects", "List projects",
            "The projects you may see, the soonest to run out first: coverage, contract, next charge.",
            {
                "search": {"type": "string", "maxLength": 100, "description": "Words of the project or customer"},
                "limit": {"type": "integer", "minimum": 1, "maximum": 50, "description": "At most so many; 20"},
            },
            (), reads.projects,
        ),
        Tool(
            "project", "Show a project",
            "One project today: until when it is covered, its contract, what needs attention.",
            {"project": _PROJECT}, ("project",), reads.project,
        ),
        Tool(
            "why", "Explain the amounts",
            "How the next charge of a project, and the gap in its coverage if there is one, are calculated.",
            {"project": _PROJECT}, ("project",), reads.why,
        ),
        Tool(
            "forecast", "Look ahead",
            "The charges and the balance of a project in the coming months, if nothing changes.",
            {
                "project": _PROJECT,
                "months": {"type": "integer", "minimum": 1, "maximum": 24, "description": "How many months; 12"},
            },
            ("project",), reads.forecast,
        ),
        Tool(
            "entitlement", "May it be installed?",
            "Which releases of a product a project may install, and why or why not: one version, or the newest.",
            {
                "project": _PROJECT,
                "product": {"type": "string", "maxLength": 40, "description": "Code of the product"},
                "version": {"type": "string", "maxLength": 40, "description": "One version"},
            },
            ("project", "product"), reads.entitlement,
        ),
    )
}  # fmt: skip


def call_tool(name: str, arguments: Mapping[str, Any], asking: Asking) -> dict[str, Any]:
    """What a tool says. Raises ToolFailed for what it cannot read, or what is not there."""
    tool = TOOLS[name]
    for given in arguments:
        if given not in tool.properties:
            raise ToolFailed(f"There is no argument {given[:60]}.")
    for needed in tool.required:
        if needed not in arguments:
            raise ToolFailed(f"The argument {needed} is missing.")
    for given, value in arguments.items():
        _check(given, value, tool.properties[given])
    return tool.do(asking, **arguments)


def _check(name: str, value: Any, schema: Mapping[str, Any]) -> None:
    if schema["type"] == "integer":
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not schema["minimum"] <= value <= schema["maximum"]:
            raise ToolFailed(f"{name} is a number from {schema['minimum']} to {schema['maximum']}.")
    elif not isinstance(value, str) or len(value) > schema.get("maxLength", 40) or not value.isprintable():
        raise ToolFailed(f"{name} is a short text.")
