"""Secrets of links stay out of addresses that browsers keep, and pages behind the log-in out of every cache."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.rights import Right, Role
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import delegations, invitations, people, standing
from autossa.store import models
from tests.cast.people import PASSWORD, make_person, sign_in
from tests.portal import walking
from tests.portal.accounts.entering import BY, Cast, is_in, log_in, told
from tests.portal.accounts.test_invitations import invite, roles
from tests.portal.accounts.test_signup import link, register

pytestmark = pytest.mark.store


def now_by(user: UUID | None = None) -> ActionContext:
    now = datetime.now(UTC)
    return ActionContext(Actor("Somebody", user), now.date(), now)


def followed(client: Client, path: str) -> tuple[str, str]:
    """Where a link leads, and what the page there says."""
    answer = client.get(path)
    assert answer.status_code == 302
    assert "no-store" in answer["cache-control"]
    return answer["location"], client.get(answer["location"]).content.decode()


def links(cast: Cast, visitor: Client) -> list[str]:
    """One of each kind of link that is mailed."""
    register()
    path = invite(cast, "paul@partner.example")
    log_in(visitor, "alice@customer.example")
    visitor.post("/account/email/", {"email": "alice.new@customer.example", "action_add": "1"})
    address = next(mail["path"] for mail in told() if mail["key"] == "account_new_address")
    Client().post("/account/password/reset/", {"email": "bob@customer.example"})
    return [
        next(mail["path"] for mail in told() if mail["key"] == "account_confirm"),
        path,
        address,
        told()[-1]["path"],
    ]


def test_the_address_and_the_page_after_a_link_hold_no_secret(cast: Cast, visitor: Client) -> None:
    for path in links(cast, visitor):
        secret = path.strip("/").split("/")[-1]
        client = Client()
        here, html = followed(client, path)
        assert secret not in here + html
        assert client.head(path).status_code == 302
        assert Client().get(here).status_code in (200, 404)  # in another browser it leads nowhere
        assert "no longer valid" in Client().get(here).content.decode()


def test_opening_a_link_does_nothing(cast: Cast, visitor: Client) -> None:
    """A mail scanner opens all of them, twice."""
    paths = links(cast, visitor)
    for path in paths * 2:
        Client().get(path, follow=True)
    assert models.User.objects.get(pk=cast.alice).email == "alice@customer.example"
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()
    assert roles(cast.paul) == ["owner"]
    sign_in(visitor, cast.paul)
    assert visitor.post(visitor.get(paths[1])["location"])["location"] == "/"


def test_of_two_links_in_two_tabs_each_page_is_about_its_own(cast: Cast, visitor: Client) -> None:
    other = invitations.invite(organisation=cast.partner, email="bob@customer.example", role=Role.VIEWER, ctx=now_by())
    first = visitor.get(f"/invitations/{other}/")["location"]
    second = visitor.get(invite(cast, "new@customer.example"))["location"]
    assert first != second
    assert "Paul&#x27;s Phones" in visitor.get(first).content.decode()
    assert "Alice Ltd" in visitor.get(second).content.decode()
    for n in range(6):
        visitor.get(invite(cast, f"n{n}@customer.example"))
    assert len(visitor.session["links"]) == 5


def test_a_link_that_was_used_is_forgotten(cast: Cast, visitor: Client) -> None:
    register()
    here, _ = followed(visitor, link())
    assert visitor.post(here, {"password": PASSWORD})["location"] == "/"
    assert visitor.session["links"] == {}
    assert visitor.get(here).status_code == 404


def test_who_logs_out_to_use_a_link_can_still_use_it(cast: Cast, visitor: Client) -> None:
    here, _ = followed(visitor, invite(cast, "new@customer.example"))
    sign_in(visitor, cast.bob)
    session = visitor.session
    session["links"] = {here.split("/")[-2]: "x"}
    session.save()
    assert visitor.post(here, {"leave": "1"})["location"] == here
    assert not is_in(visitor)
    assert here.split("/")[-2] in visitor.session["links"]


# ---------------------------------------------------------------- invitations and the right of who made them


@pytest.fixture
def second(cast: Cast) -> UUID:
    """Another owner, who invites Paul."""
    return make_person("olga@customer.example", (cast.customer, Role.OWNER), factor=False)


def membership(user: UUID) -> UUID:
    return models.Membership.objects.get(user=user).id


WAYS = ("demoted", "removed", "left", "suspended")


def lose(cast: Cast, user: UUID, how: str) -> None:
    ctx = now_by(user if how == "left" else cast.alice)
    if how == "demoted":
        people.change_role(membership=membership(user), organisation=cast.customer, role=Role.MANAGER, ctx=ctx)
    elif how == "suspended":
        people.suspend(user=user, ctx=ctx)
    else:
        people.remove(membership=membership(user), organisation=cast.customer, ctx=ctx)


@pytest.mark.parametrize("how", WAYS)
def test_an_invitation_ends_with_the_right_of_who_made_it(cast: Cast, second: UUID, visitor: Client, how: str) -> None:
    secret = invitations.invite(
        organisation=cast.customer, email="paul@partner.example", role=Role.OWNER, ctx=now_by(second)
    )
    kept = invite(cast, "new@customer.example")
    sign_in(visitor, cast.paul)
    here, _ = followed(visitor, f"/invitations/{secret}/")
    lose(cast, second, how)
    for path in (here, f"/invitations/{secret}/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path).status_code == 404
    assert roles(cast.paul) == ["owner"]
    assert Client().get(kept, follow=True).status_code == 200  # Alice's own stay


@pytest.mark.parametrize("how", WAYS)
def test_it_does_not_come_back_with_the_right(cast: Cast, second: UUID, how: str) -> None:
    secret = invitations.invite(
        organisation=cast.customer, email="x@customer.example", role=Role.OWNER, ctx=now_by(second)
    )
    lose(cast, second, how)
    if how == "suspended":
        people.restore(user=second, ctx=now_by(cast.vera))
    elif how == "demoted":
        people.change_role(
            membership=membership(second), organisation=cast.customer, role=Role.OWNER, ctx=now_by(cast.alice)
        )
    else:
        people.join(user=second, organisation=cast.customer, role=Role.OWNER, ctx=now_by())
    assert Client().get(f"/invitations/{secret}/").status_code == 404


def test_whatever_took_the_right_the_invitation_holds_no_longer(cast: Cast, second: UUID) -> None:
    """Also where no use case told it: the right is asked for when the link is used."""
    secret = invitations.invite(
        organisation=cast.customer, email="paul@partner.example", role=Role.VIEWER, ctx=now_by(second)
    )
    models.Membership.objects.filter(user=second).update(role="viewer")
    assert Client().get(f"/invitations/{secret}/").status_code == 404
    with pytest.raises(invitations.InvitationNotValid):
        invitations.accept(secret=secret, user=cast.paul, ctx=now_by(cast.paul))


def test_a_suspended_organisations_invitations_do_not_come_back(cast: Cast) -> None:
    path = invite(cast, "paul@partner.example")
    standing.suspend(organisation=cast.customer, reason="not paid", ctx=now_by(cast.vera))
    standing.restore(organisation=cast.customer, ctx=now_by(cast.vera))
    assert Client().get(path).status_code == 404


def test_a_partners_invitation_of_a_customers_owner(cast: Cast) -> None:
    manager = make_person("mia@partner.example", (cast.partner, Role.MANAGER), factor=False)
    delegations.give(customer=cast.customer, partner=cast.partner, rights=[Right.CONTRACTS], ctx=BY)
    secret = invitations.invite(
        organisation=cast.customer, email="boss@customer.example", role=Role.OWNER, ctx=now_by(manager)
    )
    assert Client().get(f"/invitations/{secret}/").status_code == 302
    people.change_role(
        membership=membership(manager), organisation=cast.partner, role=Role.VIEWER, ctx=now_by(cast.paul)
    )
    assert Client().get(f"/invitations/{secret}/").status_code == 404


def test_staffs_invitation_of_an_owner_holds_while_they_act_for_somebody(cast: Cast) -> None:
    rita = make_person("rita@vendor.example", (cast.vendor, Role.ADMIN), factor=False)
    secret = invitations.invite(
        organisation=cast.customer, email="boss@customer.example", role=Role.OWNER, ctx=now_by(rita)
    )
    now = now_by().now
    models.Acting.objects.create(
        user_id=rita, organisation_id=cast.partner, reason="x", started_at=now, ends_at=now + timedelta(minutes=30)
    )
    assert Client().get(f"/invitations/{secret}/").status_code == 302


# ---------------------------------------------------------------- Back after log-out


def test_no_page_behind_the_log_in_stays_in_the_browser(cast: Cast, visitor: Client) -> None:
    """Every address with every method that answers, whoever's view it is; errors too."""
    log_in(visitor, "alice@customer.example")
    stored = []
    for address in walking.addresses():
        if address.name in ("account_logout", "theme", "vendor_logo", "published_keys", "releases_feed"):
            continue
        path = "/" + address.route.split("<")[0].lstrip("^").split("(?P")[0]
        for answer in (visitor.get(path), visitor.post(path)):
            if "no-store" not in answer.get("Cache-Control", ""):
                stored.append((path, answer.status_code))
    assert not stored
    assert is_in(visitor)


def test_log_out_clears_what_the_browser_has_kept(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    assert "Clear-Site-Data" not in visitor.get("/account/")
    answer = visitor.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert "no-store" in answer["Cache-Control"]


def test_what_is_for_everybody_is_still_kept(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    assert "public" in visitor.get("/theme.css")["Cache-Control"]
