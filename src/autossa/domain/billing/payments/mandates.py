"""A mandate's life: given, used, changed, stopped, expired (billing 12)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.dates import add_months

MONTHS = 36
"""Months after its last use in which a mandate must be used again (SEPA rulebooks)."""


class Scheme(StrEnum):
    """CORE is for everybody; B2B for companies alone, whose bank knows the mandate: hardly to be returned."""

    CORE = "CORE"
    B2B = "B2B"


class Sequence(StrEnum):
    """Which collection of a mandate it is: the first, a later one, the last, or the only one; files have this order."""

    FIRST = "FRST"
    RECURRING = "RCUR"
    FINAL = "FNAL"
    ONE_OFF = "OOFF"


class MandateState(StrEnum):
    """Where a mandate stands on a day; only an `active` one is collected by."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    STOPPED = "stopped"
    REVOKED = "revoked"
    USED_UP = "used_up"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Amendment:
    """From that day on it is of another account or holder; what it was before stays known."""

    day: date
    iban: str
    holder: str


@dataclass(frozen=True, slots=True)
class Use:
    """A collection by it: its day, and the day it was returned on, if it was."""

    collect_on: date
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate; its `reference` is unique at the vendor. A B2B one is active once its bank knows it, `confirmed_on`.

    `iban` and `holder` as given, `amendments` in order. `stopped_on` with the code of the return that stopped it,
    `revoked_on` by the payer.
    """

    reference: str
    payer: str
    signed_on: date
    iban: str
    holder: str
    scheme: Scheme = Scheme.CORE
    is_one_off: bool = False
    confirmed_on: date | None = None
    amendments: tuple[Amendment, ...] = ()
    uses: tuple[Use, ...] = ()
    stopped_on: date | None = None
    stop_code: str = ""
    revoked_on: date | None = None

    def iban_on(self, day: date) -> str:
        """The account that is debited on a day."""
        return next((one.iban for one in reversed(self.amendments) if one.day <= day), self.iban)

    def holder_on(self, day: date) -> str:
        """Whose account that is."""
        return next((one.holder for one in reversed(self.amendments) if one.day <= day), self.holder)

    def last_use(self, day: date) -> date | None:
        """The last day it was collected by, returned or not; a return is no sign that it was given up."""
        return max((use.collect_on for use in self.uses if use.collect_on <= day), default=None)

    def expires_on(self, day: date, months: int = MONTHS) -> date:
        """The first day on which it has expired, as seen on a day: months after its last use, or its signature."""
        return add_months(self.last_use(day) or self.signed_on, months)


def state_of(mandate: Mandate, day: date, months: int = MONTHS) -> MandateState:
    """Its state at the end of a day."""
    if mandate.revoked_on is not None and mandate.revoked_on <= day:
        return MandateState.REVOKED
    if mandate.stopped_on is not None and mandate.stopped_on <= day:
        return MandateState.STOPPED
    if mandate.is_one_off and any(_went_through(use, day) for use in mandate.uses):
        return MandateState.USED_UP
    if day >= mandate.expires_on(day, months):
        return MandateState.EXPIRED
    is_confirmed = mandate.scheme is Scheme.CORE or (mandate.confirmed_on is not None and mandate.confirmed_on <= day)
    return MandateState.ACTIVE if is_confirmed and mandate.signed_on <= day else MandateState.UNCONFIRMED


def sequence_of(mandate: Mandate, day: date, is_last: bool = False) -> Sequence:
    """How its next collection is marked: the first is the first until one went through."""
    if mandate.is_one_off:
        return Sequence.ONE_OFF
    if is_last:
        return Sequence.FINAL
    return Sequence.RECURRING if any(_went_through(use, day) for use in mandate.uses) else Sequence.FIRST


def amended_from(mandate: Mandate, day: date) -> Amendment | None:
    """What a collection has to say of changes since the last one: the account and holder it knew; None: nothing new."""
    last = max((use.collect_on for use in mandate.uses if use.collect_on < day), default=None)
    if last is None:
        return None
    known = Amendment(last, mandate.iban_on(last), mandate.holder_on(last))
    is_new = (known.iban, known.holder) != (mandate.iban_on(day), mandate.holder_on(day))
    return known if is_new else None


def _went_through(use: Use, day: date) -> bool:
    return use.collect_on <= day and (use.returned_on is None or use.returned_on > day)
