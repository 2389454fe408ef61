"""Hand-overs: in force from a day until before another, on one project or on all, taken back at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import pytest

from autossa.domain.rights import Action, Right
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import delegations
from autossa.queries.access import find_project, load_account
from autossa.queries.errors import Unknown
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import Shop, d, on
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def paul(shop: Shop) -> models.User:
    return member(partner(), "paul@example.com", "manager")


def firm(user: models.User) -> UUID:
    return models.Membership.objects.values_list("organisation_id", flat=True).get(user=user)


def give(shop: Shop, user: models.User, rights: Iterable[Right] = (Right.LICENSES,), **more: object) -> UUID:
    return delegations.give(
        customer=shop.alice,
        partner=firm(user),
        rights=rights,
        ctx=on("2026-01-20"),
        **more,  # type: ignore[arg-type]
    )


def may(user: models.User, project: UUID, action: Action, day: date) -> bool:
    account = load_account(user.id, day, ctx(user).now)
    assert account is not None
    try:
        find_project(account, models.Project.objects.get(pk=project).public_id, action, day)
    except Unknown:
        return False
    return True


@pytest.mark.parametrize(
    ("day", "open_end", "dated"),
    [
        ("2026-01-19", False, False),
        ("2026-01-20", True, True),
        ("2026-02-14", True, True),
        ("2026-02-15", True, False),
        ("2030-01-01", True, False),
    ],
)
@pytest.mark.parametrize("is_dated", [False, True])
def test_it_holds_from_a_day_until_before_another(
    shop: Shop, paul: models.User, day: str, open_end: bool, dated: bool, is_dated: bool
) -> None:
    project = shop.project()
    give(shop, paul, ends_on=d("2026-02-15") if is_dated else None)
    assert may(paul, project, Action.EDIT_LICENSES, d(day)) is (dated if is_dated else open_end)


@pytest.mark.parametrize(
    ("rights", "action", "allowed"),
    [
        ([Right.LICENSES], Action.EDIT_LICENSES, True),
        ([Right.LICENSES], Action.EDIT_CONTRACTS, False),
        ([Right.LICENSES], Action.EDIT_BILLING, False),
        ([Right.CONTRACTS], Action.EDIT_CONTRACTS, True),
        ([Right.CONTRACTS], Action.EDIT_LICENSES, False),
        ([Right.BILLING], Action.EDIT_BILLING, True),
        ([Right.BILLING], Action.EDIT_CONTRACTS, False),
        ([Right.BILLING, Right.CONTRACTS], Action.EDIT_CONTRACTS, True),
    ],
)
def test_it_gives_the_rights_it_names(
    shop: Shop, paul: models.User, rights: list[Right], action: Action, allowed: bool
) -> None:
    project = shop.project()
    give(shop, paul, rights)
    assert may(paul, project, action, d("2026-01-20")) is allowed
    assert may(paul, project, Action.VIEW_PROJECT, d("2026-01-20"))


def test_one_project_is_not_the_other_and_all_include_those_to_come(shop: Shop, paul: models.User) -> None:
    office, branch = shop.project(), shop.project("Branch")
    given = give(shop, paul, project=office)
    today = d("2026-01-20")
    assert may(paul, office, Action.EDIT_LICENSES, today)
    assert not may(paul, branch, Action.VIEW_PROJECT, today)
    delegations.revoke(delegation=given, customer=shop.alice, ctx=on("2026-01-20"))
    give(shop, paul)
    assert may(paul, shop.project("Later", "2026-01-20"), Action.EDIT_LICENSES, today)


def test_it_is_taken_back_at_once_and_once(shop: Shop, paul: models.User) -> None:
    project, given = shop.project(), give(shop, paul)
    assert may(paul, project, Action.VIEW_PROJECT, d("2026-01-22"))
    before = contents()
    with pytest.raises(NotFound):  # another customer's
        delegations.revoke(delegation=given, customer=shop.charlie, ctx=on("2026-01-22"))
    assert contents() == before
    delegations.revoke(delegation=given, customer=shop.alice, ctx=on("2026-01-22"))
    assert not may(paul, project, Action.VIEW_PROJECT, d("2026-01-22"))
    assert may(paul, project, Action.VIEW_PROJECT, d("2026-01-21"))  # what was, was
    before = contents()
    with pytest.raises(NotFound):
        delegations.revoke(delegation=given, customer=shop.alice, ctx=on("2026-01-22"))
    assert contents() == before


def test_what_is_not_handed_over(shop: Shop, paul: models.User) -> None:
    of_charlie = models.Project.objects.create(
        customer_id=shop.charlie, name="His", price_list_id=shop.price_list, touched_on=d("2026-01-20")
    ).id
    suspended = partner("Suspended", "P9")
    models.Organisation.objects.filter(pk=suspended).update(suspended_on=d("2026-01-19"))
    fine = {"customer": shop.alice, "partner": firm(paul), "rights": [Right.LICENSES]}
    before = contents()
    for change in (
        {"rights": []},
        {"ends_on": d("2026-01-20")},
        {"partner": shop.charlie},
        {"partner": suspended},
        {"partner": shop.vendor},
        {"customer": firm(paul)},
        {"project": of_charlie},
    ):
        with pytest.raises((Invalid, NotFound)):
            delegations.give(**{**fine, **change}, ctx=on("2026-01-20"))  # type: ignore[arg-type]
    assert contents() == before
