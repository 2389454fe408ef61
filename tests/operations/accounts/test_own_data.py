"""The copy of one's data has something from every table in which one stands, and nothing of anybody else."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from autossa.queries.accounts.own_data import own_data
from autossa.store import models
from tests.operations.accounts.life import HERS, NAME, places_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

PART_OF = {
    "account_emailaddress": "addresses",
    "acting": "acted_for",
    "activity": "activity",
    "api_tokens": "api_tokens",
    "axes_accessattempt": "failed_log_ins",
    "browsers": "devices",
    "contacts": "contact_of",
    "contract_messages": "messages",
    "consents": "approvals",
    "contracts": "contracts",
    "credit_orders": "credit_orders",
    "terms_acceptances": "terms_accepted",
    "drafts": "drafts",
    "invitations": "invitations_to_you",
    "license_orders": "license_orders",
    "memberships": "roles",
    "order_terms": "order_terms",
    "outbox": "emails",
    "quotes": "quotes",
    "registrations": "registrations",
    "users": "account",
    "usersessions_usersession": "sessions",
}
# Texts of others, who name her: the vendor's own, causes of failures, reasons.
OF_OTHERS = {
    "credit_reasons", "devices", "invoices", "license_prices", "license_rates", "license_types", "licenses",
    "mail_texts", "organisations", "parties", "policy_versions", "projects", "run_voidings", "runs", "job_causes",
    "ssc_prices", "vat_rates", "terms_versions", "vendor_settings", "voids", "waivers",
    # why something was done with what an organisation owes, and what it gave: the organisation's, or the vendor's books
    "continuations", "disputes", "dunning_pauses", "payout_accounts", "promises", "refunds", "set_aside", "write_offs",
}  # fmt: skip


def test_every_table_in_which_somebody_stands_is_in_the_copy(zara: models.User) -> None:
    found = own_data(zara.id)
    tables = set(places_of(*HERS)) | set(places_of(str(zara.id)))
    assert tables - OF_OTHERS - {"django_session"} == set(PART_OF)
    assert [part for part in PART_OF.values() if not found[part]] == []
    assert (found["messages"][1]["text"], found["credit_orders_decided"][0]["reason"]) == (
        "Yes, <zara@quill.example>, Zara Quill.",
        f"{NAME} typed it twice",
    )


def test_nobody_else_is_in_the_copy(zara: models.User) -> None:
    text = json.dumps(own_data(zara.id), cls=DjangoJSONEncoder)
    for hidden in ("vera@", '"Vera"', "alice@example.com", "ZARA QUILL the contact", "digest", "argon2"):
        assert hidden not in text
