"""What holds for every order: who may pay it, and that it is decided once.

Whoever moves an order from `open` has its row, and the project's before it.
"""

from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.credits.orders import possible_payers, unverified
from autossa.store import models

O = TypeVar("O", models.CreditOrder, models.LicenseOrder)  # noqa: E741 - an order, of either table


class Quoted(NamedTuple):
    """The quote that an order accepts, and the day whose prices hold."""

    key: UUID
    priced_on: date


class PayerNotAllowed(Invalid):
    """The customer pays, or a partner that you act for."""

    field = "payer"


class OrderNotVerified(Invalid):
    """The vendor has not verified {name} yet; that comes before the first order."""


class PriceChanged(Invalid):
    """The price has changed meanwhile."""


class OrderNotFound(NotFound):
    """There is no such order."""


class OrderDecided(NotFound):
    """This order was decided already."""


class PaymentDayWrong(Invalid):
    """A payment arrives from the day of the order, {first}, up to today, {last}."""

    field = "paid_on"


def check_payer(project: UUID, payer: UUID, ctx: ActionContext) -> None:
    """Somebody may name the payer, and the vendor knows it. Raises PayerNotAllowed, OrderNotVerified."""
    if payer not in dict(possible_payers(project, ctx.actor.user, ctx.today)):
        raise PayerNotAllowed
    if (name := unverified(project, payer)) is not None:
        raise OrderNotVerified(name=name)


def is_of(kind: type[O], order: UUID, project: UUID) -> bool:
    """False for an order that this project has already: it was sent twice. Raises OrderNotFound for another's."""
    if kind._default_manager.filter(pk=order, project=project).exists():
        return False
    raise OrderNotFound


def claim(
    kind: type[O],
    order: UUID,
    state: str,
    ctx: ActionContext,
    *,
    project: UUID | None = None,
    reason: str = "",
    paid_on: date | None = None,
) -> O:
    """The order, moved to another state by this use case alone; the project is locked before it.

    Raises OrderNotFound, OrderDecided, PaymentDayWrong.
    """
    found = kind._default_manager.filter(pk=order)
    if project is not None:
        found = found.filter(project=project)
    of, ordered_on = found.values_list("project_id", "ordered_on").first() or (None, ctx.today)
    if of is None or not models.Project.objects.select_for_update().filter(pk=of).exists():
        raise OrderNotFound
    if found.filter(state="open").exists():  # one that was decided says so
        ctx.check_seen()
        if paid_on is not None and not ordered_on <= paid_on <= ctx.today:
            raise PaymentDayWrong(first=ordered_on, last=ctx.today)
    decided: dict[str, Any] = {"state": state, "decided_at": ctx.now, "reason": reason, "paid_on": paid_on}
    by = {"decided_by": ctx.actor.user, "decided_by_name": ctx.actor.name}
    if found.filter(state="open").update(**decided, **by) != 1:
        raise OrderDecided
    return found.select_related("payer").get()
