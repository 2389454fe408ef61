"""How calls are signed (Standard Webhooks 1.0): HMAC-SHA256 (v1) and Ed25519 (v1a), with each secret that is good."""

import base64
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography.fernet import MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks import Webhook

from autossa.store import models
from autossa.store.ciphers import WEBHOOKS, cipher

SECRET_BYTES = 32
_SECRET, _PUBLIC = "whsec_", "whpk_"


def new_secret() -> bytes:
    """A new secret of either kind, encrypted for the database: 32 random bytes, of an Ed25519 key its seed."""
    return _cipher().encrypt(secrets.token_bytes(SECRET_BYTES))


def shown_secret(kind: str, encrypted: bytes) -> str:
    """As the receiver needs it: the secret of v1, the public key of v1a."""
    raw = _cipher().decrypt(encrypted)
    if kind == "v1":
        return _SECRET + base64.b64encode(raw).decode()
    return (
        _PUBLIC + base64.b64encode(Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()).decode()
    )


def headers_of(message: str, now: datetime, body: bytes, found: Iterable[models.WebhookSecret]) -> dict[str, str]:
    """The three headers of a call; `message` is the id that stays the same in every attempt."""
    signatures = [_sign(row.kind, _cipher().decrypt(bytes(row.secret)), message, now, body) for row in found]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _sign(kind: str, raw: bytes, message: str, now: datetime, body: bytes) -> str:
    moment = datetime.fromtimestamp(int(now.timestamp()), tz=UTC)
    if kind == "v1":
        return str(Webhook(raw).sign(message, moment, body.decode()))
    signed = f"{message}.{int(now.timestamp())}.".encode() + body
    return "v1a," + base64.b64encode(Ed25519PrivateKey.from_private_bytes(raw).sign(signed)).decode()


def _cipher() -> MultiFernet:
    return cipher(WEBHOOKS)
