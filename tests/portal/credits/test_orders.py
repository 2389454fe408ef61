"""Credits are ordered on the pages: typed as people write, seen at their price, placed once, withdrawn."""

import pytest

from autossa.store import models
from tests.cast.pages import address, do, hidden_of, text_of
from tests.cast.people import People
from tests.portal.credits.ordering import order, payer_of
from tests.store.looking import activities, stored_balance, value

pytestmark = pytest.mark.store


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("250", 250_00), ("99,50", 99_50), ("99.5", 99_50), (" 1 000 ", 1000_00), ("0.01", 1), ("1000000", 1000000_00)],
)
def test_an_amount_is_read_as_people_write_it(people: People, typed: str, hundredths: int) -> None:
    order(people, people.shop.project(), typed)
    assert value("SELECT ssc FROM credit_orders") == hundredths


@pytest.mark.parametrize(
    "typed", ["", "0", "0.00", "-5", "1.234", "1,234.50", "abc", "1e3", "1000000.01", "9" * 30, "٣", "1\x00"]
)
@pytest.mark.parametrize("step", ["", "do"])
def test_a_wrong_amount_stays_and_is_explained(people: People, typed: str, step: str) -> None:
    path = address(people.shop.project(), "credits/top-up/")
    response = people["owner"].post(path, {"ssc": typed, "payer": payer_of(people), "step": step, "gross": "1"})
    assert "Please fix the highlighted fields." in text_of(response)
    assert value("SELECT count(*) FROM credit_orders") == 0


def test_an_order_is_seen_placed_and_waits_for_its_payment(people: People) -> None:
    project = people.shop.project()
    path = address(project, "credits/top-up/")
    assert 'value="50.00"' in people["owner"].get(f"{path}?ssc=50.00").content.decode()
    check = people["owner"].post(path, {"ssc": "99,50", "payer": payer_of(people)})
    said = text_of(check)
    for part in ("99.50 SSC", "Alice Ltd", "1.00 EUR", "18.91 EUR", "118.41 EUR", "Order 99.50 SSC for 118.41 EUR"):
        assert part in said, part
    assert "99.50 SSC × 1 × 1 = 99.5, rounded 99.50" in said
    done = text_of(do(people["owner"], path, check))
    assert "Ordered. The credits are booked when the payment has arrived." in done
    assert "Ordered, waiting for payment 99.50 SSC 118.41 EUR gross Alice Ltd pays" in done
    assert stored_balance(project) == (0, 0)
    assert activities(project)[-1][1] == "order_credits"


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ("50", "50.00"), ("99,5", "99.50"), ("0.01", "0.01"), ("1000000", "1000000.00"),
        ("-5", ""), ("−5", ""), ("0", ""), ("1000000.01", ""), ("1.234", ""), ("1e9", ""), ("abc", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_address_fills_in_what_the_field_would_take(people: People, given: str, filled: str) -> None:
    page = people["owner"].get(address(people.shop.project(), "credits/top-up/"), {"ssc": given})
    assert page.context["form"]["ssc"].value() == filled


def test_a_form_sent_twice_orders_once(people: People) -> None:
    path = address(people.shop.project(), "credits/top-up/")
    check = people["owner"].post(path, {"ssc": "50", "payer": payer_of(people)})
    do(people["owner"], path, check)
    assert "the order was placed once" in text_of(do(people["owner"], path, check))
    assert value("SELECT count(*) FROM credit_orders") == 1


@pytest.mark.parametrize("changed", [{"gross": "1"}, {"gross": ""}, {"gross": "x"}, {"ssc": "51"}])
def test_a_price_that_is_not_the_one_seen_is_shown_again(people: People, changed: dict[str, str]) -> None:
    path = address(people.shop.project(), "credits/top-up/")
    check = people["owner"].post(path, {"ssc": "50", "payer": payer_of(people)})
    again = people["owner"].post(path, {**hidden_of(check), **changed, "step": "do"})
    assert "Something has changed since this page was shown" in text_of(again)
    assert value("SELECT count(*) FROM credit_orders") == 0


@pytest.mark.parametrize("changed", [{"order": ""}, {"order": "ord_x"}, {"order": "con_01kbn8vz5ce9qv0000000000sa"}])
def test_an_order_without_an_id_is_nothing(people: People, changed: dict[str, str]) -> None:
    path = address(people.shop.project(), "credits/top-up/")
    check = people["owner"].post(path, {"ssc": "50", "payer": payer_of(people)})
    assert people["owner"].post(path, {**hidden_of(check), **changed, "step": "do"}).status_code == 404


def test_a_partner_names_itself_or_the_customer_and_nobody_else(people: People) -> None:
    project = people.shop.project()
    path = address(project, "credits/top-up/")
    partner = people["billing"]
    own = str(people.partners["billing"])
    assert "Partner for billing" in text_of(partner.get(path))
    assert "Partner for billing" not in text_of(people["owner"].get(path))
    stranger = str(people.shop.charlie)
    for who, payer in (("billing", stranger), ("owner", own), ("owner", stranger), ("owner", "x"), ("owner", "")):
        refused = people[who].post(path, {"ssc": "50", "payer": payer})
        assert "Please fix the highlighted fields" in text_of(refused)
    do(partner, path, partner.post(path, {"ssc": "50", "payer": own}))
    assert value("SELECT payer_id FROM credit_orders") == people.partners["billing"]


def test_without_a_price_nothing_is_ordered(people: People) -> None:
    project = people.shop.project()
    people.today("1999-01-01")
    response = people["owner"].post(address(project, "credits/top-up/"), {"ssc": "50", "payer": payer_of(people)})
    assert "No price of an SSC is in force" in text_of(response)


def test_an_open_order_is_withdrawn_once(people: People) -> None:
    project = people.shop.project()
    page = address(project, f"credits/orders/{order(people, project)}/withdraw/")
    assert "Withdraw the order of 250.00 SSC" in text_of(people["owner"].get(page))
    assert "Withdrawn: nothing is to be paid." in text_of(people["owner"].post(page, follow=True))
    assert "no longer open" in text_of(people["owner"].post(page, follow=True))
    assert people["owner"].get(page).status_code == 404
    assert value("SELECT state FROM credit_orders") == "withdrawn"


def test_an_order_of_another_project_is_not_there(people: People) -> None:
    first, second = people.shop.project("First"), people.shop.project("Second")
    placed = order(people, first)
    page = address(second, f"credits/orders/{placed}/withdraw/")
    assert people["owner"].get(page).status_code == 404
    people["owner"].post(page)
    assert value("SELECT state FROM credit_orders") == "open"


def test_amounts_are_in_the_readers_language(people: People) -> None:
    path = address(people.shop.covered(), "credits/top-up/")
    owner = people["owner"]
    models.User.objects.filter(pk=people.alice).update(language="de")
    headers = {"accept-language": "de"}
    assert 'value="50,00"' in owner.get(f"{path}?ssc=50.00", headers=headers).content.decode()
    assert (
        'value="' not in owner.get(f"{path}?ssc=1e9", headers=headers).content.decode().partition('name="ssc"')[2][:60]
    )
