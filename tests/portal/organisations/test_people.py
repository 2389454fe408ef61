"""Pages of people and invitations: what is refused, what is said, what is not."""

from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.operations.organisations import people
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast import people_world
from tests.cast.people_world import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def world() -> People:
    return people_world.build()


def html(response: Any) -> str:
    return str(response.content.decode())


# ---- who leads stays


@pytest.mark.parametrize("how", ["leave/", "remove", "demote"])
def test_the_last_owner_is_told_why_they_cannot_go(world: People, how: str) -> None:
    member = public_id("mem", models.Membership.objects.get(user=world.alice).id)
    page = {"leave/": "people/leave/", "remove": f"people/{member}/remove/", "demote": f"people/{member}/"}[how]
    response = signed_in(world.alice).post(world.organisation(world.shop.alice, page), {"role": "viewer"})
    assert response.status_code == 200
    assert "This is the last owner." in html(response)
    assert models.Membership.objects.get(user=world.alice).role == "owner"


def test_who_is_demoted_or_removed_loses_it_with_the_next_request(world: People) -> None:
    """In a session that is open."""
    bob, page = signed_in(world.bob), world.organisation(world.shop.alice, "edit/")
    assert bob.get(page).status_code == 200
    membership = models.Membership.objects.get(user=world.bob).id
    people.change_role(membership=membership, organisation=world.shop.alice, role=Role.VIEWER, ctx=ctx(world.alice))
    assert bob.get(page).status_code == 404
    assert bob.get(world.of_project()).status_code == 200
    people.remove(membership=membership, organisation=world.shop.alice, ctx=ctx(world.alice))
    assert bob.get(world.of_project()).status_code == 404
    assert bob.get(world.organisation(world.shop.alice)).status_code == 404


# ---- invitations


def test_invitations_are_seen_renewed_and_withdrawn_by_owners(world: People) -> None:
    alice, people_page = signed_in(world.alice), world.organisation(world.shop.alice, "people/")
    alice.post(f"{people_page}invite/", {"email": "New@alice.example", "role": "viewer"})
    row = models.Invitation.objects.get()
    assert "new@alice.example" in html(alice.get(people_page))
    assert "already" in html(alice.post(f"{people_page}invite/", {"email": "bob@alice.example", "role": "viewer"}))
    assert alice.post(f"{people_page}invite/", {"email": "x@alice.example", "role": "admin"}).status_code == 200
    of_it = world.organisation(world.shop.alice, f"invitations/{row.public_id}/")
    elsewhere = world.organisation(world.partner, f"invitations/{row.public_id}/")
    for client, page in ((signed_in(world.bob), of_it), (signed_in(world.paul), elsewhere)):
        assert client.post(f"{page}withdraw/").status_code == 404
        assert client.post(f"{page}renew/").status_code == 404
    assert alice.post(f"{of_it}renew/").status_code == 302
    assert alice.post(f"{of_it}withdraw/").status_code == 404  # the former one is withdrawn by that
    (anew,) = models.Invitation.objects.filter(withdrawn_at=None)
    alice.post(world.organisation(world.shop.alice, f"invitations/{anew.public_id}/withdraw/"))
    assert not models.Invitation.objects.filter(withdrawn_at=None).exists()


def test_staff_invites_an_owner_only_where_there_is_none(world: People) -> None:
    rita, page = signed_in(world.rita), world.organisation(world.shop.alice, "people/owner/")
    assert 'name="email"' not in html(rita.get(page))
    assert rita.post(page, {"email": "eve@alice.example"}).status_code == 200
    assert not models.Invitation.objects.exists()
    assert (
        rita.post(world.organisation(world.shop.charlie, "people/owner/"), {"email": "c@c.example"}).status_code == 302
    )
    assert models.Invitation.objects.get().role == "owner"
