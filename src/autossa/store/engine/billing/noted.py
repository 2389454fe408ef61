"""A credit note that changes money alone, as rows."""

from collections.abc import Iterable
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.credit_notes import CreditNote
from autossa.domain.billing.series import series_of
from autossa.store.engine.rows import CreditedLineRow, CreditReasonRow, InvoiceRow, OutboxRow
from autossa.store.engine.sheets import Sheets
from autossa.store.exact import fraction, numeric_text
from autossa.store.ids import new_id
from autossa.store.models.billing.invoices import Invoice


def add_note(
    sheets: Sheets, invoice: Invoice, plan: CreditNote, charges: Iterable[tuple[UUID, int, Money]], reason: str
) -> UUID:
    """Collect a note of an invoice that names of each line what is taken back; its number is given as it is written.

    It repeats whom the invoice named, its order number and its VAT.
    """
    note = new_id()
    sheets.rows[InvoiceRow].append(
        InvoiceRow(
            id=note,
            project_id=invoice.project_id,
            settlement=invoice.settlement,
            contract=invoice.contract,
            payer=invoice.payer,
            series=series_of(invoice.project_id, is_note=True),
            year=sheets.today.year,
            number=0,
            issued_on=sheets.today,
            reason=invoice.reason,
            start=invoice.start,
            end=invoice.end,
            price_list=invoice.price_list,
            currency=invoice.currency,
            net=-plan.net,
            tax=-plan.tax,
            gross=-plan.gross,
            tax_rate=numeric_text(fraction(invoice.tax_rate)),
            corrects=invoice.id,
            booked_at=sheets.now,
            section=invoice.section,
            order_number=invoice.order_number,
            due_on=None,
            buyer=invoice.buyer,
            vat_category=invoice.vat_category,
            seller=None,
            seller_facts=None,
            credit_order_id=invoice.credit_order_id,
            license_order_id=invoice.license_order_id,
        )
    )
    sheets.rows[CreditedLineRow] += [CreditedLineRow(note, *charge) for charge in charges]
    sheets.rows[CreditReasonRow].append(CreditReasonRow(note, reason))
    payload = {"note": str(note)}
    sheets.rows[OutboxRow].append(
        OutboxRow(new_id(), "invoice.credited", invoice.project_id, payload, sheets.now, 0, "")
    )
    return note
