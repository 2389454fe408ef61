"""Secret addresses of calendars: of a person's projects, or of one project."""

from django.db import models

from autossa.store.models.base import Identified


class CalendarFeed(Identified):
    """An address that a person made: it shows what they may see at the time, of all their projects or of one."""

    PREFIX = "cal"

    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="calendars")
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    project = models.ForeignKey(
        "store.Project",
        on_delete=models.PROTECT,
        related_name="calendars",
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
    )
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=6)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "calendar_feeds"
