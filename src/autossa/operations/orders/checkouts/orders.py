"""Orders that are paid by card: found by their public id, booked with the money that came."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.credits import orders as credit_orders
from autossa.operations.errors import NotFound
from autossa.operations.orders import licenses as license_orders
from autossa.store import models
from autossa.store.ids import read_public_id

Order = models.CreditOrder | models.LicenseOrder
_KINDS: dict[str, tuple[type[Order], Callable[..., Any]]] = {
    "ord": (models.CreditOrder, credit_orders.book),
    "lor": (models.LicenseOrder, license_orders.book),
}


class OrderToPayGone(NotFound):
    """There is no such order, or it was decided already."""


def order_to_pay(order: str, project: UUID) -> Order:
    """An order of a project that waits for its payment. Raises OrderToPayGone."""
    kind, key, _ = _read(order)
    found = kind._default_manager.filter(pk=key, project=project, state="open").first()
    if found is None:
        raise OrderToPayGone
    return found


def lock_project_of(order: str) -> None:
    """The project of an order is locked before who pays it, as by whoever books one by hand."""
    kind, key, _ = _read(order)
    project = kind._default_manager.filter(pk=key).values_list("project_id", flat=True).get()
    models.Project.objects.select_for_update().get(pk=project)


def book_paid(order: str, payment: UUID, ctx: ActionContext) -> None:
    """Book an order with a payment that nobody has yet. Raises as booking it does: then nothing of it is written."""
    _, key, book = _read(order)
    book(order=key, paid_on=ctx.today, payment=payment, ctx=ctx)


def gross_of(order: str) -> int:
    """What an order costs, in minor units."""
    kind, key, _ = _read(order)
    return int(kind._default_manager.values_list("gross", flat=True).get(pk=key))


def _read(order: str) -> tuple[type[Order], UUID, Callable[..., Any]]:
    prefix = order.partition("_")[0]
    try:
        kind, book = _KINDS[prefix]
        return kind, read_public_id(prefix, order), book
    except (KeyError, ValueError):
        raise OrderToPayGone from None
