"""Daily runs: what each did. Projects that failed are parked on their own row."""

from django.db import models

from autossa.store.models.base import Identified


class Run(Identified):
    """One run for a day: how many projects it visited, periods it booked, and projects it parked."""

    PREFIX = "run"

    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    projects = models.PositiveIntegerField(default=0)
    periods = models.PositiveIntegerField(default=0)
    parked = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "runs"
        indexes = [models.Index(fields=["-started_at"], name="runs_started")]
