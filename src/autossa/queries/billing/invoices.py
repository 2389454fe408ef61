"""The invoices and credit notes of a project, newest first, with their lines and why they are of that amount."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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

    It has the lines of what was booked, or those that were `ordered`, or the net of each of its `sections`: that is a
    collective one, which has no `reason` of its own.
    """

    id: str
    number: str
    is_credit_note: bool
    corrects: str
    reason: d.Reason | None
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
    sections: tuple[tuple[str, Money], ...] = ()


def load_invoices(project: models.Project, limit: int) -> tuple[list[models.Invoice], bool]:
    """The newest documents, and whether there are older ones. One query."""
    found = list(models.Invoice.objects.filter(project=project).order_by("-id")[: limit + 1])
    return found[:limit], len(found) > limit


def invoice_rows(found: list[models.Invoice], bookings: Mapping[UUID, Booking]) -> tuple[InvoiceRow, ...]:
    """The documents with the lines that their bookings invoiced."""
    numbers = {row.id: row.full_number for row in found}
    others = {row.corrects for row in found if row.corrects} - numbers.keys()
    if others:
        numbers |= {row.id: row.full_number for row in models.Invoice.objects.filter(pk__in=others)}
    taken: dict[UUID, dict[int, Money]] = defaultdict(dict)
    for line in models.CreditedLine.objects.filter(note__in=[row.id for row in found if row.series != "INV"]):
        taken[line.note_id][line.position] = line.net
    orders = ordered(found)
    rows = []
    for invoice in found:
        if invoice.id in orders:
            rows.append(_of_order(invoice, orders[invoice.id].lines, numbers, taken[invoice.id]))
        elif invoice.settlement is not None:
            rows.append(_row(invoice, bookings[invoice.settlement], numbers, taken[invoice.id]))
    return tuple(rows)


def _of_order(
    invoice: models.Invoice,
    lines_of_it: tuple[OrderedLine, ...],
    numbers: Mapping[UUID, str],
    taken: Mapping[int, Money],
) -> InvoiceRow:
    """Of a credit note, what it took back of each line."""
    rate, is_credit_note, ordered = fraction(invoice.tax_rate), invoice.series != "INV", lines_of_it
    if is_credit_note:
        ordered = tuple(replace(one, net=-taken[one.position]) for one in lines_of_it if one.position in taken)
    lines = tuple(d.InvoiceLine("", 0, one.units, one.price, ONCE, one.net) for one in ordered)
    document = d.Invoice(
        d.Reason.ORDER, invoice.start, invoice.end, lines, invoice.net, invoice.tax, invoice.gross, rate,
        places_of(invoice.currency),
    )  # fmt: skip
    return InvoiceRow(
        id=public_id("inv", invoice.id),
        number=invoice.full_number,
        is_credit_note=is_credit_note,
        corrects=numbers[invoice.corrects] if invoice.corrects else "",
        reason=d.Reason.ORDER,
        issued_on=invoice.issued_on,
        start=invoice.start,
        end=invoice.end,
        ssc=0 if is_credit_note else sum(one.ssc for one in ordered),
        net=invoice.net,
        tax=invoice.tax,
        gross=invoice.gross,
        tax_rate=rate,
        currency=invoice.currency,
        lines=(),
        why=why_invoice(document),
        ordered=ordered,
    )


def collective_row(invoice: models.Invoice, sections: Iterable[tuple[str, Money]], corrects: str) -> InvoiceRow:
    """A collective invoice, or a note that takes back lines of several bookings: by section."""
    parts = tuple(sections)
    lines = tuple(d.InvoiceLine(name, 0, 0, Fraction(0), ONCE, net) for name, net in parts)
    rate, places = fraction(invoice.tax_rate), places_of(invoice.currency)
    document = d.Invoice(
        d.Reason.MANUAL, invoice.start, invoice.end, lines, invoice.net, invoice.tax, invoice.gross, rate, places
    )  # its reason is not looked at
    return InvoiceRow(
        id=public_id("inv", invoice.id), number=invoice.full_number, is_credit_note=invoice.series != "INV",
        corrects=corrects, reason=None, issued_on=invoice.issued_on, start=invoice.start, end=invoice.end, ssc=0,
        net=invoice.net, tax=invoice.tax, gross=invoice.gross, tax_rate=rate, currency=invoice.currency, lines=(),
        why=why_invoice(document), sections=parts,
    )  # fmt: skip


def _row(
    invoice: models.Invoice, booking: Booking, numbers: Mapping[UUID, str], taken: Mapping[int, Money]
) -> InvoiceRow:
    is_credit_note = invoice.series != "INV"
    lines = _note_lines(booking, taken) if is_credit_note else tuple(one for one in booking.charges if one.invoiced)
    return InvoiceRow(
        id=public_id("inv", invoice.id),
        number=invoice.full_number,
        is_credit_note=is_credit_note,
        corrects=numbers[invoice.corrects] if invoice.corrects else "",
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


def _note_lines(booking: Booking, taken: Mapping[int, Money]) -> tuple[Explained, ...]:
    """Lines as a credit note has them: amounts are below 0; where one is taken back in part, no SSC come back."""
    found = [(booking.charges[place], net) for place, net in sorted(taken.items())]
    is_whole = all(net == line.net for line, net in found)
    return tuple(replace(line, invoiced=-line.invoiced if is_whole else 0, net=-net) for line, net in found)


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
