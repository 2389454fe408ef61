"""What is done to the whole database from time to time, and when it was done last: verified, backed up."""

from django.db import models


class Checkup(models.Model):
    """A row a kind (`verify`, `backup`): when it ended, what it found wrong, how many bytes it wrote."""

    kind = models.CharField(primary_key=True, max_length=20)
    done_at = models.DateTimeField()
    findings = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "checkups"
