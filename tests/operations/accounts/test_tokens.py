"""API tokens: shown once, kept as a hash, good for their scopes and organisation, until they end."""

from datetime import timedelta
from uuid import UUID

import pytest

from autossa.domain.rights import Action, Right
from autossa.operations.accounts import impersonation, tokens
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import delegations, people
from autossa.queries.access import Account, find_organisation, find_project
from autossa.queries.accounts.tokens import tokens_for, tokens_of
from autossa.queries.errors import Unknown
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import Shop, on
from tests.store.looking import contents, everything_as_text

pytestmark = [pytest.mark.store, pytest.mark.django_db]
MONTH = timedelta(days=30)


def make(user: models.User, organisation: UUID, name: str = "CI", scopes: tuple[str, ...] = ("read",)) -> str:
    return tokens.create(user=user.id, organisation=organisation, name=name, scopes=scopes, lasts=MONTH, ctx=ctx(user))


def speaks_for(secret: str, user: models.User, scope: str = "read", later: timedelta = timedelta(0)) -> Account | None:
    moment = ctx(user).now + later
    try:
        found = tokens.sign_in(secret=secret, today=moment.date(), now=moment)
    except tokens.TokenNotValid:
        return None
    return found.account if scope in found.scopes else None


def test_it_is_shown_once_and_kept_as_a_hash(shop: Shop, alice: models.User) -> None:
    secret = make(alice, shop.alice)
    assert len(secret) > 40
    assert secret not in everything_as_text()
    (row,) = tokens_of(alice.id, ctx(alice).now)
    assert (row.name, row.hint, row.scopes) == ("CI", secret[-4:], ("read",))
    assert not hasattr(row, "secret")
    assert make(alice, shop.alice, "Other") != secret


@pytest.mark.parametrize("asked", tokens.SCOPES)
@pytest.mark.parametrize("given", [("read",), ("licenses", "billing"), tokens.SCOPES])
def test_it_is_good_for_its_scopes(shop: Shop, alice: models.User, given: tuple[str, ...], asked: str) -> None:
    secret = make(alice, shop.alice, scopes=given)
    assert (speaks_for(secret, alice, asked) is not None) is (asked in given)


@pytest.mark.parametrize("end", ["expired", "revoked", "by an owner", "maker shut out", "organisation", "left", "none"])
def test_it_ends(shop: Shop, alice: models.User, end: str) -> None:
    bob = member(shop.alice, "bob@example.com", "manager")
    secret = make(bob, shop.alice)
    assert speaks_for(secret, bob) is not None
    key = models.ApiToken.objects.get().id
    later = timedelta(0)
    match end:
        case "expired":
            assert speaks_for(secret, bob, later=MONTH - timedelta(seconds=1)) is not None
            later = MONTH
        case "revoked":
            tokens.revoke(token=key, user=bob.id, ctx=ctx(bob))
        case "by an owner":
            tokens.revoke_as_owner(token=key, organisation=shop.alice, ctx=ctx(alice))
        case "maker shut out":
            people.suspend(user=bob.id, ctx=ctx(alice))
        case "organisation":
            models.Organisation.objects.filter(pk=shop.alice).update(suspended_on=ctx(alice).today)
        case "left":
            people.leave(user=bob.id, organisation=shop.alice, ctx=ctx(bob))
    assert (speaks_for(secret, bob, later=later) is not None) is (end == "none")
    assert speaks_for(secret[:-1] + "x", bob) is None


def test_it_speaks_for_one_organisation_alone(shop: Shop, alice: models.User) -> None:
    """Its maker belongs to two customers and to a partner that a third has handed over to."""
    models.Membership.objects.create(user=alice, organisation_id=shop.charlie, role="owner")
    paul = partner()
    models.Membership.objects.create(user=alice, organisation_id=paul, role="manager")
    delegations.give(customer=shop.charlie, partner=paul, rights=[Right.LICENSES], ctx=on("2026-01-15"))
    other = models.Project.objects.create(
        customer_id=shop.charlie, name="His", price_list_id=shop.price_list, touched_on=ctx(alice).today
    )
    mine = models.Project.objects.get(pk=shop.project())
    account = speaks_for(make(alice, shop.alice), alice)
    assert account is not None
    find_project(account, mine.public_id, Action.VIEW_PROJECT, ctx(alice).today)
    for ask in (
        lambda: find_project(account, other.public_id, Action.VIEW_PROJECT, ctx(alice).today),
        lambda: find_organisation(
            account, models.Organisation.objects.get(pk=shop.charlie).public_id, Action.VIEW_ORGANISATION
        ),
    ):
        with pytest.raises(Unknown):
            ask()


def test_it_does_not_act_on_behalf(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin")
    secret = make(vera, shop.vendor)
    impersonation.start(user=vera.id, organisation=shop.alice, reason="Asked by phone", ctx=ctx(vera))
    account = speaks_for(secret, vera)
    assert account is None or account.person.acting_for is None


def test_its_last_use_is_noted_once_a_minute(shop: Shop, alice: models.User) -> None:
    secret = make(alice, shop.alice)
    used = []
    for seconds in (0, 30, 61):
        speaks_for(secret, alice, later=timedelta(seconds=seconds))
        used.append(tokens_for(shop.alice, ctx(alice).now)[0].last_used_at)
    assert used == [ctx(alice).now, ctx(alice).now, ctx(alice).now + timedelta(seconds=61)]


def test_what_is_not_made_and_not_revoked(shop: Shop, alice: models.User) -> None:
    make(alice, shop.alice)
    charlie = member(shop.charlie, "charlie@example.com", "owner")
    key = models.ApiToken.objects.get().id
    fine = {"user": alice.id, "organisation": shop.alice, "name": "New", "scopes": ["read"], "lasts": MONTH}
    before = contents()
    for change in (
        {"scopes": []},
        {"scopes": ["read", "everything"]},
        {"name": " "},
        {"name": "CI"},
        {"lasts": timedelta(days=367)},
        {"lasts": timedelta(0)},
        {"organisation": shop.charlie},
    ):
        with pytest.raises((Invalid, NotFound)):
            tokens.create(**{**fine, **change}, ctx=ctx(alice))  # type: ignore[arg-type]
    for act in (
        lambda: tokens.revoke(token=key, user=charlie.id, ctx=ctx(charlie)),
        lambda: tokens.revoke_as_owner(token=key, organisation=shop.charlie, ctx=ctx(charlie)),
    ):
        with pytest.raises(NotFound):
            act()
    assert contents() == before
    tokens.revoke(token=key, user=alice.id, ctx=ctx(alice))
    with pytest.raises(NotFound):
        tokens.revoke(token=key, user=alice.id, ctx=ctx(alice))
