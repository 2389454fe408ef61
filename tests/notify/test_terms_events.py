"""Mails about the vendor's terms: announced to who looks after contracts, and taken back where they were withdrawn."""

import pytest

from autossa.domain.billing.terms import TermsKind
from autossa.operations.vendor.terms.announcements import run
from autossa.operations.vendor.terms.versions import withdraw_version
from autossa.store import models
from tests.cast.shop import Shop, d, on
from tests.cast.terms import publish_pdf, publish_text
from tests.notify.post import Post, check, key_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def told(shop: Shop, post: Post) -> Post:
    """The customer was told of versions that are coming; the mails have not left yet."""
    shop.booked()
    post.forget()
    publish_text("Pay at once.", on("2026-01-20"), day=d("2026-03-01"))
    publish_pdf(on("2026-01-20"), day=d("2026-02-01"))
    run(ctx=on("2026-01-20"))
    return post


def test_both_sides_of_a_language_read_what_is_coming(told: Post) -> None:
    found = told.collect()
    check(
        found,
        "terms_announced",
        ["new terms for Alice Ltd", "Terms, version 1, from 1 March 2026", "Service description, version 1", "/terms/"],
        ["neue Bedingungen", "Bedingungen, Version 1, ab 1. März 2026", "Leistungsbeschreibung, Version 1", "/terms/"],
    )
    assert {mail.to for mail in found} == {"alice-admin-en@example.com", "alice-admin-de@example.com"}


def test_what_is_withdrawn_is_told_to_who_was_told(told: Post) -> None:
    told.collect()
    withdraw_version(kind=TermsKind.TERMS, starts_on=d("2026-03-01"), reason="A slip of ours", ctx=on("2026-01-20"))
    found = told.collect()
    check(
        found,
        "terms_withdrawn",
        ["does not come into force", "Terms, version 1, from 1 March 2026"],
        ["tritt nicht in Kraft", "Bedingungen, Version 1, ab 1. März 2026"],
    )
    assert not any("A slip of ours" in mail.text for mail in found)  # the reason is the vendor's own


def test_what_was_withdrawn_before_the_mail_left_is_not_announced(told: Post) -> None:
    withdraw_version(kind=TermsKind.TERMS, starts_on=d("2026-03-01"), reason="A slip", ctx=on("2026-01-20"))
    mails = [mail for mail in told.collect() if key_of(mail) == "terms_announced"]
    assert mails
    assert not any("Terms, version" in mail.text or "Bedingungen, Version" in mail.text for mail in mails)


def test_nobody_is_told_who_has_no_open_contract(shop: Shop, post: Post) -> None:
    publish_text("Pay at once.", on("2026-01-20"), day=d("2026-03-01"))
    run(ctx=on("2026-01-20"))
    assert post.collect() == []
    assert not models.TermsAnnouncement.objects.exists()
