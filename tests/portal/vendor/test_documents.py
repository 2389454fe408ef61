"""Bank, contact, texts and VAT rates of the vendor, as pages; and order numbers, missing or not."""

import pypdfium2
import pytest
from django.test import Client

from autossa.domain.billing.vat import Treatment
from autossa.operations.billing.order_numbers import need_order_number
from autossa.operations.vendor.seller import DocumentTexts
from autossa.queries.billing.seller import current_seller
from autossa.store import models
from tests.cast.pages import html
from tests.cast.shop import on
from tests.cast.world import World
from tests.portal.staff import said

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]


def test_bank_and_contact_are_saved_or_said_to_be_wrong(staff: Client) -> None:
    assert "This is not an IBAN" in said(staff, "/settings/invoices/", {"iban": "DE88370400440532013000"})
    assert "This is not a BIC" in said(staff, "/settings/invoices/", {"bic": "X"})
    said(staff, "/settings/invoices/", {"iban": "DE89 3704 0044 0532 0130 00", "bank": "A bank"})
    assert (current_seller().iban, current_seller().bank) == ("DE89370400440532013000", "A bank")
    assert 'value="DE89370400440532013000"' in html(staff.get("/settings/invoices/"))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("treatment", list(Treatment))
def test_a_sample_invoice_shows_texts_that_are_not_saved(staff: Client, language: str, treatment: Treatment) -> None:
    given = dict.fromkeys(DocumentTexts.__dataclass_fields__, "Wir danken für Ihren Auftrag 4711")
    answer = staff.post("/settings/invoices/texts/", given | {"step": f"{language}-{treatment}"})
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as opened:
        text = opened[0].get_textpage().get_text_range()
    assert text.count("Wir danken") == (2 if treatment is Treatment.DOMESTIC else 3)
    assert ("Muster" if language == "de" else "Sample") in text
    assert not models.DocumentFile.objects.exists()


def test_texts_are_looked_at_before_they_are_saved(staff: Client) -> None:
    before = current_seller()
    given = {name: getattr(before, name) for name in (
        "intro_en", "intro_de", "closing_en", "closing_de", "reverse_charge_en", "reverse_charge_de",
        "third_country_en", "third_country_de",
    )} | {"intro_de": "Vielen <b>Dank</b>"}  # fmt: skip
    page = html(staff.post("/settings/invoices/texts/", given | {"step": "preview"}))
    assert "Vielen &lt;b&gt;Dank&lt;/b&gt;" in page.partition('id="preview"')[2]
    assert current_seller() == before
    said(staff, "/settings/invoices/texts/", given | {"step": "save"})
    assert current_seller().intro_de == "Vielen <b>Dank</b>"
    assert "required" in html(
        staff.post("/settings/invoices/texts/", given | {"reverse_charge_de": "", "step": "save"})
    )


def test_a_rate_is_entered_and_withdrawn_before_it_begins(staff: Client) -> None:
    assert "19\N{NO-BREAK SPACE}%" in html(staff.get("/settings/vat-rates/"))
    given = {"percent": "21", "starts_on": "2030-01-01", "rate_class": "standard"}
    said(staff, "/settings/vat-rates/new/", given)
    assert models.VatRate.objects.filter(starts_on="2030-01-01").exists()
    for wrong in ({"percent": "0"}, {"percent": "100"}, {"starts_on": "2020-01-01"}, {"rate_class": "No class"}):
        assert staff.post("/settings/vat-rates/new/", given | wrong).status_code == 200
    said(staff, "/settings/vat-rates/standard/2030-01-01/withdraw/", {"reason": "A slip"})
    assert not models.VatRate.objects.filter(starts_on="2030-01-01").exists()
    assert staff.get("/settings/vat-rates/standard/2021-01-01/withdraw/").status_code == 404


def test_missing_order_numbers_are_listed_until_there_is_one(staff: Client, own: World) -> None:
    assert "None is missing." in html(staff.get("/staff/order-numbers/"))
    contract = models.Contract.objects.filter(status="active", project__next_run_on__isnull=False)[0]
    need_order_number(payer=contract.payer_id, needed=True, ctx=on("2026-01-20"))
    assert contract.project.name in html(staff.get("/staff/order-numbers/"))
    lines = b"".join(staff.get("/staff/order-numbers/csv/").streaming_content).decode()  # type: ignore[attr-defined]
    assert contract.project.name in lines
    page = f"/organisations/{contract.payer.public_id}/order-numbers/"
    assert "Missing" in html(staff.get(page))
    said(staff, page, {"contract": "", "number": "PO 7", "starts_on": "2027-01-05"})
    assert "None is missing." in html(staff.get("/staff/order-numbers/"))
