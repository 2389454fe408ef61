"""How an endpoint is written and read, and what was sent to it."""

from typing import Annotated, Any

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Id, Line
from autossa.domain.accounts.event_types import TYPES
from autossa.operations.accounts.webhooks.messages import moment_text
from autossa.queries.accounts.webhooks import AttemptRow, DeliveryRow, WebhookRow

EventType = Annotated[str, Field(max_length=60, examples=[TYPES[0]])]


class WebhookIn(Body):
    """An endpoint to be, or as it is to be."""

    url: str = Field(min_length=1, max_length=500, examples=["https://example.com/hooks/autossa"])
    types: list[EventType] = Field(default_factory=list, max_length=200, description="Without any: all events.")
    full: bool = Field(False, description="With the object as the API answers it, instead of its address alone.")
    note: Line = Field("", description="For people.")


class WebhookOut(Answer):
    """An endpoint."""

    id: Id
    organisation: Id
    url: str
    types: list[str]
    full: bool
    note: str
    state: str = Field(description="new, good, failing or disabled.")
    disabled_why: str | None = Field(description="by_hand, gone (it answered 410) or unreachable (for 75 hours).")
    created_at: str
    last_delivered_at: str | None
    failing_since: str | None


class SecretsOut(Answer):
    """What calls are checked with. They are shown once."""

    secret: str = Field(description="Of the signatures v1 (HMAC-SHA256).")
    public_key: str = Field(description="Of the signatures v1a (Ed25519).")


class WebhookMade(WebhookOut):
    """A new endpoint, with what is shown once."""

    secrets: SecretsOut


class AttemptOut(Answer):
    """One call."""

    attempt: int
    at: str
    status: int | None
    failure: str | None = Field(description="Why there was no answer: timeout, refused, tls, name, not_public, …")
    milliseconds: int
    answer: str = Field(description="The first bytes of the answer.")


class DeliveryOut(Answer):
    """An event that was sent, or is to be sent."""

    id: Id
    event: Id | None = Field(description="Null for a test.")
    type: str
    state: str = Field(description="waiting, delivered, failed, or dropped where the endpoint was switched off.")
    created_at: str
    next_attempt_at: str | None
    attempts: list[AttemptOut]


class Resent(Answer):
    """How many events are sent again."""

    events: int


def webhook_out(row: WebhookRow) -> WebhookOut:
    """An endpoint for who manages it."""
    return WebhookOut(**_shown(row))


def webhook_made(row: WebhookRow, secret: str, public_key: str) -> WebhookMade:
    """A new endpoint."""
    return WebhookMade(**_shown(row), secrets=SecretsOut(secret=secret, public_key=public_key))


def delivery_out(row: DeliveryRow) -> DeliveryOut:
    """What became of an event."""
    return DeliveryOut(
        id=row.id, event=row.event, type=row.type, state=row.state, created_at=moment_text(row.created_at),
        next_attempt_at=moment_text(row.next_at) if row.next_at else None,
        attempts=[_attempt(one) for one in row.attempts],
    )  # fmt: skip


def _shown(row: WebhookRow) -> dict[str, Any]:
    return {
        "id": row.id, "organisation": row.organisation, "url": row.url, "types": list(row.types), "full": row.is_full,
        "note": row.note, "state": row.state, "disabled_why": row.disabled_why or None,
        "created_at": moment_text(row.created_at),
        "last_delivered_at": moment_text(row.last_ok_at) if row.last_ok_at else None,
        "failing_since": moment_text(row.failing_since) if row.failing_since else None,
    }  # fmt: skip


def _attempt(row: AttemptRow) -> AttemptOut:
    return AttemptOut(
        attempt=row.number, at=moment_text(row.at), status=row.status, failure=row.failure or None,
        milliseconds=row.milliseconds, answer=row.answer,
    )  # fmt: skip
