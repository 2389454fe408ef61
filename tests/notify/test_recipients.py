"""Who gets a mail: contacts for the purpose, else owners; partners with a right, the payer; nobody who is shut out."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autossa.domain.rights import Right
from autossa.operations.organisations import delegations, people
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose, Recipient
from autossa.store import models
from tests.cast.members import contact, ctx, member, partner, user
from tests.cast.shop import Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]

DAY = d("2026-01-20")


def at(organisation: UUID, *purposes: Purpose) -> list[str]:
    return [found.email for found in recipients.of_organisations([organisation], purposes or [Purpose.ADMIN])]


def about(project: UUID, purpose: Purpose, day: str = "2026-01-20", payer: UUID | None = None) -> list[str]:
    return [found.email for found in recipients.of_project(project, [purpose], d(day), payer=payer)]


@pytest.fixture
def alice(shop: Shop) -> models.User:
    return member(shop.alice, "alice@example.com", "owner", "de")


@pytest.fixture
def paul(shop: Shop) -> UUID:
    """A partner whose owner is Paul."""
    key = partner()
    member(key, "paul@example.com", "owner")
    return key


# ---- one organisation


def test_owners_where_no_contact_is_kept(shop: Shop, alice: models.User) -> None:
    member(shop.alice, "bob@example.com", "manager")
    member(shop.alice, "olga@example.com", "owner")
    assert at(shop.alice) == ["alice@example.com", "olga@example.com"]
    assert recipients.of_organisations([shop.alice], [Purpose.ADMIN])[0] == Recipient("alice@example.com", "de")


def test_contacts_for_the_purpose_come_before_owners(shop: Shop, alice: models.User) -> None:
    contact(shop.alice, "billing", "books@example.com", "de")
    contact(shop.alice, "admin", "it@example.com")
    assert at(shop.alice, Purpose.BILLING) == ["books@example.com"]
    assert at(shop.alice, Purpose.LICENSE) == ["alice@example.com"]
    assert at(shop.alice, Purpose.BILLING, Purpose.ADMIN) == ["books@example.com", "it@example.com"]


def test_each_address_once(shop: Shop) -> None:
    for purpose in ("admin", "billing", "license"):
        contact(shop.alice, purpose, "all@example.com")
    contact(shop.charlie, "admin", "ALL@example.com")
    found = recipients.of_organisations([shop.alice, shop.charlie], list(Purpose))
    assert [one.email for one in found] == ["all@example.com"]


def test_who_is_shut_out_gets_nothing(shop: Shop, alice: models.User) -> None:
    olga = member(shop.alice, "olga@example.com", "owner")
    people.suspend(user=alice.id, ctx=on("2026-01-20"))
    assert at(shop.alice) == ["olga@example.com"]
    models.User.objects.filter(pk=olga.id).update(is_active=False)
    assert at(shop.alice) == []


def test_a_contact_who_is_shut_out_as_a_person_gets_nothing_either(shop: Shop, alice: models.User) -> None:
    contact(shop.alice, "admin", "olga@example.com")
    olga = user("olga@example.com")
    assert at(shop.alice) == ["olga@example.com"]
    people.suspend(user=olga.id, ctx=on("2026-01-20"))
    assert at(shop.alice) == ["alice@example.com"]


def test_a_suspended_organisation_gets_nothing(shop: Shop, alice: models.User) -> None:
    contact(shop.alice, "admin", "it@example.com")
    models.Organisation.objects.filter(pk=shop.alice).update(suspended_on=DAY)
    assert at(shop.alice) == []


def test_the_mails_of_a_double_go_to_what_it_was_merged_into(shop: Shop) -> None:
    contact(shop.alice, "admin", "it@example.com")
    contact(shop.charlie, "admin", "charlie@example.com")
    models.Organisation.objects.filter(pk=shop.charlie).update(merged_into=shop.alice)
    assert at(shop.charlie) == ["it@example.com"]
    assert len(recipients.of_organisations([shop.alice, shop.charlie], [Purpose.ADMIN])) == 1


def test_at_the_vendor_the_administrators_are_the_owners(shop: Shop) -> None:
    member(shop.vendor, "vera@example.com", "admin")
    member(shop.vendor, "sam@example.com", "support")
    assert at(shop.vendor) == ["vera@example.com"]


# ---- a project


@pytest.mark.parametrize(
    ("rights", "purpose", "gets_it"),
    [
        ([Right.CONTRACTS], Purpose.ADMIN, True),
        ([Right.CONTRACTS], Purpose.BILLING, False),
        ([Right.BILLING], Purpose.BILLING, True),
        ([Right.BILLING], Purpose.LICENSE, False),
        ([Right.LICENSES], Purpose.LICENSE, True),
        ([Right.LICENSES], Purpose.ADMIN, False),
        ([Right.LICENSES, Right.CONTRACTS], Purpose.ADMIN, True),
    ],
)
def test_a_partner_gets_what_its_rights_are_about(
    shop: Shop, alice: models.User, paul: UUID, rights: list[Right], purpose: Purpose, gets_it: bool
) -> None:
    project = shop.project()
    delegations.give(customer=shop.alice, partner=paul, rights=rights, ctx=ctx(alice))
    assert about(project, purpose) == ["alice@example.com", *(["paul@example.com"] if gets_it else [])]


@pytest.mark.parametrize(("day", "gets_it"), [("2026-01-19", False), ("2026-01-20", True), ("2026-02-01", False)])
def test_only_while_the_hand_over_is_in_force(
    shop: Shop, alice: models.User, paul: UUID, day: str, gets_it: bool
) -> None:
    project = shop.project()
    ends = d("2026-02-01")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.CONTRACTS], ends_on=ends, ctx=ctx(alice))
    assert ("paul@example.com" in about(project, Purpose.ADMIN, day)) is gets_it


def test_one_project_handed_over_is_not_the_other(shop: Shop, alice: models.User, paul: UUID) -> None:
    office, branch = shop.project(), shop.project("Branch")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.CONTRACTS], project=office, ctx=ctx(alice))
    assert "paul@example.com" in about(office, Purpose.ADMIN)
    assert "paul@example.com" not in about(branch, Purpose.ADMIN)


def test_a_revoked_partner_that_pays_still_gets_its_copy(shop: Shop, alice: models.User, paul: UUID) -> None:
    project = shop.project()
    given = delegations.give(customer=shop.alice, partner=paul, rights=[Right.CONTRACTS], ctx=ctx(alice))
    delegations.revoke(delegation=given, customer=shop.alice, ctx=ctx(alice))
    assert about(project, Purpose.ADMIN) == ["alice@example.com"]
    assert about(project, Purpose.ADMIN, payer=paul) == ["alice@example.com", "paul@example.com"]


def test_an_invoice_is_for_who_pays(shop: Shop, alice: models.User, paul: UUID) -> None:
    project = shop.project()
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.BILLING], ctx=ctx(alice))

    def told(payer: UUID) -> list[str]:
        return [found.email for found in recipients.of_invoice(project, payer, DAY)]

    assert told(shop.alice) == ["alice@example.com", "paul@example.com"]
    assert told(paul) == ["paul@example.com"]


def test_strangers_get_nothing(shop: Shop, alice: models.User) -> None:
    member(shop.charlie, "charlie@example.com", "owner")
    assert about(shop.project(), Purpose.ADMIN) == ["alice@example.com"]


# ---- staff, people, addresses


def test_finance_or_else_administrators(shop: Shop) -> None:
    member(shop.vendor, "vera@example.com", "admin", "de")
    member(shop.vendor, "rita@example.com", "reviewer")
    assert recipients.finance() == [Recipient("vera@example.com", "de")]
    member(shop.vendor, "fiona@example.com", "finance")
    assert recipients.finance() == [Recipient("fiona@example.com", "en")]


def test_reviewers_or_else_administrators(shop: Shop) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin", "de")
    assert recipients.reviewers() == [Recipient("vera@example.com", "de")]
    rita = member(shop.vendor, "rita@example.com", "reviewer")
    assert recipients.reviewers() == [Recipient("rita@example.com", "en")]
    people.suspend(user=rita.id, ctx=ctx(vera))
    assert recipients.reviewers() == [Recipient("vera@example.com", "de")]


def test_an_address_of_somebody_shut_out_gets_nothing(shop: Shop, alice: models.User) -> None:
    assert recipients.of_address("Alice@Example.com", "en") == [Recipient("Alice@Example.com", "de")]
    assert recipients.of_address("new@example.com", "en") == [Recipient("new@example.com", "en")]
    people.suspend(user=alice.id, ctx=on("2026-01-20"))
    assert recipients.of_address("alice@example.com", "en") == []
    assert recipients.of_user(alice.id) == []


def test_the_number_of_queries_does_not_grow(shop: Shop, alice: models.User) -> None:
    project = shop.project()
    counts = []
    for number in range(3):
        key = partner(f"Partner {number}", f"P{number}")
        member(key, f"p{number}@example.com", "owner")
        delegations.give(customer=shop.alice, partner=key, rights=[Right.CONTRACTS], ctx=ctx(alice))
        with CaptureQueriesContext(connection) as queries:
            assert len(about(project, Purpose.ADMIN)) == number + 2
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
