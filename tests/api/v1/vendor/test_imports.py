"""A book that is taken over by a program: the same report as on the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from autossa.api.v1.handler import PREFIX, application
from autossa.domain.rights import Role
from autossa.gateways.sheets.files import read_tables
from autossa.store import models
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.books import Sheets, in_order, workbook
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def send(book: Sheets, token: str, **more: str) -> Reply:
    file = SimpleUploadedFile("book.xlsx", workbook(book))
    body = encode_multipart(BOUNDARY, {"file": file, **more})
    request = RequestFactory(HTTP_AUTHORIZATION=f"Bearer {token}").generic(
        "POST", f"{PREFIX}imports", body, MULTIPART_CONTENT, secure=True
    )
    answered: list = []
    parts = application()(request.environ, lambda status, found: answered.extend((status, found)))
    return Reply(int(answered[0].split()[0]), {name.lower(): value for name, value in answered[1]}, b"".join(parts))


def test_a_book_is_tried_and_then_taken_over(admin: str) -> None:
    tried = send(in_order(1), admin, dry_run="true")
    assert (tried.status, tried.json()["is_done"], tried.json()["new"]["project"]) == (200, False, 1), tried.body
    assert not models.Import.objects.exists()
    assert send(in_order(1), admin).json()["is_done"]
    assert models.Project.objects.filter(customer__number="K1").exists()


def test_faults_are_listed(admin: str) -> None:
    book = in_order(1)
    book["licenses"][0]["type"] = "NOPE"
    said = send(book, admin).json()
    assert not said["is_done"]
    assert [(one["sheet"], one["row"], one["column"], one["code"]) for one in said["faults"]] == [
        ("licenses", 2, "type", "no_such_type")
    ]


def test_only_administrators_take_books_over(shop: Shop, token: Tokens) -> None:
    for caller in (token(), token(organisation=shop.vendor, role=Role.REVIEWER)):
        assert send(in_order(1), caller).status == 404
    reader = token("read", organisation=shop.vendor, role=Role.ADMIN)
    assert send(in_order(1), reader).code == "scope_missing"


def test_the_template_is_a_book(admin: str) -> None:
    reply = ask("GET", "imports/template", token=admin)
    assert reply.status == 200
    assert [table.name for table in read_tables(reply.body)][:2] == ["customers", "projects"]
