"""Answers on the way to a submission: kept until it is done or long forgotten; only for whoever gave them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from autossa.operations.context import ActionContext
from autossa.operations.validation import storable
from autossa.store import models

RETENTION = timedelta(days=90)


def save(*, user: UUID, key: str, answers: Mapping[str, Any], ctx: ActionContext) -> None:
    """Keep a person's answers under a key, instead of those kept before: as they were typed, where that can be kept."""
    kept = {"answers": storable(dict(answers)), "changed_at": ctx.now}
    with transaction.atomic():
        models.Draft.objects.update_or_create(user_id=user, key=key, defaults=kept)


def delete(*, user: UUID, key: str) -> bool:
    """Throw a person's answers away; whether there were any."""
    return take(user=user, key=key) is not None


def take(*, user: UUID, key: str) -> dict[str, Any] | None:
    """A person's answers, for the one who comes first: they are gone then, None for everybody after."""
    with transaction.atomic():
        row = models.Draft.objects.select_for_update().filter(user=user, key=key).first()
        if row is None:
            return None
        models.Draft.objects.filter(pk=row.pk).delete()
        answers: dict[str, Any] = row.answers
        return answers


def purge_expired(*, now: datetime) -> int:
    """Throw away what nobody has touched for 90 days; how many answers that were."""
    deleted, _ = models.Draft.objects.filter(changed_at__lt=now - RETENTION).delete()
    return deleted
