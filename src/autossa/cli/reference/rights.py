"""`autossa rights`: the table of rights, as Markdown for the docs."""

from autossa.domain.rights import KINDS, TABLE, Action, Kind, Standing


def command() -> None:
    """Print who may do what, as a Markdown table."""
    print(table())


def table() -> str:
    """The table of rights: a row an action, a column a standing; `at` names kinds where it is not possible at any."""
    standings = list(Standing)
    lines = ["| may | at | " + " | ".join(standing.value for standing in standings) + " |"]
    lines.append("| --- | --- |" + " :-: |" * len(standings))
    for action, allowed in TABLE.items():
        cells = ["✓" if standing in allowed else "" for standing in standings]
        lines.append(f"| {action.value} | {_at(action)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _at(action: Action) -> str:
    found = KINDS.get(action)
    return ", ".join(kind.value for kind in Kind if kind in found) if found else ""
