"""The activity row of a use case that changes no project."""

from typing import Any
from uuid import UUID

from autossa.operations.context import Occasion
from autossa.store.activity import activity_row
from autossa.store.copying import copy_rows
from autossa.store.tables import COLUMNS


def record_activity(
    by: Occasion,
    action: str,
    *,
    project: UUID | None = None,
    organisation: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write one activity row in the present transaction, about a project or an organisation."""
    row = activity_row(by.actor, by.day, by.now, action, project, details or {}, organisation)
    copy_rows("activity", COLUMNS["activity"], [row])
