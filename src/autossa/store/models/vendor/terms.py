"""The vendor's terms, version by version: what somebody agreed to stays readable."""

from django.db import models

from autossa.store.models.base import Identified, check


class TermsVersion(Identified):
    """An address or a text; with neither there are none from then on. The latest number is in force."""

    PREFIX = "trm"

    number = models.PositiveIntegerField(unique=True)
    url = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "terms_versions"
        constraints = [
            check("terms_versions_number", models.Q(number__gte=1)),
            check("terms_versions_one", models.Q(url="") | models.Q(text="")),
            check("terms_versions_url", models.Q(url="") | models.Q(url__regex="^https?://")),
        ]
