"""Alice's company, Paul's partner firm and the vendor, for the pages about people and rights."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autossa.domain.rights import Right, Role
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import create, delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.shop import Shop, open_shop
from tests.cast.world import TODAY
from tests.conftest import make_person, sign_in


@dataclass(frozen=True, slots=True)
class People:
    """Who is there; everybody has a second factor."""

    shop: Shop
    partner: UUID
    project: UUID
    alice: UUID
    bob: UUID
    paul: UUID
    vera: UUID
    rita: UUID

    def organisation(self, key: UUID, page: str = "") -> str:
        """An address of an organisation's pages."""
        return f"/organisations/{public_id('org', key)}/{page}"

    def of_project(self, page: str = "") -> str:
        """An address of the project's pages."""
        return f"/projects/{public_id('prj', self.project)}/{page}"

    def hand_over(self, *rights: Right) -> UUID:
        """Alice hands rights on all projects over to Paul's firm."""
        return delegations.give(customer=self.shop.alice, partner=self.partner, rights=rights, ctx=ctx(self.alice))


def build() -> People:
    """Alice owns a customer where Bob manages, Paul owns a partner; Vera is the vendor's admin, Rita reviews."""
    shop = open_shop()
    partner = create.create(kind="partner", name="Paul's Phones", number="P1", ctx=ctx())
    return People(
        shop,
        partner,
        shop.booked(),
        make_person("alice@alice.example", (shop.alice, Role.OWNER)),
        make_person("bob@alice.example", (shop.alice, Role.MANAGER)),
        make_person("paul@paul.example", (partner, Role.OWNER)),
        make_person("vera@vendor.example", (shop.vendor, Role.ADMIN)),
        make_person("rita@vendor.example", (shop.vendor, Role.REVIEWER)),
    )


def ctx(user: UUID | None = None, day: date = TODAY) -> ActionContext:
    """Somebody, or the system, on the day that pages show."""
    name = models.User.objects.get(pk=user).name if user else "Auto SSA"
    return ActionContext(Actor(name, user), day, datetime.now(UTC))


def signed_in(user: UUID, language: str = "en") -> Client:
    """A browser of somebody."""
    return sign_in(Client(headers={"accept-language": language}), user)


def queries(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, (address, body)
    return len(found)
