"""People in organisations: who may have which role, the last owner stays, and what ends with a membership."""

from datetime import timedelta
from uuid import UUID

import pytest

from autossa.domain.rights import Role
from autossa.operations.accounts import impersonation, tokens
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import invitations, people
from autossa.operations.organisations.errors import AlreadyMember
from autossa.queries.access import account_of_token, load_account
from autossa.store import models
from tests.cast.members import ctx, member
from tests.cast.shop import Shop
from tests.operations.organisations.looking import roles
from tests.store.looking import activities, contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def membership(user: models.User) -> UUID:
    return models.Membership.objects.get(user=user).id


def done(count: int = 1) -> list[str]:
    return [action for _, action, _ in activities()][-count:]


@pytest.mark.parametrize(
    ("kind", "fit"),
    [
        ("vendor", {Role.ADMIN, Role.REVIEWER, Role.FINANCE, Role.SUPPORT}),
        ("customer", {Role.OWNER, Role.MANAGER, Role.VIEWER}),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_role_fits_the_kind_of_organisation(shop: Shop, kind: str, fit: set[Role], role: Role) -> None:
    organisation = shop.vendor if kind == "vendor" else shop.alice
    leader = member(organisation, "leader@example.com", "admin" if kind == "vendor" else "owner")
    member(organisation, "second@example.com", "admin" if kind == "vendor" else "owner")
    for change in (
        lambda: invitations.invite(organisation=organisation, email="new@example.com", role=role, ctx=ctx(leader)),
        lambda: people.change_role(
            membership=membership(leader), organisation=organisation, role=role, ctx=ctx(leader)
        ),
    ):
        if role in fit:
            change()
        else:
            with pytest.raises(people.RoleNotAvailable, match="There is no role"):
                change()


@pytest.mark.parametrize(
    ("kind", "leading", "other"), [("vendor", "admin", "support"), ("customer", "owner", "viewer")]
)
@pytest.mark.parametrize("how", ["leave", "remove", "demote"])
@pytest.mark.parametrize("second", ["none", "of another role", "shut out", "there"])
def test_the_last_one_who_leads_stays(shop: Shop, kind: str, leading: str, other: str, how: str, second: str) -> None:
    organisation = shop.vendor if kind == "vendor" else shop.alice
    last = member(organisation, "last@example.com", leading)
    if second != "none":
        helper = member(organisation, "second@example.com", other if second == "of another role" else leading)
        models.User.objects.filter(pk=helper.id).update(is_active=second != "shut out")

    def act() -> None:
        match how:
            case "leave":
                people.leave(user=last.id, organisation=organisation, ctx=ctx(last))
            case "remove":
                people.remove(membership=membership(last), organisation=organisation, ctx=ctx(last))
            case "demote":
                people.change_role(
                    membership=membership(last), organisation=organisation, role=Role(other), ctx=ctx(last)
                )

    before = contents()
    if second == "there":
        act()
        assert ("last@example.com", leading) not in roles(organisation)
    else:
        with pytest.raises(people.LastAdministrator if leading == "admin" else people.LastOwner):
            act()
        assert contents() == before


def test_one_who_leads_can_be_made_what_they_are(shop: Shop) -> None:
    last = member(shop.alice, "last@example.com", "owner")
    people.change_role(membership=membership(last), organisation=shop.alice, role=Role.OWNER, ctx=ctx(last))
    assert roles(shop.alice) == [("last@example.com", "owner")]


def test_a_member_of_another_organisation_is_not_there(shop: Shop) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    charlie = member(shop.charlie, "charlie@example.com", "viewer")
    member(shop.charlie, "carla@example.com", "owner")
    before = contents()
    for act in (
        lambda: people.remove(membership=membership(charlie), organisation=shop.alice, ctx=ctx(alice)),
        lambda: people.change_role(
            membership=membership(charlie), organisation=shop.alice, role=Role.VIEWER, ctx=ctx(alice)
        ),
        lambda: people.leave(user=charlie.id, organisation=shop.alice, ctx=ctx(charlie)),
    ):
        with pytest.raises(NotFound):
            act()
    assert contents() == before


def test_with_a_membership_its_tokens_end(shop: Shop) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    bob = member(shop.alice, "bob@example.com", "manager")
    models.Membership.objects.create(user=bob, organisation_id=shop.charlie, role="viewer")
    made = {
        organisation: tokens.create(
            user=bob.id, organisation=organisation, name="T", scopes=["read"], lasts=timedelta(30), ctx=ctx(bob)
        )
        for organisation in (shop.alice, shop.charlie)
    }
    there = models.Membership.objects.get(user=bob, organisation=shop.alice).id
    people.remove(membership=there, organisation=shop.alice, ctx=ctx(alice))
    moment = ctx(bob)
    works = {key: account_of_token(made[key], "read", moment.now, moment.today) is not None for key in made}
    assert works == {shop.alice: False, shop.charlie: True}
    assert done() == ["remove_member"]


def test_who_leaves_the_vendor_acts_for_nobody(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin")
    sam = member(shop.vendor, "sam@example.com", "support")
    impersonation.start(user=sam.id, organisation=shop.alice, reason="Asked by phone", ctx=ctx(sam))
    account = load_account(sam.id, ctx(sam).today, ctx(sam).now)
    assert account is not None
    assert account.person.acting_for == shop.alice
    people.remove(membership=membership(sam), organisation=shop.vendor, ctx=ctx(vera))
    account = load_account(sam.id, ctx(sam).today, ctx(sam).now)
    assert account is not None
    assert (account.person.members, account.person.acting_for) == ((), None)
    assert not models.Acting.objects.filter(stopped_at=None).exists()


def test_shut_out_and_let_in_again(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin")
    bob = member(shop.alice, "bob@example.com", "viewer")
    people.suspend(user=bob.id, ctx=ctx(vera))
    assert load_account(bob.id, ctx(bob).today, ctx(bob).now) is None
    people.restore(user=bob.id, ctx=ctx(vera))
    assert load_account(bob.id, ctx(bob).today, ctx(bob).now) is not None
    with pytest.raises(people.OwnAccount):
        people.suspend(user=vera.id, ctx=ctx(vera))
    assert done(2) == ["suspend_user", "restore_user"]


# ---- an owner where there is none


def test_staff_invites_an_owner_only_where_nobody_leads(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin")
    invitations.invite_owner(organisation=shop.alice, email="alice@example.com", ctx=ctx(vera))
    owner = member(shop.alice, "olga@example.com", "owner")
    with pytest.raises(invitations.OwnerExists):
        invitations.invite_owner(organisation=shop.alice, email="eve@example.com", ctx=ctx(vera))
    models.User.objects.filter(pk=owner.id).update(is_active=False)
    invitations.invite_owner(organisation=shop.alice, email="eve@example.com", ctx=ctx(vera))
    assert set(models.Invitation.objects.values_list("role", flat=True)) == {"owner"}


def test_who_is_not_invited(shop: Shop) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")

    def invite(email: str, action_context: ActionContext) -> None:
        invitations.invite(organisation=shop.alice, email=email, role=Role.VIEWER, ctx=action_context)

    with pytest.raises(AlreadyMember, match="already a member"):
        invite("Alice@Example.com", ctx(alice))
    with pytest.raises(Invalid, match="no e-mail address"):
        invite("new", ctx(alice))
    models.Organisation.objects.filter(pk=shop.alice).update(suspended_on=ctx(alice).today)
    with pytest.raises(NotFound):
        invite("new@example.com", ctx(alice))
    assert not models.Invitation.objects.exists()
