"""What a partner sees across its customers: sums, invoices, requests to pay; several projects handed over at once."""

import pytest
from django.utils.html import escape

from autossa.domain.rights import Right, Role
from autossa.operations.billing import payers
from autossa.operations.organisations import delegations
from autossa.operations.projects.names import write_names
from autossa.operations.runs import renewals
from autossa.queries.access import load_account
from autossa.queries.organisations.partner_invoices import partner_invoices
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import html
from tests.cast.people import People, ctx, make_person, signed_in
from tests.cast.shop import d
from tests.cast.world import TODAY

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def page_of(team: People) -> str:
    return team.organisation(team.partner, "invoices/sums/")


def test_sums_are_those_of_the_invoices_that_are_listed(team: People) -> None:
    team.hand_over(Right.BILLING)
    account = load_account(team.paul, TODAY, ctx().now)
    found = partner_invoices(account, team.partner, TODAY)
    documents = models.Invoice.objects.filter(project=team.project, issued_on__gte=found.since)
    assert documents
    assert {row.number for row in found.rows} == {row.full_number for row in documents}
    for sums in (found.by_customer, found.by_payer):
        assert sum(one.gross for one in sums) == sum(row.gross for row in documents)
        assert sum(one.net + one.tax for one in sums) == sum(one.gross for one in sums)
    text = html(signed_in(team.paul).get(page_of(team)))
    for row in found.rows:
        assert row.number in text
        assert f'href="/projects/{row.project}/invoices/"' in text


@pytest.mark.parametrize("rights", [(), (Right.LICENSES,), (Right.CONTRACTS,), (Right.LICENSES, Right.CONTRACTS)])
def test_without_the_right_to_billing_nothing_is_seen(team: People, rights: tuple[Right, ...]) -> None:
    if rights:
        team.hand_over(*rights)
    assert "Nothing invoiced yet" in html(signed_in(team.paul).get(page_of(team)))


def test_what_a_partner_pays_itself_it_sees_also_after_its_access_ended(team: People) -> None:
    given = team.hand_over(Right.BILLING)
    models.Contract.objects.filter(project=team.project).update(payer_id=team.partner)
    renewals.run_project(project=team.project, ctx=ctx(day=d("2026-02-05")))
    team.today("2026-02-05")
    delegations.revoke(delegation=given, customer=team.shop.alice, ctx=ctx(team.alice, d("2026-02-05")))
    assert models.Invoice.objects.filter(payer=team.partner).exists()
    text = html(signed_in(team.paul).get(page_of(team)))
    assert "Nothing invoiced yet" not in text
    assert "/invoices/" not in text.split("<main")[1].split("tabs pages")[1].split("</nav>")[1]


def test_a_customer_and_strangers_have_no_such_page(team: People) -> None:
    team.hand_over(Right.BILLING)
    assert signed_in(team.alice).get(team.organisation(team.shop.alice, "invoices/sums/")).status_code == 404
    assert signed_in(team.alice).get(page_of(team)).status_code == 404


def test_requests_to_pay_need_attention_on_the_first_page_of_whoever_answers(team: People) -> None:
    team.hand_over(Right.BILLING)
    assert "to pay wait" not in html(signed_in(team.paul).get("/"))
    payers.ask(project=team.project, payer=team.partner, ctx=ctx(team.alice))
    text = html(signed_in(team.paul).get("/"))
    assert "request to pay waits for an answer of" in text
    assert f'href="{team.organisation(team.partner, "payers/")}"' in text
    assert "request to pay waits" not in html(signed_in(team.alice).get("/"))
    viewer = make_person("violet@example.com", (team.partner, Role.VIEWER))
    assert "request to pay waits" not in html(signed_in(viewer).get("/"))


def test_the_next_charge_says_who_pays_it(team: People) -> None:
    client = signed_in(team.alice)
    customer = models.Organisation.objects.get(pk=team.shop.alice).name
    assert f"billed to {customer}" in html(client.get("/"))
    assert f"billed to {customer}" in html(client.get(team.of_project()))
    team.hand_over(Right.BILLING)
    models.Contract.objects.update(payer_id=team.partner)
    partner = models.Organisation.objects.get(pk=team.partner).name
    assert f"billed to {escape(partner)}" in html(client.get("/"))


def test_several_projects_are_handed_over_by_picking_them(team: People) -> None:
    other = models.Project.objects.get(pk=team.project)
    names = {}
    for name in ("Branch North", "Branch South"):
        made = models.Project.objects.create(
            customer_id=other.customer_id, name=name, price_list_id=other.price_list_id, touched_on=other.touched_on
        )
        names[name] = made.public_id
        write_names([made.pk])
    client, page = signed_in(team.alice), team.organisation(team.shop.alice, "handovers/new/")
    number = models.Organisation.objects.get(pk=team.partner).number
    given = {"number": number, "project": [*names.values()], "rights": ["licenses"], "last_day": ""}
    check = html(client.post(page, given))
    assert all(name in check for name in names)
    assert f'value="{names["Branch North"]}"' in check
    assert client.post(page, {**given, "step": "give"}).status_code == 302
    found = models.HandOver.objects.filter(partner=team.partner).values_list("project__name", flat=True)
    assert sorted(str(name) for name in found) == ["Branch North", "Branch South"]
    assert "Select at least one project." in html(client.post(page, {**given, "project": []}))


def test_all_projects_and_some_are_all(team: People) -> None:
    client, page = signed_in(team.alice), team.organisation(team.shop.alice, "handovers/new/")
    number = models.Organisation.objects.get(pk=team.partner).number
    mine = public_id("prj", team.project)
    given = {"number": number, "project": ["", mine], "rights": ["licenses"], "last_day": "", "step": "give"}
    assert client.post(page, given).status_code == 302
    assert [row.project_id for row in models.HandOver.objects.filter(partner=team.partner)] == [None]


def test_a_hand_over_of_several_is_all_or_nothing(team: People) -> None:
    with pytest.raises(delegations.ProjectNotFound):
        delegations.give_on(
            customer=team.shop.alice,
            partner=team.partner,
            rights=[Right.LICENSES],
            projects=[team.project, team.partner],
            ctx=ctx(team.alice),
        )
    assert not models.HandOver.objects.filter(partner=team.partner).exists()
