"""What projects are searched and ordered by: their names beside them, so that the daily run never pays for it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class ProjectName(models.Model):
    """A project's name, its customer's, and both with the customer's number, without capitals and accents.

    `words` have umlauts both ways (`queries.words`). Written by whoever creates or renames a project or
    its customer (`operations.projects.names`); verify compares. A table of its own, because each index on `projects` is
    paid for in every renewal.
    """

    project = models.OneToOneField("store.Project", on_delete=models.PROTECT, primary_key=True, related_name="names")
    name = models.TextField(db_collation="C")
    customer = models.TextField(db_collation="C")
    words = models.TextField(db_collation="C")

    class Meta:
        db_table = "project_names"
        indexes = [
            models.Index(fields=["name", "project"], name="project_names_name"),
            models.Index(fields=["customer", "name", "project"], name="project_names_customer"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="project_names_words"),
        ]

    def __str__(self) -> str:
        return self.name
