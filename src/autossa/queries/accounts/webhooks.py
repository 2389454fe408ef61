"""Endpoints of an organisation as whoever manages them sees them: how they do, and what was sent. Never a secret."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from autossa.domain.rights import Action
from autossa.queries.access import Account, organisation_may
from autossa.queries.accounts.events import undelivered_to
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

NEWEST = 100


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """An endpoint: what it is told, and how it does."""

    id: str
    key: UUID
    organisation: str
    organisation_key: UUID
    url: str
    note: str
    types: tuple[str, ...]
    is_full: bool
    created_at: datetime
    last_ok_at: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str

    @property
    def state(self) -> str:
        """In one word: disabled, failing, good, new."""
        if self.disabled_at is not None:
            return "disabled"
        if self.failing_since is not None:
            return "failing"
        return "good" if self.last_ok_at else "new"


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One call."""

    number: int
    at: datetime
    status: int | None
    failure: str
    milliseconds: int
    answer: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """An event that was, or is to be, sent to an endpoint, with its attempts, the newest first. A test has no event."""

    id: str
    event: str | None
    type: str
    state: str
    created_at: datetime
    next_at: datetime | None
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """An endpoint, what was sent to it lately, how many events it did not get."""

    row: WebhookRow
    deliveries: tuple[DeliveryRow, ...]
    undelivered: int


def webhook_page(organisation: UUID, webhook_id: str, limit: int) -> WebhookPage:
    """One endpoint of an organisation. Raises Unknown."""
    row = webhook_of(organisation, webhook_id)
    return WebhookPage(row, deliveries_of(row.key, limit), count_undelivered(row.key))


def webhooks_of(organisation: UUID) -> tuple[WebhookRow, ...]:
    """An organisation's endpoints, the oldest first."""
    return _rows(models.WebhookEndpoint.objects.filter(organisation=organisation))


def every_webhook() -> tuple[WebhookRow, ...]:
    """Those of all organisations, for the command line."""
    return _rows(models.WebhookEndpoint.objects.all())


def managed_webhook(account: Account, webhook_id: str) -> WebhookRow:
    """An endpoint of an organisation whose people somebody manages. Raises Unknown alike for all others."""
    row = find_webhook(webhook_id)
    organisation = models.Organisation.objects.get(pk=row.organisation_key)
    if not organisation_may(account, organisation, Action.MANAGE_PEOPLE):
        raise Unknown("there is no such endpoint")
    return row


def webhook_of(organisation: UUID, webhook_id: str) -> WebhookRow:
    """An endpoint of an organisation. Raises Unknown."""
    row = find_webhook(webhook_id)
    if row.organisation_key != organisation:
        raise Unknown("there is no such endpoint")
    return row


def find_webhook(webhook_id: str) -> WebhookRow:
    """An endpoint by `whk_…`. Raises Unknown."""
    try:
        key = read_public_id("whk", webhook_id)
    except ValueError:
        raise Unknown("there is no such endpoint; give whk_…") from None
    found = _rows(models.WebhookEndpoint.objects.filter(pk=key))
    if not found:
        raise Unknown("there is no such endpoint; give whk_…")
    return found[0]


def deliveries_of(endpoint: UUID, limit: int = NEWEST, event: UUID | None = None) -> tuple[DeliveryRow, ...]:
    """What was sent to an endpoint, the newest first, with each attempt. Three queries."""
    found = models.WebhookDelivery.objects.filter(endpoint=endpoint).order_by("-id")
    if event is not None:
        found = found.filter(event=event)
    tries = Prefetch("tries", queryset=models.WebhookAttempt.objects.order_by("-number"))
    rows = list(found.prefetch_related(tries)[:limit])
    keys = {row.event for row in rows if row.event}
    types = dict(models.Event.objects.filter(pk__in=keys).values_list("id", "type"))
    return tuple(_delivery(row, types) for row in rows)


def count_undelivered(endpoint: UUID) -> int:
    """How many events an endpoint was not told."""
    return undelivered_to(endpoint).values("event").distinct().count()


def has_failing(organisation: UUID) -> bool:
    """One of an organisation's endpoints fails, or was switched off for it: somebody should look."""
    found = models.WebhookEndpoint.objects.filter(organisation=organisation, removed_at=None)
    return (
        found.filter(told_at__isnull=False).exists() or found.filter(disabled_why__in=["gone", "unreachable"]).exists()
    )


def _rows(found: QuerySet[models.WebhookEndpoint]) -> tuple[WebhookRow, ...]:
    rows = found.filter(removed_at=None).order_by("id")
    return tuple(
        WebhookRow(
            id=row.public_id, key=row.pk, organisation=public_id("org", row.organisation_id),
            organisation_key=row.organisation_id, url=row.url, note=row.note, types=tuple(row.types),
            is_full=row.is_full, created_at=row.created_at, last_ok_at=row.last_ok_at,
            failing_since=row.failing_since, disabled_at=row.disabled_at, disabled_why=row.disabled_why,
        )
        for row in rows
    )  # fmt: skip


def _delivery(row: models.WebhookDelivery, types: dict[UUID, str]) -> DeliveryRow:
    tries = tuple(
        AttemptRow(one.number, one.at, one.status, one.failure, one.milliseconds, one.answer) for one in row.tries.all()
    )
    event = public_id("evt", row.event) if row.event else None
    kind = types.get(row.event, "") if row.event else "webhook.test"
    return DeliveryRow(
        row.public_id, event, kind, row.state, row.created_at, None if row.ended_at else row.not_before, tries
    )
