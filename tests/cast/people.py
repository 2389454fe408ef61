"""The people of the shop.

Alice owns the customer, Bob manages on her team, Victor reads. Charlie's company is outside. Vera is the vendor's
admin, Rita reviews, Fiona does the money, Sam helps by phone. Paul owns a partner. Whoever is asked for comes then.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.account.internal.flows import login
from django.test import Client

from autossa.domain.rights import Right, Role
from autossa.operations.context import SYSTEM, ActionContext, Actor
from autossa.operations.organisations import create, delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.shop import Shop, noon, on
from tests.cast.world import TODAY

PASSWORD = "a lantern under nine rivers"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEAM = {"alice": Role.OWNER, "bob": Role.MANAGER, "victor": Role.VIEWER}
STAFF = {"vera": Role.ADMIN, "rita": Role.REVIEWER, "fiona": Role.FINANCE, "sam": Role.SUPPORT}
BY_ROLE = {role.value: name for name, role in (TEAM | STAFF).items()}


def make_person(
    email: str, *roles: tuple[UUID, Role], language: str = "en", factor: bool = True, password: str | None = None
) -> UUID:
    """Somebody with an account and these roles in organisations; with a second factor unless they are to lack it."""
    from allauth.mfa.models import Authenticator

    from autossa.operations.accounts.create import create_account
    from autossa.operations.organisations import people

    ctx = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))
    name = email.partition("@")[0].replace(".", " ").title()
    user = create_account(email=email, name=name, password=password, language=language, ctx=ctx)
    for organisation, role in roles:
        people.join(user=user, organisation=organisation, role=role, ctx=ctx)
    if factor:
        Authenticator.objects.create(user_id=user, type="totp", data={"secret": "unused"})
    return user


def sign_in(client: Client, user: UUID) -> Client:
    """The client, with a session of that person."""
    client.force_login(models.User.objects.get(pk=user), backend=BACKEND)
    return client


def signed_in(user: UUID, language: str = "en") -> Client:
    """A browser of somebody."""
    return sign_in(Client(headers={"accept-language": language}), user)


def proven(client: Client) -> Client:
    """The client, who has just proven again who they are."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    return client


def ctx(user: UUID | None = None, day: date = TODAY) -> ActionContext:
    """Somebody, or the system, on the day that pages show."""
    name = models.User.objects.get(pk=user).name if user else "Auto SSA"
    return ActionContext(Actor(name, user), day, max(datetime.now(UTC), noon(day)))


@dataclass
class People:
    """Who comes, by name, and clients of them by what they may do: a role, or the one right of a partner.

    Everybody has a second factor.
    """

    shop: Shop
    settings: Any
    users: dict[str, UUID] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    partners: dict[str, UUID] = field(default_factory=dict)

    @property
    def alice(self) -> UUID:
        return self.user("alice")

    @property
    def bob(self) -> UUID:
        return self.user("bob")

    @property
    def vera(self) -> UUID:
        return self.user("vera")

    @property
    def rita(self) -> UUID:
        return self.user("rita")

    @property
    def paul(self) -> UUID:
        return self.user("paul")

    @cached_property
    def partner(self) -> UUID:
        """Paul's firm."""
        return create.create(kind="partner", name="Paul's Phones", number="P1", ctx=ctx())

    @cached_property
    def project(self) -> UUID:
        """Of Alice's company, under contract."""
        return self.shop.booked()

    def all_come(self) -> None:
        """Those who have a property here, and the project; for tests that look at who is there."""
        for _ in (self.partner, self.project, self.alice, self.bob, self.paul, self.vera, self.rita):
            pass

    def __getitem__(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = sign_in(Client(), self.user(BY_ROLE.get(name, name)))
        return self.clients[name]

    def today(self, day: str) -> None:
        """The portal's day."""
        self.settings.TODAY = day

    def organisation(self, key: UUID, page: str = "") -> str:
        """An address of an organisation's pages."""
        return f"/organisations/{public_id('org', key)}/{page}"

    def of_project(self, page: str = "") -> str:
        """An address of the project's pages."""
        return f"/projects/{public_id('prj', self.project)}/{page}"

    def hand_over(self, *rights: Right) -> UUID:
        """Alice hands rights on all projects over to Paul's firm."""
        return delegations.give(customer=self.shop.alice, partner=self.partner, rights=rights, ctx=ctx(self.alice))

    def user(self, name: str) -> UUID:
        """Somebody by name, who comes when this is asked for the first time; by a right, somebody of its partner."""
        if name not in self.users:
            self.users[name] = self._enter(name)
        return self.users[name]

    def _enter(self, name: str) -> UUID:
        if name in TEAM:
            return make_person(f"{name}@alice.example", (self.shop.alice, TEAM[name]))
        if name in STAFF:
            return make_person(f"{name}@vendor.example", (self.shop.vendor, STAFF[name]))
        if name == "paul":
            return make_person("paul@paul.example", (self.partner, Role.OWNER))
        return make_person(f"{name}@example.com", (self._partner(name), Role.MANAGER))

    def _partner(self, right: str) -> UUID:
        """A firm that has this one right at Alice's company."""
        by = on("2026-01-01")
        partner = create.create(kind="partner", name=f"Partner for {right}", number=f"P-{right}", ctx=by)
        self.partners[right] = partner
        models.HandOver.objects.create(
            customer_id=self.shop.alice,
            partner_id=partner,
            rights=[right],
            starts_on=date(2026, 1, 1),
            created_at=by.now,
        )
        return partner
