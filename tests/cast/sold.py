"""License prices in the shop, and orders and quotes as they are made there."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from autossa.domain.orders.orders import Wanted
from autossa.operations.orders import licenses as orders
from autossa.operations.orders import making
from autossa.operations.vendor.license_prices import set_license_price
from autossa.operations.vendor.schema import FIRST_DAY
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, Shop, d, on


def sell(shop: Shop) -> None:
    """A port costs 50.00, an operator 300.00."""
    for code, price in (("PORT", 50), ("OPERATOR", 300)):
        set_license_price(
            price_list=shop.price_list, code=code, price=Fraction(price), starts_on=FIRST_DAY, ctx=on("2026-01-01")
        )


def dearer(shop: Shop, day: str, price: int = 60) -> None:
    """From a day on a port costs more."""
    set_license_price(
        price_list=shop.price_list, code="PORT", price=Fraction(price), starts_on=d(day), ctx=on("2026-01-01")
    )


def order(shop: Shop, project: UUID, *wanted: Wanted, **more: Any) -> UUID:
    """Ten ports, unless something else is wanted: 500.00 net, 595.00 gross."""
    given: dict[str, Any] = {
        "order": new_id(),
        "project": project,
        "wanted": wanted or (Wanted("PORT", 10),),
        "payer": shop.alice,
        "gross": 595_00,
        "ctx": on("2026-01-20", ALICE),
        **more,
    }
    orders.place(**given)
    return UUID(str(given["order"]))


def quote(shop: Shop, project: UUID, *wanted: Wanted, **more: Any) -> UUID:
    """A quote for ten ports, unless something else is wanted."""
    given: dict[str, Any] = {
        "project": project,
        "wanted": wanted or (Wanted("PORT", 10),),
        "payer": shop.alice,
        "ctx": on("2026-01-20", ALICE),
        **more,
    }
    return making.quote_licenses(**given)
