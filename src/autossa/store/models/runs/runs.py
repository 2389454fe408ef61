"""Daily runs: what each did, what it was checked against, how one is taken back. Failed projects are parked there."""

from django.db import models

from autossa.store.models.base import Identified, check

STATES = ("running", "finished", "broken", "halted", "stopped", "voided")


class Run(Identified):
    """One run for a day: how many projects it visited, periods it booked, and projects it parked; kept as they grow.

    `figures` are what it was checked against before, `ahead` how many projects were due on each day once it was over
    (None where nobody counted), `unbooked` what it left that was due. `checked` projects were recomputed afterwards,
    with so many `findings`.
    Whoever has it go on although it was halted, or stops it, gives the `reason`.
    """

    PREFIX = "run"

    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default="running")
    alive_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=500, blank=True, default="")
    projects = models.PositiveIntegerField(default=0)
    periods = models.PositiveIntegerField(default=0)
    parked = models.PositiveIntegerField(default=0)
    unbooked = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    ahead = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    checked = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "runs"
        constraints = [
            check("runs_state", models.Q(state__in=STATES)),
            check("runs_decided", models.Q(decided_at=None) | ~models.Q(reason="")),
            check("runs_cause", ~models.Q(state__in=["broken", "halted"]) | ~models.Q(cause="")),
            models.UniqueConstraint(fields=["day"], condition=models.Q(state="halted"), name="runs_one_halted"),
        ]
        indexes = [models.Index(fields=["-started_at"], name="runs_started")]


class RunVoiding(Identified):
    """A run to be taken back: asked for by one person, approved by another, then done project by project.

    `voided` periods are done, `kept` ones cannot be voided and stand.
    """

    PREFIX = "rvo"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="voidings")
    reason = models.CharField(max_length=500)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.UUIDField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    voided = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "run_voidings"
        constraints = [
            check("run_voidings_reason", ~models.Q(reason="")),
            check(
                "run_voidings_decided",
                models.Q(approved_at=None, approved_by=None, finished_at=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False, declined_at=None),
            ),
            check(
                "run_voidings_two_people",
                models.Q(approved_by=None) | ~models.Q(approved_by=models.F("proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(declined_at=None, finished_at=None), name="run_voidings_one_open"
            ),
        ]
