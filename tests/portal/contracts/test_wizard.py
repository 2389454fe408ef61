"""The wizard as people use it: every step, wrong input, back and forth, two at once, the amounts that are booked."""

import html
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.dates import DAY
from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.domain.policies import Policy
from autossa.domain.rights import Right, Role
from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing.collective import set_cycle
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import create, delegations
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import delivery, renewals
from autossa.operations.vendor import catalogue
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import PASSWORD, make_person, signed_in
from tests.cast.shop import on
from tests.cast.world import NOW, TODAY, World

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]  # what a test does is taken back

BY = ActionContext(Actor("Vera Sand"), TODAY, NOW)
ANNUAL = "annual_yearly"


def of_customer(world: World, name: str, email: str = "alice@example.com", role: Role = Role.OWNER) -> Client:
    customer = models.Project.objects.get(pk=world.projects[name]).customer_id
    return signed_in(make_person(email, (customer, role)))


def of_partner(world: World, name: str, *rights: Right) -> tuple[Client, UUID]:
    """Somebody of a partner to whom the project is handed over."""
    partner = create.create(kind="partner", name="Paul's Phones", number="P-7", ctx=BY)
    project = models.Project.objects.get(pk=world.projects[name])
    delegations.give(customer=project.customer_id, partner=partner, rights=rights, ctx=BY)
    return signed_in(make_person("paul@example.com", (partner, Role.MANAGER))), partner


def at(world: World, name: str, tail: str = "") -> str:
    return f"/projects/{public_id('prj', world.projects[name])}/contracts/new/{tail}"


def read(response: Any) -> str:
    """What a page says, without its tags; no-break spaces are spaces."""
    assert response.status_code == 200, response.status_code
    text = re.sub(r"<(style|svg).*?</\1>|</?time[^>]*>", "", response.content.decode(), flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(text).replace("\N{NO-BREAK SPACE}", " "))


def shown(response: Any) -> str:
    """The hidden figures of a check page."""
    found = re.search(r'name="shown" value="([^"]*)"', response.content.decode())
    assert found, "no check page"
    return html.unescape(found[1])


def button(response: Any) -> str:
    found = re.search(r"<button>([^<]+)</button>", response.content.decode().split('name="shown"')[1])
    assert found
    return " ".join(html.unescape(found[1]).split())


def to_check(client: Client, world: World, name: str, option: str = ANNUAL, **more: str) -> Any:
    """Answer everything, up to the check page."""
    first = client.post(at(world, name), {"option": option, "step": "next", **more})
    assert (first.status_code, first["location"]) == (302, at(world, name, "payment/")), read(first)
    payer = re.search(r'name="payer" value="([^"]+)"', client.get(first["location"]).content.decode())
    assert payer
    second = client.post(first["location"], {"method": "invoice", "payer": payer[1]})
    assert second["location"] == at(world, name, "check/")
    return client.get(second["location"])


def submit(client: Client, world: World, name: str, page: Any, **more: str) -> Any:
    return client.post(at(world, name, "check/"), {"terms": "on", "shown": shown(page), **more})


def contract(world: World, name: str) -> models.Contract | None:
    return models.Contract.objects.filter(project=world.projects[name]).order_by("-number").first()


# ---------------------------------------------------------------- the whole way


def test_from_the_project_to_submitted(world: World) -> None:
    client = of_customer(world, "Quarter West")
    page = read(client.get(at(world, "Quarter West")))
    for words in (
        "Automatic SSC Recharge and SSA extension service", "300 × Port", "25 × Mobility client", "There is no gap",
        "Annual, billed yearly", "Annual, billed quarterly", "Annual, billed monthly", "Full flex, billed monthly",
        "Cheapest over 12 months", "Last day to cancel for it", "list price −2 %",
    ):  # fmt: skip
        assert words in page
    check = to_check(client, world, "Quarter West")
    # 350.00 SSC a year, 25.00 of them from the balance: 325 × 1.20 × 0.98 = 382.20 net, 454.82 gross
    assert button(check) == (
        "Conclude Annual, billed yearly: at least 454.82 EUR and 25.00 SSC from the balance until 4 January 2028"
    )
    response = submit(client, world, "Quarter West", check)
    assert response["location"] == at(world, "Quarter West", "done/")
    done = read(client.get(response["location"]))
    assert "Submitted for review" in done
    assert "alice@example.com" in done
    made = contract(world, "Quarter West")
    assert made is not None
    assert (made.status, made.plan.name, made.concluded_on) == ("in_review", ANNUAL, TODAY)
    assert made.payer_id == made.project.customer_id
    assert not models.Draft.objects.exists()


def test_the_check_names_the_collective_invoice(world: World) -> None:
    client = of_customer(world, "Quarter West")
    assert "collective invoice" not in read(to_check(client, world, "Quarter West"))
    payer = models.Project.objects.get(pk=world.projects["Quarter West"]).customer_id
    set_cycle(payer=payer, cycle=Cycle(Every.MONTHLY, 20), starts_on=TODAY, ctx=BY)
    assert read(to_check(client, world, "Quarter West")).count("on the collective invoice of 20 January 2027") == 1


def test_seven_page_loads_from_log_in_to_submitted(world: World) -> None:
    customer = models.Project.objects.get(pk=world.projects["Quarter West"]).customer_id
    make_person("alice@example.com", (customer, Role.OWNER), factor=False, password=PASSWORD)
    client = Client(headers={"accept-language": "en"})
    client.get("/account/login/")
    home = client.post("/account/login/", {"login": "alice@example.com", "password": PASSWORD}, follow=True)
    project = client.get(re.findall(r'href="(/projects/prj_\w+/)"', home.content.decode())[0])
    assert f'href="{at(world, "Quarter West")}"' in project.content.decode(), "no way to the wizard"
    client.get(at(world, "Quarter West"))
    payment = client.post(at(world, "Quarter West"), {"option": ANNUAL, "step": "next"}, follow=True)
    payer = re.findall(r'name="payer" value="([^"]+)"', payment.content.decode())[0]
    check = client.post(at(world, "Quarter West", "payment/"), {"method": "invoice", "payer": payer}, follow=True)
    done = client.post(at(world, "Quarter West", "check/"), {"terms": "on", "shown": shown(check)}, follow=True)
    assert "Submitted for review" in read(done)


def test_the_submitter_gets_a_copy_with_the_figures(world: World) -> None:
    client = of_customer(world, "Quarter West")
    submit(client, world, "Quarter West", to_check(client, world, "Quarter West"))
    copy = next(mail for mail in deliver() if mail.to == "alice@example.com" and "Submitted" in mail.subject)
    text = copy.text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("gross: 454.82 EUR", "balance at start: 25.00 SSC", "12 months: 350.00 SSC", "72.62 EUR VAT"):
        assert words in text


def deliver() -> list[Any]:
    gateway = MemoryGateway()
    while delivery.deliver(gateway=gateway, now=NOW).did_something:
        pass
    return gateway.sent


# ---------------------------------------------------------------- the amounts

STATES = ["Quarter West", "Office", "Greenhouses", "Call centre"]
OPTIONS = [ANNUAL, "annual_quarterly", "annual_monthly", "flex_monthly"]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", STATES)
def test_what_the_check_page_says_is_what_is_booked(world: World, name: str, option: str) -> None:
    """New with requested lines and a balance, lapsed within the grace, covered until later, lapsed for long."""
    project = world.projects[name]
    if name == "Call centre":
        credits.top_up(project=project, ssc=100_00, ctx=BY)
    client = of_customer(world, name)
    check = to_check(client, world, name, option)
    said, agreed = button(check), json.loads(shown(check))
    assert submit(client, world, name, check).status_code == 302
    before = set(models.Settlement.objects.filter(project=project).values_list("id", flat=True))
    contracts.approve(project=project, ctx=BY)
    renewals.run_project(project=project, ctx=on(agreed["charged_on"], BY.actor))
    booked = models.Settlement.objects.filter(project=project).exclude(pk__in=before)
    gross = sum(models.Invoice.objects.filter(settlement__in=booked.values("id")).values_list("gross", flat=True))
    balance = sum(row.ssc - row.recharged for row in booked)
    assert booked.filter(reason="extension").count() == 1
    assert (str(gross), str(balance)) == (agreed["gross"], agreed["from_balance"])
    end = date.fromisoformat(agreed["earliest_end"])
    renewals.run_project(project=project, ctx=on((end - DAY).isoformat(), BY.actor))
    committed = models.Settlement.objects.filter(project=project, start__lt=end).exclude(pk__in=before)
    gross = sum(models.Invoice.objects.filter(settlement__in=committed.values("id")).values_list("gross", flat=True))
    balance = sum(row.ssc - row.recharged for row in committed)
    amounts = [f"{gross / 100:,.2f} EUR"] * bool(gross) + [f"{balance / 100:,.2f} SSC from the balance"] * bool(balance)
    assert f"at least {' and '.join(amounts)} until " in said
    if option == "annual_monthly" and name in ("Office", "Greenhouses"):
        assert re.search(r": 12 × [\d.]+ EUR, at least ", said)


@pytest.mark.parametrize(
    ("name", "top_up", "parts"),
    [
        ("Quarter West", 0, ["There is no gap"]),
        ("Greenhouses", 0, ["It starts on 1 February 2027", "There is no gap"]),
        (
            "Office", 0,
            ["not covered from 24 December 2026 to 4 January 2027", "once when the contract is concluded by"
             " 22 January 2027: today 1.13 SSC (1.62 EUR gross)",
             "From 23 January 2027 it will be calculated twice: then 5.64 SSC"],
        ),
        (
            "Call centre", 0,
            ["not covered from 18 June 2026", "possible until 17 July 2026", 
             "calculated twice, today 98.70 SSC (140.94 EUR gross)",
             "Missing 98.70 SSC",
             "Top up 105.48 SSC: enough if it arrives by 19 January 2027",
             "These figures hold once 98.70 SSC are topped up"],
        ),
        ("Call centre", 50_00, ["Available balance 50.00 SSC", "Missing 48.70 SSC",
         "Top up 55.48 SSC: enough if it arrives by 19 January 2027",
         "on 12 January 2027 it costs 102.10 SSC, and 52.10 SSC would be missing",
         "on 19 January 2027 it costs 105.48 SSC"]),
        ("Call centre", 98_70, ["Available balance 98.70 SSC", "Continue to payment"]),
    ],
)  # fmt: skip
def test_the_gap_is_explained(world: World, name: str, top_up: int, parts: list[str]) -> None:
    if top_up:
        credits.top_up(project=world.projects[name], ssc=top_up, ctx=BY)
    page = read(of_customer(world, name).get(at(world, name)))
    assert [part for part in parts if part not in page] == []
    assert ("Continue to payment" in page) is ("Missing" not in page) is ("Each day adds to the gap" not in page)


def test_missing_credits_lead_to_the_top_up_with_the_amount(world: World) -> None:
    html_of = of_customer(world, "Call centre").get(at(world, "Call centre")).content.decode()
    assert f'href="/projects/{public_id("prj", world.projects["Call centre"])}/credits/top-up/?ssc=105.48"' in html_of
    partner, _ = of_partner(world, "Call centre", Right.CONTRACTS)
    page = partner.get(at(world, "Call centre"))
    assert "ssc=98.70" not in page.content.decode()
    assert "Somebody with the right to billing must top up the balance first" in read(page)
    response = partner.post(at(world, "Call centre"), {"option": ANNUAL, "step": "next"})
    assert "98.70 SSC are missing there" in read(response)


# ---------------------------------------------------------------- wrong input, and what stays


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose one of the options."),
        ({"option": "no_such"}, "no_such is not one of the available choices"),
        ({"option": ANNUAL, "last_day": "soon"}, "Enter a date between 1900 and 2199, such as 2026-12-31"),
        ({"option": ANNUAL, "last_day": "2027-01-05"}, "This day is today or in the past."),
        ({"option": ANNUAL, "last_day": "9999-12-31"}, "This day is too far away."),
        ({"option": ANNUAL, "last_day": "2027-06-30"}, "The earliest end is 4 January 2028."),
    ],
)
def test_a_wrong_option_or_end_is_said_and_kept(world: World, given: dict[str, str], says: str) -> None:
    client = of_customer(world, "Quarter West")
    response = client.post(at(world, "Quarter West"), {**given, "step": "next"})
    assert says in read(response)
    assert "last_day" not in given or f'value="{given["last_day"]}"' in response.content.decode()
    assert client.get(at(world, "Quarter West", "payment/")).status_code == 302


def test_a_wrong_payment_is_said(world: World) -> None:
    client = of_customer(world, "Quarter West")
    client.post(at(world, "Quarter West"), {"option": ANNUAL, "step": "next"})
    other = models.Organisation.objects.get(kind="vendor").public_id
    response = client.post(at(world, "Quarter West", "payment/"), {"method": "shells", "payer": other})
    assert "This organisation cannot pay here" in read(response)
    assert client.get(at(world, "Quarter West", "check/"))["location"] == at(world, "Quarter West", "payment/")


def test_without_the_terms_nothing_is_submitted(world: World) -> None:
    client = of_customer(world, "Quarter West")
    check = to_check(client, world, "Quarter West")
    response = client.post(at(world, "Quarter West", "check/"), {"shown": shown(check)})
    assert "without it nothing is submitted" in read(response)
    assert contract(world, "Quarter West") is None


@pytest.mark.parametrize("step", ["payment/", "check/", "done/"])
def test_no_step_is_skipped(world: World, step: str) -> None:
    client = of_customer(world, "Quarter West")
    for response in (client.get(at(world, "Quarter West", step)), client.post(at(world, "Quarter West", step))):
        assert response.status_code in (302, 405)
    assert contract(world, "Quarter West") is None


# ---------------------------------------------------------------- back and forth, other browsers, other people


def chosen(client: Client, world: World, name: str) -> list[str]:
    """Which option is checked on the first page."""
    found = client.get(at(world, name)).content.decode()
    return re.findall(r'name="option" value="(\w+)" id="\w+" checked', found)


def test_answers_survive_another_browser_and_can_be_changed(world: World) -> None:
    client = of_customer(world, "Quarter West")
    to_check(client, world, "Quarter West", "flex_monthly")
    user = models.User.objects.get(email="alice@example.com")
    other = signed_in(user.id)
    assert chosen(other, world, "Quarter West") == ["flex_monthly"]
    assert "Continue the contract you started" in read(other.get(at(world, "Quarter West").removesuffix("new/")))
    changed = {"option": ANNUAL, "last_day": "2028-06-30", "step": "next"}
    assert other.post(at(world, "Quarter West"), changed)["location"] == at(world, "Quarter West", "payment/")
    page = read(client.get(at(world, "Quarter West", "check/")))
    assert "Annual, billed yearly" in page
    assert "Fixed end 30 June 2028" in page
    assert submit(client, world, "Quarter West", client.get(at(world, "Quarter West", "check/"))).status_code == 302
    made = contract(world, "Quarter West")
    assert made is not None
    assert (made.plan.name, made.fixed_end) == (ANNUAL, date(2028, 7, 1))


def test_figures_follow_the_wished_end(world: World) -> None:
    client = of_customer(world, "Quarter West")
    client.post(at(world, "Quarter West"), {"last_day": "2027-08-04", "step": "figures"})
    page = read(client.get(at(world, "Quarter West")))
    assert page.count("The earliest end is 4 January 2028") == 3
    assert page.count("Next 12 months") == 1


def test_answers_are_those_of_the_person(world: World) -> None:
    to_check(of_customer(world, "Quarter West"), world, "Quarter West", "flex_monthly")
    bob = of_customer(world, "Quarter West", "bob@example.com", Role.MANAGER)
    assert chosen(bob, world, "Quarter West") == []
    assert bob.get(at(world, "Quarter West", "check/"))["location"] == at(world, "Quarter West")


def test_a_draft_that_nobody_understands_is_as_none(world: World) -> None:
    client = of_customer(world, "Quarter West")
    to_check(client, world, "Quarter West")
    models.Draft.objects.update(answers={"option": ["x"], "fixed_end": "never", "payer": None})
    assert chosen(client, world, "Quarter West") == []
    assert client.get(at(world, "Quarter West", "payment/"))["location"] == at(world, "Quarter West")


# ---------------------------------------------------------------- two at once, and what changes meanwhile


def test_two_people_make_one_contract_and_the_second_is_told(world: World) -> None:
    alice = of_customer(world, "Quarter West")
    bob = of_customer(world, "Quarter West", "bob@example.com", Role.MANAGER)
    pages = [to_check(client, world, "Quarter West") for client in (alice, bob)]
    submit(alice, world, "Quarter West", pages[0])
    response = submit(bob, world, "Quarter West", pages[1])
    assert response["location"] == at(world, "Quarter West", "done/")
    assert "Alice has submitted a contract for this project already" in read(bob.get(response["location"]))
    assert models.Contract.objects.filter(project=world.projects["Quarter West"]).count() == 1


def test_two_clicks_make_one_contract(world: World) -> None:
    client = of_customer(world, "Quarter West")
    page = to_check(client, world, "Quarter West")
    for _ in range(2):
        assert submit(client, world, "Quarter West", page)["location"].endswith("/done/")
    assert models.Contract.objects.filter(project=world.projects["Quarter West"]).count() == 1
    assert "Nothing was submitted twice" in read(client.get(at(world, "Quarter West", "done/")))


def test_who_comes_between_page_and_lock_is_told_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page still finds no contract; the use case does."""
    client = of_customer(world, "Quarter West")
    page = to_check(client, world, "Quarter West")

    def just_before(**given: Any) -> None:
        monkeypatch.undo()
        contracts.conclude(project=given["project"], option="flex_monthly", ctx=BY)
        contracts.conclude(**given)

    monkeypatch.setattr("autossa.portal.contracts.wizard.contracts.conclude", just_before)
    response = submit(client, world, "Quarter West", page)
    assert "Vera Sand has submitted a contract" in read(client.get(response["location"]))


def test_what_changed_is_shown_before_anything_is_submitted(world: World) -> None:
    client = of_customer(world, "Quarter West")
    page = to_check(client, world, "Quarter West")
    licenses.add(project=world.projects["Quarter West"], license_id="L9", license_type="STANDBY", quantity=1, ctx=BY)
    again = submit(client, world, "Quarter West", page)
    text = read(again)
    assert "Nothing was submitted" in text
    assert "Beginning, gross: was 454.82 EUR, is 538.78 EUR" in text
    assert button(again) == (
        "Conclude Annual, billed yearly: at least 538.78 EUR and 25.00 SSC from the balance until 4 January 2028"
    )
    assert contract(world, "Quarter West") is None
    assert submit(client, world, "Quarter West", again)["location"].endswith("/done/")


@pytest.mark.parametrize("figures", ["", "[]", "{", '{"gross": 1}', '{"gross": "x", "start": "never"}', "9" * 5000])
def test_figures_that_were_never_shown_are_not_agreed_to(world: World, figures: str) -> None:
    client = of_customer(world, "Quarter West")
    to_check(client, world, "Quarter West")
    response = client.post(at(world, "Quarter West", "check/"), {"terms": "on", "shown": figures})
    assert "Nothing was submitted" in read(response)
    assert contract(world, "Quarter West") is None


def test_an_option_that_is_gone_leads_back(world: World) -> None:
    client = of_customer(world, "Quarter West")
    page = to_check(client, world, "Quarter West", "flex_monthly")
    policy = Policy(options=STANDARD_OPTIONS[:3])
    catalogue.set_policy(policy=policy, starts_on=TODAY, ctx=replace(BY, today=TODAY - timedelta(days=15)))
    response = submit(client, world, "Quarter West", page)
    assert response["location"] == at(world, "Quarter West")
    assert "nothing was submitted" in read(client.get(response["location"]))
    assert contract(world, "Quarter West") is None


def test_an_option_of_the_vendors_own_works_too(world: World) -> None:
    own = Option("three_years", 36, 6, 6, Fraction(-1, 10))
    catalogue.set_policy(
        policy=Policy(options=(*STANDARD_OPTIONS, own)),
        starts_on=TODAY,
        ctx=replace(BY, today=TODAY - timedelta(days=15)),
    )
    client = of_customer(world, "Quarter West")
    assert "Term 36 months, billed every 6 months" in read(client.get(at(world, "Quarter West")))
    submit(client, world, "Quarter West", to_check(client, world, "Quarter West", "three_years"))
    made = contract(world, "Quarter West")
    assert made is not None
    assert made.plan.name == "three_years"


# ---------------------------------------------------------------- not yet


def test_a_customer_that_is_not_verified_waits(world: World) -> None:
    client = of_customer(world, "Quarter West")
    page = to_check(client, world, "Quarter West")
    project = models.Project.objects.get(pk=world.projects["Quarter West"])
    models.Organisation.objects.filter(pk=project.customer_id).update(verified_on=None)
    text = read(client.get(at(world, "Quarter West")))
    assert "The vendor has not verified Neubau Quartier West yet" in text
    assert "Meanwhile you can request licenses" in text
    assert "everything else works" not in text  # no credits can be ordered
    assert submit(client, world, "Quarter West", page).status_code == 302
    assert contract(world, "Quarter West") is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Showrooms", "Auto SSA concluded a contract on 2 January 2027. There can be one at a time."),
        ("Control room", "There can be one at a time."),
    ],
)
def test_with_a_contract_there_is_no_second_one(world: World, name: str, says: str) -> None:
    text = read(of_customer(world, name).get(at(world, name)))
    assert says in text
    assert "Which option?" not in text


def test_without_a_license_the_way_to_one_is_shown(world: World) -> None:
    project = models.Project.objects.get(pk=world.projects["Quarter West"])
    empty = create_project(customer=project.customer_id, name="Empty", price_list=world.price_list, ctx=BY)
    path = f"/projects/{public_id('prj', empty)}/"
    page = of_customer(world, "Quarter West").get(f"{path}contracts/new/")
    assert "No contract can be added yet" in read(page)
    assert f'href="{path}licenses/create/">Request licenses</a>' in page.content.decode()


# ---------------------------------------------------------------- who pays, who may


def test_a_partner_can_name_itself_as_payer_and_nobody_else(world: World) -> None:
    client, partner = of_partner(world, "Quarter West", Right.CONTRACTS)
    client.post(at(world, "Quarter West"), {"option": ANNUAL, "step": "next"})
    payers = re.findall(
        r'name="payer" value="([^"]+)"', client.get(at(world, "Quarter West", "payment/")).content.decode()
    )
    assert payers == [
        models.Project.objects.get(pk=world.projects["Quarter West"]).customer.public_id, public_id("org", partner)
    ]  # fmt: skip
    client.post(at(world, "Quarter West", "payment/"), {"method": "invoice", "payer": payers[1]})
    page = client.get(at(world, "Quarter West", "check/"))
    assert "Payer Paul's Phones" in read(page)
    submit(client, world, "Quarter West", page)
    made = contract(world, "Quarter West")
    assert made is not None
    assert made.payer_id == partner
    customer = of_customer(world, "Office")
    to_check(customer, world, "Office")
    delegations.give(
        customer=models.Project.objects.get(pk=world.projects["Office"]).customer_id, partner=partner,
        rights=(Right.BILLING,), ctx=BY,
    )  # fmt: skip
    assert "Paul's Phones" not in read(customer.get(at(world, "Office", "payment/")))


def test_rights_taken_back_meanwhile_close_the_wizard(world: World) -> None:
    client, partner = of_partner(world, "Quarter West", Right.CONTRACTS)
    page = to_check(client, world, "Quarter West")
    models.HandOver.objects.filter(partner=partner).update(ends_on=TODAY)
    assert submit(client, world, "Quarter West", page).status_code == 404
    assert contract(world, "Quarter West") is None


@pytest.mark.parametrize("step", ["", "payment/", "check/", "done/"])
def test_viewers_and_strangers_find_nothing(world: World, step: str) -> None:
    viewer = of_customer(world, "Quarter West", role=Role.VIEWER)
    stranger = of_customer(world, "Office", "charlie@example.com")
    for client in (viewer, stranger):
        assert client.get(at(world, "Quarter West", step)).status_code == 404
