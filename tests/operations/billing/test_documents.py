"""Files of documents: made once, kept by what is in them, made again to the same bytes, and found when changed."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from autossa.documents.billing.rendering import Format
from autossa.operations.billing import corrections, documents
from autossa.operations.billing.documents import FileDamaged, FileNotTheSame, InvoiceNotFound, NotElectronic
from autossa.operations.vendor import settings as vendor
from autossa.queries.billing import shelf
from autossa.queries.billing.documents import document_of
from autossa.queries.runs.verify import documents as verify
from autossa.store import models
from tests.cast.pictures import picture
from tests.cast.shop import VERA, Shop, on
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = on("2026-02-20", VERA)


@pytest.fixture(autouse=True)
def _storage_of_the_test(settings: Any, tmp_path: Any) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": storage}


@pytest.fixture
def invoice(shop: Shop) -> UUID:
    """An invoice to a company that can be invoiced electronically."""
    models.Organisation.objects.filter(kind="vendor").update(
        vat_id="DE136695976", street="Marienplatz 8", post_code="80331", city="München", country="DE"
    )
    models.Organisation.objects.filter(pk=shop.alice).update(country="DE", city="Bonn")
    shop.booked()
    return models.Invoice.objects.order_by("id").values_list("id", flat=True)[0]


def file(invoice: UUID, form: Format = Format.PDF) -> bytes:
    return documents.file_of(invoice=invoice, form=form, ctx=BY)


def row_of(invoice: UUID, form: Format = Format.PDF) -> models.DocumentFile:
    return models.DocumentFile.objects.get(invoice=invoice, format=form.value)


def findings() -> list[str]:
    return [found.wrong for found in verify.changed_files()]


def put(row: models.DocumentFile, content: bytes) -> None:
    shelf.shelf().delete(row.path)
    shelf.shelf().save(row.path, ContentFile(content))


def test_made_on_first_demand_and_then_kept(invoice: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {form: file(invoice, form) for form in Format}
    assert made[Format.PDF].startswith(b"%PDF-1.7")
    with pikepdf.open(io.BytesIO(made[Format.PDF])) as opened:
        (attached,) = opened.attachments.values()
        assert attached.get_file().read_bytes() == made[Format.CII]
    assert document_of(invoice).number.encode() in made[Format.UBL]
    for form, content in made.items():
        row = row_of(invoice, form)
        assert (row.sha256, row.size, row.made_at) == (shelf.digest(content), len(content), BY.now)
    monkeypatch.setattr(documents, "render", None)  # would fail
    assert {form: file(invoice, form) for form in Format} == made
    assert findings() == []


def test_a_worker_makes_what_is_missing_and_nothing_twice(invoice: UUID) -> None:
    count = models.Invoice.objects.count()
    assert documents.render_missing(ctx=BY) == documents.Rendered(count, 0)
    assert models.DocumentFile.objects.count() == 3 * count
    assert documents.render_missing(ctx=BY, also_lost=True) == documents.Rendered(0, 0)


def test_one_that_fails_stops_no_other(invoice: UUID, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    shop.booked("Branch")
    count, real = models.Invoice.objects.count(), documents.render

    def render(document: Any, design: Any) -> Any:
        if document.number == document_of(invoice).number:
            raise RuntimeError("no paper")
        return real(document, design)

    monkeypatch.setattr(documents, "render", render)
    assert documents.render_missing(ctx=BY) == documents.Rendered(count - 1, 1)
    monkeypatch.setattr(documents, "render", real)
    assert documents.render_missing(ctx=BY) == documents.Rendered(1, 0)


def test_a_credit_note_has_files_of_its_own(invoice: UUID, shop: Shop) -> None:
    project = models.Invoice.objects.get(pk=invoice).project_id
    corrections.void(settlement=settlement_ids(project, "extension")[-1], reason="Wrong", ctx=on("2026-01-20", VERA))
    note = models.Invoice.objects.get(series="CN")
    assert b">381<" in file(note.id, Format.CII)
    assert documents.render_missing(ctx=BY).failed == 0


def test_a_lost_file_is_made_again_to_the_same_bytes(invoice: UUID) -> None:
    """In the design that it was made in, though the vendor has another one by now."""
    vendor.save_settings(logo=picture("PNG"), name="Brightline", ctx=BY)
    made = file(invoice)
    vendor.save_settings(logo=picture("PNG", colour="#00ff00"), name="Other", accent="#aa0033", ctx=BY)
    shelf.shelf().delete(row_of(invoice).path)
    assert findings() == ["its file is gone; `autossa invoices render --missing` makes it"]
    assert documents.render_missing(ctx=BY, also_lost=True).made >= 1
    assert findings() == []
    assert file(invoice) == made
    shelf.shelf().delete(row_of(invoice).path)
    assert file(invoice) == made


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_a_changed_byte_is_found_and_not_handed_out(invoice: UUID, place: int) -> None:
    content = bytearray(file(invoice))
    content[place] ^= 1
    put(row_of(invoice), bytes(content))
    assert findings() == ["its file was changed: its SHA-256 is another one"]
    with pytest.raises(FileDamaged):
        file(invoice)
    put(row_of(invoice), bytes(content) + b"\n")
    (said,) = findings()
    assert said.startswith("its file has")


def test_what_would_come_out_otherwise_is_not_made_again(invoice: UUID) -> None:
    file(invoice)
    shelf.shelf().delete(row_of(invoice).path)
    models.LicenseType.objects.update(name="Renamed")  # the one name on a document that no version keeps
    with pytest.raises(FileNotTheSame):
        file(invoice)
    assert documents.render_missing(ctx=BY, also_lost=True).failed == 1


def test_a_half_written_file_is_written_anew(invoice: UUID) -> None:
    made = file(invoice)
    put(row_of(invoice), made[:100])
    documents.put_file(made)
    assert findings() == []


def test_what_cannot_be_electronic_is_a_pdf_for_good(shop: Shop) -> None:
    shop.booked()
    invoice = models.Invoice.objects.get().id
    with pytest.raises(NotElectronic, match="VAT ID or tax number"):
        file(invoice, Format.CII)
    assert file(invoice).startswith(b"%PDF")
    models.Organisation.objects.filter(kind="vendor").update(vat_id="DE136695976")
    with pytest.raises(NotElectronic):  # its PDF is there, without the XML
        file(invoice, Format.CII)


def test_no_such_invoice(shop: Shop) -> None:
    with pytest.raises(InvoiceNotFound):
        file(uuid4())


@pytest.mark.parametrize("table", ["document_files", "document_designs"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET made_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_rows_of_files_are_never_changed(invoice: UUID, table: str, statement: str) -> None:
    file(invoice)
    with pytest.raises(DatabaseError, match=r"append-only|never|permission|change"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


def test_an_xml_without_its_pdf_is_found(invoice: UUID, shop: Shop) -> None:
    shop.booked("Branch")
    file(invoice)
    row = row_of(invoice, Format.UBL)
    assert list(verify.without_their_pdf()) == []
    other = models.Invoice.objects.exclude(pk=invoice).first()
    assert other is not None
    models.DocumentFile.objects.create(
        invoice=other, format="ubl", sha256=row.sha256, size=row.size, path=row.path, design=row.design, version=1,
        made_at=BY.now,
    )  # fmt: skip
    assert [found.wrong for found in verify.without_their_pdf()] == ["there is no PDF of its document"]


def test_threads_print_side_by_side(invoice: UUID) -> None:
    document, design = document_of(invoice), documents.present_design()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: documents.render(document, design)[Format.PDF], range(8)))
    assert len(set(made)) == 1
