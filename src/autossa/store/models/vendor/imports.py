"""Books that were taken over, and what came with each: by it a second import of the same knows what is there."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of

KINDS = ["customer", "project", "contract", "mandate"]


class Import(Identified):
    """A file that was taken over, by whom and when; `counts` says how much of what. Append-only."""

    PREFIX = "imp"

    day = models.DateField()
    at = models.DateTimeField()
    made_by = models.UUIDField(null=True, blank=True)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "imports"
        constraints = [check("imports_sha256", models.Q(sha256__regex="^[0-9a-f]{64}$"))]


class Imported(models.Model):
    """One thing that came with a book: what the book calls it, what it is here, a digest of its rows. Append-only."""

    pk = models.CompositePrimaryKey("kind", "reference")
    kind = models.CharField(max_length=8)
    reference = models.CharField(max_length=100)
    thing = models.UUIDField()
    digest = models.CharField(max_length=64)
    book = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="things", db_index=False)

    class Meta:
        db_table = "imported"
        constraints = [one_of("imported_kind", "kind", KINDS), check("imported_reference", ~models.Q(reference=""))]
        indexes = [models.Index(fields=["thing"], name="imported_thing")]
