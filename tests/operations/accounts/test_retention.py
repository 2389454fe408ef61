"""What is kept about people only for so long is forgotten each night; the log of what was done stays as it is."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db import Error, connection, transaction

from autossa.domain.rights import Role
from autossa.operations.accounts import retention
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext, Actor
from autossa.store import models
from tests.cast.people import make_person
from tests.cast.serving import environment
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def tonight() -> int:
    return retention.forget(now=NOW)


def log(days: int) -> None:
    """Somebody did something so many days ago."""
    at = NOW - days * DAY
    actor = Actor("Bob", None, address="198.51.100.7")
    record_activity(ActionContext(actor, at.date(), at), "edit_profile", details={"name": f"{days} days ago"})


def test_old_addresses_leave_the_log_and_nothing_else_does(shop: Shop, settings: Any) -> None:
    settings.KEEP_ADDRESSES = 90 * DAY
    for days in (1, 89, 91, 400):
        log(days)
    columns = ("id", "at", "actor_name", "action", "details")
    before = list(models.Activity.objects.order_by("id").values_list(*columns))
    assert tonight() == 2
    assert tonight() == 0
    assert (
        list(models.Activity.objects.order_by("id").values_list("id", "at", "actor_name", "action", "details"))
        == before
    )
    kept = models.Activity.objects.exclude(address=None).values_list("details__name", flat=True)
    assert sorted(kept) == ["1 days ago", "89 days ago"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity SET address = NULL",
        "UPDATE activity SET actor_name = 'Nobody'",
        "DELETE FROM activity",
        "SET LOCAL autossa.forgetting = 'on'; UPDATE activity SET actor_name = 'Nobody'",
        "SET LOCAL autossa.forgetting = 'on'; DELETE FROM activity",
        "SELECT forget_addresses(now())",
        "SELECT forget_addresses('infinity')",
    ],
)
def test_the_log_changes_in_no_other_way(shop: Shop, statement: str) -> None:
    log(400)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert models.Activity.objects.filter(address="198.51.100.7", actor_name="Bob").count() == 1


def test_old_devices_and_failed_log_ins_are_deleted(shop: Shop) -> None:
    bob = make_person("bob@alice.example", (shop.alice, Role.VIEWER))
    for days, digest in ((399, b"a"), (401, b"b")):
        at = NOW - days * DAY
        models.Browser.objects.create(user_id=bob, digest=digest, first_at=at, last_at=at)
    for days in (179, 181):
        row = AccessAttempt.objects.create(
            username=f"{days}@alice.example", ip_address="192.0.2.1", user_agent="x", failures_since_start=1
        )
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=NOW - days * DAY)
    assert tonight() == 2
    assert [bytes(row.digest) for row in models.Browser.objects.all()] == [b"a"]
    assert [row.username for row in AccessAttempt.objects.all()] == ["179@alice.example"]


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "forever", "99999", " "])
def test_a_period_that_is_none_is_refused_at_once(days: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment(AUTOSSA_KEEP_MAILS_DAYS=days), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "AUTOSSA_KEEP_MAILS_DAYS" in done.stderr
