"""The files of releases: what is downloaded, with its size and SHA-256 (rule 9)."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.releases.catalogue import Release


class Artifact(Identified):
    """A file of a release for a platform and an edition; `stored` is its name in the storage, `size` in bytes.

    Once its release is published it stays as it is: its digest was signed.
    """

    PREFIX = "art"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="artifacts", db_index=False)
    file_name = models.CharField(max_length=200)
    platform = models.CharField(max_length=60, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=300, unique=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "artifacts"
        constraints = [
            models.UniqueConstraint(fields=["release", "file_name"], name="artifacts_once"),
            check("artifacts_size", models.Q(size__gte=1)),
            check("artifacts_sha256", models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
            check("artifacts_named", models.Q(file_name__regex=r"^[^./\\][^/\\]*$")),
        ]

    def __str__(self) -> str:
        return self.file_name
