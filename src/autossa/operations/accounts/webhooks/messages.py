"""What a call says: the event, thin, or with its object as the API would answer it.

The objects and their addresses are the API's, which stands above this layer: it is found by the name in the settings.
"""

import json
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings

from autossa.domain.accounts.event_types import TEST
from autossa.queries.access import Account
from autossa.queries.accounts.events import EventRow


class Objects(Protocol):
    """What the API knows of objects by their id."""

    def address_of(self, thing: str) -> str | None:
        """Where it is read; None for what has no endpoint."""

    def answer(self, account: Account, thing: str, now: datetime) -> dict[str, Any] | None:
        """What somebody would be answered at this moment; None where that is nothing."""


def event_data(row: EventRow) -> dict[str, Any]:
    """An event, thin: what happened to what, and where that is read."""
    address = objects().address_of(row.about) if row.about else None
    return {
        "id": row.id,
        "sequence": row.sequence,
        "project": row.project,
        "organisation": row.organisation,
        "object": {"id": row.about, "url": address} if row.about else None,
    }


def full_data(row: EventRow, account: Account, now: datetime) -> dict[str, Any]:
    """What a full event has besides: its object as it is now, or what the activity log says."""
    found = objects().answer(account, row.about, now) if row.about else None
    activity = {"action": row.action, "actor": row.actor, "details": row.details} if row.action else None
    return {"attributes": found, "activity": activity}


def body_of(row: EventRow, account: Account, now: datetime, *, is_full: bool) -> bytes:
    """The body of a call."""
    more = full_data(row, account, now) if is_full else {}
    return _body(row.type, row.occurred_at, {**event_data(row), **more})


def test_body(endpoint: str, now: datetime) -> bytes:
    """The body of a test."""
    return _body(TEST, now, {"endpoint": endpoint})


def moment_text(moment: datetime) -> str:
    """As it stands in JSON: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def objects() -> Objects:
    """The API, as far as it is needed here."""
    return cast(Objects, import_module(settings.API_OBJECTS))


def _body(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    said = {"type": kind, "timestamp": moment_text(at), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
