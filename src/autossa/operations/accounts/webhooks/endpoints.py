"""Endpoints of an organisation: added, changed, tried, switched off and on, removed; their secrets replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from autossa.domain.accounts.event_types import TYPES
from autossa.domain.accounts.targets import TargetWrong, read_listed, read_target
from autossa.operations.accounts.webhooks.signing import new_secret, shown_secret
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.validation import MAX_REFERENCE, read_line
from autossa.store import models

MOST = 20
FORMER_SECRET = timedelta(hours=24)
"""How long a secret that was replaced is good beside the new one."""

KINDS = ("v1", "v1a")


class WebhookNotFound(NotFound):
    """There is no such endpoint."""


class WebhookAddressWrong(Invalid):
    """This address cannot be called. It is a public one with https on port 443, without a password in it."""

    field = "url"


class WebhookAddressTaken(Invalid):
    """This organisation has an endpoint with this address already."""

    field = "url"


class UnknownEventType(Invalid):
    """There is no event of the type {type}."""

    field = "types"


class TooManyWebhooks(Invalid):
    """An organisation has at most {most} endpoints. Remove one first."""


class WebhookDisabled(Invalid):
    """This endpoint is switched off. Switch it on first."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a receiver checks calls with: the secret of v1, which is shown once, and the public key of v1a."""

    secret: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Added:
    """A new endpoint, and its secrets."""

    key: UUID
    secrets: Secrets


def add(
    *, organisation: UUID, url: str, types: Iterable[str] = (), is_full: bool = False, note: str = "",
    ctx: ActionContext,
) -> Added:  # fmt: skip
    """An endpoint of an organisation; without types it is told of all events.

    Raises OrganisationNotFound, WebhookAddressWrong, WebhookAddressTaken, UnknownEventType, TooManyWebhooks, Invalid.
    """
    given = {"url": _url(url), "types": _types(types), "is_full": is_full, "note": _note(note)}
    try:
        with transaction.atomic():
            lock_organisation(organisation)
            if models.WebhookEndpoint.objects.filter(organisation=organisation, removed_at=None).count() >= MOST:
                raise TooManyWebhooks(most=MOST)
            row = models.WebhookEndpoint.objects.create(
                organisation_id=organisation, created_at=ctx.now, created_by=ctx.actor.user, **given
            )
            found = _new_secrets(row, ctx)
            _record(ctx, "add_webhook", row)
    except IntegrityError:
        raise WebhookAddressTaken from None
    return Added(row.pk, found)


def change(
    *, endpoint: UUID, organisation: UUID, url: str, types: Iterable[str], is_full: bool, note: str, ctx: ActionContext
) -> None:
    """Another address, other types. Raises as `add`, WebhookNotFound, ChangedSinceShown."""
    given: dict[str, Any] = {"url": _url(url), "types": _types(types), "is_full": is_full, "note": _note(note)}
    try:
        with transaction.atomic():
            row = _locked(endpoint, organisation)
            ctx.check_seen()
            models.WebhookEndpoint.objects.filter(pk=row.pk).update(**given)
            _record(ctx, "change_webhook", row)
    except IntegrityError:
        raise WebhookAddressTaken from None


def remove(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Call it no more, and forget its secrets; what was sent stays in its log. Raises WebhookNotFound."""
    with transaction.atomic():
        row = _locked(endpoint, organisation)
        ctx.check_seen()
        drop_waiting(row, ctx)
        models.WebhookSecret.objects.filter(endpoint=row).delete()
        models.WebhookEndpoint.objects.filter(pk=row.pk).update(removed_at=ctx.now)
        _record(ctx, "remove_webhook", row)


def disable(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Switch it off by hand: what happens meanwhile is not sent, and can be sent later. Raises WebhookNotFound."""
    with transaction.atomic():
        row = _locked(endpoint, organisation)
        if row.disabled_at is None:
            switch_off(row, "by_hand", ctx)


def enable(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Switch it on again. Raises WebhookNotFound."""
    with transaction.atomic():
        row = _locked(endpoint, organisation)
        if row.disabled_at is not None:
            models.WebhookEndpoint.objects.filter(pk=row.pk).update(
                disabled_at=None, disabled_why="", failing_since=None, told_at=None
            )
            _record(ctx, "enable_webhook", row)


def rotate(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> Secrets:
    """New secrets; those before are good for a day more, so that no call is refused. Raises WebhookNotFound."""
    with transaction.atomic():
        row = _locked(endpoint, organisation)
        found = models.WebhookSecret.objects.filter(endpoint=row)
        found.filter(expires_at__isnull=False).delete()
        found.update(expires_at=ctx.now + FORMER_SECRET)
        secrets = _new_secrets(row, ctx)
        _record(ctx, "rotate_webhook_secret", row)
    return secrets


def send_test(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> UUID:
    """A call that says nothing but that it is a test, once; the delivery. Raises WebhookNotFound, WebhookDisabled."""
    with transaction.atomic():
        row = _locked(endpoint, organisation)
        if row.disabled_at is not None:
            raise WebhookDisabled
        return models.WebhookDelivery.objects.create(endpoint=row, created_at=ctx.now, not_before=ctx.now).pk


def switch_off(row: models.WebhookEndpoint, why: str, ctx: ActionContext) -> None:
    """In the present transaction: it is called no more, and the log says why."""
    drop_waiting(row, ctx)
    models.WebhookEndpoint.objects.filter(pk=row.pk).update(disabled_at=ctx.now, disabled_why=why)
    _record(ctx, "disable_webhook", row)


def drop_waiting(row: models.WebhookEndpoint, ctx: ActionContext) -> None:
    """What waits for the endpoint is not sent."""
    models.WebhookDelivery.objects.filter(endpoint=row, ended_at=None).update(state="dropped", ended_at=ctx.now)


def _locked(endpoint: UUID, organisation: UUID) -> models.WebhookEndpoint:
    found = models.WebhookEndpoint.objects.select_for_update().filter(
        pk=endpoint, organisation=organisation, removed_at=None
    )
    row = found.first()
    if row is None:
        raise WebhookNotFound
    return row


def _new_secrets(row: models.WebhookEndpoint, ctx: ActionContext) -> Secrets:
    made = {kind: new_secret() for kind in KINDS}
    for kind, secret in made.items():
        models.WebhookSecret.objects.create(endpoint=row, kind=kind, secret=secret, created_at=ctx.now)
    return Secrets(shown_secret("v1", made["v1"]), shown_secret("v1a", made["v1a"]))


def _record(ctx: ActionContext, action: str, row: models.WebhookEndpoint) -> None:
    record_activity(ctx, action, organisation=row.organisation_id, details={"webhook": row.public_id})


def _url(url: str) -> str:
    url = url.strip()
    try:
        read_target(url, read_listed(settings.WEBHOOK_TARGETS))
    except TargetWrong:
        raise WebhookAddressWrong from None
    return url


def _types(types: Iterable[str]) -> list[str]:
    wanted = sorted(set(types))
    for one in wanted:
        if one not in TYPES:
            raise UnknownEventType(type=one[:60])
    return wanted


def _note(note: str) -> str:
    return read_line(note, "the note", MAX_REFERENCE) if note.strip() else ""
