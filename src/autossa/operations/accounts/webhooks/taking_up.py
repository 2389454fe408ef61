"""What was written gets its number as an event, and a delivery for each endpoint that is to be told of it.

It is done by the worker, after what happened is committed: by one worker at a time, so that numbers have no holes and
nobody who reads up to one misses what is committed later. The nightly run only leaves the keys of its rows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from autossa.domain.accounts.event_types import PUBLIC_TYPES, of_activity, of_booking, of_document
from autossa.domain.rights import Action
from autossa.queries.access import Account, organisation_may, project_actions, staff_may
from autossa.queries.accounts.events import account_of
from autossa.store import models

PORTION = 1000
_ONE_AT_A_TIME = 7_264_118_402_355_001
_TAKE = """
DELETE FROM waiting_events WHERE id IN (SELECT id FROM waiting_events ORDER BY id LIMIT %s)
RETURNING id, source, project
"""


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: UUID
    source: str
    project: UUID | None


@dataclass(frozen=True, slots=True)
class _Fact:
    type: str
    at: datetime
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    """An endpoint, and who its organisation is."""

    endpoint: models.WebhookEndpoint
    account: Account


def take_up(*, today: date, now: datetime, limit: int = PORTION) -> int:
    """Number what waits, the oldest first, at most `limit`; how many. None where another worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE, [limit])
        rows = sorted((_Waiting(*row) for row in cursor), key=lambda row: row.id)
        events = _numbered(rows)
        models.Event.objects.bulk_create(events)
        _tell_endpoints(events, today, now)
    return len(rows)


def _numbered(rows: list[_Waiting]) -> list[models.Event]:
    if not rows:
        return []
    facts = _facts(rows)
    of_projects = models.Event.objects.filter(project__in={row.project for row in rows if row.project})
    last = Counter(dict(of_projects.values_list("project").annotate(last=Max("number"))))
    position = models.Event.objects.aggregate(last=Max("position"))["last"] or 0
    found = []
    for place, row in enumerate(rows, start=position + 1):
        fact = facts[row.id]
        last[row.project] += 1
        number = last[row.project] if row.project else None
        found.append(
            models.Event(
                id=row.id,
                source=row.source,
                type=fact.type,
                project=row.project,
                organisation=fact.organisation,
                number=number,
                position=place,
                at=fact.at,
            )
        )
    return found


def _facts(rows: list[_Waiting]) -> dict[UUID, _Fact]:
    """What each tells of: three queries at most."""
    keys = {source: [row.id for row in rows if row.source == source] for source in ("activity", "booking", "document")}
    done = models.Activity.objects.filter(pk__in=keys["activity"])
    booked = models.Settlement.objects.filter(pk__in=keys["booking"])
    issued = models.Invoice.objects.filter(pk__in=keys["document"])
    return {
        **{
            key: _Fact(of_activity(action), at, organisation or acting_for)
            for key, action, at, organisation, acting_for in done.values_list(
                "id", "action", "at", "organisation", "acting_for"
            )
        },
        **{key: _Fact(of_booking(reason), at) for key, reason, at in booked.values_list("id", "reason", "booked_at")},
        **{
            key: _Fact(of_document(is_note=series != "INV"), at, payer)
            for key, series, at, payer in issued.values_list("id", "series", "booked_at", "payer")
        },
    }


def _tell_endpoints(events: list[models.Event], today: date, now: datetime) -> None:
    """A delivery for each endpoint that may see the event and wants it; to one that is disabled it counts as lost."""
    if not events:
        return
    readers = _readers(today)
    if not readers:
        return
    customers = dict(
        models.Project.objects.filter(pk__in={event.project for event in events if event.project}).values_list(
            "id", "customer_id"
        )
    )
    models.WebhookDelivery.objects.bulk_create(
        _delivery(reader.endpoint, event, now)
        for event in events
        for reader in readers
        if _wants(reader, event) and _sees(reader, event, customers, today)
    )


def _readers(today: date) -> list[_Reader]:
    found = models.WebhookEndpoint.objects.filter(removed_at=None, organisation__suspended_on=None)
    return [_Reader(row, account_of(row.organisation, row.pk, today)) for row in found.select_related("organisation")]


def _wants(reader: _Reader, event: models.Event) -> bool:
    endpoint = reader.endpoint
    return event.at >= endpoint.created_at and (not endpoint.types or event.type in endpoint.types)


def _sees(reader: _Reader, event: models.Event, customers: dict[UUID, UUID], today: date) -> bool:
    account, organisation = reader.account, reader.endpoint.organisation
    if staff_may(account, Action.VIEW_ACTIVITY) or event.type in PUBLIC_TYPES:
        return True
    if event.organisation == organisation.pk and organisation_may(account, organisation, Action.VIEW_ACTIVITY):
        return True
    if event.project is None:
        return False
    return Action.VIEW_ACTIVITY in project_actions(account, event.project, customers[event.project], today)


def _delivery(endpoint: models.WebhookEndpoint, event: models.Event, now: datetime) -> models.WebhookDelivery:
    is_lost = endpoint.disabled_at is not None
    return models.WebhookDelivery(
        endpoint=endpoint, event=event.pk, created_at=now, not_before=now, state="dropped" if is_lost else "waiting",
        ended_at=now if is_lost else None,
    )  # fmt: skip


def resent(endpoint: UUID, events: Iterable[UUID], now: datetime) -> int:
    """New deliveries of events to an endpoint, due now, in the present transaction; how many."""
    rows = [
        models.WebhookDelivery(endpoint_id=endpoint, event=event, created_at=now, not_before=now) for event in events
    ]
    return len(models.WebhookDelivery.objects.bulk_create(rows))
