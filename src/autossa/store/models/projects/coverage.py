"""Coverage: an append-only journal of grants and revokes, and the projection that carries the constraints."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from autossa.domain.coverage import Source
from autossa.store.models.base import Identified, check, one_of, words


class CoverageEntry(Identified):
    """One row of the journal: a grant of [start, end), or a revoke that names its grant. Append-only."""

    PREFIX = "cov"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="coverage_entries")
    day = models.DateField()
    start = models.DateField()
    end = models.DateField()
    source = models.CharField(max_length=12)
    anchor = models.DateField()
    settlement = models.UUIDField()
    revokes = models.UUIDField(null=True, blank=True)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "coverage_entries"
        constraints = [
            one_of("coverage_entries_source", "source", words(Source)),
            check("coverage_entries_period", models.Q(start__lt=models.F("end"))),
            models.UniqueConstraint(
                fields=["revokes"], condition=models.Q(revokes__isnull=False), name="coverage_entries_revoked_once"
            ),
        ]


class Coverage(models.Model):
    """The covered periods as they stand: the journal's grants that were not revoked. Maintained with the journal."""

    grant = models.UUIDField(primary_key=True)
    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, related_name="coverage", db_index=False, db_constraint=False
    )
    days = DateRangeField()
    source = models.CharField(max_length=12)
    anchor = models.DateField()
    contract = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "coverage"
        constraints = [
            ExclusionConstraint(
                name="coverage_never_overlaps",
                expressions=[("project", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
            check("coverage_not_empty", models.Q(days__isempty=False)),
        ]
