"""Signatures of webhooks: a moment, and HMAC-SHA256 over it and the raw body (the scheme of Stripe-Signature)."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

TOLERANCE = timedelta(minutes=5)
_MOST_SIGNATURES = 10
_LONGEST = 2000
_MOST_DIGITS = 15


class Forged(Exception):
    """The body was not signed by the gateway, or not just now."""


def sign(body: bytes, secret: str, at: datetime) -> str:
    """The header that a gateway sends with a body."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_digest(body, secret, str(moment))}"


def verify(body: bytes, header: str, secret: str, now: datetime) -> None:
    """Nothing happens where one of the signatures is right, and of the last five minutes. Raises Forged.

    `now` is the machine's own clock. A moment to come is tolerated as far as one that is past: clocks differ.
    """
    parts = [part.partition("=")[::2] for part in header[:_LONGEST].split(",")]
    moments = [value for name, value in parts if name.strip() == "t"]
    signatures = [value for name, value in parts if name.strip() == "v1"][:_MOST_SIGNATURES]
    if not secret or len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit()):
        raise Forged
    if len(moments[0]) > _MOST_DIGITS:
        raise Forged
    expected = _digest(body, secret, moments[0]).encode()
    found = [
        hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in signatures
    ]  # all, however it ends
    if not any(found):
        raise Forged
    if abs(int(moments[0]) - int(now.timestamp())) > TOLERANCE.total_seconds():
        raise Forged


def _digest(body: bytes, secret: str, moment: str) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, sha256).hexdigest()
