"""The activity row of a use case that changes no project."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.days import check_day, check_day_of
from autossa.operations.security_log import note_activity
from autossa.store.engine.activity import activity_row
from autossa.store.engine.copy import copy_rows


def record_activity(
    ctx: ActionContext,
    action: str,
    *,
    project: UUID | None = None,
    organisation: UUID | None = None,
    details: dict[str, Any] | None = None,
    about: UUID | None = None,
) -> None:
    """Write one activity row in the present transaction, about a project or an organisation.

    Once that is committed the security log has it too; `about` is the person whom it concerns. Raises DayToCome, and
    DayBeforeLast for what is done to a project.
    """
    if project is None:
        check_day(ctx)
    else:
        check_day_of(project, ctx)
    row = activity_row(ctx.actor, ctx.today, ctx.now, action, project, details or {}, organisation)
    copy_rows([row])
    note_activity(ctx, action, organisation=organisation, about=about, details=details or {})


def record_activities(ctx: ActionContext, action: str, found: Iterable[tuple[UUID, dict[str, Any]]]) -> None:
    """As `record_activity`, of many organisations at once, each with its details. Raises DayToCome."""
    check_day(ctx)
    listed = list(found)
    copy_rows([activity_row(ctx.actor, ctx.today, ctx.now, action, None, details, key) for key, details in listed])
    for key, details in listed:
        note_activity(ctx, action, organisation=key, about=None, details=details)
