"""What staff does with organisations and people: verify, suspend, add."""

import re
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.rights import Right, Role
from autossa.operations.organisations import create, delegations, people, standing
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import decide, html
from tests.cast.people import People, ctx, make_person, signed_in
from tests.cast.shop import NO_VAT
from tests.portal.staff import hidden

pytestmark = [pytest.mark.store, pytest.mark.django_db]


VAT = "domestic:standard"
PROOF = {"confirmation": "7f3a", "confirmed_on": "2026-01-02", "source": "BZSt"}

# ---- staff


def test_an_organisation_is_not_verified_without_its_vat(team: People) -> None:
    rita = signed_in(team.rita)
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=ctx())
    models.Organisation.objects.filter(pk=key).update(country="DE", street="A street", vat_id="DE136695976")
    page = team.organisation(key, "verify/")
    assert (
        " selected"
        not in html(rita.get(page)).partition('name="treatment"')[2].partition("</select>")[0].partition("domestic")[2]
    )

    def rate() -> tuple[bool, str]:
        row = models.Organisation.objects.get(pk=key)
        return row.verified_on is not None, row.treatment.treatment if row.treatment else ""

    for given in ({}, {"treatment": ""}, {"treatment": "x"}, {"treatment": "domestic:odd"}):
        assert rita.post(page, given).status_code == 200
        assert rate() == (False, "")
    asked = html(rita.post(page, {"treatment": "third_country"}))  # at home, without VAT: a slip, or meant
    assert "This is unusual" in asked
    assert 'name="unusual"' in asked
    assert rate() == (False, "")
    assert decide(rita, page, {"treatment": "domestic:standard"}).status_code == 302
    assert rate() == (True, "domestic")


@pytest.mark.parametrize(
    ("country", "vat_id", "usual", "unusual"),
    [
        ("DE", "", VAT, "third_country"),
        ("DE", "DE136695976", VAT, "third_country"),
        ("AT", "ATU13585627", "reverse_charge", VAT),
        ("AT", "", VAT, "third_country"),
        ("CH", "", "third_country", VAT),
    ],
)
def test_an_unusual_share_of_vat_is_confirmed(
    team: People, country: str, vat_id: str, usual: str, unusual: str
) -> None:
    rita, page = signed_in(team.rita), team.organisation(team.shop.charlie, "verify/")

    def verified(**given: str) -> bool:
        models.Organisation.objects.filter(pk=team.shop.charlie).update(
            country=country, vat_id=vat_id, verified_on=None
        )
        decide(rita, page, given)
        return models.Organisation.objects.get(pk=team.shop.charlie).verified_on is not None

    assert verified(treatment=usual, **PROOF)
    assert not verified(treatment=unusual, **PROOF)
    assert verified(treatment=unusual, **PROOF, unusual="on")


def test_suspended_in_an_open_session(team: People) -> None:
    alice = signed_in(team.alice)
    assert alice.get(team.of_project()).status_code == 200
    standing.suspend(organisation=team.shop.alice, reason="Does not pay", ctx=ctx(team.vera))
    for page in (
        team.of_project(),
        team.organisation(team.shop.alice),
        team.organisation(team.shop.alice, "people/"),
    ):
        assert alice.get(page).status_code == 404
    assert alice.get("/").status_code == 200
    people.suspend(user=team.alice, ctx=ctx(team.vera))
    assert alice.get("/")["location"].startswith("/account/login/")


def test_what_is_not_yours_is_as_what_does_not_exist(team: People) -> None:
    """Ids that exist elsewhere, that exist nowhere, and that are none: one and the same answer."""
    other = make_person("carla@charlie.example", (team.shop.charlie, Role.OWNER))
    theirs: UUID = models.Membership.objects.get(user=other).id
    alice = signed_in(team.alice)
    for member in (public_id("mem", theirs), public_id("mem", UUID(int=7)), "nonsense", public_id("org", theirs)):
        page = team.organisation(team.shop.alice, f"people/{member}/")
        assert (alice.get(page).status_code, alice.post(f"{page}remove/").status_code) == (404, 404), member
    assert alice.get(team.organisation(UUID(int=7))).status_code == 404
    assert Client().get(team.organisation(UUID(int=7))).status_code == 302  # the log-in, as for one that exists


def test_a_hand_over_of_one_customer_is_none_of_another(team: People) -> None:
    given = delegations.give(
        customer=team.shop.charlie, partner=team.partner, rights=[Right.LICENSES], ctx=ctx(team.vera)
    )
    page = team.organisation(team.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    assert (signed_in(team.alice).get(page).status_code, signed_in(team.alice).post(page).status_code) == (404, 404)
    assert models.HandOver.objects.get().ends_on is None


# ---- staff enters an organisation


ENTRY = {"kind": "partner", "name": "Systemhaus Ost", "number": "P-7", "country": "DE", "vat_id": "DE 136695976",
         "treatment": VAT, "owner": "olga@example.com", "language": "de"}  # fmt: skip
ENTER = "/staff/organisations/new/"


def test_staff_enters_a_partner_and_invites_its_owner(team: People) -> None:
    response = signed_in(team.vera).post(ENTER, ENTRY, follow=True)
    assert "Systemhaus Ost added and verified. Invitation sent to its owner, olga@example.com." in html(response)
    row = models.Organisation.objects.get(number="P-7")
    assert (row.kind, row.vat_id, row.verified_on is None) == ("partner", "DE136695976", False)
    twice = signed_in(team.vera).post(ENTER, ENTRY)
    assert "Another organisation has this number." in html(twice)
    assert models.Organisation.objects.filter(number="P-7").count() == 1


def test_a_duplicate_is_pointed_out(team: People) -> None:
    again = ENTRY | {"number": "P-8", "owner": ""}
    signed_in(team.vera).post(ENTER, ENTRY)
    response = signed_in(team.vera).post(ENTER, again, follow=True)
    assert "Possible duplicate: Systemhaus Ost, number P-7." in html(response)


# ---- a company that waits


def test_a_company_that_waits_is_shown_to_who_verifies(team: People) -> None:
    def shown(user: UUID) -> tuple[bool, bool]:
        page = html(signed_in(user).get("/"))
        return "to be verified" in page, "?state=unverified" in page

    assert shown(team.rita) == (False, False)
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=ctx())
    assert shown(team.rita) == (True, True)
    nav = html(signed_in(team.rita).get("/reviews/")).partition("/staff/organisations/")[2][:300]
    assert re.search(r">\s*1\s*<", nav), nav
    assert shown(team.alice) == (False, False)
    assert shown(team.user("sam")) == (False, False)  # support verifies nobody
    standing.verify(organisation=key, vat=NO_VAT, ctx=ctx())
    assert shown(team.rita) == (False, False)


def test_staff_enters_and_edits_address_and_vat_id(team: People) -> None:
    signed_in(team.rita).post(ENTER, ENTRY | {"address": "Graben 1\n1010 Wien", "owner": ""})
    row = models.Organisation.objects.get(number="P-7")
    assert row.address.text == "Graben 1\n1010 Wien"
    edit = team.organisation(row.id, "edit/")
    given = {"street": "Ring 2", "city": "Bonn", "country": "DE", "vat_id": "DE136695976", "language": "de"}
    assert signed_in(team.user("sam")).post(edit, given).status_code == 404
    assert decide(signed_in(team.rita), edit, given).status_code == 302
    assert models.Organisation.objects.get(number="P-7").address.text == "Ring 2\nBonn"


# ---- staff merges


def test_a_merge_is_not_proposed_on_a_name_alone(team: People) -> None:
    key = create.create(kind="customer", name="ALICE, Ltd.", number="N1", verified=False, ctx=ctx())
    rita, verify, merge = signed_in(team.rita), team.organisation(key, "verify/"), team.organisation(key, "merge/")
    assert "same name" in html(rita.get(verify))
    assert "?into=" not in html(rita.get(verify))
    assert "C1" not in html(rita.get(merge))
    models.Organisation.objects.filter(pk__in=[key, team.shop.alice]).update(country="DE", vat_id="DE136695976")
    assert "?into=C1" in html(rita.get(verify))
    assert "C1" in html(rita.get(merge))


def test_who_comes_along_is_ticked_by_name_and_confirmed_by_an_owner(team: People) -> None:
    max_ = make_person("max@again.example", (team.shop.charlie, Role.OWNER))
    make_person("mo@again.example", (team.shop.charlie, Role.MANAGER))
    rita, page = signed_in(team.rita), team.organisation(team.shop.charlie, "merge/")
    asked = html(rita.post(page, {"number": "C1"}))
    assert "max@again.example" in asked
    assert "checked" not in asked
    wrong = {"number": "C1", "step": "merge", "people": str(team.bob), "seen": hidden(asked, "seen")}
    assert rita.post(page, wrong).status_code == 200
    assert models.Organisation.objects.get(pk=team.shop.charlie).merged_into_id is None
    given = {"number": "C1", "step": "merge", "people": str(max_), "seen": hidden(asked, "seen")}
    assert rita.post(page, given).status_code == 302
    assert models.Organisation.objects.get(pk=team.shop.charlie).merged_into_id == team.shop.alice

    people_page = team.organisation(team.shop.alice, "people/")
    assert "max@again.example" not in html(signed_in(team.bob).get(people_page))  # a manager: no owner
    shown = html(signed_in(team.alice).get(people_page))
    assert "max@again.example" in shown
    assert "mo@again.example" not in shown
    answer = f"{people_page}admissions/{models.Admission.objects.get().public_id}/"
    assert signed_in(team.bob).post(answer, {"answer": "yes"}).status_code == 404
    assert signed_in(team.rita).post(answer, {"answer": "yes"}).status_code == 404
    assert not models.Membership.objects.filter(user=max_, organisation=team.shop.alice).exists()
    decide(signed_in(team.alice), people_page, {"answer": "yes"}, to=answer)
    assert models.Membership.objects.get(user=max_, organisation=team.shop.alice).role == "viewer"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "vendor"}, "Select a valid choice"),
        ({"kind": ""}, "required"),
        ({"name": " "}, "required"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"vat_id": "DE136695977"}, "This is not a VAT ID of the selected country."),
        ({"treatment": ""}, "required"),
        ({"treatment": "third_country"}, "This is unusual for this country"),
        ({"treatment": "domestic:odd"}, "valid choice"),
        ({"owner": "olga"}, "valid e"),
        ({"name": "a\x07b"}, "a character that cannot be displayed: U+0007, at position 2"),
    ],
)
def test_what_is_entered_wrong_is_said_and_kept(team: People, wrong: dict[str, str], said: str) -> None:
    before = models.Organisation.objects.count()
    page = html(signed_in(team.vera).post(ENTER, ENTRY | wrong))
    assert said in page
    assert models.Organisation.objects.count() == before
    if "number" not in wrong:
        assert 'value="P-7"' in page


def test_an_unusual_share_of_vat_is_entered_when_it_is_confirmed(team: People) -> None:
    signed_in(team.vera).post(ENTER, ENTRY | {"treatment": "third_country", "unusual": "on"})
    row = models.Organisation.objects.get(number="P-7")
    assert row.treatment is not None
    assert row.treatment.treatment == "third_country"
