"""What the engine of jobs cannot say itself: for which day a task was done last, and why a job failed."""

from django.db import models


class TaskDay(models.Model):
    """The last day that a task was done for, so that a missed day is caught up and none is done twice."""

    task = models.CharField(primary_key=True, max_length=40)
    done_for = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "task_days"


class JobCause(models.Model):
    """Why a job failed the last time; it goes with the job, says a foreign key of the database."""

    job = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    cause = models.CharField(max_length=300)

    class Meta:
        db_table = "job_causes"
