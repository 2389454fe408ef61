"""A quote as PDF: printed once and kept, sent with the request for approval, made again to the same bytes."""

from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest

from autossa.domain.billing.books.postings import Ledger, balances
from autossa.domain.orders.orders import Booking, Wanted
from autossa.operations.billing.documents import FileDamaged, render_missing
from autossa.operations.billing.orders import terms
from autossa.operations.credits import orders as credit_orders
from autossa.operations.orders import licenses as orders
from autossa.operations.orders.papers import QuoteNotFound, quote_attached, quote_file
from autossa.queries.billing import shelf
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.queries.billing.documents import document_of
from autossa.queries.orders.documents import quote_document
from autossa.queries.runs.verify import documents as verify
from autossa.store import models
from autossa.store.ids import new_id
from autossa.wording.documents import settled_how
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.cast.sold import order, quote

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = on("2026-01-20", VERA)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(page.get_textpage().get_text_bounded() for page in opened)


def test_a_quote_is_printed_once_and_kept(shop: Shop) -> None:
    project = shop.booked(option="annual_yearly")  # so that service is charged, and the text has an amount
    key = quote(shop, project, Wanted("PORT", 10, "L1"), order_number="PO 7")
    assert "SSC" in quote_document(key).closing
    made = quote_file(quote=key, ctx=BY)
    said = text_of(made)
    for part in ("Quote Q-2026-000001", "Alice Ltd", "PO 7", "Port", "595.00", "19 February 2026"):
        assert part in said, part
    assert "Please transfer" not in said
    assert "\N{REPLACEMENT CHARACTER}" not in said
    models.VendorSettings.objects.update(accent="#aa0000")
    assert quote_file(quote=key, ctx=on("2026-03-01", VERA)) == made
    row = models.DocumentFile.objects.get(quote=key)
    assert (row.format, row.sha256, row.invoice_id) == ("pdf", shelf.digest(made), None)
    assert list(verify.without_their_pdf()) == []


def test_what_the_storage_lost_is_made_again_and_a_changed_byte_is_not_handed_out(shop: Shop) -> None:
    key = quote(shop, shop.project())
    made, row = quote_file(quote=key, ctx=BY), models.DocumentFile.objects.get(quote=key)
    shelf.shelf().delete(row.path)
    assert [found.key for found in verify.changed_files()] == [str(row.id)]
    assert render_missing(ctx=BY, also_lost=True).made == 1
    assert quote_file(quote=key, ctx=BY) == made
    path = shelf.shelf().path(row.path)
    Path(path).write_bytes(made[:-1] + b"\0")
    with pytest.raises(FileDamaged):
        quote_file(quote=key, ctx=BY)
    Path(path).write_bytes(made)


def test_a_quote_that_is_not_there_has_no_file(shop: Shop) -> None:
    with pytest.raises(QuoteNotFound):
        quote_file(quote=uuid4(), ctx=BY)


def test_it_goes_with_the_request_for_approval(shop: Shop) -> None:
    key = quote(shop, shop.project())
    file = quote_attached(key, "pdf", BY)
    assert file is not None
    assert (file.name, file.content_type) == ("Q-2026-000001.pdf", "application/pdf")
    assert file.content == quote_file(quote=key, ctx=BY)
    assert quote_attached(key, "ubl", BY) is None


def test_the_invoice_of_a_paid_order_asks_for_nothing(shop: Shop) -> None:
    key = order(shop, shop.project(), Wanted("PORT", 10), order_number="PO 7")
    orders.book(order=key, paid_on=d("2026-01-22"), ctx=on("2026-01-25"))
    document = document_of(models.Invoice.objects.get(license_order=key).id)
    assert (document.gross, document.due, document.due_on, document.order_number) == (595_00, 0, None, "PO 7")
    assert settled_how(document) == "Paid on 22 January 2026, thank you. Nothing is left to be paid."
    assert [(line.name, line.license_id, line.units, line.net) for line in document.lines] == [
        ("Port", "L2", 1000, 500_00)
    ]
    assert (document.buyer.name, document.reason, document.lines[0].section) == ("Alice Ltd", "order", "Office")


def test_one_that_did_not_wait_is_due_as_the_policy_says(shop: Shop) -> None:
    terms.set_booking(organisation=shop.alice, booking=Booking.ON_ISSUE, reason="Pays well", ctx=on("2026-01-19"))
    key = order(shop, shop.project(), ctx=on("2026-01-20", ALICE))
    document = document_of(models.Invoice.objects.get(license_order=key).id)
    assert (document.due_on, document.due, document.paid_on) == (d("2026-02-03"), 595_00, None)


def test_the_books_post_an_order_by_its_invoice_and_its_payment(shop: Shop) -> None:
    project, credit = shop.project(), new_id()
    orders.book(order=order(shop, project), ctx=on("2026-01-25"))
    credit_orders.place(
        order=credit, project=project, ssc=10_00, payer=shop.alice, gross=11_90, ctx=on("2026-01-26", ALICE)
    )
    credit_orders.book(order=credit, ctx=on("2026-01-26"))
    with books(d("2026-02-28")) as found:
        posted = balances(found.transactions())
        lots = list(found.lots())
        assert list(found.open_items()) == []
    sums = {ledger: sum(a for (_, account), a in posted.items() if account.ledger is ledger) for ledger in Ledger}
    assert sums[Ledger.BANK] == 595_00 + 11_90
    assert (sums[Ledger.RECEIVABLE], sums[Ledger.ROUNDING], sums[Ledger.CLEARING]) == (0, 0, 0)
    assert sums[Ledger.VAT] == -(95_00 + 1_90)
    assert (sums[Ledger.REVENUE], sums[Ledger.DEFERRED]) == (-500_00, -10_00)  # licenses at once, credits when used
    assert all(lot.has_document for lot in lots)
    assert read_receivables(d("2026-02-28")) == ()
