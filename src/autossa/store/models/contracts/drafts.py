"""Answers that somebody has given and not yet submitted: they survive reload, back and another browser."""

from django.db import models

from autossa.store.models.base import Identified, check


class Draft(Identified):
    """One person's answers on the way to one submission, named by `key`; gone once it is submitted or forgotten."""

    PREFIX = "dft"

    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=80)
    answers = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "drafts"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="drafts_once"),
            check("drafts_key", ~models.Q(key="")),
        ]
