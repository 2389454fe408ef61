"""The invoice of an order, issued on the day that it is booked: by the series of all invoices (billing 1, 8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Source, Why
from autossa.domain.currencies import places_of
from autossa.domain.orders.orders import order_invoice
from autossa.operations.billing.payments.desk import open_desk
from autossa.operations.billing.payments.receiving import receive, record
from autossa.operations.context import ActionContext
from autossa.store import models
from autossa.store.engine.batch import Batch
from autossa.store.engine.bookings import BilledOrder
from autossa.store.engine.terms import load_versions
from autossa.store.exact import fraction
from autossa.store.ids import new_id


def invoice_order(
    row: models.CreditOrder | models.LicenseOrder,
    lines: Iterable[tuple[int, Fraction, Money]],
    ctx: ActionContext,
    payment: UUID | None = None,
) -> None:
    """Write it, for lines of units (hundredths), price and net; nothing for an order of 0.00.

    What was paid before is due at once, and paid: by `payment`, that nobody has yet, else by one that is entered now.
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
    if row.paid_on:
        _pay(row, payment, ctx)


def _pay(row: models.CreditOrder | models.LicenseOrder, payment: UUID | None, ctx: ActionContext) -> None:
    """What is entered by hand is booked today, so that no month changes that was exported (decision 62)."""
    desk = open_desk(row.payer_id, row.currency, replace(ctx, seen=None))  # it was compared under the project's lock
    why = Why.BY_HAND if payment is None else Why.NAMED
    if payment is None:
        payment = new_id()
        facts = {"method": Method.TRANSFER.value, "source": Source.STAFF.value, "reference": row.public_id}
        record(payment, ctx.today, row.gross, row.currency, ctx, **facts)
    receive(desk, payment, [row.invoices.get(series="INV").pk], why)
