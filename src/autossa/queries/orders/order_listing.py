"""Orders for the command line: as rows, by whom they are paid, at which price."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain import lapses
from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.currencies import places_of
from autossa.domain.lapses import LapsePlan
from autossa.domain.orders.orders import Wanted
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.queries.credits.orders import offer_top_up, open_orders, past_orders
from autossa.queries.errors import Unknown
from autossa.queries.identifiers import find_organisation
from autossa.queries.orders.offers import offer_licenses
from autossa.queries.orders.orders import license_orders
from autossa.store import models
from autossa.store.ids import new_id, public_id


def list_orders(*, is_past: bool = False) -> list[dict[str, Any]]:
    """Orders of credits and of licenses, by day."""
    credits = (past_orders if is_past else open_orders)().rows
    found = [
        _row(one, f"{show(one.ssc)} SSC") for one in credits
    ] + [
        _row(one, ", ".join(f"{line.quantity} {line.license_type}" for line in one.lines))
        for one in license_orders(is_past=is_past)
    ]  # fmt: skip
    return sorted(found, key=lambda row: str(row["ordered_on"]), reverse=is_past)


def new_order_name(prefix: str) -> tuple[str, UUID]:
    """The public id of an order to be, and its key."""
    key = new_id()
    return public_id(prefix, key), key


def payer_of(project: UUID, number: str | None) -> UUID:
    """Who pays: an organisation by its number, else the customer. Raises Unknown."""
    if number:
        return find_organisation(number)
    return models.Project.objects.values_list("customer_id", flat=True).get(pk=project)


def price_of_credits(project: UUID, day: date, ssc: Ssc, payer: str | None) -> tuple[UUID, Money]:
    """Who pays, and how much, gross; 0 where there is no price: the order is refused then. Raises Unknown."""
    if ssc <= 0:
        raise Unknown("an order of credits is above 0")
    who = payer_of(project, payer)
    offer = offer_top_up(project, day, ssc, who)
    return who, 0 if offer is None or isinstance(offer, Refusal) else offer.quote.gross


def lapse_of(project: UUID, day: date, payer: str | None) -> tuple[UUID, LapsePlan | Refusal | None]:
    """Who pays, and what a lapsed project lacks for a contract; None where nothing is missing. Raises Unknown."""
    who = payer_of(project, payer)
    found, rates = project_as_of(project, day), tax_rates_of(who)
    if found is None or rates is None:
        raise Unknown("there is no such project")
    return who, lapses.plan(paid_at(found.project, rates), day)


def price_of_licenses(project: UUID, day: date, wanted: Sequence[Wanted], payer: str | None) -> tuple[UUID, Money]:
    """Who pays, and how much, gross; 0 where there is no price: the order is refused then. Raises Unknown."""
    who = payer_of(project, payer)
    offer = offer_licenses(project, day, wanted, who)
    return who, 0 if offer is None or isinstance(offer, Refusal) else offer.priced.gross


def _row(order: Any, what: str) -> dict[str, Any]:
    return {
        "order": order.id,
        "project": order.project,
        "payer": order.payer,
        "what": what,
        "gross": show(order.gross, places_of(order.currency)),
        "currency": order.currency,
        "state": order.state,
        "ordered_on": order.ordered_on.isoformat(),
    }
