"""What waits in the outbox, and what is stuck there."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, Q

from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import read_public_id

PARKED_FROM = 10
"""Attempts after which nobody tries by itself any more (`operations.outbox.ATTEMPTS`; a test compares them)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait, how many of them have failed before, and how many are parked."""

    waiting: int
    failing: int
    parked: int
    oldest: str | None


def count_waiting() -> Waiting:
    """The state of the outbox, in one query."""
    parked = Q(attempts__gte=PARKED_FROM)
    row = models.OutboxMessage.objects.filter(delivered_at=None).aggregate(
        waiting=Count("id", filter=~parked),
        failing=Count("id", filter=~parked & ~Q(last_error="")),
        parked=Count("id", filter=parked),
        oldest=Min("created_at", filter=~parked),
    )
    oldest = row["oldest"].isoformat() if row["oldest"] else None
    return Waiting(row["waiting"], row["failing"], row["parked"], oldest)


def find_message(text: str) -> UUID:
    """A message by `msg_…`. Raises Unknown."""
    try:
        return read_public_id("msg", text)
    except ValueError as error:
        raise Unknown(str(error)) from None
