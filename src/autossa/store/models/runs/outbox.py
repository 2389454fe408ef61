"""Everything that must leave the process: written with what caused it, delivered later by a worker.

A row of an event becomes a row of its own for each mail (topic `send.mail`), so that each mail is sent once.
"""

from django.db import models
from django.db.models import F, Q

from autossa.store.models.base import Identified, check

MAIL = "send.mail"
"""The topic of one mail to one address; all others are events."""

_WAITS = Q(delivered_at__isnull=True, parked_at__isnull=True)
_DONE = Q(delivered_at__isnull=False)
_TURN = (F("not_before").asc(nulls_first=True), F("id").asc())  # what failed stands behind what was never tried


class OutboxMessage(Identified):
    """A message to deliver; `topic` says what it is, `payload` holds ids, figures, or a mail's words.

    `claimed_until` is until when a worker has it, by the database's clock; `parked_at` since when nobody tries it by
    itself any more. An invitation's secret is in the payload until it is delivered, and nowhere after that.
    """

    PREFIX = "msg"

    topic = models.CharField(max_length=40)
    project = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "outbox"
        constraints = [
            check("outbox_topic", ~Q(topic="")),
            check("outbox_parked_or_done", Q(parked_at=None) | Q(delivered_at=None)),
        ]
        indexes = [  # each row is in one of them
            models.Index(*_TURN, name="outbox_mails_due", condition=_WAITS & Q(topic=MAIL)),
            models.Index(*_TURN, name="outbox_events_due", condition=_WAITS & ~Q(topic=MAIL)),
            models.Index(fields=["id"], name="outbox_parked", condition=Q(delivered_at=None, parked_at__isnull=False)),
            models.Index(fields=["delivered_at"], name="outbox_words", condition=_DONE & ~Q(payload={})),
            models.Index(fields=["delivered_at"], name="outbox_done", condition=_DONE & Q(payload={})),
        ]


class MailOutage(Identified):
    """A time in which no connection to the mail server could be made, and what it said the last time.

    At most one goes on; it ends with the next mail that is sent. Moments are those of the mails, so of the demo's clock
    in the demo.
    """

    began_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    cause = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mail_outages"
        constraints = [
            models.UniqueConstraint(fields=["ended_at"], name="mail_outages_one", nulls_distinct=False),
            check("mail_outages_cause", ~Q(cause="")),
        ]
