"""The page of a document: what it says, its preview and files, and sending it again; for those who may see it."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.documents.billing import pdf
from autossa.domain.limits import TABLE, Deed, Whose
from autossa.operations.billing import corrections, documents, previews
from autossa.operations.billing.documents import FileDamaged
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import html, text_of
from tests.cast.people import People, ctx
from tests.cast.shop import VERA, on
from tests.notify.post import Post
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def team(people: People) -> People:
    """On a day on which the invoice is new, and its payer and the vendor can be invoiced electronically."""
    people.today("2026-01-20")
    models.Organisation.objects.filter(kind="vendor").update(
        vat_id="DE136695976", street="Marienplatz 8", post_code="80331", city="München", country="DE"
    )
    models.Organisation.objects.filter(pk=people.shop.alice).update(country="DE")
    people.all_come()
    return people


def row() -> models.Invoice:
    return models.Invoice.objects.filter(series="INV").earliest("id")


def at(page: str = "") -> str:
    return f"/invoices/{row().public_id}/{page}"


def contact(organisation: UUID, purpose: str, email: str) -> str:
    made = models.Contact.objects.create(organisation_id=organisation, purpose=purpose, email=email)
    return public_id("ctc", made.id)


# ---------------------------------------------------------------- what it shows


def test_it_says_what_the_document_says_and_why(team: People) -> None:
    said = text_of(team["bob"].get(at()))
    for part in ("Invoice INV-2026-000001", "119.00 EUR", "Open", "Alice Ltd", "29 January 2026", "VAT 19 %",
                 "Line items and calculation", "Together"):  # fmt: skip
        assert part in said, part
    assert "Left to pay 119.00 EUR" in said


def test_a_credit_note_and_its_invoice_lead_to_each_other(team: People) -> None:
    settlement = settlement_ids(team.project, "extension")[0]
    corrections.void(settlement=settlement, reason="wrong", ctx=on("2026-01-20", VERA))
    note = models.Invoice.objects.get(series="CN")
    page = team["bob"].get(at())
    assert f"/invoices/{note.public_id}/" in html(page)
    assert "Left to pay 0.00 EUR" in text_of(page)
    assert "Credited" in text_of(page)
    of_note = team["bob"].get(f"/invoices/{note.public_id}/")
    assert at() in html(of_note)
    assert "Credit note CN-2026-000001" in text_of(of_note)
    assert "\N{MINUS SIGN}119.00 EUR" in text_of(of_note)


def test_each_page_is_a_picture_that_is_made_once(team: People, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html(team["bob"].get(at()))
    assert re.findall(r'src="(/invoices/[^"]+/pages/\d+/)"', page) == [at("pages/1/")]
    picture = team["bob"].get(at("pages/1/"))
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", PNG)
    assert "no-store" in picture["Cache-Control"]
    monkeypatch.setattr(pdf, "pictures", None)  # nothing is made again
    assert team["victor"].get(at("pages/1/")).content == picture.content


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1e3", "٣", "99999999999"])
def test_there_is_no_other_page(team: People, number: str) -> None:
    text_of(team["bob"].get(at()))
    assert team["bob"].get(at(f"pages/{number}/")).status_code == 404


def test_a_damaged_file_is_said_and_the_rest_shown(team: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(**_: Any) -> bytes:
        raise FileDamaged

    monkeypatch.setattr(previews, "file_of", damaged)
    monkeypatch.setattr(documents, "file_of", damaged)
    said = text_of(team["bob"].get(at()))
    assert "119.00 EUR" in said
    assert "has been changed" in said
    assert team["bob"].get(at("files/pdf/")).status_code == 302
    assert team["bob"].get(at("pages/1/")).status_code == 404


# ---------------------------------------------------------------- files


def test_files_are_downloaded_and_the_pdf_is_printed(team: People) -> None:
    for form, kind, name in (
        ("pdf", "application/pdf", "INV-2026-000001.pdf"),
        ("cii", "application/xml", "INV-2026-000001-cii.xml"),
        ("ubl", "application/xml", "INV-2026-000001-ubl.xml"),
    ):
        response = team["bob"].get(at(f"files/{form}/"))
        assert (response["Content-Type"], response["Content-Disposition"]) == (kind, f'attachment; filename="{name}"')
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]
        kept = models.DocumentFile.objects.get(format=form)
        assert len(response.content) == kept.size
    printed = team["bob"].get(at("files/pdf/?print"))
    assert printed["Content-Disposition"].startswith("inline")
    assert team["bob"].get(at("files/cii/?print"))["Content-Disposition"].startswith("attachment")
    assert team["bob"].get(at("files/exe/")).status_code == 404


def test_what_is_no_electronic_invoice_offers_none(people: People) -> None:
    people.today("2026-01-20")
    people.all_come()
    page = people["bob"].get(at())
    assert "files/pdf/" in html(page)
    assert "files/cii/" not in html(page)
    assert "something is missing" in text_of(page)
    assert people["bob"].get(at("files/cii/")).status_code == 302


# ---------------------------------------------------------------- who may


def test_who_may_not_see_it_finds_nothing(team: People) -> None:
    for page in ("", "files/pdf/", "pages/1/", "mail/"):
        assert team["paul"].get(at(page)).status_code == 404, page
        assert team["licenses"].get(at(page)).status_code == 404, page
        assert Client().get(at(page)).status_code == 302
    assert team["bob"].get("/invoices/inv_00000000000000000000000000/").status_code == 404
    assert team["bob"].get("/invoices/nothing/").status_code == 404


def test_partners_with_a_right_to_the_money_see_it(team: People) -> None:
    for right in ("billing", "contracts"):
        assert team[right].get(at()).status_code == 200
    assert team["billing"].get(at("mail/")).status_code == 200
    assert team["contracts"].get(at("mail/")).status_code == 404


def test_a_payer_sees_what_it_paid_without_access_to_the_project(team: People) -> None:
    team.shop.booked("Branch", "2026-01-16")
    models.Contract.objects.filter(project__name="Branch").update(payer_id=team.partner)
    paid = _invoice_paid_by(team.partner)
    page = team["paul"].get(f"/invoices/{paid.public_id}/")
    assert paid.full_number in text_of(page)
    assert "/projects/prj_" not in html(page).partition("<main")[2]  # it may not open the project
    assert team["paul"].get(at()).status_code == 404


def _invoice_paid_by(payer: UUID) -> models.Invoice:
    """The next invoice of the second project, which its new payer gets."""
    from autossa.operations.runs import renewals

    project = models.Project.objects.get(name="Branch")
    renewals.run_project(project=project.id, ctx=on("2026-02-14"))
    return models.Invoice.objects.filter(payer=payer).latest("id")


@pytest.mark.parametrize(
    ("name", "sees", "sends"), [("finance", 200, 200), ("support", 200, 404), ("reviewer", 200, 404)]
)
def test_staff_by_role(team: People, name: str, sees: int, sends: int) -> None:
    assert team[name].get(at()).status_code == sees
    assert team[name].get(at("mail/")).status_code == sends


# ---------------------------------------------------------------- sent again


def test_sent_again_to_who_gets_the_payers_invoices(team: People) -> None:
    contact(team.shop.alice, "billing", "money@alice.example")
    post = Post()
    post.forget()
    assert "/mail/" in html(team["bob"].get(at()))
    response = team["bob"].post(at("mail/"), {"contact": ""})
    assert (response.status_code, response["Location"]) == (302, at())
    (mail,) = post.collect()
    assert mail.to == "money@alice.example"
    assert mail.subject.startswith("Sent again: invoice INV-2026-000001")
    assert [file.name for file in mail.attachments] == ["INV-2026-000001.pdf"]
    logged = models.Activity.objects.get(action="mail_document")
    assert (logged.details["number"], logged.actor) == ("INV-2026-000001", team.bob)


def test_sent_again_to_one_contact_alone(team: People) -> None:
    contact(team.shop.alice, "billing", "money@alice.example")
    chief = contact(team.shop.alice, "admin", "chief@alice.example")
    post = Post()
    post.forget()
    assert "chief@alice.example" in text_of(team["bob"].get(at("mail/")))
    assert team["bob"].post(at("mail/"), {"contact": chief}).status_code == 302
    assert [mail.to for mail in post.collect()] == ["chief@alice.example"]
    assert "chief@alice.example" not in str(models.Activity.objects.get(action="mail_document").details)


def test_contacts_of_a_payer_are_shown_to_its_own_people_alone(team: People) -> None:
    mine = contact(team.shop.alice, "billing", "money@alice.example")
    assert "money@alice.example" not in html(team["billing"].get(at("mail/")))
    refused = team["billing"].post(at("mail/"), {"contact": mine})
    assert refused.status_code == 200
    assert not models.Activity.objects.filter(action="mail_document").exists()


def test_nobody_elses_contact_gets_it(team: People) -> None:
    other = contact(team.shop.charlie, "billing", "c@charlie.example")
    for wrong in (other, "ctc_x", "x"):
        assert team["bob"].post(at("mail/"), {"contact": wrong}).status_code == 200
    assert not models.OutboxMessage.objects.filter(topic="mail.document_again").exists()


def test_it_is_sent_only_so_often(team: People) -> None:
    most = next(limit.most for limit in TABLE[Deed.MAIL_DOCUMENT] if limit.whose is Whose.PERSON)
    for _ in range(most):
        assert team["bob"].post(at("mail/"), {"contact": ""}).status_code == 302
    refused = team["bob"].post(at("mail/"), {"contact": ""})
    assert refused.status_code == 200
    assert "too many requests to send documents" in text_of(refused)
    assert models.Activity.objects.filter(action="mail_document").count() == most


def test_where_nobody_can_get_it_that_is_said(team: People) -> None:
    page = at("mail/")
    team["finance"].get(at())
    models.Membership.objects.filter(organisation=team.shop.alice).delete()
    said = text_of(team["finance"].post(page, {"contact": ""}))
    assert "neither a contact nor an owner" in said
    assert ctx().today is not None


# ---------------------------------------------------------------- what a payer wants


def test_a_payer_chooses_the_xml_that_goes_with_its_mails(team: People) -> None:
    contact(team.shop.alice, "billing", "money@alice.example")
    inbox = contact(team.shop.alice, "invoice", "inbox@alice.example")
    page = team.organisation(team.shop.alice, "invoices/by-email/")
    shown = team["bob"].get(page)
    assert "inbox@alice.example" in text_of(shown)
    assert "money@alice.example" not in text_of(shown)
    seen = re.search(r'name="seen" value="([^"]+)"', html(shown))
    assert seen
    assert team["bob"].post(page, {"xml": "ubl", "seen": seen[1]}).status_code == 302
    assert models.Organisation.objects.get(pk=team.shop.alice).invoice_xml == "ubl"
    post = Post()
    post.forget()
    team["bob"].post(at("mail/"), {"contact": ""})
    (mail,) = post.collect()
    assert (mail.to, [file.name for file in mail.attachments]) == (
        "inbox@alice.example",
        ["INV-2026-000001.pdf", "INV-2026-000001-ubl.xml"],
    )
    assert "- Attached: PDF, XML (UBL)" in mail.text
    assert team["victor"].get(page).status_code == 404
    assert team["bob"].post(page, {"xml": "exe"}).status_code == 200
    assert inbox
