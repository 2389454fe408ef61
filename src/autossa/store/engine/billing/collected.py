"""A collective invoice as rows: the document, a section for each booking, and what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.series import series_of
from autossa.domain.prices import tax_amount
from autossa.store.engine.billing.issued import UNKNOWN
from autossa.store.engine.rows import InvoiceRow, OutboxRow, SectionRow
from autossa.store.engine.sheets import Sheets
from autossa.store.exact import numeric_text
from autossa.store.ids import new_id, public_id
from autossa.store.models.billing.invoices import COLLECTIVE


@dataclass(frozen=True, slots=True)
class Waiting:
    """A booking that stands on no document yet; money in minor units of `currency`."""

    settlement: UUID
    project: UUID
    section: str
    customer: UUID
    customer_name: str
    contract: UUID | None
    reason: str
    start: date
    end: date
    price_list: UUID
    currency: str
    net: Money
    tax_rate: Fraction
    vat_category: str
    order_number: str
    payment_days: int
    booked_on: date

    @property
    def project_id(self) -> str:
        """The public id of its project."""
        return public_id("prj", self.project)


class Together(NamedTuple):
    """What bookings on one document have in common; `due` is None where they do not wait for a day any more."""

    due: date | None
    currency: str
    tax_rate: Fraction
    vat_category: str
    order_number: str


def add_collection(sheets: Sheets, payer: UUID, together: Together, bookings: Sequence[Waiting]) -> UUID:
    """Collect a document of these bookings; whom it names and its number are found as it is written.

    It is due by the longest of their days to pay.
    """
    key, today = new_id(), sheets.today
    net = sum(booking.net for booking in bookings)
    tax, lists = tax_amount(net, together.tax_rate), {booking.price_list for booking in bookings}
    sheets.rows[InvoiceRow].append(
        InvoiceRow(
            id=key,
            project_id=None,
            settlement=None,
            contract=None,
            payer=payer,
            series=series_of(None),
            year=today.year,
            number=0,
            issued_on=today,
            reason=COLLECTIVE,
            start=min(booking.start for booking in bookings),
            end=max(booking.end for booking in bookings),
            price_list=lists.pop() if len(lists) == 1 else None,
            currency=together.currency,
            net=net,
            tax=tax,
            gross=net + tax,
            tax_rate=numeric_text(together.tax_rate),
            corrects=None,
            booked_at=sheets.now,
            section="",
            order_number=together.order_number,
            due_on=today + timedelta(days=max(booking.payment_days for booking in bookings)),
            buyer=UNKNOWN,
            vat_category=together.vat_category,
            seller=None,
            seller_facts=None,
        )
    )
    sheets.rows[SectionRow] += [
        SectionRow(key, position, _name(booking, payer), booking.settlement)
        for position, booking in enumerate(bookings)
    ]
    told = {"invoice": str(key)}
    sheets.rows[OutboxRow].append(OutboxRow(new_id(), "invoice.collected", None, told, sheets.now, 0, ""))
    return key


def _name(booking: Waiting, payer: UUID) -> str:
    """The project; and whose it is, where somebody else pays."""
    return booking.section if booking.customer == payer else f"{booking.section} · {booking.customer_name}"
