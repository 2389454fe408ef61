"""A request that a program sends again is done once: the first answer is kept for a day, and given again.

What a request does and the answer that is kept commit together; so whoever never heard an answer may ask again with
the same key, whatever happened in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.fernet import MultiFernet
from django.db import connection, transaction

from autossa.operations.errors import Invalid, OperationError
from autossa.store import models
from autossa.store.ciphers import cipher

KEPT = timedelta(hours=24)
LONGEST = 255
_FAILED = 500  # from this status on it is our fault, and nothing is kept


class RequestKeyUnclear(Invalid):
    """An Idempotency-Key has 1 to {most} characters, without blanks."""


class RequestKeyUsed(OperationError):
    """This Idempotency-Key was used for another request within the last day. Take another key."""


class RequestInFlight(OperationError):
    """The request with this Idempotency-Key is being answered at this moment. Ask again in a second."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_again: bool = False


def once(*, token: UUID, key: str, asked: bytes, now: datetime, do: Callable[[], Kept]) -> Kept:
    """Do it, or give the answer of the time before, with `is_again`. `asked` is all that makes the request.

    `do` answers, whatever happens, and raises nothing. What it answers as our own fault is undone and not kept.
    Raises RequestKeyUnclear, RequestKeyUsed, RequestInFlight.
    """
    if not 0 < len(key) <= LONGEST or not key.isprintable() or " " in key:
        raise RequestKeyUnclear(most=LONGEST)
    fingerprint = sha256(asked).digest()
    with transaction.atomic():
        if not _lock(token, key):
            raise RequestInFlight
        row = models.RequestKey.objects.filter(pk=(token, key), at__gt=now - KEPT).first()
        if row is not None:
            if bytes(row.fingerprint) != fingerprint:
                raise RequestKeyUsed
            return Kept(row.status, _cipher().decrypt(bytes(row.body)), dict(row.headers), is_again=True)
        kept = do()
        if kept.status >= _FAILED:
            transaction.set_rollback(True)
        else:
            models.RequestKey.objects.filter(pk=(token, key)).delete()
            models.RequestKey.objects.create(
                token_id=token, key=key, fingerprint=fingerprint, status=kept.status, headers=kept.headers,
                body=_cipher().encrypt(kept.body), at=now,
            )  # fmt: skip
        return kept


def purge_kept(*, now: datetime) -> int:
    """Delete what is of no use any more; how many rows."""
    found, _ = models.RequestKey.objects.filter(at__lte=now - KEPT).delete()
    return found


def _cipher() -> MultiFernet:
    """Some answers hold what is shown once."""
    return cipher("api answers")


def _lock(token: UUID, key: str) -> bool:
    """Until the end of the transaction; whoever holds it now is not waited for."""
    number = int.from_bytes(sha256(f"request {token} {key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
