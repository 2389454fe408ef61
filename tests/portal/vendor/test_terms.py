"""Terms on the pages: published by staff after a preview, read by everybody, agreed to as they were shown."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.vendor.terms import files as limits
from autossa.operations.vendor.terms.announcements import run
from autossa.queries.vendor.settings import look
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import html, text_of
from tests.cast.people import make_person, sign_in
from tests.cast.shop import on
from tests.cast.terms import PDF, publish_pdf, publish_text
from tests.cast.world import TODAY, World
from tests.portal.contracts.test_wizard import ANNUAL, at, of_customer, shown, to_check
from tests.portal.staff import as_role, hidden, said

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]

BY = on(TODAY.isoformat())
AUTUMN, WINTER = "Pay in time.\n\nBe <kind>.", "Pay at once."
NEW, CHECK = "/settings/terms/new/", "/settings/terms/new/check/"


def pdf(data: bytes = PDF, name: str = "terms.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def enter(staff: Client, **given: Any) -> Any:
    return staff.post(NEW, {"kind": "terms", "starts_on": TODAY.isoformat(), **given}, follow=True)


def publish(staff: Client, **given: Any) -> str:
    """Entered, looked at, published: what the page says then."""
    page = html(enter(staff, **given))
    return html(staff.post(CHECK, {"seen": hidden(page, "seen")}, follow=True))


def sent(page: Any) -> dict[str, Any]:
    """What a form sends back of the terms that it shows."""
    return {"terms": "on", "terms_shown": re.findall(r'name="terms_shown" value="([^"]+)"', html(page))}


# ---- staff


def test_staff_looks_at_a_version_before_it_is_published(staff: Client) -> None:
    assert Client().get("/terms/").status_code == 404
    page = html(enter(staff, text_en=AUTUMN, pdf_de=pdf()))
    assert "Be &lt;kind&gt;." in page
    assert "Terms, version 1" in text_of(staff.get(CHECK))
    preview = staff.get(f"{CHECK}de/")
    assert (preview.content, preview["Content-Disposition"]) == (PDF, 'attachment; filename="terms-draft-de.pdf"')
    assert not models.TermsVersion.objects.exists()
    assert "Published." in html(staff.post(CHECK, {"seen": hidden(page, "seen")}, follow=True))
    assert look().has_terms
    for path in (CHECK, f"{CHECK}de/"):
        assert staff.get(path)["location"] == NEW  # it is published, and no draft any more
    page = html(Client().get("/terms/1/"))
    assert "<p>Pay in time.</p>" in page
    assert "Be &lt;kind&gt;." in page
    assert 'lang="en"' in page
    assert 'href="/terms/"' in html(Client().get("/account/login/"))  # in the foot of each page


def test_what_changed_since_the_preview_is_shown_again(staff: Client) -> None:
    page = html(enter(staff, text_en=AUTUMN))
    publish_text(WINTER, BY)
    again = html(staff.post(CHECK, {"seen": hidden(page, "seen")}, follow=True))
    assert "Something has changed" in again
    assert models.TermsVersion.objects.count() == 1
    assert "Published." in html(staff.post(CHECK, {"seen": hidden(again, "seen")}, follow=True))


def test_earlier_versions_stay_readable(staff: Client) -> None:
    for text in (AUTUMN, WINTER):
        publish(staff, text_en=text)
    assert "no longer in force" in html(Client().get("/terms/1/"))
    assert "Pay in time." in html(Client().get("/terms/1/"))
    page = text_of(Client().get("/terms/"))
    assert "Former versions" in page
    assert "Published." in publish(staff, nothing="on")
    assert "At present there is nothing to accept." in text_of(Client().get("/terms/"))
    for path in ("/terms/3/", "/terms/9/", "/terms/service/1/", "/terms/documents/tdo_0/"):
        assert Client().get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Enter a text or choose a PDF in one language at least"),
        ({"text_en": "a", "nothing": "on"}, "Enter a text or choose a PDF in one language at least"),
        ({"nothing": "on"}, "There is nothing in force that could end."),
        ({"text_en": "a\u200bb"}, "cannot be displayed"),
        ({"text_en": "a", "starts_on": "2020-01-01"}, "or a later day: not before today"),
        ({"text_en": "a", "starts_on": "2199-01-01"}, "more than ten years ahead"),
        ({"text_en": "a", "kind": "gift"}, "gift"),
    ],
)
def test_what_cannot_be_published_is_said(staff: Client, given: dict[str, str], words: str) -> None:
    assert words in html(enter(staff, **given))
    assert not models.Draft.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<html><script>alert(1)</script>", "terms.pdf", "This file is not a complete PDF."),
        (b"<script>1</script>" + PDF, "terms.pdf", "This file is not a complete PDF."),
        (PDF[:-9], "terms.pdf", "This file is not a complete PDF."),
        (b"\x89PNG\r\n\x1a\n", "../../etc/passwd", "This file is not a complete PDF."),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction <</S /JavaScript>>"), "a.pdf", "The PDF holds a script"),
        (PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "a.pdf", "protected by a password"),
        (b"", "empty.pdf", "empty"),
    ],
)
def test_a_hostile_upload_is_refused_in_words(staff: Client, data: bytes, name: str, words: str) -> None:
    assert words in html(enter(staff, pdf_en=pdf(data, name)))
    assert not models.Draft.objects.exists()


def test_a_text_and_a_pdf_in_one_language_are_one_too_many(staff: Client) -> None:
    assert "Enter a text or choose a PDF, not both." in html(enter(staff, text_de="Zahlen", pdf_de=pdf()))


def test_a_file_that_is_too_large_is_refused(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from autossa.portal.vendor.terms import forms, publish

    monkeypatch.setattr(forms, "MAX_PDF", len(PDF) - 1)
    assert "The PDF is too large" in html(enter(staff, pdf_en=pdf()))
    monkeypatch.setattr(publish, "_MOST", 10)
    assert enter(staff, text_en="a").status_code == 413  # before a byte of it is read
    assert limits.MAX_PDF == 4_000_000


def test_a_form_without_its_token_is_refused(world: World) -> None:
    """The view checks it within, once it is known who sends a file: it is exempt from the check before."""
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, make_person("strict@example.com", (models.Organisation.objects.get(kind="vendor").id, Role.ADMIN)))
    assert strict.post(NEW, {"kind": "terms", "starts_on": TODAY.isoformat(), "text_en": AUTUMN}).status_code == 403
    assert strict.get(CHECK).status_code == 302, "nothing was kept"


def test_only_administrators_publish(world: World) -> None:
    for role in (Role.REVIEWER, Role.FINANCE, Role.SUPPORT):
        client = as_role(role)
        for path in ("/settings/terms/", NEW, CHECK, "/settings/terms/terms/lacking/"):
            assert client.get(path).status_code == 404, path
        assert client.post(NEW, {"pdf_en": pdf()}).status_code == 404
    assert not models.Draft.objects.exists()


def test_a_version_that_has_not_begun_is_withdrawn(staff: Client) -> None:
    later = TODAY + timedelta(days=30)
    publish_text(AUTUMN, BY)
    key = publish_text(WINTER, BY, day=later)
    assert "Announced" in text_of(Client().get("/terms/"))
    path = f"/settings/terms/{public_id('trm', key)}/withdraw/"
    assert "Version withdrawn." in said(staff, path, {"reason": "A slip"})
    assert "A slip" in html(staff.get("/settings/terms/"))
    assert Client().get("/terms/2/").status_code == 404
    assert staff.get(path).status_code == 404


def test_who_lacks_the_newest_is_listed(staff: Client) -> None:
    publish_text(AUTUMN, BY)
    run(ctx=BY)
    overview, page = text_of(staff.get("/settings/terms/")), text_of(staff.get("/settings/terms/terms/lacking/"))
    assert "organisations with an open contract" in overview
    assert "announced on" in page
    assert staff.get("/settings/terms/service/lacking/").status_code == 404


# ---- everybody


def test_a_document_is_saved_and_never_run(own: World) -> None:
    publish_text(AUTUMN, BY)
    publish_pdf(BY)
    for path, kind, name in (("/terms/1/", "text/plain; charset=utf-8", "terms-1-en.txt"),
                             ("/terms/service/1/", "application/pdf", "service-1-de.pdf")):  # fmt: skip
        found = re.search(r'href="(/terms/documents/tdo_[^"]+)"', html(Client().get(path)))
        assert found
        response = Client().get(found[1])
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "frame-ancestors 'none'" in policy
    assert response.content == PDF


def test_the_environment_names_them_until_the_vendor_publishes_some(own: World, settings: Any) -> None:
    settings.TERMS_URL = "https://vendor.example/terms"
    assert look().has_terms
    assert 'href="https://vendor.example/terms"' in html(Client().get("/terms/"))
    publish_text(AUTUMN, BY)
    assert "https://vendor.example/terms" not in html(Client().get("/terms/"))


def test_an_imprint_is_linked_below_every_page_where_one_is_named(own: World, settings: Any) -> None:
    assert "Imprint" not in html(Client().get("/account/login/"))
    settings.IMPRINT_URL = "https://vendor.example/imprint"
    assert 'href="https://vendor.example/imprint"' in html(Client().get("/account/login/"))
    german = html(Client(headers={"accept-language": "de"}).get("/account/login/"))
    for word in ("Impressum", "Datenschutz"):
        assert word in german


# ---- whoever agrees


def test_who_concludes_a_contract_agrees_to_those_that_were_shown(world: World) -> None:
    publish_text(AUTUMN, BY)
    client = of_customer(world, "Quarter West")
    check = to_check(client, world, "Quarter West")
    assert 'href="/terms/1/"' in html(check)
    publish_text(WINTER, BY)
    given = {"shown": shown(check)}
    again = client.post(at(world, "Quarter West", "check/"), given | sent(check))
    assert "The terms have changed since this page was shown." in text_of(again)
    assert not models.Contract.objects.filter(project=world.projects["Quarter West"]).exists()
    unticked = client.post(at(world, "Quarter West", "check/"), given | sent(again) | {"terms": ""})
    assert "Read the terms and tick the box" in text_of(unticked)
    assert client.post(at(world, "Quarter West", "check/"), given | sent(again)).status_code == 302
    row = models.Activity.objects.get(action="conclude_contract", project=world.projects["Quarter West"])
    assert row.details["terms"] == 2
    base = at(world, "Quarter West").replace("contracts/new/", "")
    assert "terms, version 2" in text_of(client.get(f"{base}activity/"))
    contracts = text_of(client.get(f"{base}contracts/"))
    assert "Terms, version 2" in contracts
    assert "accepted by Alice" in contracts
    export = b"".join(client.get(f"{base}contracts/terms.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert '"contract","con_' in export
    assert '"terms","2","en"' in export
    review = text_of(as_role(Role.REVIEWER).get(f"{base}review/"))
    assert "Terms accepted Terms, version 2" in " ".join(review.split())


def test_what_changes_between_the_form_and_the_deed_is_shown_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form was right when it was read; the version came before the contract was written."""
    from autossa.portal.contracts import wizard

    publish_text(AUTUMN, BY)
    client = of_customer(world, "Quarter West")
    check = to_check(client, world, "Quarter West")
    conclude = wizard.contracts.conclude

    def late(**given: Any) -> Any:
        publish_text(WINTER, BY)
        return conclude(**given)

    monkeypatch.setattr(wizard.contracts, "conclude", late)
    again = client.post(at(world, "Quarter West", "check/"), {"shown": shown(check)} | sent(check))
    assert "The terms have changed since this page was shown." in text_of(again)
    assert "Terms, version 2" in text_of(again)
    assert not models.Contract.objects.filter(project=world.projects["Quarter West"]).exists()


def test_an_order_asks_for_what_its_payer_has_not_accepted(world: World) -> None:
    client = of_customer(world, "Quarter West")
    payer = models.Project.objects.get(pk=world.projects["Quarter West"]).customer_id
    publish_text(AUTUMN, BY)
    asked = {"ssc": "100", "payer": str(payer)}
    path = at(world, "Quarter West").replace("contracts/new/", "credits/top-up/")
    page = client.post(path, asked | {"step": "check"})
    do = asked | {"step": "do", "order": hidden(html(page), "order"), "gross": hidden(html(page), "gross")}
    assert 'name="terms"' in html(page)
    assert "without it nothing is ordered" in html(client.post(path, do | sent(page) | {"terms": ""}))
    assert "The terms have changed" in html(client.post(path, do | {"terms": "on"}))
    assert not models.CreditOrder.objects.filter(project=world.projects["Quarter West"]).exists()
    assert client.post(path, do | sent(page)).status_code == 302
    order = models.CreditOrder.objects.get(project=world.projects["Quarter West"])
    booking = text_of(as_role(Role.FINANCE).get(f"/staff/orders/{order.public_id}/book/"))
    assert "Terms, version 1" in booking
    again = client.post(path, asked | {"step": "check"})
    assert 'name="terms"' not in html(again)  # accepted before: named, and not asked for
    assert "accepted on" in text_of(again)
    do |= {"order": hidden(html(again), "order"), "terms_shown": sent(again)["terms_shown"]}
    publish_text(WINTER, BY)
    assert "The terms have changed" in html(client.post(path, do))
    assert models.CreditOrder.objects.filter(project=world.projects["Quarter West"]).count() == 1


def test_several_contracts_at_once_keep_them_each(world: World) -> None:
    publish_text(AUTUMN, BY)
    client = of_customer(world, "Quarter West")
    project = public_id("prj", world.projects["Quarter West"])
    client.post("/contracts/several/", {"project": [project]})
    client.post("/contracts/several/", {"project": [project], "option": ANNUAL, "payer": "customer", "step": "check"})
    page = client.get("/contracts/several/check/")
    found = re.findall(r'name="(shown_[^"]+)" value="([^"]*)"', html(page))
    figures = {name: unescape(value) for name, value in found}
    assert client.post("/contracts/several/check/", figures | sent(page)).status_code == 302
    contract = models.Contract.objects.get(project=world.projects["Quarter West"])
    assert models.TermsAcceptance.objects.filter(deed_id=contract.id, version__number=1).count() == 1
