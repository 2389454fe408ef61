"""What the database keeps and somebody must read again: encrypted, so that a copy of it alone gives nothing away."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """With the present key, reading also with those before it; what is for one purpose is unreadable for others."""
    return MultiFernet(
        [Fernet(_derived(key, purpose)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


class SessionData:
    """Of sessions: they hold secrets for a while, of links that were followed, codes to be shown, apps being set up."""

    def dumps(self, data: Any) -> bytes:
        """Encrypt."""
        return cipher("sessions").encrypt(json.dumps(data, separators=(",", ":")).encode())

    def loads(self, data: bytes) -> Any:
        """Decrypt. Raises InvalidToken for what is none of ours, which Django takes for an empty session."""
        return json.loads(cipher("sessions").decrypt(data))


def _derived(key: str, purpose: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=purpose.encode()).digest()
    return base64.urlsafe_b64encode(digest)
