"""The price lists of the vendor, as they are chosen from."""

from uuid import UUID

from autossa.store import models


def price_lists() -> list[tuple[UUID, str]]:
    """The price lists a project can have, by name, with their currency."""
    found = models.PriceList.objects.order_by("name").values_list("id", "name", "currency")
    return [(key, f"{name} · {currency}") for key, name, currency in found]
