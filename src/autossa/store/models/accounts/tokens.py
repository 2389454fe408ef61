"""API tokens of persons and machines: shown once, hashed, with scopes and an expiry."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.store.models.base import Identified, check


class ApiToken(Identified):
    """A token of a person in an organisation; a machine's is one that a person made for it and named."""

    PREFIX = "tok"

    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="tokens")
    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=6)
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_tokens"
        constraints = [
            check("api_tokens_expire", models.Q(expires_at__gt=models.F("created_at"))),
            check("api_tokens_scopes", ~models.Q(scopes=[])),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=models.Q(revoked_at=None), name="api_tokens_name_once"
            ),
        ]
