"""Invitations: bound to an address, good once, accepted only by whoever proves the address."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import invitations
from autossa.store import models
from tests.cast.people import PASSWORD, sign_in
from tests.portal.accounts.entering import Cast, is_in, log_in
from tests.portal.accounts.test_signup import plain

pytestmark = pytest.mark.store


def invite(cast: Cast, email: str, role: Role = Role.MANAGER, ago: timedelta = timedelta(0)) -> str:
    now = datetime.now(ZoneInfo("UTC")) - ago
    ctx = ActionContext(Actor("Alice", cast.alice), now.date(), now)
    secret = invitations.invite(organisation=cast.customer, email=email, role=role, ctx=ctx)
    return f"/invitations/{secret}/"


def roles(user: UUID) -> list[str]:
    return list(models.Membership.objects.filter(user=user).order_by("role").values_list("role", flat=True))


def test_whoever_has_no_account_makes_one_and_joins(cast: Cast, visitor: Client) -> None:
    path = invite(cast, "new@customer.example")
    html = visitor.get(path, follow=True).content.decode()
    assert "Join Alice Ltd" in html
    assert "new@customer.example" in html
    assert visitor.post(path, {"name": "Nele", "password": "short"}).status_code == 200
    assert visitor.post(path, {"name": "Nele", "password": PASSWORD})["location"] == "/"
    assert is_in(visitor)
    user = models.User.objects.get(email="new@customer.example")
    assert (user.name, roles(user.id)) == ("Nele", ["manager"])


def test_whoever_has_one_logs_in_first_and_comes_back(cast: Cast, visitor: Client) -> None:
    path = invite(cast, "paul@partner.example")
    here = visitor.get(path)["location"]
    html = visitor.get(here).content.decode()
    assert f'href="/account/login/?next={here}"' in html
    assert "new-password" not in html
    assert log_in(visitor, "paul@partner.example", next=here)["location"] == here
    assert "Join Alice Ltd" in visitor.get(here).content.decode()
    assert roles(cast.paul) == ["owner"]
    assert visitor.post(here)["location"] == "/"
    assert roles(cast.paul) == ["manager", "owner"]
    assert visitor.session["organisation"] == str(cast.customer)


def test_nobody_makes_a_second_account_for_an_address(cast: Cast, visitor: Client) -> None:
    path = invite(cast, "paul@partner.example")
    visitor.post(path, {"name": "Mallory", "password": PASSWORD})
    assert not is_in(visitor)
    assert roles(cast.paul) == ["owner"]
    assert models.User.objects.get(pk=cast.paul).name == "Paul"


def test_another_person_learns_nothing_and_cannot_accept_it(cast: Cast, visitor: Client) -> None:
    """The very page that a link gets which was never sent; from there one can log out and open it again."""
    path = invite(cast, "paul@partner.example")
    sign_in(visitor, cast.vera)
    for response in (visitor.get(path), visitor.post(path)):
        html = response.content.decode()
        assert response.status_code == 404
        assert "or it is for another e-mail address" in html
        assert "vera@vendor.example" in html
        for secret in ("Alice Ltd", "paul@partner.example", "manager"):
            assert secret not in html
        never = "/invitations/never-sent/"
        assert plain(html).replace(path, never) == plain(visitor.get(never).content.decode())
    assert roles(cast.vera) == ["support"]
    assert visitor.post(path, {"leave": "1"})["location"] == path
    assert not is_in(visitor)
    assert "Join Alice Ltd" in visitor.get(path, follow=True).content.decode()


@pytest.mark.parametrize("how", ["used", "withdrawn", "expired", "unknown", "renewed", "suspended"])
def test_what_is_not_valid_any_more_is_refused_alike(cast: Cast, visitor: Client, how: str) -> None:
    ago = timedelta(days=8) if how == "expired" else timedelta(0)
    path = invite(cast, "paul@partner.example", ago=ago)
    if how == "withdrawn":
        models.Invitation.objects.update(withdrawn_at=datetime.now(ZoneInfo("UTC")))
    if how == "renewed":
        invite(cast, "paul@partner.example")
    if how == "suspended":
        models.Organisation.objects.filter(pk=cast.customer).update(suspended_on=datetime.now(ZoneInfo("UTC")).date())
    if how == "unknown":
        path = path[:-3] + "xx/"
    sign_in(visitor, cast.paul)
    if how == "used":
        visitor.post(path)
        models.Membership.objects.filter(user=cast.paul, organisation=cast.customer).delete()
    for response in (visitor.get(path), visitor.post(path), Client().get(path), Client().post(path)):
        assert response.status_code == 404
        assert "Ask the person who invited you for a new one" in response.content.decode()
    assert roles(cast.paul) == ["owner"]
