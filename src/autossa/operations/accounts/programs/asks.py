"""How often programs and machines ask: counted within one span of time, in a table that all web workers share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from autossa.domain.limits import DEVICE_SPAN, STRANGER_ASKS
from autossa.operations.errors import OperationError
from autossa.operations.limits import network_line
from autossa.store.devices.asks import count_stranger


class AskedTooOften(OperationError):
    """There were too many requests. Try again in {seconds} seconds."""

    is_first = False
    """It is the first one too many within its span."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often may be asked within `span`, how often that is still possible, and until when, in seconds."""

    most: int
    left: int
    seconds: int
    span: timedelta


def count_asked(key: bytes, *, most: int, span: timedelta, now: datetime) -> Allowance:
    """One more of whoever has the key (32 bytes at most). Raises AskedTooOften."""
    count, since = count_stranger(key, now=now, span=span)
    return check_count(count, most, since, span, now)


def count_address(address: str, now: datetime) -> Allowance:
    """Somebody asked without a secret, or with a wrong one: counted by address. Raises AskedTooOften."""
    key = sha256(f"stranger|{network_line(address)}".encode()).digest()
    return count_asked(key, most=STRANGER_ASKS, span=DEVICE_SPAN, now=now)


def check_count(count: int, most: int, since: int, span: timedelta, now: datetime) -> Allowance:
    """What is left after so many since a moment (in microseconds since 1970). Raises AskedTooOften."""
    seconds = max(1, round(since / 1e6 + span.total_seconds() - now.timestamp() + 0.5))
    if count > most:
        error = AskedTooOften(seconds=seconds)
        error.is_first = count == most + 1
        raise error
    return Allowance(most, most - count, seconds, span)
