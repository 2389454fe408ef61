"""Whether former secret keys are still needed."""

from allauth.mfa.models import Authenticator

from autossa.store.ciphers import is_stale


def count_stale_factors() -> int:
    """How many second factors hold something that is encrypted with a former key. One query."""
    return sum(map(is_stale, Authenticator.objects.values_list("data", flat=True)))
