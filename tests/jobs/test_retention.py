"""What is kept about people for a while is gone the night after, by the setting that says how long."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from autossa.jobs.inline import run_due
from autossa.operations.runs import forgetting
from autossa.store import models
from autossa.store.ids import new_id
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


def delivery(shop: Shop, at: datetime) -> Any:
    row = models.OutboxMessage.objects.create(topic="send.mail", payload={}, created_at=at, delivered_at=at)
    return models.OutboxMessage.objects.filter(pk=row.pk)


def outage(shop: Shop, at: datetime) -> Any:
    row = models.MailOutage.objects.create(began_at=at, tried_at=at, ended_at=at, cause="away")
    return models.MailOutage.objects.filter(pk=row.pk)


KEPT = [
    ("KEEP_ADDRESSES", activity),
    ("KEEP_ADDRESSES", failed_log_in),
    ("KEEP_DEVICES", device),
    ("KEEP_SESSIONS", session),
    ("KEEP_MAILS", mail),
    ("KEEP_DELIVERIES", delivery),
    ("KEEP_DELIVERIES", outage),
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
    assert not models.JobCause.objects.exists()
    assert date(2026, 10, 20) in set(models.TaskDay.objects.values_list("done_for", flat=True))


def test_what_waits_or_could_come_again_stays_however_old(shop: Shop, settings: Any, monkeypatch: Any) -> None:
    settings.KEEP_DELIVERIES = timedelta(days=1)
    monkeypatch.setattr(forgetting, "BATCH_SIZE", 2)
    old = NIGHT - timedelta(days=1000)
    waits = models.OutboxMessage.objects.create(topic="send.mail", created_at=old)
    parked = models.OutboxMessage.objects.create(topic="send.mail", created_at=old, parked_at=old)
    said = models.OutboxMessage.objects.create(topic="x", created_at=old, delivered_at=old, payload={"to": "a"})
    for _ in range(5):
        delivery(shop, old)
    away = models.MailOutage.objects.create(began_at=old, tried_at=old, cause="away")
    policy = models.PolicyVersion.objects.get()
    longest = max(*policy.expiry_days, policy.cancel_days, policy.charge_days, policy.gap_days)
    days = [NIGHT.date() - timedelta(days=longest + more) for more in (1, 2)]
    for day in days:
        models.Reminder.objects.create(kind="expiry", about=new_id(), due_on=day, sent_on=day)
    assert forgetting.forget(now=NIGHT, today=NIGHT.date()) == 6
    assert set(models.OutboxMessage.objects.values_list("pk", flat=True)) == {waits.pk, parked.pk, said.pk}
    assert list(models.MailOutage.objects.all()) == [away]
    assert list(models.Reminder.objects.values_list("due_on", flat=True)) == days[:1]


def test_reminders_go_by_their_day(shop: Shop, settings: Any) -> None:
    settings.KEEP_DELIVERIES = timedelta(days=200)
    days = [NIGHT.date() - timedelta(days=more) for more in (200, 201)]
    for day in days:
        models.Reminder.objects.create(kind="expiry", about=new_id(), due_on=day, sent_on=day)
    assert forgetting.forget(now=NIGHT, today=NIGHT.date()) == 1
    assert models.Reminder.objects.get().due_on == days[0]


def test_the_database_refuses_to_delete_what_waits(shop: Shop) -> None:
    models.OutboxMessage.objects.create(topic="send.mail", created_at=NIGHT)
    with pytest.raises(IntegrityError, match="waits is not deleted"), transaction.atomic():
        models.OutboxMessage.objects.all().delete()
