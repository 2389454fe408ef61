"""What the schedule has done: a row a task, so that a missed day is caught up and none is done twice."""

from django.db import models


class ScheduledTask(models.Model):
    """A task of the schedule: the last day it was done for, and its last failure, if that came later."""

    task = models.CharField(primary_key=True, max_length=40)
    done_for = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "schedule"
