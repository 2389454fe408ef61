"""What happened, as programs are told: activities, bookings and documents, numbered for each project without holes."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of

SOURCES = ["activity", "booking", "document"]


class WaitingEvent(models.Model):
    """What was written and has no number yet: put here by triggers, taken by the worker, in the order of their ids.

    Rows come by the thousand from the nightly run, and are gone within seconds.
    """

    id = models.UUIDField(primary_key=True)
    source = models.CharField(max_length=10)
    project = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "waiting_events"
        constraints = [one_of("waiting_events_source", "source", SOURCES)]


class Event(Identified):
    """One event; its key is that of the row it tells of: an activity, a settlement, an invoice or credit note.

    `number` counts the events of a project from 1 on, in the order in which they were taken up; what is of no project
    has none. `position` is the order of all: who has read up to one has missed nothing before it.
    """

    PREFIX = "evt"

    source = models.CharField(max_length=10)
    type = models.CharField(max_length=60)
    project = models.UUIDField(null=True, blank=True)
    organisation = models.UUIDField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    position = models.BigIntegerField(unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "events"
        constraints = [
            one_of("events_source", "source", SOURCES),
            check("events_type", ~models.Q(type="")),
            check(
                "events_numbered",
                models.Q(project=None, number=None) | models.Q(project__isnull=False, number__gte=1),
            ),
            models.UniqueConstraint(fields=["project", "number"], name="events_once"),
        ]
        indexes = [
            models.Index(fields=["type", "position"], name="events_type_position"),
            models.Index(
                fields=["organisation", "position"],
                name="events_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
        ]
