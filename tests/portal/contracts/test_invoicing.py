"""What the wizard says around its options: the whole cost, what the payer wants and lacks, what was begun."""

import re

import pytest

from autossa.domain.rights import Right, Role
from autossa.operations import contracts, credits
from autossa.operations.billing import payers
from autossa.operations.context import ActionContext, Actor
from autossa.queries.contracts.offers import offer_page
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.world import NOW, TODAY, World
from tests.portal.conftest import as_staff
from tests.portal.contracts.test_wizard import (
    ANNUAL,
    BY,
    at,
    contract,
    deliver,
    of_customer,
    of_partner,
    read,
    submit,
    to_check,
)

pytestmark = pytest.mark.store


# ---------------------------------------------------------------- what the payer wants on invoices


def test_order_number_and_invoice_contact_are_kept_with_the_contract(own: World) -> None:
    client = of_customer(own, "Quarter West")
    to_check(client, own, "Quarter West")
    payment = at(own, "Quarter West", "payment/")
    payer = re.search(r'name="payer" value="([^"]+)"', client.get(payment).content.decode())
    assert payer
    given = {
        "method": "invoice",
        "payer": payer[1],
        "order_number": " PO\u00a04711 ",
        "invoice_contact": "Bills@example.com",
    }
    page = client.get(client.post(payment, given)["location"])
    assert "Your order number PO 4711" in read(page)
    assert "bills@example.com" in read(page)
    for name in ("order_number", "invoice_contact"):  # each answer leads back to its field
        assert f'href="{payment}#id_{name}"' in page.content.decode()
        assert f'id="id_{name}"' in client.get(payment).content.decode()
    assert submit(client, own, "Quarter West", page).status_code == 302
    made = contract(own, "Quarter West")
    assert made is not None
    assert (made.order_number, made.invoice_contact) == ("PO 4711", "bills@example.com")
    tab = read(client.get(at(own, "Quarter West").removesuffix("new/")))
    assert "Order number of the payer PO 4711" in tab
    review = read(as_staff().get(f"/projects/{public_id('prj', own.projects['Quarter West'])}/review/"))
    assert "Order number of the payer PO 4711" in review
    assert "bills@example.com" in review
    contracts.approve(project=own.projects["Quarter West"], ctx=BY)
    invoiced = {mail.to: mail.text for mail in deliver() if mail.subject.startswith("Invoice ")}
    assert "- Your order number: PO 4711" in invoiced["bills@example.com"]


def test_another_payer_starts_without_the_former_ones_wishes(own: World) -> None:
    client = of_customer(own, "Quarter West")
    assert submit(client, own, "Quarter West", to_check(client, own, "Quarter West")).status_code == 302
    models.Contract.objects.filter(project=own.projects["Quarter West"]).update(
        order_number="PO 4711", invoice_contact="bills@example.com"
    )
    _, partner = of_partner(own, "Quarter West", Right.BILLING, Right.CONTRACTS)
    alice, paul = (models.User.objects.get(email=email) for email in ("alice@example.com", "paul@example.com"))
    asked = ActionContext(Actor("Alice", alice.id), TODAY, NOW)
    change = payers.ask(project=own.projects["Quarter West"], payer=partner, ctx=asked)
    payers.confirm(change=change, confirmer=partner, ctx=ActionContext(Actor("Paul", paul.id), TODAY, NOW))
    made = contract(own, "Quarter West")
    assert made is not None
    assert (made.payer_id, made.order_number, made.invoice_contact) == (partner, "", "")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("order_number", "x" * 101),
        ("order_number", "a\u202eb"),
        ("invoice_contact", "nobody"),
        ("invoice_contact", "a@b"),
    ],
)
def test_what_is_no_order_number_and_no_address_is_said_beside_the_field(own: World, field: str, text: str) -> None:
    client = of_customer(own, "Quarter West")
    to_check(client, own, "Quarter West")
    path = at(own, "Quarter West", "payment/")
    payer = re.search(r'name="payer" value="([^"]+)"', client.get(path).content.decode())
    assert payer
    response = client.post(path, {"method": "invoice", "payer": payer[1], field: text})
    assert response.status_code == 200
    assert f'id="id_{field}-error"' in response.content.decode()


def test_what_the_payer_lacks_is_said_where_it_is_chosen(own: World) -> None:
    client = of_customer(own, "Quarter West")
    customer = models.Project.objects.get(pk=own.projects["Quarter West"]).customer
    models.Organisation.objects.filter(pk=customer.pk).update(street="", more="", post_code="", city="")
    check = read(to_check(client, own, "Quarter West"))
    payment = client.get(at(own, "Quarter West", "payment/"))
    for text in (check, read(payment)):
        assert f"{customer.name} still lacks for its invoices: the postal address, a contact for invoices." in text
    assert f'href="/organisations/{customer.public_id}/"' in payment.content.decode()
    models.Organisation.objects.filter(pk=customer.pk).update(street="Kai 1", city="Kiel")
    models.Contact.objects.create(organisation=customer, purpose="billing", email="bills@example.com")
    assert "still lacks" not in read(client.get(at(own, "Quarter West", "payment/")))


# ---------------------------------------------------------------- begun and not submitted


def test_what_was_begun_is_offered_at_home_and_on_the_project_to_whoever_began_it(own: World) -> None:
    client = of_customer(own, "Quarter West")
    project = f"/projects/{public_id('prj', own.projects['Quarter West'])}/"
    other = of_customer(own, "Quarter West", "bob@example.com", Role.MANAGER)
    check = to_check(client, own, "Quarter West")
    for path in ("/", project):
        assert f'href="{at(own, "Quarter West")}"' in client.get(path).content.decode()
    assert "contract started for Quarter West: continue" in read(client.get("/"))
    assert "Continue the contract you started" in read(client.get(project))
    assert "contract started" not in read(other.get("/"))
    assert "Contract started" not in read(other.get(project))
    submit(client, own, "Quarter West", check)
    assert "contract started" not in read(client.get("/"))
    assert "Contract started" not in read(client.get(project))


def test_what_was_begun_goes_when_somebody_else_was_quicker_or_the_right_is_gone(own: World) -> None:
    client = of_customer(own, "Quarter West")
    to_check(client, own, "Quarter West")
    models.Membership.objects.filter(user__email="alice@example.com").update(role=Role.VIEWER.value)
    assert "contract started" not in read(client.get("/"))
    models.Membership.objects.filter(user__email="alice@example.com").update(role=Role.OWNER.value)
    contracts.conclude(project=own.projects["Quarter West"], option=ANNUAL, ctx=BY)
    assert "contract started" not in read(client.get("/"))


# ---------------------------------------------------------------- the whole cost


@pytest.mark.parametrize("top_up", [0, 105_48])
def test_every_total_of_a_lapsed_project_has_its_gap_in_money(own: World, top_up: int) -> None:
    """98.70 SSC for the gap are 118.44 net and 140.94 gross: in the beginning, in 12 and in 36 months."""
    if top_up:
        credits.top_up(project=own.projects["Call centre"], ssc=top_up, ctx=BY)
    client = of_customer(own, "Call centre")
    found = offer_page(own.projects["Call centre"], TODAY)
    assert found is not None
    text = read(client.get(at(own, "Call centre")))
    for choice in found.choices:
        offer = choice.offer
        assert offer is not None
        assert offer.gap_worth is not None
        assert (offer.gap_worth.net, offer.gap_worth.gross) == (118_44, 140_94)
        for plain, whole in zip(
            (offer.beginning, *offer.costs), (offer.whole_beginning, *offer.whole_costs), strict=True
        ):
            assert whole.gross == plain.gross + 140_94
            assert f"{whole.gross / 100:,.2f} EUR gross" in text
    assert text.count("including 140.94 EUR for the gap, paid from the balance") == 3 * len(found.choices)
    assert text.count("the gap, 140.94 EUR gross, paid from the balance") == len(found.choices)
    if top_up:
        check = read(to_check(client, own, "Call centre"))
        assert "The gap in money paid from the balance, at today's list price" in check
        assert f"{found.choices[0].offer.whole_beginning.gross / 100:,.2f} EUR" in check  # type: ignore[union-attr]
