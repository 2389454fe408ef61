"""How a secret that was shown once is found again: by its hash, which is all that is kept."""

import hashlib


def digest(secret: str) -> bytes:
    """SHA-256: the secret has 256 random bits, so a slow hash would add nothing. Looked up by its unique index."""
    return hashlib.sha256(secret.encode()).digest()
