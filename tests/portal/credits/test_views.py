"""The Credits tab: orders that are booked once they are paid, extending by hand, adjustments, the trace of each lot."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autossa.domain.settlements import Settlement
from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Refused
from autossa.operations.vendor import settings as vendor
from autossa.queries.credits.previews import preview_extensions
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import People, address, do, hidden_of, text_of
from tests.cast.shop import ALICE, Shop, d, on, open_shop
from tests.store.looking import activities, lots, stored_balance, value

pytestmark = pytest.mark.store
DAY = "2026-01-20"


@pytest.fixture
def shop(db: None) -> Shop:
    return open_shop()


@pytest.fixture
def people(shop: Shop, settings: Any) -> People:
    found = People(shop, settings)
    found.today(DAY)
    return found


def payer_of(people: People) -> str:
    return str(people.shop.alice)


def order(people: People, project: UUID, amount: str = "250", who: str = "owner") -> str:
    """An order placed on the pages; gives its id."""
    path = address(project, "credits/top-up/")
    do(people[who], path, people[who].post(path, {"ssc": amount, "payer": payer_of(people)}))
    (newest,) = models.CreditOrder.objects.order_by("-ordered_at")[:1]
    return newest.public_id


# ---------------------------------------------------------------- ordering


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


# ---------------------------------------------------------------- the vendor's finance


def test_finance_books_what_was_paid_once(people: People) -> None:
    project = people.shop.project()
    placed = order(people, project)
    listed = text_of(people["finance"].get("/staff/orders/"))
    assert "Office" in listed
    assert "297.50 EUR" in listed
    page = f"/staff/orders/{placed}/book/"
    assert "297.50 EUR received: book 250.00 SSC" in text_of(people["finance"].get(page))
    assert "Booked: the credits were added to the balance of Office." in text_of(
        people["finance"].post(page, follow=True)
    )
    assert "no longer open" in text_of(people["finance"].post(page, follow=True))
    assert stored_balance(project) == (250_00, 0)
    assert {lot[0] for lot in lots(project).values()} == {"top_up"}
    assert value("SELECT paid FROM lots") == 250_00
    assert "No open orders" in text_of(people["finance"].get("/staff/orders/"))
    said = text_of(people["owner"].get(address(project, "credits/")))
    assert "from an order" in said
    assert "Paid and booked" in said
    assert list(check_all()) == []


def test_finance_declines_with_a_reason_that_the_customer_reads(people: People) -> None:
    project = people.shop.project()
    page = f"/staff/orders/{order(people, project)}/decline/"
    for reason in ("", "   ", "x" * 501, "a\u200bb"):
        people["finance"].post(page, {"reason": reason})
        assert value("SELECT state FROM credit_orders") == "open"
    people["finance"].post(page, {"reason": "No payment in thirty days"})
    said = text_of(people["owner"].get(address(project, "credits/")))
    assert "Declined" in said
    assert "No payment in thirty days" in said
    assert stored_balance(project) == (0, 0)


@pytest.mark.parametrize("ssc_typed", ["", "0", "1.234", "abc", "9999999", "-9999999", "--1"])
def test_a_wrong_adjustment_stays(people: People, ssc_typed: str) -> None:
    page = address(people.shop.project(), "credits/adjust/")
    given = {"ssc": ssc_typed, "reason": "Goodwill", "step": "do", "free": "0"}
    response = people["finance"].post(page, given)
    assert "Please fix the highlighted fields" in text_of(response)
    assert value("SELECT count(*) FROM transfers") == 0


def test_an_adjustment_is_done_once_and_never_below_nothing(people: People) -> None:
    project = people.shop.project()
    page = address(project, "credits/adjust/")
    check = people["finance"].post(page, {"ssc": "15", "reason": "Goodwill"})
    assert "Available afterwards 15.00 SSC" in text_of(check)
    assert "Adjusted by +15.00 SSC." in text_of(do(people["finance"], page, check))
    assert "Something has changed" in text_of(do(people["finance"], page, check))
    assert stored_balance(project) == (15_00, 0)
    below = people["finance"].post(page, {"ssc": "−15.01", "reason": "Typo"})
    assert "Only 15.00 SSC are available" in text_of(below)
    do(people["finance"], page, people["finance"].post(page, {"ssc": "−15,00", "reason": "Typo"}))
    assert stored_balance(project) == (0, 0)
    assert "Goodwill" in text_of(people["owner"].get(address(project, "credits/")))


def test_how_to_pay_is_said_before_and_after_an_order_and_nothing_while_it_is_empty(people: People) -> None:
    project = people.shop.project()
    path, tab = address(project, "credits/top-up/"), address(project, "credits/")
    given = {"ssc": "50", "payer": payer_of(people)}
    placed = order(people, project)
    for page in (people["owner"].post(path, given), people["owner"].get(tab)):
        assert "How to pay" not in text_of(page)
    assert f"Reference {placed}" in text_of(people["owner"].get(tab))
    vendor.save_settings(how_to_pay="Example Bank\n<b>DE02 1203</b>", ctx=on(DAY))
    for page in (people["owner"].post(path, given), people["owner"].get(tab)):
        assert '<p class="said">Example Bank\n&lt;b&gt;DE02 1203&lt;/b&gt;</p>' in page.content.decode()
    people["owner"].post(address(project, f"credits/orders/{placed}/withdraw/"))
    assert "How to pay" not in text_of(people["owner"].get(tab))


def test_finance_sees_open_and_past_orders(people: People) -> None:
    project = people.shop.project()
    booked, declined, waiting = (order(people, project, amount) for amount in ("1", "2", "3"))
    finance = people["finance"]
    assert "No past orders" in text_of(finance.get("/staff/orders/?show=past"))
    finance.post(f"/staff/orders/{booked}/book/")
    finance.post(f"/staff/orders/{declined}/decline/", {"reason": "No payment in thirty days"})
    shown = {show: text_of(finance.get(f"/staff/orders/?show={show}")) for show in ("", "past", "nonsense")}
    for show in ("", "nonsense"):
        assert f"Reference {waiting}" in shown[show]
        assert "Payment received" in shown[show]
        assert booked not in shown[show]
    assert waiting not in shown["past"]
    assert "Payment received" not in shown["past"]
    assert shown["past"].index(declined) < shown["past"].index(booked)
    for said in ("Paid and booked", "Declined", "No payment in thirty days", ", Finance"):
        assert said in shown["past"]
    for who in ("support", "owner"):
        assert people[who].get("/staff/orders/?show=past").status_code == 404


def test_a_page_of_past_orders_goes_on_with_past_ones(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autossa.queries.credits.orders.PAGE", 1)
    project = people.shop.project()
    for amount in ("1", "2"):
        placed = order(people, project, amount)
        people["owner"].post(address(project, f"credits/orders/{placed}/withdraw/"))
    html = people["finance"].get("/staff/orders/?show=past").content.decode()
    link = re.search(r'<p class="more">\s*<a class="button quiet" href="([^"]*)"', html)
    assert link
    onward = unescape(link[1])
    assert "for 1.00 SSC" in text_of(people["finance"].get(f"/staff/orders/{onward}"))


# ---------------------------------------------------------------- what is ordered is not ordered again

LAPSED = "2026-09-03"  # the gap counts twice: 1346.67 SSC
WAITS = "1,000.00 SSC are ordered and wait for their payment"
LINK = "View open orders"


def short(people: People) -> UUID:
    """A project whose gap must be paid from a balance that is empty."""
    project = people.shop.covered()
    people.today(LAPSED)
    return project


def test_the_top_up_lists_what_is_ordered_already(people: People) -> None:
    project = people.shop.project()
    path = address(project, "credits/top-up/")
    assert "waits for payment" not in text_of(people["owner"].get(path))
    withdrawn = order(people, project, "7")
    people["owner"].post(address(project, f"credits/orders/{withdrawn}/withdraw/"))
    order(people, project, "99,50")
    page = people["owner"].get(path)
    assert "99.50 SSC ordered on 20 January 2026 by Owner, for 118.41 EUR: waits for payment." in text_of(page)
    assert "7.00 SSC ordered" not in text_of(page)
    assert f'href="{address(project, "credits/")}#orders"' in page.content.decode()


@pytest.mark.parametrize("page", ["", "contracts/new/"])
def test_missing_credits_that_are_ordered_lead_to_the_order(people: People, page: str) -> None:
    project = short(people)
    top_up = f'href="{address(project, "credits/top-up/")}?ssc='
    missing = people["owner"].get(address(project, page)).content.decode()
    amount = min(Decimal(link.partition('"')[0]) for link in missing.split(top_up)[1:])  # later days cost more
    assert amount > 1000

    order(people, project, "1000")
    html = people["owner"].get(address(project, page))
    rest = amount - 1000
    assert f"{WAITS}; {rest} SSC are still to be ordered." in text_of(html)
    assert f'{top_up}{rest}"' in html.content.decode()
    assert f'{top_up}{amount}"' not in html.content.decode()
    assert LINK not in text_of(html)

    order(people, project, str(rest))
    html = people["owner"].get(address(project, page))
    assert "are ordered and wait for their payment." in text_of(html)
    assert top_up not in html.content.decode()
    assert f'href="{address(project, "credits/")}#orders"' in html.content.decode()
    assert "Top up first" not in text_of(html)

    booked = models.CreditOrder.objects.order_by("ordered_at")[0]
    people["finance"].post(f"/staff/orders/{booked.public_id}/book/")
    assert top_up not in people["owner"].get(address(project, page)).content.decode()


def test_who_may_not_order_is_led_to_the_orders_and_who_sees_no_credits_to_nothing(people: People) -> None:
    project = short(people)
    order(people, project, "5000")
    page = people["contracts"].get(address(project, "contracts/new/"))
    assert "5,000.00 SSC are ordered and wait for their payment." in text_of(page)
    assert "Somebody with the right to billing" not in text_of(page)
    assert "#orders" in page.content.decode()
    page = people["licenses"].get(address(project, ""))
    assert "are ordered" not in text_of(page)
    assert "#orders" not in page.content.decode()


def test_the_list_leads_to_the_orders_by_one_query_for_all_its_rows(people: People) -> None:
    projects = [short(people), *(people.shop.covered(f"Branch {number}") for number in range(3))]
    owner = people["owner"]
    order(people, projects[0], "5000")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = owner.get("/").content.decode()
    assert sum("credit_orders" in one["sql"] for one in queries) == 1
    assert f'href="{address(projects[0], "credits/")}#orders"' in html
    assert f'href="{address(projects[0], "credits/top-up/")}' not in html
    assert f'href="{address(projects[1], "credits/top-up/")}?ssc=' in html


def test_where_nothing_is_missing_no_orders_are_asked_for(people: People) -> None:
    covered, owner = people.shop.booked(), people["owner"]
    for path in ("/", address(covered, ""), address(covered, "contracts/")):
        with CaptureQueriesContext(connection) as queries:
            owner.get(path)
        assert [one["sql"] for one in queries if "credit_orders" in one["sql"]] == [], path


def test_several_projects_at_once_know_what_is_ordered(people: People) -> None:
    first, second = short(people), people.shop.covered("Branch")
    order(people, first, "5000")
    owner = people["owner"]
    ids = [public_id("prj", key) for key in (first, second)]
    owner.post("/contracts/several/", {"project": ids})
    page = owner.post(
        "/contracts/several/", {"project": ids, "option": "annual_monthly", "step": "figures"}, follow=True
    )
    assert "5,000.00 SSC are ordered and wait for their payment." in text_of(page)
    assert f'href="{address(first, "credits/")}#orders"' in page.content.decode()
    assert f'href="{address(second, "credits/top-up/")}?ssc=' in page.content.decode()


# ---------------------------------------------------------------- extending by hand


def _new(shop: Shop) -> UUID:
    return shop.project()


def _covered(shop: Shop) -> UUID:
    return shop.covered()


def _from_the_31st(shop: Shop) -> UUID:
    return shop.covered(day="2026-01-31")


def _activated(shop: Shop) -> UUID:
    project = shop.project()
    licenses.activate(project=project, license_id="L1", ctx=on("2026-01-15", ALICE))
    return project


def _after_a_contract(shop: Shop) -> UUID:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    return project


def _without_licenses(shop: Shop) -> UUID:
    project = shop.project()
    licenses.return_license(project=project, license_id="L1", quantity=1200, ctx=on("2026-01-15", ALICE))
    return project


EXTENSIONS = [
    (_new, "2026-01-20"),
    (_covered, "2026-01-20"),
    (_covered, "2026-02-15"),
    (_covered, "2026-02-27"),  # 12 days lapsed: once
    (_covered, "2026-09-03"),  # 200 days lapsed: twice
    (_from_the_31st, "2026-02-20"),  # goes on with its anchor
    (_activated, "2026-02-27"),
    (_after_a_contract, "2026-03-15"),
    (_after_a_contract, "2026-06-01"),  # it ended in days without a run
    (Shop.booked, "2026-01-20"),
    (Shop.in_review, "2026-01-20"),
    (_without_licenses, "2026-01-20"),
]


@pytest.mark.parametrize(("state", "day"), EXTENSIONS, ids=[f"{s.__name__} {day}" for s, day in EXTENSIONS])
@pytest.mark.parametrize(("months", "short_of"), [(1, 0), (7, 0), (12, 1), (3, 100_00)])
def test_the_extension_that_was_shown_is_booked(
    shop: Shop, state: Callable[[Shop], UUID], day: str, months: int, short_of: int
) -> None:
    project = state(shop)
    (before,) = preview_extensions(project, d(day), (months,))
    if before.missing > short_of:
        credits.top_up(project=project, ssc=before.missing - short_of, ctx=on(day))
    (found,) = preview_extensions(project, d(day), (months,))
    if found.refusal is not None:
        with pytest.raises(Refused) as caught:
            credits.extend(project=project, months=months, start=found.start, ctx=on(day, ALICE))
        assert caught.value.refusal == found.refusal
        assert found.missing == (found.refusal.missing_ssc or 0)
        return
    outcome = credits.extend(project=project, months=months, start=found.start, ctx=on(day, ALICE))
    booked = [entry for entry in outcome.entries if isinstance(entry, Settlement)]
    shown = [price.settlement for price in (found.gap, found.period) if price is not None]
    ours = booked[len(booked) - len(shown) :]
    assert [(s.reason, s.start, s.end, s.ssc, s.coverage) for s in ours] == [
        (s.reason, s.start, s.end, s.ssc, s.coverage) for s in shown
    ]
    assert found.end == outcome.project.covered_until
    assert sum(s.ssc for s in ours) == found.ssc
    assert found.free - found.ssc == stored_balance(project)[0]


def test_extending_shows_what_is_missing_and_leads_to_the_top_up(people: People) -> None:
    project = people.shop.covered()
    path = address(project, "credits/extend/")
    check = people["owner"].post(path, {"months": "2"})
    said = text_of(check)
    assert "200.00 SSC are missing" in said
    assert "14 April 2026" in said
    assert "credits/top-up/?ssc=200.00" in check.content.decode()
    assert 'value="do"' not in check.content.decode()
    assert "top-up" not in people["contracts"].post(path, {"months": "2"}).content.decode()
    order(people, project, "120")
    part = people["owner"].post(path, {"months": "2"})
    assert "120.00 SSC are ordered and wait for their payment; 80.00 SSC are still to be ordered." in text_of(part)
    assert "credits/top-up/?ssc=80.00" in part.content.decode()
    credits.top_up(project=project, ssc=500_00, ctx=on(DAY))
    check = people["owner"].post(path, {"months": "2"})
    assert "Extend by 2 months for 200.00 SSC" in text_of(check)
    assert "Extended by 2 months." in text_of(do(people["owner"], path, check))
    assert "Something has changed" in text_of(do(people["owner"], path, check))
    assert stored_balance(project) == (300_00, 0)


@pytest.mark.parametrize("months", ["0", "-1", "1.5", "abc", "", "61", "9" * 30])
def test_a_wrong_number_of_months_stays(people: People, months: str) -> None:
    response = people["owner"].post(address(people.shop.covered(), "credits/extend/"), {"months": months, "step": "do"})
    assert "Please fix the highlighted fields" in text_of(response)


def test_a_gap_is_named_before_it_is_paid(people: People) -> None:
    project = people.shop.covered()
    people.today("2026-09-03")
    path = address(project, "credits/extend/")
    assert "was not covered from 15 February 2026 to 2 September 2026" in text_of(people["owner"].get(path))
    said = text_of(people["owner"].post(path, {"months": "1"}))
    assert "The gap before" in said
    assert "calculated with the late multiplier" in said


def test_under_a_contract_nothing_is_extended_by_hand(people: People) -> None:
    project = people.shop.booked()
    assert "extend/" not in people["owner"].get(address(project, "credits/")).content.decode()
    page = people["owner"].get(address(project, "credits/extend/"))
    assert "it extends coverage automatically" in text_of(page)
    assert "months" not in hidden_of(page)


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize(
    ("who", "present", "absent"),
    [
        ("owner", ["top-up/", "extend/", "withdraw/"], ["adjust/", "book/", "decline/"]),
        ("billing", ["top-up/", "withdraw/"], ["extend/", "adjust/", "book/"]),
        ("contracts", ["extend/"], ["top-up/", "withdraw/", "adjust/", "book/"]),
        ("viewer", [], ["top-up/", "extend/", "withdraw/", "adjust/", "book/"]),
        ("support", [], ["top-up/", "extend/", "withdraw/", "adjust/", "book/"]),
        ("finance", ["adjust/", "book/", "decline/"], ["top-up/", "extend/", "withdraw/"]),
    ],
)
def test_what_one_may_not_is_absent(people: People, who: str, present: list[str], absent: list[str]) -> None:
    project = people.shop.covered()
    order(people, project)
    html = people[who].get(address(project, "credits/")).content.decode()
    assert [part for part in present if f"{part}" not in html] == []
    assert [part for part in absent if part in html] == []


def test_amounts_are_in_the_readers_language(people: People) -> None:
    path = address(people.shop.covered(), "credits/top-up/")
    owner = people["owner"]
    models.User.objects.filter(email="owner@example.com").update(language="de")
    headers = {"accept-language": "de"}
    assert 'value="50,00"' in owner.get(f"{path}?ssc=50.00", headers=headers).content.decode()
    assert (
        'value="' not in owner.get(f"{path}?ssc=1e9", headers=headers).content.decode().partition('name="ssc"')[2][:60]
    )
