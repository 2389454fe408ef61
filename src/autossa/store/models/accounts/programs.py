"""What programs asked for: a request that was answered once is answered so again."""

from django.db import models

from autossa.store.models.base import check


class RequestKey(models.Model):
    """The answer to a request that a program may send again: its key, what was asked, what was answered.

    `fingerprint` is a digest of method, address and body. Rows are of no use a day after `at`.
    """

    pk = models.CompositePrimaryKey("token_id", "key")
    token = models.ForeignKey("store.ApiToken", on_delete=models.CASCADE, related_name="request_keys", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "request_keys"
        constraints = [
            check("request_keys_key", ~models.Q(key="")),
            check("request_keys_status", models.Q(status__gte=200, status__lt=500)),
        ]
        indexes = [models.Index(fields=["at"], name="request_keys_at")]
