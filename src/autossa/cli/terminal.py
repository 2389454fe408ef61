"""The terminal: headings, rows and notes on stdout, coloured only where a person looks."""

import sys
from collections.abc import Container, Sequence

from autossa.domain.texts import harmless

_COLOURS = {
    "contract": "36", "extension": "32", "manual": "32", "addition": "32", "back payment": "33",
    "invoice": "35", "balance": "34", "refused": "31", "gap": "33",
}  # fmt: skip


def heading(text: str) -> None:
    """A line that begins a part."""
    print(_styled(harmless(text), "1"))


def row(day: str, kind: str, text: str) -> None:
    """One line of a timeline."""
    print(f"  {day:<12} {_styled(f'{kind:<13}', _COLOURS.get(kind, '0'))} {harmless(text)}")


def note(text: str) -> None:
    """A reason, below the line it belongs to."""
    print(f"  {'':<12} {'':<13}   {_styled('· ' + harmless(text), '2')}")


def blank() -> None:
    """An empty line."""
    print()


def _styled(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if sys.stdout.isatty() else text


def table(rows: Sequence[Sequence[str]], right: Container[int] = ()) -> None:
    """Rows as columns of equal width, the first row underlined; the columns in `right` are right-aligned."""
    rows = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for index, row in enumerate(rows):
        cells = [cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(row)]
        line = "  ".join(cells).rstrip()
        print(_styled(line, "4") if index == 0 else line)
