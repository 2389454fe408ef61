"""An order of credits, as it is placed on the pages."""

from uuid import UUID

from autossa.store import models
from tests.cast.pages import address, do
from tests.cast.people import People

DAY = "2026-01-20"


def payer_of(people: People) -> str:
    return str(people.shop.alice)


def order(people: People, project: UUID, amount: str = "250", who: str = "owner") -> str:
    """An order placed on the pages; gives its id."""
    path = address(project, "credits/top-up/")
    do(people[who], path, people[who].post(path, {"ssc": amount, "payer": payer_of(people)}))
    (newest,) = models.CreditOrder.objects.order_by("-ordered_at")[:1]
    return newest.public_id
