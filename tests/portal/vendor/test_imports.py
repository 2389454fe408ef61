"""The page of an import: what would happen, what is wrong, then the deed."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.domain.rights import Role
from autossa.gateways.sheets.files import read_tables
from autossa.store import models
from tests.cast.books import Sheets, in_order, workbook
from tests.cast.pages import hidden_of, text_of
from tests.cast.people import make_person, sign_in, signed_in
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
PATH = "/settings/import/"


@pytest.fixture
def ada(shop: Shop) -> Client:
    return signed_in(make_person("ada@vendor.example", (shop.vendor, Role.ADMIN)))


def send(client: Client, book: Sheets | bytes, **more: str) -> Any:
    content = book if isinstance(book, bytes) else workbook(book)
    return client.post(PATH, {"file": SimpleUploadedFile("book.xlsx", content), **more})


def test_a_book_is_checked_and_then_imported(ada: Client) -> None:
    book = workbook(in_order(1))
    checked = send(ada, book)
    assert "No faults. Nothing is changed yet." in text_of(checked)
    assert not models.Import.objects.exists()
    shown = hidden_of(checked)["shown"]
    assert "This is not the file that was checked" in text_of(send(ada, in_order(2), shown=shown))
    assert send(ada, book, shown=shown).status_code == 302
    assert models.Project.objects.filter(customer__number="K1").exists()


def test_faults_are_shown_row_by_row(ada: Client) -> None:
    book = in_order(1)
    book["licenses"][1]["quantity"] = "none"
    said = text_of(send(ada, book))
    assert "1 fault was found." in said
    assert "licenses, row 3, quantity This is not a whole number from 1 on. none" in said


def test_charges_that_differ_are_shown(ada: Client) -> None:
    book = in_order(1)
    book["projects"][0]["expected_ssc"] = 1
    said = text_of(send(ada, book))
    assert "Next charges that differ 1" in said
    assert "K1 Office" in said


def test_a_form_without_its_token_is_refused(shop: Shop) -> None:
    """The view checks it within, once it is known who sends a file: it is exempt from the check before."""
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, make_person("strict@vendor.example", (shop.vendor, Role.ADMIN)))
    assert send(strict, in_order(1)).status_code == 403
    stranger = Client(enforce_csrf_checks=True)
    assert send(sign_in(stranger, make_person("s@alice.example", (shop.alice, Role.OWNER))), b"x").status_code == 404
    assert not models.Import.objects.exists()


def test_the_template_is_downloaded(ada: Client) -> None:
    response = ada.get(f"{PATH}template/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert [table.name for table in read_tables(content)][:3] == ["customers", "projects", "licenses"]


def test_only_administrators_import(shop: Shop) -> None:
    reviewer = signed_in(make_person("rita@vendor.example", (shop.vendor, Role.REVIEWER)))
    assert reviewer.get(PATH).status_code == 404
    assert send(reviewer, in_order(1)).status_code == 404
