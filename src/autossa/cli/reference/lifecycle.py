"""`autossa states`: the decision table of the domain, as Markdown for the docs."""

from autossa.domain.contracts import Status
from autossa.domain.lifecycle import TABLE


def command() -> None:
    """Print what is allowed in which contract status, as a Markdown table."""
    print(table())


def table() -> str:
    """The decision table: ✓ where an action is allowed, else the refusal's code."""
    states: list[Status | None] = [None, *Status]
    lines = ["| action | " + " | ".join(state.value if state else "no contract" for state in states) + " |"]
    lines.append("| --- |" + " --- |" * len(states))
    for action, (allowed, code) in TABLE.items():
        cells = ["✓" if state in allowed else f"`{code.value}`" for state in states]
        lines.append(f"| `{action.value}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)
