"""The vendor's finance on the pages: orders are booked once they are paid, or declined."""

import re
from html import unescape

import pytest

from autossa.operations.vendor import settings as vendor
from autossa.queries.runs.verify import check_all
from tests.cast.pages import address, decide, text_of
from tests.cast.people import People
from tests.cast.shop import on
from tests.portal.credits.ordering import DAY, order, payer_of
from tests.store.looking import lots, stored_balance, value

pytestmark = pytest.mark.store


def test_finance_books_what_was_paid_once(people: People) -> None:
    project = people.shop.project()
    placed = order(people, project)
    listed = text_of(people["finance"].get("/staff/orders/"))
    assert "Office" in listed
    assert "297.50 EUR" in listed
    page = f"/staff/orders/{placed}/book/"
    assert "297.50 EUR received: book 250.00 SSC" in text_of(people["finance"].get(page))
    assert "Booked: the credits were added to the balance of Office." in text_of(
        decide(people["finance"], page, follow=True)
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
    decide(people["finance"], page, {"reason": "No payment in thirty days"})
    said = text_of(people["owner"].get(address(project, "credits/")))
    assert "Declined" in said
    assert "No payment in thirty days" in said
    assert stored_balance(project) == (0, 0)


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
    decide(finance, f"/staff/orders/{booked}/book/")
    decide(finance, f"/staff/orders/{declined}/decline/", {"reason": "No payment in thirty days"})
    shown = {show: text_of(finance.get(f"/staff/orders/?show={show}")) for show in ("", "past", "nonsense")}
    for show in ("", "nonsense"):
        assert f"Reference {waiting}" in shown[show]
        assert "Payment received" in shown[show]
        assert booked not in shown[show]
    assert waiting not in shown["past"]
    assert "Payment received" not in shown["past"]
    assert shown["past"].index(declined) < shown["past"].index(booked)
    for said in ("Paid and booked", "Declined", "No payment in thirty days", ", Fiona"):
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
