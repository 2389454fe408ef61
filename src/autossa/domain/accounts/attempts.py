"""When a call of a webhook that failed is tried again: ten attempts over some 75 hours."""

from datetime import datetime, timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=23),
)
ATTEMPTS = len(PAUSES) + 1
TELL_AFTER = 4
"""Failed attempts in a row, of one event, after which its owners are told: some 35 minutes."""

JITTER = 100
"""A pause is longer by up to so many thousandths, so that many that failed together are not tried together."""

GONE = 410


def next_attempt(made: int, now: datetime, share: int) -> datetime | None:
    """When the attempt after `made` failed ones is due; None when there is none. `share`: 0 to 1000, at random."""
    if made >= ATTEMPTS:
        return None
    pause = PAUSES[made - 1]
    return now + pause + pause * JITTER * share // 1_000_000


def is_good(status: int) -> bool:
    """The receiver has it."""
    return 200 <= status < 300
