"""Secrets that must be read again: encrypted for the database, and anew once the installation has another key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from autossa.store import models
from autossa.store.ciphers import FACTORS, WEBHOOKS, cipher, renewed, renewed_secret

__all__ = ["FACTORS", "cipher", "renew_secrets"]


def renew_secrets() -> int:
    """Encrypt with the present key what is encrypted with a former one, so that this can be given up; how many rows."""
    count = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is not None and (data := renewed(row.data)) != row.data:
                Authenticator.objects.filter(pk=key).update(data=data)
                count += 1
    return count + _renew_webhooks()


def _renew_webhooks() -> int:
    count = 0
    for row in models.WebhookSecret.objects.order_by("pk"):
        secret = bytes(row.secret)
        if (anew := renewed_secret(secret, WEBHOOKS)) != secret:
            count += models.WebhookSecret.objects.filter(pk=row.pk).update(secret=anew)
    return count
