"""Secrets that are shown once: only their hash is kept, and comparing takes the same time whatever is given."""

import hashlib
import secrets

SECRET_BYTES = 32


def make_secret(prefix: str = "") -> tuple[str, bytes]:
    """A new secret of 256 bits and its digest; the prefix tells people and scanners what it is."""
    secret = prefix + secrets.token_urlsafe(SECRET_BYTES)
    return secret, digest(secret)


def digest(secret: str) -> bytes:
    """SHA-256: the secret has 256 random bits, so a slow hash would add nothing. Looked up by its unique index."""
    return hashlib.sha256(secret.encode()).digest()
