"""The Contracts tab, and what a customer does there; several contracts at once, each with its own answer."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Right, Role
from autossa.operations import contracts, licenses
from autossa.operations.organisations import create, delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import make_person, signed_in
from tests.cast.world import World
from tests.portal.contracts.test_wizard import BY, deliver, of_customer, of_partner, read

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]  # what a test does is taken back

SEVERAL = "/contracts/several/"


def path(world: World, name: str, tail: str = "") -> str:
    return f"/projects/{public_id('prj', world.projects[name])}/contracts/{tail}"


def newest(world: World, name: str) -> models.Contract:
    return models.Contract.objects.filter(project=world.projects[name]).latest("number")


def acts(client: Client, world: World, name: str) -> list[str]:
    """What the tab offers, as the ends of addresses."""
    page = client.get(path(world, name)).content.decode().split('id="contracts"')[1]
    return re.findall(rf'href="{path(world, name)}(\w+)/"', page)


# ---------------------------------------------------------------- the tab


@pytest.mark.parametrize(
    ("name", "says", "offers"),
    [
        ("Quarter West", ["No contract yet"], ["new"]),
        ("Control room", ["Active", "Last day to cancel 14 November 2027", "Earliest end 14 February 2028",
                          "Minimum term 12 months notice 3 months"], ["cancel", "option", "payment"]),
        ("Front desks", ["Ending", "End 19 January 2027", "End set to 19 January 2027"], ["payment", "undo"]),
        ("Office", ["Ended", "End 23 December 2026 agreed at conclusion"], ["new"]),
        ("Two school sites with one shared exchange", ["In review", "by Auto SSA"], ["option", "payment", "withdraw"]),
        ("Showrooms", ["Question open", "Are the 150 ports of the old exchange included?"],
         ["answer", "option", "payment", "withdraw"]),
        ("Branches", ["Suspended"], ["cancel", "payment"]),
    ],
)  # fmt: skip
def test_the_tab_says_the_state_and_offers_what_is_possible(
    world: World, name: str, says: list[str], offers: list[str]
) -> None:
    client = of_customer(world, name)
    text = read(client.get(path(world, name)))
    assert [part for part in says if part not in text] == []
    assert sorted(set(acts(client, world, name))) == sorted(offers)
    for act in offers:
        assert client.get(path(world, name, f"{act}/")).status_code == 200


@pytest.mark.parametrize("name", ["Quarter West", "Control room", "Showrooms"])
def test_a_viewer_sees_and_does_nothing(world: World, name: str) -> None:
    viewer = of_customer(world, name, role=Role.VIEWER)
    assert acts(viewer, world, name) == []
    for act in ("cancel", "undo", "withdraw", "answer", "new"):
        assert viewer.get(path(world, name, f"{act}/")).status_code == 404
        assert viewer.post(path(world, name, f"{act}/")).status_code == 404


def test_names_and_words_are_for_those_who_see_the_activity(world: World) -> None:
    partner, _ = of_partner(world, "Showrooms", Right.LICENSES)
    text = read(partner.get(path(world, "Showrooms")))
    assert "Question open" in text
    assert "Are the 150 ports" not in text
    assert "by Auto SSA" not in text


def test_a_rejection_is_shown_with_its_reason_and_the_way_on(world: World) -> None:
    contracts.reject(project=world.projects["Showrooms"], reason="The order reference is missing.", ctx=BY)
    client = of_customer(world, "Showrooms")
    text = read(client.get(path(world, "Showrooms")))
    assert "Rejected because: The order reference is missing." in text
    assert acts(client, world, "Showrooms") == ["new"]


# ---------------------------------------------------------------- cancelling


def test_cancelling_takes_two_pages_and_a_mail_confirms_it(world: World) -> None:
    client = of_customer(world, "Control room")
    page = client.get(path(world, "Control room", "cancel/"))
    text = read(page)
    for words in (
        "The contract would end on 14 February 2028",
        "when you cancel by 14 November 2027",
        "withdraw the cancellation until 14 February 2028",
        "every release published while it was covered",
    ):
        assert words in text  # fmt: skip
    shown = " ".join(page.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r">\s*Cancel, effective 14 February 2028\s*</button>", shown)
    hidden = re.findall(r'name="last_day" value="([^"]+)"', page.content.decode())[0]
    after = read(client.post(path(world, "Control room", "cancel/"), {"last_day": hidden}, follow=True))
    assert "Cancelled, effective 14 February 2028. You can withdraw the cancellation until then." in after
    assert newest(world, "Control room").ends_on == date(2028, 2, 15)
    assert any("ends on 14" in re.sub(r"\s", " ", mail.subject + mail.text) for mail in deliver())
    assert acts(client, world, "Control room") == ["payment", "undo"]


@pytest.mark.parametrize(
    ("last_day", "says", "ends_on"),
    [
        ("2028-02-13", "The earliest end is 14 February 2028.", None),
        ("2027-01-05", "The earliest end is 14 February 2028.", None),
        ("tomorrow", "Enter a date between 1900 and 2199", None),
        ("9999-12-31", "This day is too far away.", None),
        ("", "The contract would end on 14 February 2028", None),
        ("2028-06-30", "Cancelled, effective 30 June 2028", date(2028, 7, 1)),
    ],
)
def test_the_wished_end(world: World, last_day: str, says: str, ends_on: date | None) -> None:
    client = of_customer(world, "Control room")
    seen = read(client.get(path(world, "Control room", "cancel/"), {"last_day": last_day}))
    assert ("Cancel, effective 30 June 2028" if ends_on else "Cancel, effective 14 February 2028") in seen
    assert says in read(client.post(path(world, "Control room", "cancel/"), {"last_day": last_day}, follow=True))
    assert newest(world, "Control room").ends_on == ends_on


def test_a_second_cancellation_is_told_of_the_first(world: World) -> None:
    client = of_customer(world, "Control room")
    contracts.cancel(project=world.projects["Control room"], ctx=BY)
    text = read(client.post(path(world, "Control room", "cancel/"), {"last_day": "2028-02-14"}, follow=True))
    assert "The contract ends already, on 14 February 2028." in text


def test_undoing(world: World) -> None:
    client = of_customer(world, "Front desks")
    text = read(client.get(path(world, "Front desks", "undo/")))
    assert "The contract would not end on 19 January 2027." in text
    assert "The next chance to cancel is by" in text
    assert "Cancellation withdrawn" in read(client.post(path(world, "Front desks", "undo/"), follow=True))
    assert newest(world, "Front desks").status == "active"
    assert "was not cancelled" in read(client.post(path(world, "Front desks", "undo/"), follow=True))


def test_withdrawing_frees_what_is_held(world: World) -> None:
    client = of_customer(world, "Showrooms")
    assert "75.00 SSC reserved for the gap are released" in read(client.get(path(world, "Showrooms", "withdraw/")))
    text = read(client.post(path(world, "Showrooms", "withdraw/"), follow=True))
    assert "Withdrawn." in text
    assert newest(world, "Showrooms").status == "withdrawn"
    assert "somebody has decided meanwhile" in read(client.post(path(world, "Showrooms", "withdraw/"), follow=True))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write an answer"),
        ("  \n", "Write an answer"),
        ("x" * 4001, "at most 4000"),
        ("a\x07b", "cannot be displayed"),
    ],
)
def test_a_wrong_answer_is_said_and_kept(world: World, text: str, says: str) -> None:
    client = of_customer(world, "Showrooms")
    response = client.post(path(world, "Showrooms", "answer/"), {"text": text})
    assert says in read(response)
    assert text.strip("\n ")[:20] in response.content.decode()
    assert newest(world, "Showrooms").status == "question"


def test_question_and_answer(world: World) -> None:
    client = of_customer(world, "Showrooms")
    assert "Are the 150 ports" in read(client.get(path(world, "Showrooms", "answer/")))
    text = read(client.post(path(world, "Showrooms", "answer/"), {"text": "Yes,\nthey <are>."}, follow=True))
    assert "The vendor goes on with the review" in text
    assert "Yes, they <are>." in text
    assert newest(world, "Showrooms").status == "in_review"
    assert "answered meanwhile" in read(client.get(path(world, "Showrooms", "answer/"), follow=True))


# ---------------------------------------------------------------- several at once

NAMES = ("Quarter West", "Office", "Call centre", "Control room")


def partner_of_all(world: World, *rights: Right, names: tuple[str, ...] = NAMES) -> Client:
    partner = create.create(kind="partner", name="Paul's Phones", number="P-7", ctx=BY)
    for name in names:
        customer = models.Project.objects.get(pk=world.projects[name]).customer_id
        delegations.give(customer=customer, partner=partner, rights=rights, ctx=BY)
    user = make_person("paul@example.com", (partner, Role.MANAGER))
    return signed_in(user)


def ids(world: World, *names: str) -> list[str]:
    return [public_id("prj", world.projects[name]) for name in names]


def select(client: Client, world: World, *names: str) -> Any:
    return client.post(SEVERAL, {"project": ids(world, *names)}, follow=True)


def to_several_check(client: Client, world: World, *names: str, **more: str) -> Any:
    given = {"project": ids(world, *names), "option": "annual_monthly", "step": "check", **more}
    return client.post(SEVERAL, given, follow=True)


def conclude_all(client: Client, page: Any) -> Any:
    hidden = re.findall(r'name="(shown_prj_\w+)" value="([^"]*)"', page.content.decode())
    given = {name: html.unescape(value) for name, value in hidden}
    return client.post(f"{SEVERAL}check/", {**given, "terms": "on"}, follow=True)


def test_each_of_several_projects_has_its_own_answer(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS, Right.BILLING)
    assert "4 projects" in read(select(client, world, *NAMES))
    client.post(SEVERAL, {"project": ids(world, *NAMES), "option": "annual_monthly", "step": "figures"})
    text = read(client.get(SEVERAL))
    for words in (
        "gap 1.13 SSC, counted once",
        "98.70 SSC are missing there",
        "has a contract already",
        "2 projects together",
    ):
        assert words in text  # fmt: skip
    check = to_several_check(client, world, *NAMES)
    assert "Conclude Annual, billed monthly for 2 projects: at least " in read(check)
    assert "until the earliest end of each" in read(check)
    licenses.add(project=world.projects["Office"], license_id="L9", license_type="STANDBY", quantity=1, ctx=BY)
    done = read(conclude_all(client, check))
    assert "1 of 2 contracts submitted" in done
    assert "The price changed in the meantime, so nothing was concluded" in done
    assert newest(world, "Quarter West").status == "in_review"
    assert newest(world, "Office").status == "ended"


def test_a_contract_of_somebody_else_meanwhile_is_told(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS)
    select(client, world, "Quarter West", "Office")
    check = to_several_check(client, world, "Quarter West", "Office")
    contracts.conclude(project=world.projects["Office"], option="flex_monthly", ctx=BY)
    done = read(conclude_all(client, check))
    assert "1 of 2 contracts submitted" in done
    assert "has a contract already" in done


def test_two_clicks_conclude_once(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS)
    select(client, world, "Quarter West", "Office")
    check = to_several_check(client, world, "Quarter West", "Office")
    for _ in range(2):
        assert "2 of 2 contracts submitted" in read(conclude_all(client, check))
    assert models.Contract.objects.filter(project=world.projects["Quarter West"]).count() == 1


def test_what_is_not_ticked_or_not_theirs_is_left(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS, names=("Quarter West", "Office"))
    page = select(client, world, "Quarter West", "Office", "Greenhouses")
    assert "Greenhouses" not in read(page)
    check = to_several_check(client, world, "Quarter West", "Greenhouses")
    assert "1 of 1 contract submitted" in read(conclude_all(client, check))
    assert newest(world, "Office").status == "ended"
    assert not models.Contract.objects.filter(project=world.projects["Greenhouses"]).exists()


@pytest.mark.parametrize("names", [(), ("Greenhouses",)])
def test_nothing_of_theirs_is_an_empty_page(world: World, names: tuple[str, ...]) -> None:
    client = partner_of_all(world, Right.CONTRACTS, names=("Office",))
    assert "Nothing chosen" in read(select(client, world, *names))
    assert "Nothing chosen" in read(client.post(SEVERAL, {"project": ["x", "prj_x", "%00"]}, follow=True))
    assert client.get(f"{SEVERAL}done/")["location"] == "/"


@pytest.mark.parametrize("right", [Right.LICENSES, Right.BILLING])
def test_without_the_right_to_contracts_nothing_is_there(world: World, right: Right) -> None:
    client = partner_of_all(world, right)
    assert "Nothing chosen" in read(select(client, world, *NAMES))
    assert "Nothing chosen" in read(conclude_all(client, to_several_check(client, world, *NAMES)))


def test_without_option_or_terms_nothing_is_concluded(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS)
    select(client, world, "Quarter West")
    for option in ("", "no_such"):
        assert "Choose an option" in read(to_several_check(client, world, "Quarter West", option=option))
    to_several_check(client, world, "Quarter West")
    assert "without it nothing is submitted" in read(client.post(f"{SEVERAL}check/", {}))
    assert not models.Contract.objects.filter(project=world.projects["Quarter West"]).exists()


def test_the_partner_pays_where_it_may(world: World) -> None:
    client = partner_of_all(world, Right.CONTRACTS, names=("Quarter West", "Office"))
    select(client, world, "Quarter West", "Office")
    partner = models.Organisation.objects.get(number="P-7")
    check = to_several_check(client, world, "Quarter West", "Office", payer=str(partner.id))
    assert "Payer Paul's Phones" in read(check)
    conclude_all(client, check)
    assert newest(world, "Quarter West").payer_id == newest(world, "Office").payer_id == partner.id
    other = models.Organisation.objects.filter(kind="vendor").first()
    assert other is not None
    select(client, world, "Quarter West")
    assert "Choose an option, and tick" in read(to_several_check(client, world, "Quarter West", payer=str(other.id)))
