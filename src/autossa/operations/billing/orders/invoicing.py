"""The invoice of an order, issued on the day that it is booked: by the series of all invoices (billing 1, 8)."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from autossa.domain.amounts import Money
from autossa.domain.currencies import places_of
from autossa.domain.orders.orders import order_invoice
from autossa.operations.context import ActionContext
from autossa.store import models
from autossa.store.engine.batch import Batch
from autossa.store.engine.bookings import BilledOrder
from autossa.store.engine.terms import load_versions
from autossa.store.exact import fraction


def invoice_order(
    row: models.CreditOrder | models.LicenseOrder, lines: Iterable[tuple[int, Fraction, Money]], ctx: ActionContext
) -> None:
    """Write it, for lines of units (hundredths), price and net; nothing for an order of 0.00.

    What was paid before is due at once.
    """
    invoice = order_invoice(lines, ctx.today, fraction(row.tax_rate), places_of(row.currency))
    if invoice is None:
        return
    waits = timedelta(days=0 if row.paid_on else load_versions(set()).policy_on(ctx.today).policy.payment_days)
    is_licenses = isinstance(row, models.LicenseOrder)
    price_list = row.price_list_id if isinstance(row, models.LicenseOrder) else row.project.price_list_id
    billed = BilledOrder(
        row.project_id,
        row.payer_id,
        price_list,
        row.currency,
        row.project.name,
        row.order_number,
        ctx.today + waits,
        None if is_licenses else row.id,
        row.id if is_licenses else None,
    )
    batch = Batch(ctx.today, ctx.now)
    batch.bill(invoice, billed)
    batch.flush()
