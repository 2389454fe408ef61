"""Rows of the activity log."""

from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from autossa.store.engine.rows import ActivityRow
from autossa.store.ids import new_id


class ActorLike(Protocol):
    """Whoever acts: a person or the system."""

    @property
    def name(self) -> str: ...
    @property
    def user(self) -> UUID | None: ...
    @property
    def acting_for(self) -> UUID | None: ...
    @property
    def address(self) -> str | None: ...


SYSTEM_NAME = "Auto SSA"


def system_row(day: date, now: datetime, action: str, project: UUID, details: dict[str, Any]) -> ActivityRow:
    """One row of what nobody did: it followed by itself from what somebody did before."""
    return ActivityRow(new_id(), now, day, None, SYSTEM_NAME, None, None, action, project, details, None)


def activity_row(
    actor: ActorLike,
    day: date,
    now: datetime,
    action: str,
    project: UUID | None,
    details: dict[str, Any],
    organisation: UUID | None = None,
) -> ActivityRow:
    """One row of the log."""
    return ActivityRow(
        new_id(), now, day, actor.user, actor.name, actor.acting_for, actor.address, action, project, details,
        organisation,
    )  # fmt: skip
