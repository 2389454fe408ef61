"""Terms that were set before versions had a first day are brought along: what somebody agreed to stays readable."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connections

from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.operations.vendor import schema
from autossa.queries.vendor.terms.versions import terms_page, version_page
from autossa.workbench import servers
from tests.store.looking import rows

pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.trials]

SET = (
    (1, "https://vendor.example/terms", "", "2026-01-10 12:00+00"),
    (2, "", "Pay in time.", "2026-02-10 12:00+00"),
    (3, "", "", "2026-03-10 12:00+00"),
    (4, "", "Pay at once.", "2026-03-10 13:00+00"),
)


def migrate_to(name: str) -> None:
    connections.close_all()
    call_command("migrate", "store", name, database="owner", interactive=False, verbosity=0)


def test_each_has_its_day_and_its_document(database: servers.Addresses) -> None:
    migrate_to("0029_vendor_mark")
    with connections["owner"].cursor() as cursor:
        for given in SET:
            cursor.execute(
                "INSERT INTO terms_versions (id, number, url, text, set_at)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s)", given
            )  # fmt: skip
    schema.migrate()
    connections.close_all()
    first, second = (version_page(TermsKind.TERMS, number, date(2026, 2, 11)) for number in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.version.documents[0].form, first.texts) == (TermsForm.ADDRESS, {"": "https://vendor.example/terms"})
    assert (second.version.starts_on, second.texts) == (date(2026, 2, 10), {"": "Pay in time."})
    assert second.is_in_force
    assert [one.number for one in terms_page(date(2026, 3, 10)).in_force] == [4]
    migrate_to("0029_vendor_mark")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT number, url, text FROM terms_versions ORDER BY number")
        assert cursor.fetchall() == [given[:3] for given in SET]
    schema.migrate()
    connections.close_all()
    assert rows("SELECT count(*) FROM terms_documents") == [(3,)]
