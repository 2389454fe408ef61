"""What an import of statements does: how much is booked, and what is set aside by itself (billing 15)."""

from dataclasses import dataclass
from enum import StrEnum


class Aside(StrEnum):
    """Why money is no customer's, without that a person says so: the bank's own fee, what was paid to somebody else."""

    CHARGE = "charge"
    OUTGOING = "outgoing"


@dataclass
class Settled:
    """How many payments were found to be whose, how many orders were booked by that, what went back and out; the rest
    waits."""

    assigned: int = 0
    orders: int = 0
    returned: int = 0
    refunds: int = 0
    waiting: int = 0
