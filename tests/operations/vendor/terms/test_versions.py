"""Versions are published for a day, never edited, and withdrawn before they begin."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.operations.context import ChangedSinceShown, Seen
from autossa.operations.vendor.terms.drafted import NothingDrafted, enter, publish_drafted
from autossa.operations.vendor.terms.files import text_content
from autossa.operations.vendor.terms.versions import (
    DocumentLanguageUnknown,
    NothingToEnd,
    TermsTooEarly,
    publish,
    withdraw_version,
)
from autossa.operations.vendor.versions import VersionBegun, VersionNotFound, VersionTooFar
from autossa.queries.seen import fingerprint
from autossa.queries.vendor.terms.versions import open_document, terms_page, version_page
from autossa.store import models
from tests.cast.members import ctx, member
from tests.cast.shop import Shop, d, on
from tests.cast.terms import PDF, publish_pdf, publish_text

pytestmark = [pytest.mark.store, pytest.mark.django_db]

TERMS, SERVICE = TermsKind.TERMS, TermsKind.SERVICE


def test_a_version_has_its_documents_and_its_place(shop: Shop) -> None:
    publish_text("Pay in time.", on("2026-01-10"), german="Zahlen Sie rechtzeitig.")
    publish_pdf(on("2026-01-11"), day=d("2026-02-01"))
    publish_text("Pay at once.", on("2026-01-12"), day=d("2026-03-01"))
    page = terms_page(d("2026-02-15"))
    assert [(one.kind, one.number) for one in page.in_force] == [(TERMS, 1), (SERVICE, 1)]
    assert [(one.kind, one.number) for one in page.coming] == [(TERMS, 2)]
    later = terms_page(d("2026-03-01"))
    assert [(one.kind, one.number) for one in later.former] == [(TERMS, 1)]
    found = version_page(TERMS, 1, d("2026-03-01"))
    assert found is not None
    assert found.texts == {"en": "Pay in time.", "de": "Zahlen Sie rechtzeitig."}
    assert not found.is_in_force
    service = page.in_force[1].document_in("en")  # there is none in English: the German one
    assert (service.language, service.form, service.size) == ("de", TermsForm.PDF, len(PDF))
    opened = open_document(service.id)
    assert opened is not None
    assert (opened.body, opened.file_name) == (PDF, "service-1-de.pdf")


def test_an_end_leaves_nothing_to_accept(shop: Shop) -> None:
    with pytest.raises(NothingToEnd):
        publish(kind=TERMS, starts_on=d("2026-01-10"), contents={}, ctx=on("2026-01-10"))
    publish_text("Pay in time.", on("2026-01-10"))
    publish(kind=TERMS, starts_on=d("2026-02-01"), contents={}, ctx=on("2026-01-10"))
    assert terms_page(d("2026-02-01")).in_force == ()
    assert [one.number for one in terms_page(d("2026-02-01")).former] == [1]
    with pytest.raises(NothingToEnd):
        publish(kind=TERMS, starts_on=d("2026-03-01"), contents={}, ctx=on("2026-02-10"))


@pytest.mark.parametrize(
    ("day", "error"),
    [("2026-01-09", TermsTooEarly), ("2026-02-01", TermsTooEarly), ("2037-01-01", VersionTooFar)],
)
def test_a_version_begins_after_those_that_come(shop: Shop, day: str, error: type[Exception]) -> None:
    publish_text("Pay in time.", on("2026-01-10"), day=d("2026-02-01"))
    with pytest.raises(error):
        publish_text("Pay at once.", on("2026-01-10"), day=d(day))


def test_only_languages_of_the_portal(shop: Shop) -> None:
    with pytest.raises(DocumentLanguageUnknown):
        publish(kind=TERMS, starts_on=d("2026-02-01"), contents={"fr": text_content("Payez")}, ctx=on("2026-01-10"))


def test_what_has_not_begun_is_withdrawn_with_a_reason(shop: Shop) -> None:
    publish_text("Pay in time.", on("2026-01-10"))
    publish_text("Pay at onse.", on("2026-01-10"), day=d("2026-02-01"))
    withdraw_version(kind=TERMS, starts_on=d("2026-02-01"), reason="A slip", ctx=on("2026-01-31"))
    assert version_page(TERMS, 2, d("2026-02-02")) is None
    assert [one.number for one in terms_page(d("2026-02-02")).in_force] == [1]
    publish_text("Pay at once.", on("2026-01-31"), day=d("2026-02-01"))
    assert [one.number for one in terms_page(d("2026-02-02")).in_force] == [3]
    for day, error in (("2026-02-01", VersionBegun), ("2026-02-03", VersionNotFound)):
        with pytest.raises(error):
            withdraw_version(kind=TERMS, starts_on=d(day), reason="Too late", ctx=on("2026-02-01"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE terms_documents SET body = '\\x00'",
        "DELETE FROM terms_documents",
        "UPDATE terms_versions SET starts_on = '2026-12-01'",
        "DELETE FROM terms_versions",
        "INSERT INTO terms_documents (id, version_id, language, form, body, size, sha256)"
        " SELECT gen_random_uuid(), id, 'de', 'text', 'x', 1, encode(sha256('x'), 'hex') FROM terms_versions",
        "INSERT INTO terms_documents (id, version_id, language, form, body, size, sha256)"
        " SELECT gen_random_uuid(), id, 'en', 'text', 'x', 1, encode(sha256('y'), 'hex') FROM terms_versions",
    ],
)
def test_what_is_published_is_never_edited(shop: Shop, statement: str) -> None:
    publish_text("Pay in time.", on("2026-01-10"), day=d("2026-02-01"))
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_version_without_its_documents_is_refused(shop: Shop) -> None:
    at = on("2026-01-10")
    models.TermsVersion.objects.create(
        kind="terms", number=1, starts_on=d("2026-02-01"), entered_on=at.today, languages=["en"], set_at=at.now
    )
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


# ---- entered, looked at, published


def test_what_was_looked_at_is_published_once(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    by = ctx(vera, "2026-01-20")
    given = {"en": text_content("Pay in time.")}
    enter(user=vera.id, kind=TERMS, starts_on=by.today, contents=given, ctx=by)
    assert not models.TermsVersion.objects.exists()
    publish_drafted(user=vera.id, ctx=by)
    with pytest.raises(NothingDrafted):
        publish_drafted(user=vera.id, ctx=by)
    assert models.TermsVersion.objects.count() == 1


def test_what_changed_since_it_was_shown_is_not_published(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    by = ctx(vera, "2026-01-20")
    enter(user=vera.id, kind=TERMS, starts_on=by.today, contents={"en": text_content("Pay.")}, ctx=by)
    seen = Seen(fingerprint("as shown"), lambda: "as it is now")
    with pytest.raises(ChangedSinceShown):
        publish_drafted(user=vera.id, ctx=type(by)(by.actor, by.today, by.now, seen))
    assert models.Draft.objects.filter(key="publish_terms").exists()


def test_what_could_not_be_published_is_not_kept(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    by = ctx(vera, "2026-01-20")
    with pytest.raises(TermsTooEarly):
        enter(user=vera.id, kind=TERMS, starts_on=by.today - timedelta(days=1), contents={}, ctx=by)
    assert not models.Draft.objects.exists()
