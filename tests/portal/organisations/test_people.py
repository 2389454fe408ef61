"""Pages about people, hand-overs, tokens and acting on behalf: what is refused, what is told, what is not."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.rights import Right, Role
from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations import contracts, outbox
from autossa.operations.accounts import tokens
from autossa.operations.errors import Invalid
from autossa.operations.organisations import create, delegations, invitations, people, standing
from autossa.portal.accounts import urls
from autossa.portal.web.permissions import Scope
from autossa.queries.access import load_account
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast import people_world
from tests.cast.people_world import People, ctx, signed_in
from tests.cast.shop import d
from tests.conftest import make_person

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def world() -> People:
    return people_world.build()


def html(response: Any) -> str:
    return str(response.content.decode())


def plain(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


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


# ---- hand-overs


def test_rights_taken_back_are_gone_with_the_next_request(world: People) -> None:
    """In a session that is open, for each right, reading and writing."""
    given = world.hand_over(*Right)
    paul = signed_in(world.paul)
    pages = [world.of_project(), world.of_project("activity/"), world.of_project("payer/")]
    assert [paul.get(page).status_code for page in pages] == [200, 200, 200]
    revoke = world.organisation(world.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    assert signed_in(world.alice).post(revoke)["location"] == world.organisation(world.shop.alice, "handovers/")
    assert [paul.get(page).status_code for page in pages] == [404, 404, 404]
    assert paul.post(pages[2], {"payer": str(world.partner)}).status_code == 404
    assert "Office" not in html(paul.get("/"))
    assert signed_in(world.alice).post(revoke).status_code == 404  # once


def test_it_is_said_what_a_partner_pays_after_its_rights_are_taken_back(world: People) -> None:
    given = world.hand_over(Right.BILLING)
    models.Contract.objects.update(payer_id=world.partner)
    revoke = world.organisation(world.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    said = html(signed_in(world.alice).get(revoke))
    assert "pays for contracts of yours." in said
    assert "Office: until" in said
    assert "14 January 2027" in said  # the contract began on 15 January


@pytest.mark.parametrize("number", ["P2", "P3", "C2", "V1", "nonsense", "P1 "])
def test_a_partners_number_says_nothing_about_those_that_are_none(world: People, number: str) -> None:
    """Suspended, unverified, a customer's, the vendor's: as one that nobody has."""
    create.create(kind="partner", name="Suspended Partner", number="P2", ctx=ctx())
    models.Organisation.objects.filter(number="P2").update(suspended_on=d("2026-01-01"))
    create.create(kind="partner", name="Unverified Partner", number="P3", verified=False, ctx=ctx())
    client, page = signed_in(world.alice), world.organisation(world.shop.alice, "handovers/new/")

    def answer(given: str) -> str:
        response = client.post(page, {"number": given, "project": "", "rights": ["licenses"], "last_day": ""})
        assert response.status_code == 200
        return plain(html(response)).replace(f'value="{given}"', "")

    if number.strip() == "P1":
        assert "Paul&#x27;s Phones" in answer(number)
    else:
        assert answer(number) == answer("unknown")
        assert "There is no partner with this number." in answer(number)
    assert not models.HandOver.objects.exists()


# ---- who pays


def test_who_asked_sees_no_button_and_cannot_agree(world: People) -> None:
    world.hand_over(Right.BILLING)
    alice, page = signed_in(world.alice), world.of_project("payer/")
    assert alice.post(page, {"payer": str(world.partner)}).status_code == 302
    change = models.PayerChange.objects.get()
    models.Membership.objects.create(user_id=world.alice, organisation_id=world.partner, role="owner")
    answers = world.organisation(world.partner, "payers/")
    one = f"{answers}{change.public_id}/"
    assert f'action="{one}"' not in html(alice.get(answers))
    alice.post(one, {"answer": "yes"})
    assert models.Contract.objects.get().payer_id == world.shop.alice
    paul = signed_in(world.paul)
    assert f'action="{one}"' in html(paul.get(answers))
    assert paul.post(one, {"answer": "perhaps"}).status_code == 302
    assert paul.post(one, {"answer": "yes"})["location"] == answers
    assert models.Contract.objects.get().payer_id == world.partner
    assert paul.post(one, {"answer": "yes"}).status_code == 404


# ---- tokens


def test_a_token_is_shown_once(world: People) -> None:
    alice = signed_in(world.alice)
    form = {"organisation": str(world.shop.alice), "name": "CI", "scopes": ["read"], "lasts": "90"}
    response = alice.post("/account/tokens/new/", form)
    (secret,) = set(re.findall(r"autossa_[\w-]{30,}", html(response)))
    assert "no-store" in response["cache-control"]
    for page in ("/account/tokens/", world.organisation(world.shop.alice, "tokens/")):
        assert secret not in html(alice.get(page))
        assert secret[-4:] in html(alice.get(page))
    assert "already have a token with this name" in html(alice.post("/account/tokens/new/", form))
    assert alice.post("/account/tokens/new/", {**form, "organisation": str(world.partner)}).status_code == 200
    assert models.ApiToken.objects.count() == 1


def test_a_token_is_revoked_by_its_maker_and_by_owners(world: People) -> None:
    def made(name: str) -> str:
        tokens.create(
            user=world.bob, organisation=world.shop.alice, name=name, scopes=["read"], lasts=timedelta(30),
            ctx=ctx(world.bob),
        )  # fmt: skip
        return models.ApiToken.objects.get(name=name).public_id

    first, second = made("first"), made("second")
    bob, alice, paul = signed_in(world.bob), signed_in(world.alice), signed_in(world.paul)
    theirs = world.organisation(world.shop.alice, f"tokens/{second}/revoke/")
    assert paul.post(f"/account/tokens/{first}/revoke/").status_code == 404
    assert paul.post(world.organisation(world.partner, f"tokens/{second}/revoke/")).status_code == 404
    assert bob.post(theirs).status_code == 404
    assert bob.post(f"/account/tokens/{first}/revoke/").status_code == 302
    assert alice.post(theirs).status_code == 302
    assert not models.ApiToken.objects.filter(revoked_at=None).exists()


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


# ---- acting on behalf, four eyes


def test_credentials_are_not_changed_while_acting(world: People) -> None:
    """Each page on which that is done, named here: what a gate says alone could be the wrong gate."""
    vera = signed_in(world.vera)
    act = world.organisation(world.shop.alice, "act/")
    pages = {
        "/account/email/", "/account/password/", "/account/password/set/", "/account/reauthenticate/",
        "/account/factors/", "/account/factors/app/", "/account/factors/app/remove/", "/account/factors/codes/",
        "/account/factors/codes/new/", "/account/factors/passkeys/", "/account/factors/passkeys/add/",
        "/account/factors/passkeys/1/", "/account/factors/passkeys/1/remove/", "/account/factors/reauthenticate/",
        "/account/factors/passkeys/reauthenticate/", "/account/tokens/", "/account/tokens/new/",
    }  # fmt: skip
    assert html(vera.get("/account/")).count("/account/password/") == 1
    assert vera.post(act, {"reason": " "}).status_code == 200
    assert vera.post(act, {"reason": "Asked by phone"})["location"] == "/"
    assert {page for page in pages if vera.get(page).status_code != 404} == set()
    assert {page for page in pages if vera.post(page).status_code != 404} == set()
    overview = html(vera.get("/account/"))
    assert "Stop that first." in overview
    assert [page for page in pages if f'"{page}"' in overview] == []
    assert vera.get("/account/sessions/").status_code == 200
    vera.post("/account/acting/stop/")
    assert vera.get("/account/password/").status_code in (200, 302)


def test_the_librarys_pages_of_credentials_are_all_behind_that_gate() -> None:
    open_ones = {
        "account_login", "account_logout", "account_inactive", "account_email_verification_sent",
        "account_confirm_email", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate",
        "mfa_login_webauthn",
    }  # fmt: skip
    for one in urls.urlpatterns:
        if one.name.startswith(("account_", "mfa_")) and one.name != "account_signup":
            assert one.callback.permission.scope is (Scope.PUBLIC if one.name in open_ones else Scope.CREDENTIALS), (
                one.name
            )


def test_acting_sees_what_the_customer_sees_and_no_more(world: People) -> None:
    vera = signed_in(world.vera)
    own = world.organisation(world.shop.alice)
    vera.post(f"{own}act/", {"reason": "Asked by phone"})
    assert vera.get(world.of_project()).status_code == 200
    for page in (
        f"{own}people/invite/", f"{own}handovers/new/", f"{own}edit/", f"{own}verify/", f"{own}payers/",
        world.of_project("payer/"), world.organisation(world.shop.charlie), "/staff/organisations/", "/staff/activity/",
    ):  # fmt: skip
        assert vera.get(page).status_code == 404, page
    log = html(signed_in(world.alice).get(f"{own}activity/"))
    assert "Began to act on behalf" in log
    assert "Asked by phone" in log


def test_acting_ends_after_half_an_hour(world: People) -> None:
    vera = signed_in(world.vera)
    vera.post(world.organisation(world.shop.alice, "act/"), {"reason": "Asked by phone"})
    assert vera.get("/staff/organisations/").status_code == 404
    begun, acted_for = models.Acting.objects.get().started_at, []
    for minutes in (0, 29, 30):
        account = load_account(world.vera, ctx().today, begun + timedelta(minutes=minutes))
        assert account is not None
        acted_for.append(account.person.acting_for)
    assert acted_for == [world.shop.alice, world.shop.alice, None]


def test_who_concluded_on_behalf_does_not_approve(world: People) -> None:
    project = world.shop.project("Branch", "2026-01-20")
    on_behalf = ctx(world.vera)
    on_behalf = replace(on_behalf, actor=replace(on_behalf.actor, acting_for=world.shop.alice))
    contracts.conclude(project=project, option="annual_monthly", ctx=on_behalf)
    with pytest.raises(Invalid, match="somebody else must approve"):
        contracts.approve(project=project, ctx=ctx(world.vera))
    contracts.approve(project=project, ctx=ctx(world.rita))
    assert models.Contract.objects.get(project=project).status == "active"


# ---- links and hosts


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "testserver@elsewhere.example"])
def test_another_host_gets_no_page_and_no_mail(world: People, host: str) -> None:
    alice = signed_in(world.alice)
    alice.defaults["HTTP_HOST"] = host
    for page in ("", "people/", "people/invite/"):
        assert alice.get(world.organisation(world.shop.alice, page)).status_code == 400
    invite = world.organisation(world.shop.alice, "people/invite/")
    assert alice.post(invite, {"email": "new@alice.example", "role": "viewer"}).status_code == 400
    assert not models.Invitation.objects.exists()


def test_a_link_in_a_mail_begins_with_the_setting(world: People, settings: Any) -> None:
    """Whatever host the request named that asked for it."""
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "https://portal.example"
    models.OutboxMessage.objects.update(delivered_at=ctx().now)
    alice = signed_in(world.alice)
    alice.defaults["HTTP_HOST"] = alice.defaults["HTTP_X_FORWARDED_HOST"] = "elsewhere.example"
    invite = world.organisation(world.shop.alice, "people/invite/")
    assert alice.post(invite, {"email": "new@alice.example", "role": "viewer"}).status_code == 302
    gateway = MemoryGateway()
    while outbox.deliver(gateway=gateway, now=ctx().now).did_something:
        pass
    (mail,) = gateway.sent
    assert "https://portal.example/invitations/" in mail.text
    assert "elsewhere" not in mail.text + mail.html


def test_an_invitation_is_good_once_and_by_nobody_else(world: People) -> None:
    def invite(email: str) -> str:
        secret = invitations.invite(organisation=world.shop.charlie, email=email, role=Role.VIEWER, ctx=ctx(world.vera))
        return f"/invitations/{secret}/"

    path = invite("bob@alice.example")
    alice, bob = signed_in(world.alice), signed_in(world.bob)
    assert "Charlie" not in html(alice.get(path))
    assert alice.post(path).status_code == 404
    assert bob.post(path).status_code == 302
    assert (bob.get(path).status_code, bob.post(path).status_code) == (404, 404)
    roles = models.Membership.objects.filter(organisation=world.shop.charlie)
    assert list(roles.values_list("user", "role")) == [(world.bob, "viewer")]


# ---- staff


def test_an_organisation_is_not_verified_without_its_vat(world: People) -> None:
    rita = signed_in(world.rita)
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=ctx())
    models.Organisation.objects.filter(pk=key).update(country="DE", address="A street", vat_id="DE136695976")
    page = world.organisation(key, "verify/")
    assert not re.search(r'name="tax_percent"[^>]*value=', html(rita.get(page)))

    def rate() -> tuple[bool, str]:
        row = models.Organisation.objects.get(pk=key)
        return row.verified_on is not None, str(row.tax_rate.normalize())

    for given in ({}, {"tax_percent": ""}, {"tax_percent": "x"}, {"tax_percent": "-1"}, {"tax_percent": "100"}):
        assert rita.post(page, given).status_code == 200
        assert rate() == (False, "0")
    asked = html(rita.post(page, {"tax_percent": "0"}))  # at home, without VAT: a slip, or meant
    assert "This rate is unusual" in asked
    assert 'name="unusual"' in asked
    assert rate() == (False, "0")
    assert rita.post(page, {"tax_percent": "19"}).status_code == 302
    assert rate() == (True, "0.19")


@pytest.mark.parametrize(
    ("country", "vat_id", "usual", "unusual"),
    [
        ("DE", "", "19", "0"),
        ("DE", "DE136695976", "19", "0"),
        ("AT", "ATU13585627", "0", "20"),
        ("AT", "", "19", "0"),
        ("CH", "", "0", "8.1"),
    ],
)
def test_an_unusual_share_of_vat_is_confirmed(
    world: People, country: str, vat_id: str, usual: str, unusual: str
) -> None:
    rita, page = signed_in(world.rita), world.organisation(world.shop.charlie, "verify/")

    def verified(**given: str) -> bool:
        models.Organisation.objects.filter(pk=world.shop.charlie).update(
            country=country, vat_id=vat_id, verified_on=None
        )
        rita.post(page, given)
        return models.Organisation.objects.get(pk=world.shop.charlie).verified_on is not None

    assert verified(tax_percent=usual)
    assert not verified(tax_percent=unusual)
    assert verified(tax_percent=unusual, unusual="on")


def test_suspended_in_an_open_session(world: People) -> None:
    alice = signed_in(world.alice)
    assert alice.get(world.of_project()).status_code == 200
    standing.suspend(organisation=world.shop.alice, reason="Does not pay", ctx=ctx(world.vera))
    for page in (
        world.of_project(),
        world.organisation(world.shop.alice),
        world.organisation(world.shop.alice, "people/"),
    ):
        assert alice.get(page).status_code == 404
    assert alice.get("/").status_code == 200
    people.suspend(user=world.alice, ctx=ctx(world.vera))
    assert alice.get("/")["location"].startswith("/account/login/")


def test_what_is_not_yours_is_as_what_does_not_exist(world: People) -> None:
    """Ids that exist elsewhere, that exist nowhere, and that are none: one and the same answer."""
    other = make_person("carla@charlie.example", (world.shop.charlie, Role.OWNER))
    theirs: UUID = models.Membership.objects.get(user=other).id
    alice = signed_in(world.alice)
    for member in (public_id("mem", theirs), public_id("mem", UUID(int=7)), "nonsense", public_id("org", theirs)):
        page = world.organisation(world.shop.alice, f"people/{member}/")
        assert (alice.get(page).status_code, alice.post(f"{page}remove/").status_code) == (404, 404), member
    assert alice.get(world.organisation(UUID(int=7))).status_code == 404
    assert Client().get(world.organisation(UUID(int=7))).status_code == 302  # the log-in, as for one that exists


def test_a_hand_over_of_one_customer_is_none_of_another(world: People) -> None:
    given = delegations.give(
        customer=world.shop.charlie, partner=world.partner, rights=[Right.LICENSES], ctx=ctx(world.vera)
    )
    page = world.organisation(world.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    assert (signed_in(world.alice).get(page).status_code, signed_in(world.alice).post(page).status_code) == (404, 404)
    assert models.HandOver.objects.get().ends_on is None


# ---- staff enters an organisation


ENTRY = {"kind": "partner", "name": "Systemhaus Ost", "number": "P-7", "country": "DE", "vat_id": "DE 136695976",
         "tax_percent": "19", "owner": "olga@example.com", "language": "de"}  # fmt: skip
ENTER = "/staff/organisations/new/"


def test_staff_enters_a_partner_and_invites_its_owner(world: People) -> None:
    response = signed_in(world.vera).post(ENTER, ENTRY, follow=True)
    assert "Systemhaus Ost added and verified. Invitation sent to its owner, olga@example.com." in html(response)
    row = models.Organisation.objects.get(number="P-7")
    assert (row.kind, row.vat_id, row.verified_on is None) == ("partner", "DE136695976", False)
    twice = signed_in(world.vera).post(ENTER, ENTRY)
    assert "Another organisation has this number." in html(twice)
    assert models.Organisation.objects.filter(number="P-7").count() == 1


def test_a_duplicate_is_pointed_out(world: People) -> None:
    again = ENTRY | {"number": "P-8", "owner": ""}
    signed_in(world.vera).post(ENTER, ENTRY)
    response = signed_in(world.vera).post(ENTER, again, follow=True)
    assert "Possible duplicate: Systemhaus Ost, number P-7." in html(response)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "vendor"}, "Select a valid choice"),
        ({"kind": ""}, "required"),
        ({"name": " "}, "required"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"vat_id": "DE136695977"}, "This is not a VAT ID of the selected country."),
        ({"tax_percent": ""}, "required"),
        ({"tax_percent": "0"}, "This rate is unusual for this country"),
        ({"tax_percent": "101"}, "less than or equal to 99"),
        ({"owner": "olga"}, "valid e"),
        ({"name": "a\x07b"}, "cannot be shown"),
    ],
)
def test_what_is_entered_wrong_is_said_and_kept(world: People, wrong: dict[str, str], said: str) -> None:
    before = models.Organisation.objects.count()
    page = html(signed_in(world.vera).post(ENTER, ENTRY | wrong))
    assert said in page
    assert models.Organisation.objects.count() == before
    if "number" not in wrong:
        assert 'value="P-7"' in page


def test_an_unusual_share_of_vat_is_entered_when_it_is_confirmed(world: People) -> None:
    signed_in(world.vera).post(ENTER, ENTRY | {"tax_percent": "0", "unusual": "on"})
    assert models.Organisation.objects.get(number="P-7").tax_rate == 0
