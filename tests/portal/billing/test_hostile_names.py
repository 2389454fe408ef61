"""Hostile names end as plain text wherever a document shows them: on paper, in XML, in tables, in books, in mails.

They are written past the doors, which refuse what cannot be seen: what is old or imported must do no harm either.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree
from typer.testing import CliRunner

from autossa.cli.billing import collective as command
from autossa.cli.main import app
from autossa.documents.billing.rendering import Format
from autossa.documents.billing.texts import plain
from autossa.documents.books.plain import in_windows_1252
from autossa.documents.books.plain import plain as in_books
from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.texts import neutral
from autossa.operations.billing import documents
from autossa.operations.billing.collective import set_cycle
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.people import People
from tests.cast.shop import on
from tests.documents.books import extf
from tests.documents.books.test_beancount import checked
from tests.notify.post import shop_with_post

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NAMES = {
    "typst markup": '#import "x": *; $x^2$ *bold* _it_ @ref <label> \\ // /* */ #(1+1) [x] `raw`',
    "XML": "<script>alert(1)</script> &amp; ]]> <!-- &lt; <![CDATA[ &#0;",
    "a formula": '=HYPERLINK("http://evil.example";"x")',
    "formulas behind cells": 'Kiel;"=1+1",@SUM(A1)|-1+cmd',
    "bidi marks": "Kiel \u202egnp.exe\u2066 \u200fx",
    "lines": "Kiel\r\nBcc: all@evil.example\n=1+1",
}
BOOKED, ISSUED = "2026-01-20", "2026-01-21"
_UNSEEN = re.compile("[\u200b\u2060\u00ad\ufffe\r\n]")


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def name(request: pytest.FixtureRequest, people: People, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the payer, its project and what it licenses are called; and there is a collective invoice."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    found, shop = str(request.param), people.shop
    at = {"street": "Marienplatz 8", "post_code": "80331", "city": "München", "country": "DE"}
    models.Organisation.objects.filter(kind="vendor").update(vat_id="DE136695976", **at)
    models.Organisation.objects.filter(pk=shop.alice).update(name=found, **at)
    models.LicenseType.objects.filter(code="PORT").update(name=found)
    set_cycle(payer=shop.alice, cycle=Cycle(Every.DAILY), starts_on=date(2026, 1, 1), ctx=on("2026-01-01"))
    project = shop.under_contract(day=BOOKED)
    models.Project.objects.filter(pk=project).update(name=found)
    for day in (BOOKED, ISSUED):
        renewals.run(ctx=on(day))
    people.today(ISSUED)
    return found


def document() -> models.Invoice:
    return models.Invoice.objects.get(series="INV")


def body(people: People, path: str) -> bytes:
    response: Any = people["fiona"].get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def cells(data: bytes) -> Iterator[list[str]]:
    """Of a table; each row has as many cells as its head, whatever names say."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    yield from rows


def as_cells(name: str) -> set[str]:
    """How a cell may say it: as it is, or without what nobody sees; never as a formula."""
    return {neutral(name), neutral(in_books(name))}


def test_the_files_of_a_document_show_it(name: str) -> None:
    made = {form: documents.file_of(invoice=document().id, form=form, ctx=on(ISSUED)) for form in Format}
    with pypdfium2.PdfDocument(made[Format.PDF]) as opened:
        printed = "".join(page.get_textpage().get_text_bounded() for page in opened)
    assert "".join(_UNSEEN.sub("", printed).split()).count("".join(plain(name).split())) >= 3
    for form in (Format.CII, Format.UBL):
        texts = [plain(text) for text in etree.fromstring(made[form]).itertext()]
        assert texts.count(plain(name)) >= 2, texts


def test_tables_have_it_in_one_cell_that_is_no_formula(name: str, people: People) -> None:
    payer, number = people.shop.alice, document().public_id
    for path in (
        "/invoices/export/csv/",
        "/books/open-items/",
        people.organisation(payer, f"collective-invoices/{number}/csv/"),
    ):
        assert as_cells(name) & {cell for row in cells(body(people, path)) for cell in row}, path
    printed = CliRunner().invoke(app, ["invoices", "lines", document().full_number])
    assert neutral(name) in {cell for row in cells(printed.stdout_bytes) for cell in row}
    for path in ("/invoices/export/xlsx/", "/books/xlsx/?month=2026-01"):
        with zipfile.ZipFile(io.BytesIO(body(people, path))) as book:
            parts = [book.read(part) for part in book.namelist() if part.startswith("xl/")]
        assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)
        texts = {
            plain("".join(text.itertext()).replace("_x000D_", "\r"))
            for part in parts
            for text in etree.fromstring(part).iter("{*}t")
        }
        assert {plain(name), in_books(name)} & texts, path


def test_books_have_it_in_a_string(name: str, people: People, tmp_path: Path) -> None:
    assert checked(body(people, "/books/beancount/").decode(), tmp_path) == ""
    batch = extf.read(body(people, "/books/datev/?month=2026-01"))
    (claim,) = {one.text for one in batch.bookings if one.number == document().full_number and one.side == "S"}
    assert claim == f"Rechnung {in_windows_1252(in_books(name))}"[:60].strip()


def test_a_mail_says_it_on_one_line(name: str, people: People) -> None:
    post = shop_with_post(people.shop)
    mails = [mail for mail in post.collect(ISSUED) if mail.attachments]
    assert {mail.language for mail in mails} == {"en", "de"}
    for mail in mails:
        assert {file.name for file in mail.attachments} == {f"{document().full_number}.pdf"}
        assert len(mail.subject.splitlines()) == 1
        assert not any(line.startswith("Bcc:") for line in mail.text.splitlines())
        assert "<script" not in mail.html
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", mail.subject + mail.text + mail.html)


def test_pages_escape_it(name: str, people: People) -> None:
    for path in ("/invoices/", f"/invoices/{document().public_id}/", "/books/"):
        html = body(people, path).decode()
        assert "<script>alert" not in html
        assert "<label> \\" not in html
