"""What the bank says was paid: statements are imported and payments assigned by way of orders, which it may book.

The bank's part is in `billing.bank`, which knows nothing of orders; an order is booked as by hand, with its payment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.operations.billing.bank import importing, settling
from autossa.operations.billing.bank.importing import Imported, Upload
from autossa.operations.billing.orders.deciding import OrderNotFound
from autossa.operations.billing.payments import receiving
from autossa.operations.billing.payments.errors import NoSuchClaim, NoSuchPayment
from autossa.operations.context import ActionContext
from autossa.operations.credits import orders as credit_orders
from autossa.operations.errors import Invalid, OperationError
from autossa.operations.orders import licenses as license_orders
from autossa.queries.billing.bank.waiting import MoneyIn
from autossa.store import models
from autossa.store.ids import read_public_id

_ORDERS = (models.CreditOrder.PREFIX, models.LicenseOrder.PREFIX)


class OrderAlone(Invalid):
    """Select the order alone: what the payment has beyond it is used for what is open."""


def import_statements(*, files: Sequence[Upload], ctx: ActionContext) -> Imported:
    """Import statements and book what came (`billing.bank.importing`), orders among it. Raises NoOwnAccount."""
    return importing.import_files(files=files, book_order=_book_named, ctx=ctx)


def plan_import(*, files: Sequence[Upload], ctx: ActionContext) -> Imported:
    """What importing them would do now; nothing is kept. Raises NoOwnAccount."""
    with transaction.atomic():
        found = import_statements(files=files, ctx=ctx)
        transaction.set_rollback(True)
    return found


def match_again(*, ctx: ActionContext) -> int:
    """Compare all that waits with what is open now; how many payments found their payer."""
    found = settling.settle(book_order=_book_named, ctx=ctx)
    return found.assigned


def assign_payment(*, payment: UUID, payer: UUID, documents: Iterable[str], ctx: ActionContext) -> None:
    """A waiting payment is of this payer, and for these claims (ids) or this order (public id); the rest is on account.

    Raises NoSuchPayment, PaymentAssigned, NoSuchPayer, NoSuchClaim, OrderNotFound, OrderAlone, and as booking the
    order.
    """
    keys = list(documents)
    if not any(key.startswith(_ORDERS) for key in keys):
        receiving.assign(payment=payment, payer=payer, documents=[_claim(key) for key in keys], ctx=ctx)
        return
    if len(keys) > 1:
        raise OrderAlone
    with transaction.atomic():
        if not models.Payment.objects.filter(pk=payment).exists():
            raise NoSuchPayment
        ctx.check_seen()
        _book(keys[0], payment, ctx)


def _claim(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NoSuchClaim from None


def _book_named(money: MoneyIn, order: str, ctx: ActionContext) -> bool:
    """False where it cannot be booked as things are: then the payment waits, and a person sees why."""
    try:
        with transaction.atomic():
            _book(order, money.key, ctx)
    except OperationError:
        return False
    return True


def _book(order: str, payment: UUID, ctx: ActionContext) -> None:
    row = models.Payment.objects.get(pk=payment)
    kind, prefix = license_orders.book, models.LicenseOrder.PREFIX
    if order.startswith(models.CreditOrder.PREFIX):
        kind, prefix = credit_orders.book, models.CreditOrder.PREFIX
    try:
        key = read_public_id(prefix, order)
    except ValueError:
        raise OrderNotFound from None
    kind(order=key, ctx=replace(ctx, seen=None), paid_on=row.day, payment=payment)
