"""Secrets that must be read again: encrypted for the database, and anew once the installation has another key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from autossa.store.ciphers import FACTORS, cipher, renewed

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
    return count
