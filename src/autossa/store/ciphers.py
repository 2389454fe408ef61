"""How secrets that must be read again are kept: encrypted, so that a copy of the database gives none of them away.

The key is derived from the installation's secret key; what was encrypted with a former one can be read, and is
encrypted anew with the present one.
"""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

FACTORS, WEBHOOKS = "second factors", "webhooks"
_TOKEN = "gAAAA"  # how all that Fernet has encrypted begins


def cipher(purpose: str) -> MultiFernet:
    """With the present key, reading also with those before it; what is for one purpose is unreadable for others."""
    return MultiFernet([_fernet(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def is_stale(value: Any) -> bool:
    """Something in the JSON value of a second factor is encrypted, and not with the present key."""
    if isinstance(value, dict):
        return any(map(is_stale, value.values()))
    if isinstance(value, list):
        return any(map(is_stale, value))
    return isinstance(value, str) and value.startswith(_TOKEN) and not _is_present(value)


def renewed(value: Any) -> Any:
    """The same with all that is encrypted in it encrypted with the present key; what no key reads stays as it is."""
    if isinstance(value, dict):
        return {name: renewed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [renewed(inner) for inner in value]
    if not is_stale(value):
        return value
    try:
        return cipher(FACTORS).rotate(value.encode()).decode()
    except InvalidToken:
        return value


def renewed_secret(token: bytes, purpose: str) -> bytes:
    """The same encrypted with the present key, the very same where it is; what no key reads stays as it is."""
    if _is_present(token.decode(), purpose):
        return token
    try:
        return cipher(purpose).rotate(token)
    except InvalidToken:
        return token


def _is_present(token: str, purpose: str = FACTORS) -> bool:
    try:
        _fernet(settings.SECRET_KEY, purpose).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _fernet(key: str, purpose: str) -> Fernet:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=purpose.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
