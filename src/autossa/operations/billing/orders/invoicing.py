"""The invoice of an order, issued on the day that it is booked: by the series of all invoices (billing 1, 8)."""

from collections.abc import Iterable
from fractions import Fraction

from autossa.domain.amounts import Money
from autossa.domain.billing.orders import order_invoice
from autossa.domain.currencies import places_of
from autossa.operations.context import ActionContext
from autossa.store import models
from autossa.store.engine.batch import Batch
from autossa.store.engine.bookings import BilledOrder
from autossa.store.exact import fraction


def invoice_order(
    row: models.CreditOrder | models.LicenseOrder, lines: Iterable[tuple[int, Fraction, Money]], ctx: ActionContext
) -> None:
    """Write it, for lines of units (hundredths), price and net; nothing for an order of 0.00."""
    invoice = order_invoice(lines, ctx.today, fraction(row.tax_rate), places_of(row.currency))
    if invoice is None:
        return
    is_licenses = isinstance(row, models.LicenseOrder)
    price_list = row.price_list_id if isinstance(row, models.LicenseOrder) else row.project.price_list_id
    billed = BilledOrder(
        row.project_id,
        row.payer_id,
        price_list,
        row.currency,
        None if is_licenses else row.id,
        row.id if is_licenses else None,
    )
    batch = Batch(ctx.today, ctx.now)
    batch.bill(invoice, billed)
    batch.flush()
