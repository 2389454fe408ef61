"""A booking, its charges and its invoice as rows.

A run makes many of them, so they are made by position: by name it takes three times as long.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from autossa.domain.billing.series import series_of
from autossa.domain.invoices import Invoice, InvoiceLine
from autossa.domain.settlements import Settlement
from autossa.store.engine.billing.issued import UNKNOWN
from autossa.store.engine.rows import ChargeRow, CreditedLineRow, Id, InvoiceRow, SettlementRow
from autossa.store.engine.sheets import Sheets
from autossa.store.engine.trace import Billed
from autossa.store.exact import numeric_text
from autossa.store.ids import new_id_text

NOT_YET = 0
"""The number of an invoice until it is written, when its series' numbers are taken."""


class Booked(NamedTuple):
    """The ids a booking is written with; `revision` counts how often its period was voided before."""

    settlement: Id
    project: Id
    contract: Id | None
    revision: int


def settlement_row(entry: Settlement, booked: Booked, sheets: Sheets) -> SettlementRow:
    """One booking; amounts in hundredths of an SSC."""
    period, recharge = entry.coverage, entry.recharge
    return SettlementRow(
        booked.settlement, booked.project, booked.contract,
        entry.reason.value, entry.day, entry.start, entry.end, entry.ssc,
        entry.recharged, recharge.number if recharge else None,
        entry.from_held, period.source.value if period else "", period.anchor if period else None,
        booked.revision, sheets.run, sheets.now,
    )  # fmt: skip


def charge_rows(entry: Settlement, settlement: Id) -> Iterator[ChargeRow]:
    """What each line costs in it, with all that the amount follows from."""
    factor = numeric_text(entry.factor)
    for position, (charge, from_balance, _, price, net, own) in enumerate(entry.parts):
        line, anchor, origin, start, end, ssc, multiplier = charge
        yield ChargeRow(
            settlement, position, line.number, line.license_id, line.license_type, line.quantity,
            numeric_text(line.rate), anchor, origin, start, end, numeric_text(multiplier), ssc, from_balance,
            None if price is None else numeric_text(price), factor if own is None else numeric_text(own), net,
        )  # fmt: skip


class BilledOrder(NamedTuple):
    """Whose order is invoiced, by its table: of SSC or of licenses; how it names its project, when it is due."""

    project: Id
    payer: Id
    price_list: Id
    currency: str
    section: str
    order_number: str
    due_on: date
    credit_order: Id | None = None
    license_order: Id | None = None


def order_invoice_row(invoice: Invoice, order: BilledOrder, sheets: Sheets) -> InvoiceRow:
    """The invoice of an order, its number left open; amounts in minor money units."""
    return InvoiceRow(
        id=new_id_text(),
        project_id=order.project,
        settlement=None,
        contract=None,
        payer=order.payer,
        series=series_of(order.project),
        year=sheets.today.year,
        number=NOT_YET,
        issued_on=sheets.today,
        reason=invoice.reason.value,
        start=invoice.start,
        end=invoice.end,
        price_list=order.price_list,
        currency=order.currency,
        net=invoice.net,
        tax=invoice.tax,
        gross=invoice.gross,
        tax_rate=numeric_text(invoice.tax_rate),
        corrects=None,
        booked_at=sheets.now,
        section=order.section,
        order_number=order.order_number,
        due_on=order.due_on,
        buyer=UNKNOWN,
        vat_category="",
        seller=None,
        seller_facts=None,
        credit_order_id=order.credit_order,
        license_order_id=order.license_order,
    )


def credited_rows(
    note: Id, settlement: Id, entry: Settlement, lines: Iterable[InvoiceLine]
) -> Iterator[CreditedLineRow]:
    """What a credit note takes back of each invoiced charge; `lines` are its lines, one for each of them."""
    invoiced = [(place, part) for place, part in enumerate(entry.parts) if part.invoiced and part.price is not None]
    for (position, part), line in zip(invoiced, lines, strict=True):
        if line.net or not part.net:
            yield CreditedLineRow(note, settlement, position, -line.net)


def invoice_row(
    invoice: Invoice,
    project: Id,
    settlement: Id,
    series: str,
    billed: Billed,
    sheets: Sheets,
    *,
    due_on: date | None = None,
    corrects: UUID | None = None,
) -> InvoiceRow:
    """An invoice or a credit note, its number left open, and whom an invoice names; amounts in minor money units."""
    return InvoiceRow(
        new_id_text(), project, settlement, billed.contract, billed.payer, series, sheets.today.year, NOT_YET,
        sheets.today, invoice.reason.value, invoice.start, invoice.end, billed.price_list, billed.currency, invoice.net,
        invoice.tax, invoice.gross, numeric_text(invoice.tax_rate), corrects, sheets.now,
        billed.section, billed.order_number, due_on, billed.buyer, billed.vat_category, None, None,
    )  # fmt: skip
