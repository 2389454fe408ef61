"""E-mails speak to whoever reads: an owner of the customer, a partner, whoever pays, staff, each in their relation."""

import re
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.rights import Right
from autossa.notify.mail.placeholders import MAILS
from autossa.notify.mail.texts import shipped
from autossa.operations import contracts, credits
from autossa.operations.organisations import delegations
from autossa.store import models
from autossa.wording.languages import LANGUAGES
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, Shop, on
from tests.notify.post import Post, key_of, words

pytestmark = [pytest.mark.store, pytest.mark.django_db]

OWN = {"en": "your project Office", "de": "Ihr Projekt Office"}
OTHERS = {"en": "the project Office of Alice Ltd", "de": "das Projekt Office von Alice Ltd"}


@pytest.fixture
def firm(shop: Shop, post: Post) -> UUID:
    """With every right, and readers of both languages; so has the customer."""
    found = partner()
    for organisation, name in ((found, "paul"), (shop.alice, "alice")):
        for language in LANGUAGES:
            member(organisation, f"{name}-{language}@example.com", "owner", language)
    models.Contact.objects.all().delete()
    delegations.give(customer=shop.alice, partner=found, rights=list(Right), ctx=on("2026-01-14"))
    post.forget()
    return found


def told(post: Post, key: str) -> dict[str, str]:
    return {mail.to: words(f"{mail.subject} {mail.text}") for mail in post.collect() if key_of(mail) == key}


def check(found: dict[str, str]) -> None:
    """The customer reads of its own project, the partner whose project it is, in both languages."""
    assert found.keys() == {f"{name}-{language}@example.com" for name in ("alice", "paul") for language in LANGUAGES}
    for language, customer in (("en", "- Customer: Alice Ltd"), ("de", "- Kunde: Alice Ltd")):
        own, others = found[f"alice-{language}@example.com"], found[f"paul-{language}@example.com"]
        assert OWN[language] in own
        assert OTHERS[language] not in own
        assert customer not in own
        assert OTHERS[language] in others
        assert OWN[language] not in others


def test_each_reads_in_their_own_relation(shop: Shop, post: Post, firm: UUID) -> None:
    project = shop.in_review()
    check(told(post, "contract_in_review"))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    check(told(post, "contract_approved"))
    contracts.suspend(project=project, reason="Not paid", ctx=on("2026-01-20"))
    check(told(post, "contract_suspended"))


def test_what_the_balance_paid_is_told_in_their_own_relation(shop: Shop, post: Post, firm: UUID) -> None:
    project = shop.in_review()
    credits.top_up(project=project, ssc=500_00, ctx=on("2026-01-15"))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    check(told(post, "settlement_booked"))


def test_a_partner_that_pays_reads_whose_project_it_is(shop: Shop, post: Post, firm: UUID) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", payer=firm, ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    found = told(post, "settlement_invoiced")
    assert found.keys() == {"paul-en@example.com", "paul-de@example.com"}
    assert OTHERS["en"] in found["paul-en@example.com"]
    assert OTHERS["de"] in found["paul-de@example.com"]


def test_whoever_did_it_reads_as_what_they_are(shop: Shop, post: Post, firm: UUID) -> None:
    """A colleague of the partner who is no contact concludes, and gets the copy as one of the partner."""
    clerk = member(firm, "clerk@example.com", "manager")
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", ctx=ctx(clerk, "2026-01-15"))
    assert OTHERS["en"] in told(post, "contract_in_review")["clerk@example.com"]


# ---------------------------------------------------------------- each text

STAFF = {
    "contract_to_review",
    "contract_answered",
    "credits_ordered",
    "licenses_ordered",
    "licenses_requested",
    "company_waiting",
}
ROW = re.compile(r"^- (Project|Projekt): \{project\}$")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(MAILS.keys() - STAFF))
def test_no_text_names_a_project_but_as_its_reader_calls_it(key: str, language: str) -> None:
    text = shipped(key, language)
    lines: list[Any] = [line for line in (text.subject, *text.body.splitlines()) if not ROW.match(line)]
    assert not [line for line in lines if "{project}" in line]
    if "the_project" in MAILS[key].known:
        assert "{the_project}" in text.body
        assert not [line for line in lines if "{customer}" in line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(MAILS))
def test_each_text_leads_somewhere_and_says_where(key: str, language: str) -> None:
    (line,) = [line for line in shipped(key, language).body.splitlines() if line.endswith("{link}")]
    assert re.fullmatch(r"[^{}]+: \{link\}", line)
