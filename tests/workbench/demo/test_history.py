"""The demo's two years: who did what and when, what there is to look at, and that all of it holds."""

from datetime import UTC, timedelta

import pytest

from autossa.domain.billing.terms import TermsKind
from autossa.domain.rights import Role
from autossa.domain.vat_ids import read_vat_id
from autossa.queries.runs import verify
from autossa.queries.vendor.terms.concerned import unannounced
from autossa.queries.vendor.terms.versions import terms_page
from autossa.store import models
from autossa.workbench.demo_data import PROJECTS
from autossa.workbench.demo_organisations import EVERYBODY, VENDOR
from autossa.workbench.demo_people import PEOPLE
from tests.workbench.demo.conftest import NOW, TODAY

pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.usefixtures("loaded")]


def test_all_of_it_holds() -> None:
    assert not list(verify.check_all())


def test_customers_and_partners_acted_themselves() -> None:
    staff = {name for _, name, *_ in VENDOR.people}
    others = {person.name for company in EVERYBODY for person in company.persons()} - staff
    by = dict(models.Activity.objects.filter(project__isnull=False).values_list("actor_name", "actor"))
    assert {
        "Ines Sommer",
        "Tom Brandt",
        "Lena Weber",
        "Greta Lorenz",
        "Helen Marsh",
        "Oliver Finch",
    } <= by.keys() & others
    assert {"Emil Voss", "Nora Lind", "Ruth Arnold"} <= by.keys()
    assert "Demo staff" not in by


def test_at_different_times_of_day_and_never_after_now() -> None:
    at = list(models.Activity.objects.exclude(actor=None).order_by("id").values_list("at", "day"))
    hours = {moment.astimezone(UTC).hour for moment, _ in at}
    assert len(hours) >= 8
    assert len({moment.minute for moment, _ in at}) > 30
    assert max(moment for moment, _ in at) <= NOW
    assert all(abs((moment.date() - day).days) <= 1 for moment, day in at)


def test_everybody_has_an_address_and_contacts() -> None:
    for row in models.Organisation.objects.all():
        assert all((row.street, row.city, row.post_code)), row.name
        assert row.country
        assert row.contacts.filter(purpose="billing").count() == 1, row.name
    for company in EVERYBODY:
        assert read_vat_id(company.country, company.vat_id) == company.vat_id
    assert models.Organisation.objects.exclude(vat_id="").count() >= 12


def test_one_project_is_parked_with_a_cause_since_a_few_days() -> None:
    (row,) = models.Project.objects.exclude(parked_at=None)
    assert "locked by another session" in row.parked_cause
    assert timedelta(0) < NOW - row.parked_at < timedelta(days=6)
    assert row.covered_until > TODAY
    assert models.Run.objects.filter(parked=1).count() == 1


def test_an_owner_with_a_card_has_a_project_that_is_12_days_lapsed() -> None:
    owners = {person.number for person in PEOPLE if person.role is Role.OWNER}
    lapsed = models.Project.objects.filter(covered_until=TODAY - timedelta(days=11))  # the first of 12 days without
    assert {row.customer.number for row in lapsed} & owners


def test_there_is_something_to_do_for_everybody() -> None:
    assert models.CreditOrder.objects.filter(state="open").count() == 1
    assert models.Invitation.objects.filter(accepted_at=None).count() == 1
    assert models.Contract.objects.filter(status="in_review").count() == 2
    assert models.ContractMessage.objects.filter(text__contains="standby").exists()


def test_words_are_in_the_language_of_the_customer() -> None:
    german = {company.number for company in EVERYBODY if company.language == "de"}
    texts = {
        (project.customer in german, word)
        for project in PROJECTS
        for step in project.steps
        for word in str([*step.arguments.values()]).split()
    }
    assert {(True, "Rechnung"), (False, "order.")} <= texts
    for number, names in ((True, {"Rezeption", "Zentrale Hamburg"}), (False, {"Campus", "Library"})):
        assert names <= {project.name for project in PROJECTS if (project.customer in german) is number}


def test_terms_are_in_force_and_the_next_ones_announced() -> None:
    page = terms_page(TODAY)
    assert [(one.kind, one.number) for one in page.in_force] == [(TermsKind.TERMS, 2), (TermsKind.SERVICE, 1)]
    assert [(one.kind, one.number) for one in page.coming] == [(TermsKind.TERMS, 3)]
    assert [(one.kind, one.number) for one in page.former] == [(TermsKind.TERMS, 1)]
    for version in (*page.in_force, *page.coming, *page.former):
        assert {document.language for document in version.documents} == {"en", "de"}
    assert models.TermsAnnouncement.objects.filter(version=page.coming[0].key).count() > 10
    assert unannounced(page.coming[0].key, 1) == []


def test_every_contract_and_order_has_its_terms_accepted_by_its_own_people() -> None:
    deeds = {*models.Contract.objects.values_list("id", flat=True)}
    for orders in (models.CreditOrder, models.LicenseOrder):
        deeds |= {*orders.objects.values_list("id", flat=True)}
    accepted = models.TermsAcceptance.objects.select_related("version", "document", "member_of")
    assert {one.deed_id for one in accepted if one.version.kind == "terms"} == deeds
    assert {one.version.number for one in accepted if one.version.kind == "terms"} == {1, 2}
    assert {one.document.language for one in accepted} == {"en", "de"}
    assert {one.member_of.kind for one in accepted if one.member_of} == {"customer", "partner"}
    assert any(one.earlier_id for one in accepted)
