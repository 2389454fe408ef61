"""What a batch has collected so far: new rows by kind, and changes; taken back to a savepoint when a project fails."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from autossa.store.engine.changes import Changes
from autossa.store.engine.rows import Id


class Savepoint(NamedTuple):
    """How long each list was."""

    rows: list[int]
    changes: list[int]


@dataclass(slots=True)
class Sheets:
    """New rows and changes of several projects, the day and moment they carry, and the run they belong to."""

    today: date
    now: datetime
    run: Id | None
    rows: dict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))
    changes: Changes = field(default_factory=Changes)

    def savepoint(self) -> Savepoint:
        """Where things stand now."""
        return Savepoint(list(map(len, self.rows.values())), self.changes.lengths())

    def rollback_to(self, savepoint: Savepoint) -> None:
        """Forget everything that came after it."""
        for place, rows in enumerate(self.rows.values()):  # kinds that came since are the last
            del rows[savepoint.rows[place] if place < len(savepoint.rows) else 0 :]
        for changed, length in zip(self.changes.lists(), savepoint.changes, strict=True):
            del changed[length:]
