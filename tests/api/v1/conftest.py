"""A program with a token of Alice's owner, on the day that the shop shows."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine

from autossa.domain.rights import Role
from autossa.operations.accounts import tokens
from autossa.store import models
from tests.cast.callers import Callers
from tests.cast.people import ctx, make_person
from tests.cast.shop import Shop

TODAY = "2026-03-20"
ALL = tuple(tokens.SCOPES)
Tokens = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False) as found:
        yield found


@pytest.fixture
def token(shop: Shop) -> Tokens:
    """A token of a new member of an organisation, of Alice's as its owner where nothing else is said."""
    count = 0

    def make(*scopes: str, organisation: UUID | None = None, role: Role = Role.OWNER) -> str:
        nonlocal count
        count += 1
        whose = organisation or shop.alice
        user = make_person(f"program{count}@example.com", (whose, role))
        return tokens.create(
            user=user, organisation=whose, name=f"CI {count}", scopes=scopes or ALL, lasts=timedelta(days=300),
            ctx=ctx(user),
        )  # fmt: skip

    return make


@pytest.fixture
def admin(shop: Shop, token: Tokens) -> str:
    """The token of somebody who may do everything at the vendor."""
    return token(organisation=shop.vendor, role=Role.ADMIN)


@pytest.fixture
def callers(shop: Shop, token: Tokens) -> Callers:
    """Programs of the shop's people; the vendor has verified all companies."""
    models.Organisation.objects.filter(verified_on=None).update(verified_on=date(2026, 1, 2))
    return Callers(shop, token)
