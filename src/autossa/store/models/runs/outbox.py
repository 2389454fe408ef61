"""Everything that must leave the process: written with what caused it, delivered later by a worker.

A row of an event becomes a row of its own for each mail (topic `send.mail`), so that each mail is sent once.
"""

from django.db import models

from autossa.store.models.base import Identified, check


class OutboxMessage(Identified):
    """A message to deliver; `topic` says what it is, `payload` holds ids, figures, or a mail's words.

    An invitation's secret is in the payload until it is delivered, and nowhere after that.
    """

    PREFIX = "msg"

    topic = models.CharField(max_length=40)
    project = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "outbox"
        constraints = [check("outbox_topic", ~models.Q(topic=""))]
        indexes = [models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(delivered_at__isnull=True))]
