"""Where programs are told what happened: addresses of an organisation, their secrets, what is sent, each attempt."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.store.models.base import Identified, check, one_of

STATES = ["waiting", "delivered", "failed", "dropped"]
KINDS = ["v1", "v1a"]
WHY_DISABLED = ["", "by_hand", "gone", "unreachable"]


class WebhookEndpoint(Identified):
    """An address of an organisation. Without `types` it is told everything that the organisation may see.

    `failing_since` is when the first of the attempts failed since which none succeeded; `busy_until` says that a worker
    is calling it, so that nobody else does.
    """

    PREFIX = "whk"

    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    note = models.CharField(max_length=100, blank=True)
    types = ArrayField(models.CharField(max_length=60), default=list)
    is_full = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=20, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    turn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "webhook_endpoints"
        constraints = [
            check("webhook_endpoints_url", ~models.Q(url="")),
            one_of("webhook_endpoints_why", "disabled_why", WHY_DISABLED),
            check(
                "webhook_endpoints_disabled",
                models.Q(disabled_at=None, disabled_why="")
                | (models.Q(disabled_at__isnull=False) & ~models.Q(disabled_why="")),
            ),
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=models.Q(removed_at=None), name="webhook_endpoints_once"
            ),
        ]


class WebhookSecret(models.Model):
    """What calls are signed with, encrypted (`ciphers`): HMAC (v1) or an Ed25519 key (v1a); good until it expires."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="secrets")
    kind = models.CharField(max_length=3)
    secret = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "webhook_secrets"
        constraints = [
            one_of("webhook_secrets_kind", "kind", KINDS),
            models.UniqueConstraint(
                fields=["endpoint", "kind"], condition=models.Q(expires_at=None), name="webhook_secrets_present_once"
            ),
        ]


class WebhookDelivery(Identified):
    """An event for an endpoint: waiting for its next attempt, or ended. Without an event it is a test."""

    PREFIX = "dlv"

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "webhook_deliveries"
        constraints = [
            one_of("webhook_deliveries_state", "state", STATES),
            check(
                "webhook_deliveries_ended",
                models.Q(state="waiting", ended_at=None)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "id"], name="webhook_deliveries_of"),
            models.Index(
                fields=["endpoint", "not_before"],
                name="webhook_deliveries_waiting",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(fields=["event"], name="webhook_deliveries_event"),
        ]


class WebhookAttempt(models.Model):
    """One call: what came back, or why nothing did, after how long."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries", db_index=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=1100, blank=True)

    class Meta:
        db_table = "webhook_attempts"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="webhook_attempts_once"),
            check("webhook_attempts_said", models.Q(status__isnull=False, failure="") | models.Q(status=None)),
        ]
        indexes = [models.Index(fields=["at"], name="webhook_attempts_at")]
