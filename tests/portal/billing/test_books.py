"""The page of the books: its figures are those of the invoices, each opens its arithmetic; and its files."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autossa.domain.rights import STAFF_ROLES, Role
from autossa.queries.billing.books.page import read_books
from autossa.store import models
from tests.cast.world import TODAY, World, many
from tests.portal.staff import as_role, as_staff

pytestmark = pytest.mark.store

FORMS = ["beancount", "datev", "xlsx", "vat", "open-items", "deferred"]


def body(client: Client, path: str) -> bytes:
    response: Any = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content)  # read to its end, it closes itself


def status(client: Client, path: str) -> int:
    response: Any = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    return int(response.status_code)


def chosen(html: str) -> str:
    (found,) = re.findall(r'<option\s+value="([^"]+)" selected>', html)
    return str(found)


def test_the_page_says_what_is_owed_and_why(client: Client, language: str) -> None:
    html = client.get("/books/").content.decode()
    found = read_books(TODAY, TODAY)
    (owed,) = found.receivables
    invoices = models.Invoice.objects.values_list("gross", flat=True)
    assert owed.everybody.total.rest == sum(invoices) > 0
    assert html.count('<details class="why figure">') > 20
    said = {"en": "they are of", "de": "lauten über"}[language]
    assert said in html
    assert {"en": "Deferred revenue", "de": "Abgegrenzte Erlöse"}[language] in html


def test_the_month_is_chosen_and_what_is_none_is_this_one(client: Client) -> None:
    html = client.get("/books/?month=2026-03").content.decode()
    assert chosen(html) == "2026-03"
    for wrong in ("2026-13", "x", "2026-1", "99999-01", "2026-03-01"):
        html = client.get(f"/books/?month={wrong}").content.decode()
        assert chosen(html) == "2027-01"


@pytest.mark.parametrize("form", FORMS)
def test_every_file_is_downloaded(client: Client, form: str) -> None:
    assert len(body(client, f"/books/{form}/?month=2026-12")) > 50


def test_a_form_that_is_none_is_not_there(client: Client) -> None:
    assert client.get("/books/pdf/").status_code == 404


def test_the_open_items_add_up_to_the_page(staff: Client) -> None:
    text = body(staff, "/books/open-items/").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    (owed,) = read_books(TODAY, TODAY).receivables
    total = sum(round(float(row["To be paid"]) * 100) for row in rows)
    assert total == owed.everybody.total.rest
    assert len(rows) == owed.everybody.total.documents


def test_names_end_as_plain_text(own: World, staff: Client) -> None:
    """No name of a company becomes a formula, a line or a part of the page."""
    models.Organisation.objects.filter(kind="customer").update(name='=1+1;"<b>x</b>\\')
    assert "<b>x</b>" not in staff.get("/books/").content.decode()
    text = body(staff, "/books/open-items/").decode("utf-8-sig")
    assert all(row["Payer"].startswith("'=1+1") for row in csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_only_finance_and_administrators_see_the_books(own: World, role: Role) -> None:
    visitor = as_role(role)
    allowed = role in (Role.FINANCE, Role.ADMIN)
    for path in ("/books/", "/books/vat/", "/books/accounts/"):
        assert status(visitor, path) == (200 if allowed else 404)


@pytest.mark.parametrize("path", ["/books/", "/books/xlsx/", "/books/beancount/"])
def test_more_projects_ask_no_more_of_the_database(own: World, path: str) -> None:
    before = queries_of(path)
    many(own, 4)
    assert queries_of(path) == before


def queries_of(path: str) -> int:
    """Of the second visit."""
    visitor = as_staff()
    status(visitor, path)
    with CaptureQueriesContext(connection) as queries:
        assert status(visitor, path) == 200
    return len(queries)


# ---------------------------------------------------------------- accounts

GIVEN = {"chart": "SKR04", "consultant": "12345", "client": "42", "year_begins": "7", "bank": "1810"}


def test_accounts_are_saved_and_used(staff: Client) -> None:
    response = staff.post("/books/accounts/", GIVEN, follow=True)
    assert "Saved" in response.content.decode()
    batch = body(staff, "/books/datev/?month=2026-12").decode("cp1252")
    assert ";12345;42;20260701;4;" in batch
    assert re.search(r";4400;3900;", batch) or re.search(r";4400;", batch)
    html = staff.get("/books/accounts/").content.decode()
    assert 'value="1810"' in html


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("consultant", "7"),
        ("client", "0"),
        ("year_begins", "13"),
        ("bank", "12345"),
        ("debtors", "9999"),
        ("chart", "SKR49"),
    ],
)
def test_a_number_that_is_none_is_said(staff: Client, name: str, wrong: str) -> None:
    html = staff.post("/books/accounts/", {**GIVEN, name: wrong}).content.decode()
    assert "aria-invalid" in html or "error" in html
    assert models.VendorSettings.objects.filter(bookkeeping__has_key="chart").count() == 0
