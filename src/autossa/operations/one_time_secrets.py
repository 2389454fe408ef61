"""Secrets that are shown once: only their hash is kept, and comparing takes the same time whatever is given."""

import secrets

from autossa.queries.one_time_secrets import digest

__all__ = ["digest", "make_secret"]

SECRET_BYTES = 32


def make_secret(prefix: str = "") -> tuple[str, bytes]:
    """A new secret of 256 bits and its digest; the prefix tells people and scanners what it is."""
    secret = prefix + secrets.token_urlsafe(SECRET_BYTES)
    return secret, digest(secret)
