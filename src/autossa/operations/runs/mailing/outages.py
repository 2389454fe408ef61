"""When no connection to the mail server can be made: kept, with what it said; asked for all workers now and then."""

from datetime import datetime, timedelta

from django.db import transaction

from autossa.operations.runs.mailing.failures import MAX_ERROR
from autossa.store import models

FIRST_PAUSE, MAX_PAUSE = timedelta(seconds=30), timedelta(minutes=2)


def current() -> models.MailOutage | None:
    """The outage that goes on."""
    return models.MailOutage.objects.filter(ended_at=None).first()


def is_paused(outage: models.MailOutage | None, now: datetime) -> bool:
    """The server was asked just now; a clock that was set back since does not count."""
    return outage is not None and outage.tried_at <= now < outage.tried_at + _pause(outage.tries)


def note(said: str, now: datetime) -> None:
    """The server is away, for the first time or still."""
    with transaction.atomic():
        made, is_new = models.MailOutage.objects.select_for_update().get_or_create(
            ended_at=None, defaults={"began_at": now, "tried_at": now, "cause": said[:MAX_ERROR]}
        )
        if not is_new:
            models.MailOutage.objects.filter(pk=made.pk).update(
                tried_at=now, tries=made.tries + 1, cause=said[:MAX_ERROR]
            )


def end(now: datetime) -> None:
    """A mail was sent: the server is there."""
    models.MailOutage.objects.filter(ended_at=None).update(ended_at=now)


def _pause(tries: int) -> timedelta:
    """None where somebody tries a mail again by hand (`operations.outbox`)."""
    doubled: int = 2 ** min(tries - 1, 10) if tries else 0
    return min(FIRST_PAUSE * doubled, MAX_PAUSE)
