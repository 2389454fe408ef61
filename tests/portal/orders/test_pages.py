"""Licenses are ordered, quoted, approved and booked on the pages."""

import re
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.operations.orders import consents
from autossa.operations.organisations.vat import set_treatment
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, do, hidden_of, text_of
from tests.cast.people import People, ctx
from tests.cast.shop import d, on, taxed_at
from tests.cast.sold import quote, sell
from tests.cast.terms import publish_text
from tests.store.looking import rows, value

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def _priced(people: People) -> None:
    sell(people.shop)


def payer(people: People) -> str:
    return str(people.shop.alice)


def order(people: People, project: UUID, step: str = "order", who: str = "owner", **more: str) -> Any:
    """Selected, checked, and done by one of the buttons."""
    path = address(project, "orders/licenses/")
    given = {"license_type": "PORT", "quantity": "10", "payer": payer(people), **more}
    check = people[who].post(path, given)
    return people[who].post(path, {**hidden_of(check), "step": step}, follow=True)


def test_licenses_are_ordered_at_the_price_shown(people: People) -> None:
    project = people.shop.project()
    path = address(project, "orders/licenses/")
    check = people["owner"].post(
        path, {"license_type": "PORT", "quantity": "10", "payer": payer(people), "order_number": "PO 7"}
    )
    said = text_of(check)
    for part in ("Port", "500.00", "95.00 EUR", "595.00 EUR", "Order licenses for 595.00 EUR", "PO 7"):
        assert part in said, part
    done = text_of(order(people, project, order_number="PO 7"))
    assert "Ordered. The licenses are added when the payment has arrived." in done
    assert rows("SELECT gross, state, order_number FROM license_orders") == [(595_00, "open", "PO 7")]


def test_a_form_sent_twice_orders_once(people: People) -> None:
    project = people.shop.project()
    path = address(project, "orders/licenses/")
    check = people["owner"].post(path, {"license_type": "PORT", "quantity": "10", "payer": payer(people)})
    sent = {**hidden_of(check), "step": "order"}
    people["owner"].post(path, sent)
    again = people["owner"].post(path, sent, follow=True)
    assert "the order was placed once" in text_of(again)
    assert value("SELECT count(*) FROM license_orders") == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"license_type": "PORT"},
        {"license_type": "PORT", "quantity": "0"},
        {"license_type": "NOTHING", "quantity": "1"},
        {"license_type": "PORT", "quantity": "1", "enlarges": "L9"},
        {"license_type": "OPERATOR", "quantity": "1", "enlarges": "L1"},
        {"license_type": "PORT", "quantity": "1", "payer": "nobody"},
    ],
)
@pytest.mark.parametrize("step", ["", "order", "quote"])
def test_what_is_wrong_is_explained(people: People, given: dict[str, str], step: str) -> None:
    path = address(people.shop.project(), "orders/licenses/")
    sent = {"payer": payer(people), "step": step, "gross": "5950", "order": "lor_" + "0" * 26, **given}
    response = people["owner"].post(path, sent)
    assert response.status_code == 200
    assert value("SELECT count(*) FROM license_orders") == 0
    assert "Please fix" in text_of(response)


def test_lines_are_added_and_dropped_without_a_script(people: People) -> None:
    path = address(people.shop.project(), "orders/licenses/")
    more = people["owner"].post(
        path, {"license_type": "PORT", "quantity": "10", "payer": payer(people), "step": "more"}
    )
    assert 'name="2-license_type"' in more.content.decode()
    both = {"license_type": "PORT", "quantity": "10", "2-license_type": "OPERATOR", "2-quantity": "1"}
    check = people["owner"].post(path, {**both, "payer": payer(people)})
    assert "Order licenses for 952.00 EUR" in text_of(check)
    one = people["owner"].post(path, {**both, "payer": payer(people), "step": "drop-1"})
    assert 'value="1"' in one.content.decode()
    assert "2-license_type" not in one.content.decode()


def test_finance_confirms_the_payment_and_the_licenses_are_there(people: People) -> None:
    project = people.shop.project()
    order(people, project)
    key = models.LicenseOrder.objects.get().public_id
    listed = text_of(people["finance"].get("/staff/orders/"))
    assert "License orders" in listed
    assert "10 × Port" in listed
    path = f"/staff/orders/licenses/{key}/book/"
    page = people["finance"].get(path)
    assert "595.00 EUR received: add the licenses" in text_of(page)
    done = people["finance"].post(path, {**hidden_of(page), "paid_on": on("2026-01-20").today.isoformat()}, follow=True)
    assert "Booked: the licenses were added to Office." in text_of(done)
    assert rows("SELECT code FROM licenses ORDER BY 1") == [("L1",), ("L2",)]
    seen = text_of(people["owner"].get(address(project, "orders/")))
    assert "INV-2026-000001" in seen
    assert "L2" in seen
    invoices = text_of(people["owner"].get(address(project, "invoices/")))
    assert "Order" in invoices
    assert "595.00 EUR" in invoices


def test_finance_declines_with_a_reason(people: People) -> None:
    project = people.shop.project()
    order(people, project)
    path = f"/staff/orders/licenses/{models.LicenseOrder.objects.get().public_id}/decline/"
    page = people["finance"].get(path)
    people["finance"].post(path, {**hidden_of(page), "reason": "Not paid"})
    assert "Not paid" in text_of(people["owner"].get(address(project, "orders/")))
    assert people["finance"].get(path).status_code == 404


def test_an_order_is_withdrawn(people: People) -> None:
    project = people.shop.project()
    order(people, project)
    path = address(project, f"orders/{models.LicenseOrder.objects.get().public_id}/withdraw/")
    done = do(people["owner"], path, people["owner"].get(path))
    assert "Withdrawn: nothing is to be paid." in text_of(done)
    assert people["owner"].get(path).status_code == 404


def test_a_quote_is_made_shown_printed_and_accepted(people: People, settings: Any, tmp_path: Any) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": storage}
    project = people.shop.project()
    made = order(people, project, "quote")
    assert "Quote Q-2026-000001" in text_of(made)
    base = address(project, f"quotes/{models.Quote.objects.get().public_id}/")
    file = people["owner"].get(f"{base}pdf/")
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"] == 'attachment; filename="Q-2026-000001.pdf"'
    page = people["owner"].get(f"{base}accept/")
    assert "Order licenses for 595.00 EUR" in text_of(page)
    done = people["owner"].post(f"{base}accept/", hidden_of(page), follow=True)
    assert "Accepted: the licenses are ordered." in text_of(done)
    assert value("SELECT count(*) FROM license_orders") == 1


@pytest.mark.parametrize(
    ("path", "given", "button"),
    [
        ("quotes/credits/", {"ssc": "100"}, "Make a quote for 119.00 EUR"),
        ("quotes/contract/", {"option": "annual_yearly"}, "Make a quote for 1,399.44 EUR"),
    ],
)
def test_credits_and_contracts_are_quoted(people: People, path: str, given: dict[str, str], button: str) -> None:
    project = people.shop.project()
    check = people["owner"].post(address(project, path), {**given, "payer": payer(people)})
    assert button in text_of(check)
    made = people["owner"].post(address(project, path), {**hidden_of(check), "step": "make"}, follow=True)
    assert "Quote Q-2026-000001" in text_of(made)
    page = people["owner"].get(address(project, f"quotes/{models.Quote.objects.get().public_id}/accept/"))
    assert page.status_code == 200


def test_what_differs_is_shown_and_nothing_is_done(people: People) -> None:
    project = people.shop.project()
    order(people, project, "quote")
    by = on("2026-01-20")
    set_treatment(organisation=people.shop.alice, new=taxed_at(Fraction(20), by), ctx=by)
    base = address(project, f"quotes/{models.Quote.objects.get().public_id}/")
    page = text_of(people["owner"].get(base))
    assert "600.00" in page
    assert "595.00" in page
    done = people["owner"].post(f"{base}accept/", follow=True)
    assert "nothing was done" in text_of(done)
    assert value("SELECT count(*) FROM license_orders") == 0


def _asked(people: People) -> tuple[UUID, str]:
    """A partner who may not order for the customer asks its owner."""
    project = people.shop.project()
    by = ctx(people.user("contracts"), d("2026-01-20"))
    key = quote(people.shop, project, ctx=by)
    secret = consents.ask(quote=key, approver=public_id("usr", people.alice), message="Before March", ctx=by)
    return project, secret


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Order licenses for 595.00 EUR"), ("de", "Lizenzen bestellen")]
)
def test_whoever_was_asked_approves_by_the_link(people: People, language: str, button: str) -> None:
    _project, secret = _asked(people)
    visitor = Client(headers={"accept-language": language})
    page = visitor.get(f"/approvals/{secret}/", follow=True)
    said = text_of(page)
    assert secret not in page.request["PATH_INFO"]
    for part in ("Q-2026-000001", "Before March", button):
        assert part in said, part
    done = visitor.post(f"{page.request['PATH_INFO']}approve/")
    assert done.status_code == 200
    assert value("SELECT count(*) FROM license_orders") == 1
    assert visitor.get(f"/approvals/{secret}/", follow=True).status_code == 404


def test_whoever_was_asked_declines_with_a_reason(people: People) -> None:
    project, secret = _asked(people)
    visitor = Client()
    path = visitor.get(f"/approvals/{secret}/", follow=True).request["PATH_INFO"]
    assert "This field is required" in text_of(visitor.post(f"{path}decline/", {"reason": ""}))
    visitor.post(f"{path}decline/", {"reason": "Too dear"})
    base = address(project, f"quotes/{models.Quote.objects.get().public_id}/")
    assert "Too dear" in text_of(people["owner"].get(base))
    assert value("SELECT count(*) FROM license_orders") == 0


@pytest.mark.parametrize("path", ["/approvals/nonsense/", "/approvals/open/0123456789abcdef/"])
def test_another_link_is_not_valid(people: People, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "This link is not valid any more" in answer.content.decode()


def test_who_prepares_may_not_commit(people: People) -> None:
    project = people.shop.project()
    check = people["contracts"].post(
        address(project, "orders/licenses/"), {"license_type": "PORT", "quantity": "10", "payer": payer(people)}
    )
    assert "Order licenses for" not in text_of(check)
    sent = {**hidden_of(check), "step": "order"}
    assert people["contracts"].post(address(project, "orders/licenses/"), sent).status_code == 404
    made = people["contracts"].post(address(project, "orders/licenses/"), {**sent, "step": "quote"}, follow=True)
    assert "Ask for approval" in text_of(made)
    assert value("SELECT count(*) FROM quotes") == 1


def test_finance_says_whose_orders_are_booked_at_once(people: People) -> None:
    project = people.shop.project()
    path = f"/organisations/{public_id('org', people.shop.alice)}/orders/booking/"
    page = people["finance"].get(path)
    people["finance"].post(path, {**hidden_of(page), "booking": "on_issue", "reason": "Pays well"})
    done = order(people, project)
    assert "Ordered. The licenses were added" in text_of(done)
    assert people["owner"].get(path).status_code == 404
    assert "Pays well" in text_of(people["finance"].get(path))
    listed = people["owner"].get(f"/organisations/{public_id('org', people.shop.alice)}/orders/")
    assert "595.00 EUR" in text_of(listed)


def test_empty_pages_say_what_comes(people: People) -> None:
    project = people.shop.project()
    assert "No quotes yet." in text_of(people["owner"].get(address(project, "orders/")))
    models.Project.objects.filter(pk=project).update(
        price_list=models.PriceList.objects.create(name="Other", currency="EUR")
    )
    assert "nothing to order" in text_of(people["owner"].get(address(project, "orders/licenses/")))
    assert "No quotes" in text_of(people["finance"].get("/staff/quotes/"))


def test_license_prices_are_entered_ahead(people: People) -> None:
    kind = models.LicenseType.objects.get(code="PORT").public_id
    base = f"/catalogue/license-prices/{public_id('plt', people.shop.price_list)}/{kind}/"
    admin = people["admin"]
    check = admin.post(base, {"value": "60", "starts_on": "2026-03-01", "step": "check"})
    assert "Save the price of 60.00 EUR" in text_of(check)
    admin.post(base, {"value": "60", "starts_on": "2026-03-01", "step": "add"})
    assert rows("SELECT price, starts_on::text FROM license_prices WHERE starts_on > '2026-01-01'") == [
        (Fraction(60), "2026-03-01")
    ]
    table = admin.get("/catalogue/license-prices/")
    assert "60.00" in text_of(table)
    export = b"".join(admin.get("/catalogue/license-prices.csv").streaming_content).decode()
    assert re.search(r'"Euro","PORT","EUR","60","2026-03-01"', export), export
    admin.post(f"{base}2026-03-01/withdraw/", {"reason": "A slip", "step": "withdraw"})
    assert value("SELECT withdrawal FROM license_prices WHERE starts_on > '2026-01-01'") == "A slip"


@pytest.mark.parametrize("box", [True, False])
def test_terms_in_force_are_asked_for(people: People, box: bool) -> None:
    publish_text("Pay in time.", on("2026-01-10"))
    project = people.shop.project()
    path = address(project, "orders/licenses/")
    check = people["owner"].post(path, {"license_type": "PORT", "quantity": "10", "payer": payer(people)})
    assert "I have read these terms and agree to them." in text_of(check)
    agreed = {"terms": "on"} if box else {}
    done = text_of(people["owner"].post(path, {**hidden_of(check), "step": "order", **agreed}, follow=True))
    assert ("Ordered." in done) is box
    assert ("without it nothing is ordered" in done) is not box
    assert models.LicenseOrder.objects.count() == models.TermsAcceptance.objects.count() == box


def test_whoever_approves_agrees_to_what_is_in_force(people: People) -> None:
    publish_text("Pay in time.", on("2026-01-10"))
    _project, secret = _asked(people)
    visitor = Client()
    page = visitor.get(f"/approvals/{secret}/", follow=True)
    path = page.redirect_chain[-1][0]
    assert "I have read these terms and agree to them." in text_of(page)
    refused = visitor.post(f"{path}approve/", hidden_of(page))
    assert "without it the quote is not accepted" in text_of(refused)
    assert not models.LicenseOrder.objects.exists()
    done = visitor.post(f"{path}approve/", {**hidden_of(page), "terms": "on"})
    assert "Approved" in text_of(done)
    assert models.TermsAcceptance.objects.count() == 2
