"""How often somebody did what is limited (`domain.limits`), counted for all workers of the portal together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LimitCount(models.Model):
    """The moments that still count for one limit and one of those it counts for.

    `key` is a digest: who it is cannot be read from it. Rows are of no use after `until`.
    """

    key = models.CharField(primary_key=True, max_length=64)
    moments = ArrayField(models.DateTimeField())
    until = models.DateTimeField()

    class Meta:
        db_table = "limit_counts"
