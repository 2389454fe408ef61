"""What is kept about people for a while is gone the night after, by the setting that says how long."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from autossa.jobs.schedule import run_due
from autossa.store import models
from tests.cast.members import member
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]
NIGHT = datetime(2026, 10, 20, 4, tzinfo=UTC)  # six in the morning in Berlin
DAYS = 77


def activity(shop: Shop, at: datetime) -> Any:
    models.Activity.objects.create(
        at=at, day=at.date(), actor_name="Bob", address="198.51.100.7", action="edit_profile"
    )
    return models.Activity.objects.exclude(address=None).filter(at=at)


def failed_log_in(shop: Shop, at: datetime) -> Any:
    row = AccessAttempt.objects.create(username=f"bob {at}", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=at)
    return AccessAttempt.objects.filter(pk=row.pk)


def device(shop: Shop, at: datetime) -> Any:
    user = models.User.objects.first() or member(shop.alice, "bob@alice.example", "viewer")
    digest = at.isoformat().encode()
    return models.Browser.objects.filter(
        pk=models.Browser.objects.create(user=user, digest=digest, first_at=at, last_at=at).pk
    )


def session(shop: Shop, at: datetime) -> Any:
    user = models.User.objects.first() or member(shop.alice, "bob@alice.example", "viewer")
    key = f"{at:%Y%m%d%H}".ljust(40, "x")
    Session.objects.create(session_key=key, session_data="", expire_date=NIGHT + timedelta(days=9))
    row = UserSession.objects.create(user=user, ip="192.0.2.1", user_agent="x", session_key=key)
    UserSession.objects.filter(pk=row.pk).update(created_at=at)
    return Session.objects.filter(session_key=key)


def mail(shop: Shop, at: datetime) -> Any:
    row = models.OutboxMessage.objects.create(
        topic="send.mail", payload={"to": "bob@alice.example"}, created_at=at, delivered_at=at
    )
    return models.OutboxMessage.objects.filter(pk=row.pk).exclude(payload={})


KEPT = [
    ("KEEP_ADDRESSES", activity),
    ("KEEP_ADDRESSES", failed_log_in),
    ("KEEP_DEVICES", device),
    ("KEEP_SESSIONS", session),
    ("KEEP_MAILS", mail),
]


@pytest.mark.parametrize(("setting", "kept"), KEPT)
def test_it_is_kept_as_long_as_its_setting_says(
    shop: Shop, settings: Any, setting: str, kept: Callable[[Shop, datetime], Any]
) -> None:
    setattr(settings, setting, timedelta(days=DAYS))
    older, younger = (kept(shop, NIGHT - timedelta(days=DAYS, hours=hours)) for hours in (1, -1))
    assert (older.count(), younger.count()) == (1, 1)
    run_due(NIGHT, lambda: True)
    assert (older.count(), younger.count()) == (0, 1)
    failed = models.ScheduledTask.objects.exclude(last_error="")
    assert list(failed) == []
    assert date(2026, 10, 20) in set(models.ScheduledTask.objects.values_list("done_for", flat=True))
