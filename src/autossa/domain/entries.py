"""What a decision writes down: one immutable entry for each thing that happened, in order.

The state of a project is nothing but the fold of its entries (`projects.apply`); the store writes the same entries
as rows, the scenario prints them as facts.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from autossa.domain.contracts import Contract, Status
from autossa.domain.credits import Draw, Lot
from autossa.domain.lines import Line
from autossa.domain.plans import Option
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void


@dataclass(frozen=True, slots=True)
class LineAdded:
    """A license line came to the project, confirmed or requested (rule 6)."""

    day: date
    line: Line


@dataclass(frozen=True, slots=True)
class LineConfirmed:
    """The vendor confirmed a requested line; it is charged from `added_on` (rule 6)."""

    day: date
    line: int
    added_on: date


@dataclass(frozen=True, slots=True)
class RequestEnded:
    """A requested line was withdrawn or refused: it was alive on no day and is never charged (rule 6)."""

    day: date
    line: int


@dataclass(frozen=True, slots=True)
class LineReturned:
    """A line ends on a day, and a remainder goes on from it when only a part was returned (rule 6)."""

    day: date
    line: int
    ended_on: date
    remainder: Line | None


@dataclass(frozen=True, slots=True)
class ReturnUndone:
    """What was given up was taken back: the line goes on, and what was to remain of it never lives (rule 6)."""

    day: date
    line: int
    remainders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LicenseActivated:
    """A license was bound to a device (rule 6); only that of a charged line fixes the day of rule 4."""

    day: date
    license_id: str
    charged: bool = True


@dataclass(frozen=True, slots=True)
class ToppedUp:
    """Credits came in without an invoice of a contract."""

    day: date
    lot: Lot


@dataclass(frozen=True, slots=True)
class CreditsWrittenOff:
    """Staff took free credits away again, with a reason: a correction of what had been added by hand."""

    day: date
    draws: tuple[Draw, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CreditsHeld:
    """Free credits are held for a late gap until the review ends (rule 4)."""

    day: date
    draws: tuple[Draw, ...]


@dataclass(frozen=True, slots=True)
class CreditsReleased:
    """What was held is free again: the contract was rejected or withdrawn (rule 4)."""

    day: date
    draws: tuple[Draw, ...]


@dataclass(frozen=True, slots=True)
class ContractConcluded:
    """A contract was submitted for review (rule 4)."""

    day: date
    contract: Contract


@dataclass(frozen=True, slots=True)
class ContractMoved:
    """The contract changed its state (rule 4)."""

    day: date
    status: Status


@dataclass(frozen=True, slots=True)
class EndSet:
    """The contract's end was set by a cancellation, or set back by its undoing (rule 7)."""

    day: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class OptionChanged:
    """From a day on the contract goes on with that option (rule 7); from its start on: replaced while in review.

    `undone`: a change was taken back, the option is that which goes on.
    """

    day: date
    option: Option
    starts_on: date
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ContractTerminated:
    """Staff ended a suspended contract at once, with its last booked period (rule 4)."""

    day: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class LateWaived:
    """Staff waived the doubling of the project's gap up to and including a day, with a reason (rule 4)."""

    day: date
    last_day: date
    reason: str


Entry: TypeAlias = (
    LineAdded
    | LineConfirmed
    | RequestEnded
    | LineReturned
    | ReturnUndone
    | LicenseActivated
    | ToppedUp
    | CreditsWrittenOff
    | CreditsHeld
    | CreditsReleased
    | ContractConcluded
    | ContractMoved
    | EndSet
    | OptionChanged
    | ContractTerminated
    | LateWaived
    | Settlement
    | Void
)
