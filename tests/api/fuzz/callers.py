"""Four kinds of caller on one stage, and what each may never be shown."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from autossa.operations.accounts import tokens
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import ctx
from tests.portal import walking
from tests.portal.walking import Stage

KINDS = {
    "nobody": None,
    "customer": "owner of A",
    "partner": "partner with everything",
    "staff": "admin",
}
_OTHERS = ("B", "S", "SP")  # organisations that neither the customer nor the partner has to do with
_WITHIN = {
    "price_list": "list_id", "list": "list_id", "payer": "organisation_id", "company": "organisation_id",
    "partner": "organisation_id", "contact": "contact_id", "device": "device_id", "product": "product_id",
    "branch": "branch_id", "settlement": "settlement_id", "claim": "claim_id", "order": "order_id",
    "webhook": "webhook_id", "into": "organisation_id", "to": "device_id",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """The stage with a token for each kind of caller, and ids by the name that addresses and bodies give them."""

    stage: Stage
    secrets: dict[str, str]
    known: dict[str, tuple[str, ...]]

    def hidden_from(self, kind: str) -> tuple[str, ...]:
        """Ids and names that no answer to this caller may have."""
        if kind == "staff":
            return ()
        others = self.stage.organisations
        ids = [public_id("org", others[name]) for name in _OTHERS]
        return (*ids, public_id("prj", self.stage.projects["B1"]), "Traceback", "psycopg", "SELECT ", "site-packages")


def build() -> World:
    """Fill the database."""
    stage = walking.build()
    secrets = {kind: _secret(stage, name) for kind, name in KINDS.items() if name}
    return World(stage, secrets, _known(stage))


def _secret(stage: Stage, name: str) -> str:
    user = stage.users[name]
    organisation: UUID = models.Membership.objects.filter(user_id=user).values_list("organisation_id", flat=True)[0]
    given: dict[str, Any] = {"scopes": tuple(tokens.SCOPES), "lasts": timedelta(days=300), "ctx": ctx(user)}
    return tokens.create(user=user, organisation=organisation, name=name, **given)


def _known(stage: Stage) -> dict[str, tuple[str, ...]]:
    """By name; of organisations and projects those of others too."""
    found: dict[str, set[str]] = {}
    for things in stage.things.values():
        for name, value in things.items():
            found.setdefault(name, set()).add(str(value))
    found["organisation_id"] = {public_id("org", stage.organisations[name]) for name in ("A", "P", "B", "vendor")}
    found["project_id"] = {public_id("prj", key) for key in stage.projects.values()}
    for name, same in _WITHIN.items():
        found[name] = found.get(same, set())
    for name in ("project", "payment", "mandate", "release", "license"):
        found.setdefault(name, found.get(f"{name}_id", set()))
    return {name: tuple(sorted(values)) for name, values in found.items() if values}
