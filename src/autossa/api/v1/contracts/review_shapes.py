"""How contracts in review are read and decided."""

from typing import Any
from uuid import UUID

from ninja import Field

from autossa.api.v1.contracts.shapes import SaidOut, said_out
from autossa.api.v1.frame.figures import (
    Agreed,
    BookingOut,
    DerivationOut,
    RefusalOut,
    booking_out,
    derivation_out,
    refusal_out,
)
from autossa.api.v1.frame.paging import OnwardAsk
from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, MoneyOut, SscText, money, ssc_text
from autossa.queries.contracts.review_page import ReviewLine, ReviewPage
from autossa.queries.contracts.reviews import QueueRow, Waiting


class ReviewsAsk(OnwardAsk):
    """On whom contracts wait."""

    waiting: Waiting = Waiting.ALL


class ApproveIn(Body):
    """Which later lines are confirmed with it."""

    lines: list[int] | None = Field(None, max_length=1000)
    agreed: str | None = Agreed


class ReviewIn(Body):
    """What the customer reads."""

    text: str = Field(max_length=10_000)
    agreed: str | None = Agreed


class QueueRowOut(Answer):
    """A contract in review."""

    id: str = Field(description="Of the project.")
    project: str
    customer: str
    customer_number: str
    payer: str
    number: int
    status: str
    option: str
    concluded_on: Day
    days: int = Field(description="Since it was concluded.")
    currency: Currency
    ssc: SscText
    gross: MoneyOut
    flags: list[str]
    refusal: RefusalOut | None = Field(description="Why it cannot be approved.")


class ReviewLineOut(Answer):
    """A license line of the project."""

    number: int
    license: str
    license_type: str
    quantity: int
    confirmed: bool
    with_contract: bool = Field(description="The approval confirms it.")
    later: bool = Field(description="It was requested since.")


class ReviewOut(QueueRowOut):
    """One contract in review, and what approving it books."""

    bookings: list[BookingOut]
    later: BookingOut | None = Field(description="The first period, when the approval does not book it.")
    gap: DerivationOut | None
    lines: list[ReviewLineOut]
    thread: list[SaidOut]
    concluded_by: str
    is_own: bool = Field(description="You concluded it: somebody else has to approve it.")
    order_number: str
    invoice_contact: str
    agreed: str


def queue_row(row: QueueRow) -> QueueRowOut:
    """A contract in review."""
    return QueueRowOut(**_row(row))


def review_out(page: ReviewPage, reader: UUID, agreed: str) -> ReviewOut:
    """One contract in review."""
    currency = page.approval.currency
    return ReviewOut(
        **_row(page.row), bookings=[booking_out(one, currency) for one in page.booked],
        later=booking_out(page.later, currency) if page.later else None, gap=derivation_out(page.gap_why),
        lines=[_line(one) for one in page.lines], thread=said_out(page.thread), concluded_by=page.concluded_by_name,
        is_own=page.is_own(reader), order_number=page.order_number, invoice_contact=page.invoice_contact,
        agreed=agreed,
    )  # fmt: skip


def _row(row: QueueRow) -> dict[str, Any]:
    contract, approval = row.contract, row.approval
    return {
        "id": row.project_id, "project": row.project, "customer": row.customer,
        "customer_number": row.customer_number, "payer": row.payer, "number": contract.number,
        "status": contract.status.value, "option": contract.option.name, "concluded_on": contract.concluded_on,
        "days": row.days, "currency": approval.currency, "ssc": ssc_text(approval.ssc),
        "gross": money(approval.gross, approval.currency), "flags": [flag.value for flag in row.flags],
        "refusal": refusal_out(approval.refusal),
    }  # fmt: skip


def _line(line: ReviewLine) -> ReviewLineOut:
    return ReviewLineOut(
        number=line.number, license=line.license, license_type=line.license_type, quantity=line.quantity,
        confirmed=line.confirmed, with_contract=line.with_contract, later=line.later,
    )  # fmt: skip
