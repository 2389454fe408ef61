"""A file as tables: cells as they were written, by row and column; nothing is read into them yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | Decimal | None
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
MOST_ROWS = 1_000_000  # of a file, all sheets together
MOST_COLUMNS = 200
MOST_BYTES = 25_000_000
LONGEST = 2_000  # characters of a cell


class UnreadableFile(ValueError):
    """A file that is none of ours to read; `reason` says why, in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, and its rows with their numbers (from 1). Days may be numbers, counted from `epoch`."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    epoch: date = EPOCH


def sections(table: Table) -> Iterator[Table]:
    """The sheets of a file that has only one table: the first column names the sheet of each row."""
    if not table.rows:
        return
    (number, head), *rest = table.rows
    found: dict[str, list[tuple[int, tuple[Cell, ...]]]] = {}
    for row, cells in rest:
        name = str(cells[0] or "").strip() if cells else ""
        found.setdefault(name, []).append((row, cells[1:]))
    for name, rows in found.items():
        used = [
            any(place < len(cells) and cells[place] not in (None, "") for _, cells in rows)
            for place in range(len(head) - 1)
        ]
        kept = [place for place, is_used in enumerate(used) if is_used]
        own = tuple(head[1:][place] for place in kept)
        yield Table(
            name,
            ((number, own), *((row, tuple(cells[p] if p < len(cells) else None for p in kept)) for row, cells in rows)),
            table.epoch,
        )
