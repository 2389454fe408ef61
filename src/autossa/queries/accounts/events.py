"""Events as somebody may see them: those of projects whose activity they may see, of their organisations, of all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from autossa.domain.accounts.event_types import PUBLIC_DETAILS, PUBLIC_TYPES
from autossa.domain.rights import Action, Kind, Member, Person, Role
from autossa.queries.access import Account, delegations_to, organisation_may, project_actions, staff_may
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import new_id, public_id, read_public_id

PAGE = 50
_DETAIL_IDS = ("document", "invoice", "order", "quote", "device", "release", "contract")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is asked for: types (any of them), a project, from a moment on; undelivered to an endpoint."""

    types: tuple[str, ...] = ()
    project: UUID | None = None
    since: datetime | None = None
    undelivered: UUID | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `sequence` counts those of its project; `about` is the id of what it is about."""

    id: str
    type: str
    occurred_at: datetime
    sequence: int | None
    project: str | None
    organisation: str | None
    about: str | None
    action: str
    actor: str
    details: dict[str, Any]


def account_of(organisation: models.Organisation, key: UUID, day: date) -> Account:
    """An organisation's own program: it sees what an owner of it would, at the vendor an administrator."""
    kind = Kind(organisation.kind)
    role = Role.ADMIN if kind is Kind.VENDOR else Role.OWNER
    partners = [organisation.pk] if kind is Kind.PARTNER else []
    person = Person((Member(organisation.pk, kind, role),))
    return Account(key, organisation.name, "", person, delegations_to(partners, day))


def visible_events(account: Account, day: date) -> Q:
    """Which events somebody may see, as a condition."""
    if staff_may(account, Action.VIEW_ACTIVITY):
        return Q()
    customers, projects = _logs(account, day)
    theirs = models.Project.objects.filter(Q(customer__in=customers) | Q(pk__in=projects)).values("pk")
    keys = (
        [account.person.acting_for] if account.person.acting_for else [m.organisation for m in account.person.members]
    )
    own = [
        row.pk
        for row in models.Organisation.objects.filter(pk__in=keys)
        if organisation_may(account, row, Action.VIEW_ACTIVITY)
    ]
    return Q(project__in=theirs) | Q(organisation__in=own) | Q(type__in=PUBLIC_TYPES)


def list_events(
    account: Account, day: date, asked: EventFilter, *, limit: int, after: str = "", before: str = ""
) -> tuple[list[EventRow], bool]:
    """The oldest first, after or before one; and whether there are more that way. Raises Unknown for one that is not.

    A constant number of queries.
    """
    found = _matching(account, day, asked)
    if before:
        found = found.filter(position__lt=_position(account, day, before)).order_by("-position")
    elif after:
        found = found.filter(position__gt=_position(account, day, after))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    return event_rows(reversed(shown) if before else shown), len(rows) > limit


def find_event(account: Account, day: date, event_id: str) -> EventRow:
    """One event. Raises Unknown for one that is not there, or not theirs."""
    row = _visible(account, day).filter(pk=_key(event_id)).first()
    if row is None:
        raise Unknown("there is no such event")
    return event_rows([row])[0]


def latest_events(limit: int, asked: EventFilter) -> list[EventRow]:
    """The newest of all, for the command line."""
    return event_rows(list(_narrowed(models.Event.objects.all(), asked).order_by("-position")[:limit]))


def undelivered_to(endpoint: UUID) -> QuerySet[models.WebhookDelivery]:
    """What an endpoint was not told, and is not being told: its events by key."""
    told = models.WebhookDelivery.objects.filter(endpoint=endpoint, state__in=["waiting", "delivered"])
    lost = models.WebhookDelivery.objects.filter(endpoint=endpoint, state__in=["failed", "dropped"])
    return lost.exclude(event=None).exclude(event__in=told.exclude(event=None).values("event"))


def event_rows(events: Iterable[models.Event]) -> list[EventRow]:
    """As programs read them, in order; one query for what people did."""
    found = list(events)
    done = models.Activity.objects.in_bulk([row.pk for row in found if row.source == "activity"])
    return [_row(event, done.get(event.pk)) for event in found]


def _row(event: models.Event, done: models.Activity | None) -> EventRow:
    details = done.details if done else {}
    shown = {name: value for name, value in details.items() if name in PUBLIC_DETAILS}
    project = public_id("prj", event.project) if event.project else None
    organisation = public_id("org", event.organisation) if event.organisation else None
    about = public_id("inv", event.pk) if event.source == "document" else next(_ids(details), project or organisation)
    return EventRow(
        event.public_id, event.type, event.at, event.number, project, organisation, about,
        done.action if done else "", done.actor_name if done else "", shown,
    )  # fmt: skip


def _ids(details: dict[str, Any]) -> Iterator[str]:
    """The ids of things that an activity names."""
    for name in _DETAIL_IDS:
        value = details.get(name)
        if isinstance(value, str) and len(value) == 30 and value[3] == "_":
            yield value


def _matching(account: Account, day: date, asked: EventFilter) -> QuerySet[models.Event]:
    return _narrowed(_visible(account, day), asked)


def _narrowed(found: QuerySet[models.Event], asked: EventFilter) -> QuerySet[models.Event]:
    if asked.types:
        found = found.filter(type__in=asked.types)
    if asked.project is not None:
        found = found.filter(project=asked.project)
    if asked.since is not None:
        found = found.filter(at__gte=asked.since)
    if asked.undelivered is not None:
        found = found.filter(pk__in=undelivered_to(asked.undelivered).values("event"))
    return found


def _visible(account: Account, day: date) -> QuerySet[models.Event]:
    return models.Event.objects.filter(visible_events(account, day)).order_by("position")


def _position(account: Account, day: date, event_id: str) -> int:
    found = _visible(account, day).filter(pk=_key(event_id)).values_list("position", flat=True).first()
    if found is None:
        raise Unknown("there is no such event")
    return found


def _key(event_id: str) -> UUID:
    try:
        return read_public_id("evt", event_id)
    except ValueError:
        raise Unknown("there is no such event") from None


def _logs(account: Account, day: date) -> tuple[list[UUID], list[UUID]]:
    """Customers whose projects' activity somebody may see, and projects besides."""
    if account.person.acting_for is not None:
        return [account.person.acting_for], []
    customers = [member.organisation for member in account.person.members if member.kind is Kind.CUSTOMER]
    projects = []
    for given in account.delegations:
        allowed = project_actions(account, given.project or new_id(), given.customer, day)
        if Action.VIEW_ACTIVITY not in allowed:
            continue
        if given.project is None:
            customers.append(given.customer)
        else:
            projects.append(given.project)
    return customers, projects
