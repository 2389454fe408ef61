"""What a calendar shows: of each project the last covered day, the last day to cancel, the next charge."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from uuid import UUID

from django.db.models import Max

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.queries.access import Account, ProjectScope, load_account, project_actions, visible_projects
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.one_time_secrets import digest
from autossa.queries.projects.listing import ProjectFilter, ProjectRow, each_project
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

MOST_PROJECTS = 500
"""Those that run out soonest; a person with more sees in the portal what lies further ahead."""


class CalendarKind(StrEnum):
    """What is on the day."""

    COVERED = "covered"
    CANCEL = "cancel"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One thing on one day. `key` stays the same when the day moves, `sequence` grows with each change."""

    kind: CalendarKind
    day: date
    key: str
    sequence: int
    project: str
    name: str
    customer: str
    charge: NextCharge | None = None


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A calendar as it is read: in whose language, of which project alone, what is in it."""

    key: UUID
    language: str
    project: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An address that somebody made; of one project, by name, or of all."""

    id: str
    key: UUID
    hint: str
    project: str
    created_at: datetime
    read_at: datetime | None


def feeds_of(user: UUID) -> tuple[FeedRow, ...]:
    """Somebody's addresses that are good, the newest first."""
    rows = models.CalendarFeed.objects.filter(user=user, revoked_at=None).select_related("project").order_by("-id")
    return tuple(
        FeedRow(row.public_id, row.pk, row.hint, row.project.name if row.project else "", row.created_at, row.read_at)
        for row in rows
    )


def read_feed(secret: str, today: date, now: datetime) -> CalendarFeed | None:
    """The calendar behind a secret; None for one that is unknown or revoked, or whose maker may see nothing now."""
    found = models.CalendarFeed.objects.select_related("project", "user").filter(revoked_at=None)
    row = found.filter(digest=digest(secret)).first()
    account = load_account(row.user_id, today, now) if row else None
    if row is None or account is None:
        return None
    if row.project is None:
        return CalendarFeed(row.pk, row.user.language, "", calendar_days(account, visible_projects(account), today))
    allowed = project_actions(account, row.project.pk, row.project.customer_id, today)
    if Action.VIEW_PROJECT not in allowed:
        return None
    days = calendar_days(account, ProjectScope(projects=(row.project.pk,)), today)
    return CalendarFeed(row.pk, row.user.language, row.project.name, days)


def calendar_days(account: Account, scope: ProjectScope, today: date) -> tuple[CalendarDay, ...]:
    """What there is of the projects in the scope, project by project."""
    rows = list(islice(each_project(ProjectFilter(), today, account=account, scope=scope), MOST_PROJECTS))
    keys = {row.id: read_public_id("prj", row.id) for row in rows}
    numbers = models.Event.objects.filter(project__in=keys.values()).values_list("project").annotate(Max("number"))
    sequences = {public_id("prj", key): number for key, number in numbers if key}
    return tuple(day for row in rows for day in _days_of(row, sequences.get(row.id, 0), today))


def _days_of(row: ProjectRow, sequence: int, today: date) -> Iterator[CalendarDay]:
    def on(kind: CalendarKind, day: date, anchor: str = "", charge: NextCharge | None = None) -> CalendarDay:
        key = "-".join(filter(None, (kind.value, row.id, anchor)))
        return CalendarDay(kind, day, key, sequence, row.id, row.name, row.customer, charge)

    if row.covered_until is not None:
        yield on(CalendarKind.COVERED, row.covered_until - DAY)
    if row.contract is not None and row.contract.status is Status.ACTIVE:
        end = reachable_end(row.contract, today)
        yield on(CalendarKind.CANCEL, end.last_day, end.day.isoformat())
    if row.next_charge is not None:
        found = row.next_charge
        start = found.settlement.start if found.settlement else found.day
        yield on(CalendarKind.CHARGE, found.day, start.isoformat(), found)
