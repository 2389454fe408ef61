"""`autossa rights`: the table of rights, as Markdown for the docs."""

from autossa.domain.rights import TABLE, Standing


def command() -> None:
    """Print who may do what, as the Markdown table of the docs."""
    print(table())


def table() -> str:
    """The table of rights: a row an action, a column a standing."""
    standings = list(Standing)
    lines = ["| may | " + " | ".join(standing.value for standing in standings) + " |"]
    lines.append("| --- |" + " :-: |" * len(standings))
    for action, allowed in TABLE.items():
        cells = ["✓" if standing in allowed else "" for standing in standings]
        lines.append(f"| {action.value} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
