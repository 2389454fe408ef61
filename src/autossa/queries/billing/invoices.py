"""The invoices and credit notes of a project, newest first, with their lines and why they are of that amount."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain import invoices as d
from autossa.domain.amounts import Money, Ssc
from autossa.domain.charges import ONCE
from autossa.domain.currencies import places_of
from autossa.domain.derivations import Derivation, why_invoice
from autossa.queries.billing.ordered import OrderedLine, ordered
from autossa.queries.billing.settlements import Booking, Explained
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One document; money in minor units of `currency`. A credit note names the invoice that it takes back.

    It has the lines of what was booked, or those that were `ordered`.
    """

    id: str
    number: str
    is_credit_note: bool
    corrects: str
    reason: d.Reason
    issued_on: date
    start: date
    end: date
    ssc: Ssc
    net: Money
    tax: Money
    gross: Money
    tax_rate: Fraction
    currency: str
    lines: tuple[Explained, ...]
    why: Derivation
    ordered: tuple[OrderedLine, ...] = ()


def load_invoices(project: models.Project, limit: int) -> tuple[list[models.Invoice], bool]:
    """The newest documents, and whether there are older ones. One query."""
    found = list(models.Invoice.objects.filter(project=project).order_by("-id")[: limit + 1])
    return found[:limit], len(found) > limit


def invoice_rows(found: list[models.Invoice], bookings: Mapping[UUID, Booking]) -> tuple[InvoiceRow, ...]:
    """The documents with the lines that their bookings invoiced."""
    by_settlement = {row.settlement: row.full_number for row in found if row.series == "INV" and row.settlement}
    orders = ordered(found)
    return tuple(
        _of_order(invoice, orders[invoice.id].lines)
        if invoice.settlement is None
        else _row(invoice, bookings[invoice.settlement], by_settlement)
        for invoice in found
    )


def _of_order(invoice: models.Invoice, ordered: tuple[OrderedLine, ...]) -> InvoiceRow:
    rate = fraction(invoice.tax_rate)
    lines = tuple(d.InvoiceLine("", 0, one.units, one.price, ONCE, one.net) for one in ordered)
    document = d.Invoice(
        d.Reason.ORDER, invoice.start, invoice.end, lines, invoice.net, invoice.tax, invoice.gross, rate,
        places_of(invoice.currency),
    )  # fmt: skip
    return InvoiceRow(
        id=public_id("inv", invoice.id),
        number=invoice.full_number,
        is_credit_note=False,
        corrects="",
        reason=d.Reason.ORDER,
        issued_on=invoice.issued_on,
        start=invoice.start,
        end=invoice.end,
        ssc=sum(one.ssc for one in ordered),
        net=invoice.net,
        tax=invoice.tax,
        gross=invoice.gross,
        tax_rate=rate,
        currency=invoice.currency,
        lines=(),
        why=why_invoice(document),
        ordered=ordered,
    )


def _row(invoice: models.Invoice, booking: Booking, numbers: Mapping[UUID, str]) -> InvoiceRow:
    is_credit_note = invoice.series != "INV"
    found = tuple(charge for charge in booking.charges if charge.invoiced)
    lines = tuple(map(_taken_back, found)) if is_credit_note else found
    return InvoiceRow(
        id=public_id("inv", invoice.id),
        number=invoice.full_number,
        is_credit_note=is_credit_note,
        corrects=numbers.get(invoice.settlement, "") if is_credit_note and invoice.settlement else "",
        reason=d.Reason(invoice.reason),
        issued_on=invoice.issued_on,
        start=invoice.start,
        end=invoice.end,
        ssc=sum(line.invoiced for line in lines),
        net=invoice.net,
        tax=invoice.tax,
        gross=invoice.gross,
        tax_rate=fraction(invoice.tax_rate),
        currency=invoice.currency,
        lines=lines,
        why=why_invoice(_document(invoice, booking, lines)),
    )


def _taken_back(line: Explained) -> Explained:
    """A line as a credit note has it: its amounts are below 0, as its totals are."""
    return replace(line, invoiced=-line.invoiced, net=-line.net)


def _document(invoice: models.Invoice, booking: Booking, lines: tuple[Explained, ...]) -> d.Invoice:
    """The domain's invoice, for its derivation."""
    document_lines = tuple(
        d.InvoiceLine(line.license, 0, line.invoiced, line.price or Fraction(0), line.factor, line.net)
        for line in lines
    )
    return d.Invoice(
        d.Reason(invoice.reason),
        invoice.start,
        invoice.end,
        document_lines,
        invoice.net,
        invoice.tax,
        invoice.gross,
        fraction(invoice.tax_rate),
        places_of(invoice.currency),
    )
