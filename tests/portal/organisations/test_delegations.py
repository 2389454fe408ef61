"""Pages of partner access: what is refused, what is said, what is not; and who pays."""

import re

import pytest

from autossa.domain.rights import Right
from autossa.operations.organisations import create
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import decide, html
from tests.cast.people import People, ctx, signed_in
from tests.cast.shop import d

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def plain(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


# ---- hand-overs


def test_rights_taken_back_are_gone_with_the_next_request(team: People) -> None:
    """In a session that is open, for each right, reading and writing."""
    given = team.hand_over(*Right)
    paul = signed_in(team.paul)
    pages = [team.of_project(), team.of_project("activity/"), team.of_project("payer/")]
    assert [paul.get(page).status_code for page in pages] == [200, 200, 200]
    revoke = team.organisation(team.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    assert decide(signed_in(team.alice), revoke)["location"] == team.organisation(team.shop.alice, "handovers/")
    assert [paul.get(page).status_code for page in pages] == [404, 404, 404]
    assert paul.post(pages[2], {"payer": str(team.partner)}).status_code == 404
    assert "Office" not in html(paul.get("/"))
    assert signed_in(team.alice).post(revoke).status_code == 404  # once


def test_it_is_said_what_a_partner_pays_after_its_rights_are_taken_back(team: People) -> None:
    given = team.hand_over(Right.BILLING)
    models.Contract.objects.update(payer_id=team.partner)
    revoke = team.organisation(team.shop.alice, f"handovers/{public_id('hdo', given)}/revoke/")
    said = html(signed_in(team.alice).get(revoke))
    assert "pays for contracts of yours." in said
    assert "Office: until" in said
    assert "14 January 2027" in said  # the contract began on 15 January


@pytest.mark.parametrize("number", ["P2", "P3", "C2", "V1", "nonsense", "P1 "])
def test_a_partners_number_says_nothing_about_those_that_are_none(team: People, number: str) -> None:
    """Suspended, unverified, a customer's, the vendor's: as one that nobody has."""
    create.create(kind="partner", name="Suspended Partner", number="P2", ctx=ctx())
    models.Organisation.objects.filter(number="P2").update(suspended_on=d("2026-01-01"))
    create.create(kind="partner", name="Unverified Partner", number="P3", verified=False, ctx=ctx())
    client, page = signed_in(team.alice), team.organisation(team.shop.alice, "handovers/new/")

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


def test_who_asked_sees_no_button_and_cannot_agree(team: People) -> None:
    team.hand_over(Right.BILLING)
    alice, page = signed_in(team.alice), team.of_project("payer/")
    assert alice.post(page, {"payer": str(team.partner)}).status_code == 302
    change = models.PayerChange.objects.get()
    models.Membership.objects.create(user_id=team.alice, organisation_id=team.partner, role="owner")
    answers = team.organisation(team.partner, "payers/")
    one = f"{answers}{change.public_id}/"
    assert f'action="{one}"' not in html(alice.get(answers))
    alice.post(one, {"answer": "yes"})
    assert models.Contract.objects.get().payer_id == team.shop.alice
    paul = signed_in(team.paul)
    assert f'action="{one}"' in html(paul.get(answers))
    assert paul.post(one, {"answer": "perhaps"}).status_code == 302
    assert paul.post(one, {"answer": "yes"})["location"] == answers  # without what the page showed
    assert models.Contract.objects.get().payer_id == team.shop.alice
    assert decide(paul, answers, {"answer": "yes"}, to=one)["location"] == answers
    assert models.Contract.objects.get().payer_id == team.partner
    assert paul.post(one, {"answer": "yes"}).status_code == 404
