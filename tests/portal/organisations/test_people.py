"""Pages of people and invitations: what is refused, what is said, what is not."""

import re
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.organisations import people
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import decide, html, text_of
from tests.cast.people import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


# ---- who leads stays


@pytest.mark.parametrize("how", ["leave/", "remove", "demote"])
def test_the_last_owner_is_told_why_they_cannot_go(team: People, how: str) -> None:
    member = public_id("mem", models.Membership.objects.get(user=team.alice).id)
    page = {"leave/": "people/leave/", "remove": f"people/{member}/remove/", "demote": f"people/{member}/"}[how]
    response = decide(signed_in(team.alice), team.organisation(team.shop.alice, page), {"role": "viewer"})
    assert response.status_code == 200
    assert "This is the last owner." in html(response)
    assert models.Membership.objects.get(user=team.alice).role == "owner"


def test_who_is_demoted_or_removed_loses_it_with_the_next_request(team: People) -> None:
    """In a session that is open."""
    bob, page = signed_in(team.bob), team.organisation(team.shop.alice, "edit/")
    assert bob.get(page).status_code == 200
    membership = models.Membership.objects.get(user=team.bob).id
    people.change_role(membership=membership, organisation=team.shop.alice, role=Role.VIEWER, ctx=ctx(team.alice))
    assert bob.get(page).status_code == 404
    assert bob.get(team.of_project()).status_code == 200
    people.remove(membership=membership, organisation=team.shop.alice, ctx=ctx(team.alice))
    assert bob.get(team.of_project()).status_code == 404
    assert bob.get(team.organisation(team.shop.alice)).status_code == 404


# ---- invitations


@pytest.mark.parametrize("way", ["invite", "owner", "renew"])
def test_where_no_mail_leaves_staff_copies_a_link_that_is_good(team: People, settings: Any, way: str) -> None:
    """Shown once, and to staff alone; whoever follows it is asked to join."""
    settings.MAILS_LEAVE = False
    settings.BASE_URL = "https://portal.example"
    vera = signed_in(team.vera)
    organisation = team.shop.charlie if way == "owner" else team.shop.vendor
    page = team.organisation(organisation, "people/")
    vera.post(f"{page}{'owner' if way == 'owner' else 'invite'}/", {"email": "new@vendor.example", "role": "support"})
    if way == "renew":
        vera.get(page)
        row = models.Invitation.objects.get()
        vera.post(team.organisation(organisation, f"invitations/{row.public_id}/renew/"))
    shown = html(vera.get(page))
    found = re.search(r'<code class="secret" id="link">https://portal\.example(/invitations/[^<]+)</code>', shown)
    assert found
    assert found[1] not in html(vera.get(page))
    joining = Client().get(found[1], follow=True)
    assert joining.status_code == 200
    assert "Join" in text_of(joining)


def test_a_customer_gets_no_link_to_copy_and_nobody_where_mails_leave(team: People, settings: Any) -> None:
    """It proves whose the address is."""
    settings.MAILS_LEAVE = False
    for who, organisation in ((team.alice, team.shop.alice), (team.vera, team.shop.vendor)):
        page = team.organisation(organisation, "people/")
        client = signed_in(who)
        given = {"email": "new@alice.example", "role": "viewer" if who == team.alice else "support"}
        assert client.post(f"{page}invite/", given)["location"] == page
        assert "/invitations/" not in re.sub(r"/invitations/ivt_", "", html(client.get(page)))
        settings.MAILS_LEAVE = True


def test_invitations_are_seen_renewed_and_withdrawn_by_owners(team: People) -> None:
    alice, people_page = signed_in(team.alice), team.organisation(team.shop.alice, "people/")
    alice.post(f"{people_page}invite/", {"email": "New@alice.example", "role": "viewer"})
    row = models.Invitation.objects.get()
    assert "new@alice.example" in html(alice.get(people_page))
    assert "already" in html(alice.post(f"{people_page}invite/", {"email": "bob@alice.example", "role": "viewer"}))
    assert alice.post(f"{people_page}invite/", {"email": "x@alice.example", "role": "admin"}).status_code == 200
    of_it = team.organisation(team.shop.alice, f"invitations/{row.public_id}/")
    elsewhere = team.organisation(team.partner, f"invitations/{row.public_id}/")
    for client, page in ((signed_in(team.bob), of_it), (signed_in(team.paul), elsewhere)):
        assert client.post(f"{page}withdraw/").status_code == 404
        assert client.post(f"{page}renew/").status_code == 404
    assert alice.post(f"{of_it}renew/").status_code == 302
    assert alice.post(f"{of_it}withdraw/").status_code == 404  # the former one is withdrawn by that
    (anew,) = models.Invitation.objects.filter(withdrawn_at=None)
    alice.post(team.organisation(team.shop.alice, f"invitations/{anew.public_id}/withdraw/"))
    assert not models.Invitation.objects.filter(withdrawn_at=None).exists()


def test_staff_invites_an_owner_only_where_there_is_none(team: People) -> None:
    rita, page = signed_in(team.rita), team.organisation(team.shop.alice, "people/owner/")
    assert 'name="email"' not in html(rita.get(page))
    assert rita.post(page, {"email": "eve@alice.example"}).status_code == 200
    assert not models.Invitation.objects.exists()
    assert rita.post(team.organisation(team.shop.charlie, "people/owner/"), {"email": "c@c.example"}).status_code == 302
    assert models.Invitation.objects.get().role == "owner"
