"""Queues of what is done by itself, and what comes before what in them."""

from enum import Enum, IntEnum

DAILY_RUN = "daily_run"
"""The task of the timetable that most others wait for."""
DAY, NIGHT, CHUNK, CLOSE = "day", "night", "book_chunk", "close_night"
"""Kinds of jobs: a task of the timetable; the daily run begun, booked, closed."""


class Queue(Enum):
    """Each has its own workers, so that what is slow in one keeps nothing in another waiting."""

    BOOKING = "booking"
    """The night's chunks, and what people cause to be booked."""
    MAIL = "mail"
    WEBHOOKS = "webhooks"
    DOCUMENTS = "documents"
    BANK = "bank"
    """Money: payments matched, credit used, dunning, cards asked for."""
    UPKEEP = "upkeep"
    """What is due is found and put into the queues; what is kept for a while is forgotten."""


class Priority(IntEnum):
    """The higher, the earlier in its queue."""

    PEOPLE = 100
    """Somebody waits for it."""
    NORMAL = 0
    NIGHT = -10
    """A chunk of the night: whatever people cause goes between two of them."""
    LAST = -20
    """Only when nothing else waits."""
