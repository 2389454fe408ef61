"""A generated client plays a customer's year: where nothing was before, and beside everything in the demo."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine

from autossa.domain.rights import Role
from autossa.operations.accounts import tokens
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.organisations import create
from autossa.operations.runs import renewals
from autossa.operations.vendor.schema import set_first_policy
from autossa.store import models
from autossa.store.ids import read_public_id
from autossa.workbench import demo
from tests.api.client.generated import Program, generated
from tests.api.client.year import Year
from tests.cast.databases import own_copy
from tests.cast.people import make_person

pytestmark = pytest.mark.store
TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def fresh() -> None:
    """A vendor, as `autossa init` makes it."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    set_first_policy(ctx)
    create.create(kind="vendor", name="Vendor", number="VENDOR", ctx=ctx)


def shown() -> None:
    """The demo."""
    demo.load(ActionContext(SYSTEM, TODAY, NOW))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with generated(tmp_path_factory.mktemp("client")) as found:
        yield found


@pytest.fixture(params=[fresh, shown], ids=["fresh", "demo"])
def fill(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Callable[[], None]]:
    with own_copy(django_db_blocker, request.param):
        yield request.param


def hire(folder: Path, organisation: UUID, role: Role) -> Program:
    """A program of somebody who has got an account, which takes a browser."""
    user = make_person(f"program@{organisation.hex}.example", (organisation, role))
    secret = tokens.create(
        user=user, organisation=organisation, name="Year", scopes=tuple(tokens.SCOPES), lasts=timedelta(days=366),
        ctx=ActionContext(SYSTEM, TODAY, NOW),
    )  # fmt: skip
    return Program(folder, secret)


def test_a_customers_year(folder: Path, fill: Callable[[], None]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:

        def night(day: date) -> None:
            clock.move_to(datetime.combine(day, NOW.timetz()))
            renewals.run(ctx=ActionContext(SYSTEM, day, datetime.combine(day, NOW.timetz())))

        vendor = hire(folder, models.Organisation.objects.get(kind="vendor").id, Role.ADMIN)
        license_type, price_list = _sold(vendor, is_fresh=fill is fresh)
        year = Year(
            vendor, lambda name: hire(folder, read_public_id("org", name), Role.OWNER), night, TODAY, license_type,
            price_list,
        )  # fmt: skip
        year.play()


def _sold(vendor: Program, *, is_fresh: bool) -> tuple[str, str]:
    """What the vendor sells."""
    if is_fresh:
        day = TODAY.isoformat()
        vendor.ask("add_license_type", body={"code": "PORT", "name": "A port", "value": "1", "starts_on": day})
        vendor.ask("add_price_list", body={"name": "Euro", "currency": "EUR", "value": "1", "starts_on": day})
    kinds, lists = vendor.ask("list_license_types", limit=100).data, vendor.ask("list_price_lists").data
    assert kinds
    code = next(one.code for one in kinds if one.code == "PORT") if is_fresh else kinds[0].code
    assert Fraction(lists[0].versions[0].value) > 0
    return str(code), str(lists[0].id)
