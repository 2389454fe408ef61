"""People before pages that act: the shop of the store's tests, with persons who hold every kind of right."""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.organisations import create
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.shop import Shop, on
from tests.conftest import make_person, sign_in


@dataclass
class People:
    """Clients by name: owner, manager and viewer of Alice's company, partners by right, staff by role."""

    shop: Shop
    settings: Any
    clients: dict[str, Client] = field(default_factory=dict)
    partners: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = sign_in(Client(), self._enter(name))
        return self.clients[name]

    def today(self, day: str) -> None:
        """The portal's day."""
        self.settings.TODAY = day

    def _enter(self, name: str) -> UUID:
        if name in ("owner", "manager", "viewer"):
            return make_person(f"{name}@example.com", (self.shop.alice, Role(name)))
        if name in ("admin", "reviewer", "finance", "support"):
            return make_person(f"{name}@example.com", (self.shop.vendor, Role(name)))
        return make_person(f"{name}@example.com", (self._partner(name), Role.MANAGER))

    def _partner(self, right: str) -> UUID:
        ctx = on("2026-01-01")
        partner = create.create(kind="partner", name=f"Partner for {right}", number=f"P-{right}", ctx=ctx)
        self.partners[right] = partner
        models.HandOver.objects.create(
            customer_id=self.shop.alice,
            partner_id=partner,
            rights=[right],
            starts_on=date(2026, 1, 1),
            created_at=ctx.now,
        )
        return partner


def address(project: UUID, tail: str) -> str:
    """A page of a project."""
    return f"/projects/{public_id('prj', project)}/{tail}"


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    assert response.status_code == 200, (response.status_code, response.get("Location"))
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split()).replace("\xa0", " ")


def hidden_of(response: Any) -> dict[str, str]:
    """The answers that a check page sends along."""
    html = response.content.decode().partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def do(client: Client, path: str, check: Any) -> Any:
    """Press the button of a check page."""
    return client.post(path, {**hidden_of(check), "step": "do"}, follow=True)
