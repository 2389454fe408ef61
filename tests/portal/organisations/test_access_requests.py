"""Pages on which a partner asks a customer for rights, and an owner of the customer answers by one click."""

from uuid import UUID, uuid4

import pytest

from autossa.domain.rights import Right
from autossa.operations.organisations import delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import decide, html, text_of
from tests.cast.people import People, ctx, signed_in
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def page(team: People, customer: UUID) -> str:
    return team.organisation(team.partner, f"customers/{public_id('org', customer)}/ask/")


def asked(team: People) -> str:
    """Paul, who may do the licenses, asks for billing on the project; where Alice answers."""
    team.hand_over(Right.LICENSES)
    project = public_id("prj", team.project)
    signed_in(team.paul).post(page(team, team.shop.alice), {"project": project, "rights": ["billing"]})
    key = models.AccessRequest.objects.get().public_id
    return team.organisation(team.shop.alice, f"handovers/requests/{key}/")


def test_a_partner_asks_from_its_customers_and_sees_that_it_waits(team: People) -> None:
    team.hand_over(Right.LICENSES)
    paul, ask = signed_in(team.paul), page(team, team.shop.alice)
    customers = html(paul.get(team.organisation(team.partner, "customers/")))
    project = public_id("prj", team.project)
    assert f'href="{ask}"' in customers
    assert f'href="{ask}?project={project}"' in customers
    form = html(paul.get(f"{ask}?project={project}"))
    assert "You already have: Licenses" in form
    assert f'value="{project}" ' in form
    said = text_of(paul.post(ask, {"project": project, "rights": ["billing", "contracts"]}, follow=True))
    assert "Asked. We e-mailed the owners of Alice Ltd." in said
    assert "waiting for an answer: Contracts, Billing (Office)" in said
    again = text_of(paul.post(ask, {"project": project, "rights": ["billing"]}))
    assert "You have asked for this already" in again


@pytest.mark.parametrize(
    ("word", "said", "rights"),
    [
        ("yes", "Access given. The partner is informed by e-mail.", {"licenses", "billing"}),
        ("no", "Declined. The partner is informed by e-mail.", {"licenses"}),
    ],
)
def test_an_owner_answers_by_one_click(team: People, word: str, said: str, rights: set[str]) -> None:
    answer = asked(team)
    alice = signed_in(team.alice)
    home = html(alice.get("/"))
    assert "partner asks Alice Ltd for access" in home
    assert team.organisation(team.shop.alice, "handovers/#requests") in home
    overview = html(alice.get(team.organisation(team.shop.alice, "handovers/")))
    assert f'action="{answer}"' in overview
    assert "Paul&#x27;s Phones" in overview
    page = team.organisation(team.shop.alice, "handovers/")
    assert said in text_of(decide(alice, page, {"answer": word}, to=answer, follow=True))
    assert {right for row in models.HandOver.objects.all() for right in row.rights} == rights
    assert "asks Alice Ltd for access" not in html(alice.get("/"))
    assert "answered in the meantime" in text_of(alice.post(answer, {"answer": "yes"}, follow=True))
    assert {right for row in models.HandOver.objects.all() for right in row.rights} == rights


def test_who_may_not_give_access_sees_it_wait_and_cannot_answer(team: People) -> None:
    answer = asked(team)
    bob = signed_in(team.bob)
    overview = html(bob.get(team.organisation(team.shop.alice, "handovers/")))
    assert "Partners that ask for access" in overview
    assert answer not in overview
    assert "asks Alice Ltd for access" not in html(bob.get("/"))
    for who in (team.bob, team.paul, team.vera):
        assert signed_in(who).post(answer, {"answer": "yes"}).status_code == 404
    assert models.AccessRequest.objects.open().exists()


def test_who_has_every_right_is_not_led_to_ask_for_more(team: People) -> None:
    team.hand_over(*Right)
    assert "/ask/" not in html(signed_in(team.paul).get(team.organisation(team.partner, "customers/")))


def test_whoever_is_no_customer_of_the_partner_is_answered_like_nobody(team: People) -> None:
    """Another customer, the vendor, the partner, no organisation at all, an id of something else, no id."""
    team.hand_over(Right.LICENSES)
    paul = signed_in(team.paul)
    nobody = [public_id("org", key) for key in (team.shop.charlie, team.shop.vendor, team.partner, uuid4())]
    paths = [team.organisation(team.partner, f"customers/{key}/ask/") for key in [*nobody, "prj_1", "x"]]
    for path in paths:
        for answer in (paul.get(path), paul.post(path, {"project": "", "rights": ["billing"]})):
            assert answer.status_code == 404
            assert "Charlie" not in html(answer)
    assert not models.AccessRequest.objects.exists()


def test_a_project_that_the_partner_does_not_look_after_is_no_choice(team: People, shop: Shop) -> None:
    secret = shop.project("Secret")
    delegations.give(
        customer=shop.alice, partner=team.partner, rights=[Right.LICENSES], project=team.project, ctx=ctx(team.alice)
    )
    paul = signed_in(team.paul)
    assert "Secret" not in html(paul.get(page(team, shop.alice)))
    for project in (public_id("prj", secret), public_id("prj", uuid4()), "x"):
        said = text_of(paul.post(page(team, shop.alice), {"project": project, "rights": ["billing"]}))
        assert "Select a valid choice." in said
        assert "Secret" not in said
    assert not models.AccessRequest.objects.exists()
