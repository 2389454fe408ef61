"""The activity log: who did what, when, from where, acting for whom; filtered, and paged by key."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.rights import Action
from autossa.queries.access import Account, Organisation, organisation_may, staff_may
from autossa.queries.organisations.lookup import names_of
from autossa.queries.projects.activity_parts import actions_in, newest_of
from autossa.queries.words import rows_with
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

PAGE = 50
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Whose:
    """Which log: that of one project, of one organisation with its projects, or everything.

    `alone` is a reader who sees of addresses their own alone.
    """

    project: UUID | None = None
    organisation: UUID | None = None
    alone: UUID | None = None


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What is asked for: words in the actor's name, an action, a period (both days inclusive), words in a project's."""

    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    project: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One use case that was done. `address` is empty for those whose address the reader has no business to know."""

    id: str
    at: datetime
    day: date
    actor: str
    address: str
    acting_for: str
    action: str
    project: tuple[str, str] | None  # public id, name
    organisation: tuple[str, str] | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActivityLog:
    """A page of the log, newest first, the key of the page after it, if any, and which actions occur in the log.

    `actions` is None for the log of everything, where each may.
    """

    rows: tuple[ActivityRow, ...]
    next_after: str | None
    actions: frozenset[str] | None = None


def log_of(account: Account, organisation: Organisation) -> Whose:
    """An organisation's, for a reader: from where colleagues worked is for who manages them, and for staff."""
    sees_all = organisation_may(account, organisation, Action.MANAGE_PEOPLE) or staff_may(account, Action.VIEW_ACTIVITY)
    return Whose(organisation=organisation.id, alone=None if sees_all else account.user)


def read_activity(whose: Whose, asked: ActivityFilter, page: int = PAGE) -> ActivityLog:
    """The newest rows that are asked for, in a constant number of queries."""
    log = _page(whose, asked, page)
    if whose == Whose():
        return log
    return replace(log, actions=frozenset(actions_in(whose.project, whose.organisation)))


def export_activity(whose: Whose, asked: ActivityFilter) -> Iterator[ActivityRow]:
    """All rows that are asked for, newest first, read in chunks."""
    after: str | None = asked.after
    while after is not None:
        log = _page(whose, replace(asked, after=after), CHUNK)
        yield from log.rows
        after = log.next_after


def _page(whose: Whose, asked: ActivityFilter, page: int) -> ActivityLog:
    found = _matching(whose, asked, page + 1)
    rows = _rows(found[:page], whose)
    return ActivityLog(rows, rows[-1].id if len(found) > page else None)


def _matching(whose: Whose, asked: ActivityFilter, limit: int) -> list[models.Activity]:
    """Not more than `limit`, newest first."""
    if whose.organisation is None:
        found = _narrowed(models.Activity.objects.all(), asked)
        if whose.project is not None:
            found = found.filter(project=whose.project)
        return list(found.order_by("-id")[:limit])
    keys = newest_of(whose.organisation, lambda part: _narrowed(part, asked), limit)
    return list(models.Activity.objects.filter(pk__in=keys).order_by("-id"))


def _narrowed(found: QuerySet[models.Activity], asked: ActivityFilter) -> QuerySet[models.Activity]:
    if asked.actor:
        found = found.filter(pk__in=rows_with("activity", asked.actor))
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.since:
        found = found.filter(day__gte=asked.since)
    if asked.until:
        found = found.filter(day__lte=asked.until)
    if asked.project:
        found = found.filter(project__in=rows_with("project_names", asked.project))
    try:
        return found.filter(id__lt=read_public_id("act", asked.after)) if asked.after else found
    except ValueError:
        return found


def _rows(found: list[models.Activity], whose: Whose) -> tuple[ActivityRow, ...]:
    projects = dict(
        models.Project.objects.filter(pk__in={row.project for row in found if row.project}).values_list("id", "name")
    )
    keys = {key for row in found for key in (row.organisation, row.acting_for) if key}
    organisations = names_of(keys)
    shown = _whose_address(found, whose)
    return tuple(
        ActivityRow(
            id=row.public_id,
            at=row.at,
            day=row.day,
            actor=row.actor_name,
            address=row.address or "" if shown is None or row.actor in shown else "",
            acting_for=organisations.get(row.acting_for, "") if row.acting_for else "",
            action=row.action,
            project=_named("prj", row.project, projects),
            organisation=_named("org", row.organisation, organisations),
            details=row.details,
        )
        for row in found
    )


def _whose_address(found: list[models.Activity], whose: Whose) -> set[UUID] | None:
    """Staff sees every address (None), owners those of their members, others their own; a project's log shows none."""
    if whose == Whose():
        return None
    if whose.organisation is None:
        return set()
    actors = {row.actor for row in found if row.actor}
    own = models.Membership.objects.filter(organisation=whose.organisation, user__in=actors)
    members = set(own.values_list("user_id", flat=True))
    return members if whose.alone is None else members & {whose.alone}


def _named(prefix: str, key: UUID | None, names: dict[UUID, str]) -> tuple[str, str] | None:
    return (public_id(prefix, key), names[key]) if key and key in names else None
