"""How credits are written and read."""

from ninja import Field

from autossa.api.v1.frame.figures import (
    Agreed,
    BookingOut,
    ChargeOut,
    DerivationOut,
    RefusalOut,
    booking_out,
    charge_out,
    derivation_out,
    refusal_out,
)
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, MoneyOut, SscText, money, ssc_text
from autossa.queries.billing.previews import VoidPreview
from autossa.queries.billing.settlements import Booking
from autossa.queries.credits.ledger import LedgerEntry
from autossa.queries.credits.lots import LotRow
from autossa.queries.credits.previews import Extension

MOST_MONTHS = 60


class LotShareOut(Answer):
    """So much of a lot."""

    number: int
    source: str
    day: Day
    ssc: SscText


class BookedOut(Answer):
    """What an entry paid for."""

    id: str
    reason: str
    starts_on: Day
    until: Day
    ssc: SscText
    charges: list[ChargeOut]
    gap: DerivationOut | None
    voided_on: Day | None
    void_reason: str


class EntryOut(Answer):
    """An entry of the ledger, with the balance after it."""

    id: str
    day: Day
    kind: str
    ssc: SscText
    change: SscText
    balance: SscText
    held: SscText
    lots: list[LotShareOut]
    note: str
    booking: BookedOut | None


class LotOut(Answer):
    """Credits that came together, and what is left of them."""

    number: int
    source: str
    day: Day
    ssc: SscText
    free: SscText
    held: SscText
    paid: MoneyOut | None


class CreditsOut(Answer):
    """What is prepaid, and where it came from."""

    free: SscText
    held: SscText
    lots: list[LotOut] = Field(description="What is left, in the order it will be used; then what is used up.")
    has_more: bool = Field(description="More lots are used up.")


class ExtendIn(Body):
    """For how long."""

    months: int = Field(ge=1, le=MOST_MONTHS)
    agreed: str | None = Agreed


class ExtendPreviewIn(Body):
    """For how long it would be extended."""

    project: Id
    months: int = Field(ge=1, le=MOST_MONTHS)


class ExtensionOut(Answer):
    """What extending by hand would cost and cover."""

    months: int
    starts_on: Day
    until: Day | None
    ssc: SscText = Field(description="With the gap before it.")
    free: SscText
    missing: SscText
    ordered: SscText
    period: BookingOut | None
    gap: BookingOut | None
    derivation: DerivationOut | None = Field(description="Why a gap counts once or more.")
    refusal: RefusalOut | None
    agreed: str


class AdjustIn(Body):
    """How much comes, or goes with a minus, and why."""

    ssc: SscText
    reason: str = Field(max_length=5000, description="The customer reads it.")


class AdjustedOut(Answer):
    """What there is after it."""

    free: SscText
    held: SscText


class VoidIn(Body):
    """Why a booking is voided."""

    reason: str = Field(max_length=5000)
    agreed: str | None = Agreed


class VoidPreviewIn(Body):
    """Which booking would be voided."""

    project: Id
    settlement: Id


class VoidOut(Answer):
    """What voiding a booking would do."""

    settlement: str
    starts_on: Day
    until: Day
    given_back: SscText
    recharged: SscText
    balance: SscText
    invoice_number: str
    gross: MoneyOut
    is_due_again: bool = Field(description="The next run books the period anew.")
    refusal: RefusalOut | None
    agreed: str


def entry_out(found: LedgerEntry, currency: str) -> EntryOut:
    """An entry of the ledger."""
    shares = [
        LotShareOut(number=one.number, source=one.source.value, day=one.day, ssc=ssc_text(one.ssc))
        for one in found.lots
    ]
    return EntryOut(
        id=found.id, day=found.day, kind=found.kind, ssc=ssc_text(found.ssc), change=ssc_text(found.change),
        balance=ssc_text(found.balance), held=ssc_text(found.held), lots=shares, note=found.note,
        booking=_booked(found.booking, currency) if found.booking else None,
    )  # fmt: skip


def _booked(found: Booking, currency: str) -> BookedOut:
    return BookedOut(
        id=found.id, reason=found.reason.value, starts_on=found.start, until=found.end, ssc=ssc_text(found.ssc),
        charges=[charge_out(one, currency) for one in found.charges], gap=derivation_out(found.gap),
        voided_on=found.voided_on, void_reason=found.void_reason,
    )  # fmt: skip


def lot_out(found: LotRow, currency: str) -> LotOut:
    """Credits that came together."""
    return LotOut(
        number=found.number, source=found.source.value, day=found.day, ssc=ssc_text(found.ssc),
        free=ssc_text(found.free), held=ssc_text(found.held),
        paid=None if found.paid is None else money(found.paid, currency),
    )  # fmt: skip


def extension_out(found: Extension, currency: str, agreed: str) -> ExtensionOut:
    """The preview of an extension by hand."""
    return ExtensionOut(
        months=found.months, starts_on=found.start, until=found.end, ssc=ssc_text(found.ssc),
        free=ssc_text(found.free), missing=ssc_text(found.missing), ordered=ssc_text(found.ordered),
        period=booking_out(found.period, currency) if found.period else None,
        gap=booking_out(found.gap, currency) if found.gap else None, derivation=derivation_out(found.gap_why),
        refusal=refusal_out(found.refusal), agreed=agreed,
    )  # fmt: skip


def void_out(settlement: str, found: VoidPreview, agreed: str) -> VoidOut:
    """The preview of a booking that is voided."""
    booked = found.settlement
    return VoidOut(
        settlement=settlement, starts_on=booked.start, until=booked.end, given_back=ssc_text(found.given_back),
        recharged=ssc_text(found.recharged), balance=ssc_text(found.balance), invoice_number=found.invoice_number,
        gross=money(found.gross, found.currency), is_due_again=found.is_due_again,
        refusal=refusal_out(found.refusal), agreed=agreed,
    )  # fmt: skip
