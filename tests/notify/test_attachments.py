"""Files that go with mails: named in the outbox, made when the mail is sent, never the reason that a mail is lost."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest

from autossa.documents.billing.rendering import Format
from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Attachment, Mail, message
from autossa.notify.drafts import Attached
from autossa.operations.billing import attached, corrections, documents, mailing
from autossa.operations.context import SYSTEM
from autossa.operations.outbox import SEND, retry_all
from autossa.operations.runs.attachments import attachments_of
from autossa.operations.runs.delivery import Delivered, deliver
from autossa.operations.runs.mailing.failures import ATTEMPTS
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import at, contact
from tests.cast.shop import VERA, Shop, on
from tests.notify.post import NBSP, Post, check, key_of, only
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = on("2026-01-20", SYSTEM)


@pytest.fixture
def waits(shop: Shop) -> models.OutboxMessage:
    """One mail about an invoice, to be sent."""
    shop.booked()
    models.Contact.objects.create(organisation_id=shop.alice, purpose="billing", email="books@alice.example")
    deliver(gateway=MemoryGateway(), now=at("2026-01-20"))
    others = models.OutboxMessage.objects.filter(topic=SEND).exclude(payload__key="settlement_invoiced")
    others.update(delivered_at=at("2026-01-20"))
    return models.OutboxMessage.objects.get(topic=SEND, delivered_at=None)


def invoice() -> models.Invoice:
    return models.Invoice.objects.get(series="INV")


def pdf_of(document: models.Invoice) -> bytes:
    return documents.file_of(invoice=document.id, form=Format.PDF, ctx=BY)


def test_the_mail_about_an_invoice_carries_it(shop: Shop, post: Post) -> None:
    shop.booked()
    mail = only([one for one in post.collect() if key_of(one) == "settlement_invoiced"], "en")
    (file,) = mail.attachments
    assert (file.name, file.content_type) == ("INV-2026-000001.pdf", "application/pdf")
    assert file.content == pdf_of(invoice())


def test_the_mail_about_a_reversal_carries_the_credit_note(shop: Shop, post: Post) -> None:
    project = shop.booked()
    post.forget()
    corrections.void(settlement=settlement_ids(project, "extension")[0], reason="wrong", ctx=on("2026-01-20", VERA))
    for mail in post.collect():
        assert [file.name for file in mail.attachments] == ["CN-2026-000001.pdf"]
        assert mail.attachments[0].content == pdf_of(models.Invoice.objects.get(series="CN"))


def test_the_outbox_keeps_which_file_and_nothing_of_it(waits: models.OutboxMessage) -> None:
    named = [{"kind": "invoice", "key": str(invoice().id), "form": "pdf"}]
    assert waits.payload["attachments"] == named
    assert deliver(gateway=MemoryGateway(), now=at("2026-01-20")) == Delivered(sent=1)
    waits.refresh_from_db()
    assert waits.payload["attachments"] == named
    assert "values" not in waits.payload


def test_a_file_that_cannot_be_made_keeps_its_mail_for_later(
    waits: models.OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, gateway, now = documents.render, MemoryGateway(), at("2026-01-20")

    def broken(*_: Any) -> Any:
        raise RuntimeError("no font")

    monkeypatch.setattr(documents, "render", broken)
    for _ in range(ATTEMPTS):
        assert deliver(gateway=gateway, now=now) == Delivered(failed=1)
        waits.refresh_from_db()
        now = waits.not_before or now
    assert (waits.parked_at, waits.delivered_at, waits.last_error) == (now, None, "RuntimeError: no font")
    assert "values" in waits.payload
    monkeypatch.setattr(documents, "render", real)
    assert retry_all(ctx=BY) == 1
    assert deliver(gateway=gateway, now=now) == Delivered(sent=1)
    assert [len(mail.attachments) for mail in gateway.sent] == [1]


def test_a_kept_file_that_was_changed_is_not_sent(waits: models.OutboxMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_of(invoice())
    monkeypatch.setattr("autossa.queries.billing.shelf.read", lambda _path: b"%PDF-1.7 another one")
    assert deliver(gateway=MemoryGateway(), now=at("2026-01-20")) == Delivered(failed=1)
    waits.refresh_from_db()
    assert waits.last_error.startswith("FileDamaged")


def test_a_form_that_a_document_has_not_is_left_out(waits: models.OutboxMessage) -> None:
    """The vendor of the shop has no address, so nothing is an electronic invoice."""
    wanted = [Attached("invoice", invoice().id, form).as_payload() for form in ("pdf", "cii", "ubl")]
    assert [file.name for file in attachments_of(wanted, BY.now)] == ["INV-2026-000001.pdf"]


def test_xml_goes_under_a_name_of_its_own(shop: Shop) -> None:
    models.Organisation.objects.filter(kind="vendor").update(
        vat_id="DE136695976", street="Marienplatz 8", post_code="80331", city="München", country="DE"
    )
    models.Organisation.objects.filter(pk=shop.alice).update(country="DE")
    shop.booked()
    wanted = [Attached("invoice", invoice().id, form).as_payload() for form in ("cii", "ubl")]
    found = attachments_of(wanted, BY.now)
    assert [file.name for file in found] == ["INV-2026-000001-cii.xml", "INV-2026-000001-ubl.xml"]
    assert {file.content_type for file in found} == {"application/xml"}
    assert all(file.content.startswith(b"<?xml") for file in found)


def test_a_kind_that_there_is_not_fails_its_mail_alone(waits: models.OutboxMessage) -> None:
    named = [{"kind": "letter", "key": str(invoice().id), "form": "pdf"}]
    models.OutboxMessage.objects.update(payload=waits.payload | {"attachments": named})
    assert deliver(gateway=MemoryGateway(), now=at("2026-01-20")) == Delivered(failed=1)


def test_who_was_blocked_meanwhile_gets_no_file(waits: models.OutboxMessage) -> None:
    models.User.objects.create(email=waits.payload["to"], is_active=False)
    gateway = MemoryGateway()
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(events=1)
    waits.refresh_from_db()
    assert (gateway.sent, waits.last_error) == ([], "not sent: the person is blocked")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../INV.pdf", "application/pdf"),
        (".hidden", "application/pdf"),
        ("a..b", "application/pdf"),
        ('INV.pdf"; x="y', "application/pdf"),
        ("INV.pdf\r\nBcc: all@example.com", "application/pdf"),
        ("Rechnung 1.pdf", "application/pdf"),
        ("", "application/pdf"),
        ("a" * 101, "application/pdf"),
        ("INV.pdf", "application/pdf\r\nX: y"),
        ("INV.pdf", "pdf"),
    ],
)
def test_names_and_types_are_plain_words(name: str, kind: str) -> None:
    with pytest.raises(ValueError, match="plain word"):
        Attachment(name, kind, b"%PDF")


def test_files_stand_after_the_words() -> None:
    file = Attachment("INV-2026-000001.pdf", "application/pdf", b"%PDF\n\x00\xff")
    mail = Mail("a@example.com", "Hi", "Hi", "<p>Hi</p>", "en", "msg_1", attachments=(file,))
    made = cast(
        EmailMessage, message_from_bytes(message(mail, "p@example.com").message().as_bytes(), policy=policy.default)
    )
    assert made.get_content_type() == "multipart/mixed"
    words, attached_file = made.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    assert attached_file.get_content_disposition() == "attachment"
    assert attached_file.get_filename() == file.name
    assert attached_file.get_content() == file.content


def test_what_is_none_of_its_forms_is_an_error(waits: models.OutboxMessage) -> None:
    with pytest.raises(ValueError, match="docx"):
        attached.invoice_attached(invoice().id, "docx", BY)


@pytest.mark.parametrize("series", ["INV", "CN"])
def test_a_document_goes_again_with_what_it_says(shop: Shop, post: Post, series: str) -> None:
    project = shop.booked()
    corrections.void(settlement=settlement_ids(project, "extension")[0], reason="wrong", ctx=on("2026-01-20", VERA))
    post.forget()
    document = models.Invoice.objects.get(series=series)
    mailing.mail_again(invoice=document.id, contact=None, ctx=on("2026-01-20", VERA))
    is_note = series == "CN"
    amount, named = ("\N{MINUS SIGN}119.00", "credit note CN-") if is_note else ("119.00", "invoice INV-")
    found = post.collect()
    check(
        found,
        "document_again",
        [f"{named}", f"- Gross: {amount} EUR", "As Vera asked", "- Payer: Alice Ltd", "- Attached: PDF"],
        ["noch einmal", "auf Wunsch von Vera", "- Rechnungsempfänger: Alice Ltd", "- Angehängt: PDF"],
    )
    assert ("- Due: 29 January 2026" in only(found, "en").text.replace(NBSP, " ")) is not is_note
    assert {file.name for mail in found for file in mail.attachments} == {f"{document.full_number}.pdf"}
    assert f"/invoices/{document.public_id}/" in found[0].text


def test_contacts_for_invoices_get_them_instead_of_those_for_billing(shop: Shop, post: Post) -> None:
    contact(shop.alice, "invoice", "inbox@example.com", "en")
    shop.booked()
    invoiced = [mail.to for mail in post.collect() if key_of(mail) == "settlement_invoiced"]
    assert invoiced == ["inbox@example.com"]


def test_who_is_shut_out_is_no_contact(shop: Shop) -> None:
    key = models.Contact.objects.create(organisation_id=shop.alice, purpose="invoice", email="x@alice.example").id
    assert [one.email for one in recipients.of_contact(key)] == ["x@alice.example"]
    models.User.objects.create(email="x@alice.example", is_active=False)
    assert recipients.of_contact(key) == []
    assert recipients.of_contact(new_id()) == []


def test_nobody_of_a_suspended_organisation_gets_anything(shop: Shop) -> None:
    key = models.Contact.objects.create(organisation_id=shop.alice, purpose="invoice", email="x@alice.example").id
    models.Organisation.objects.filter(pk=shop.alice).update(suspended_on=on("2026-01-20").today)
    assert recipients.of_contact(key) == recipients.of_payers([shop.alice]) == []
