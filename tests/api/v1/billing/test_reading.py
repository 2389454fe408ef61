"""Everything of money that can be read is read, by who may, and by nobody outside."""

import pytest

from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.callers import Callers

pytestmark = pytest.mark.store
OF_PAYER = (
    "invoices", "orders", "order-booking", "order-numbers", "invoicing", "invoice-mails", "payer-requests", "account",
    "statements/EUR", "payout-account", "payment-methods", "dunning", "dunning/letters", "card-payments/open",
)  # fmt: skip
OF_PROJECT = ("invoices", "collected", "credit-orders", "license-orders", "quotes", "payer", "payment-method")
OF_FINANCE = (
    "invoices", "quotes", "credit-orders", "license-orders", "order-numbers/missing", "payments", "payment-decisions",
    "payment-policy", "bank/imports", "bank/unmatched", "bank/unexplained", "direct-debits", "bank/files", "dunning",
    "dunning-policy", "books", "books/accounts", "forecast",
)  # fmt: skip


@pytest.mark.parametrize("path", OF_PAYER)
def test_a_payer_reads_its_own(owing: Callers, path: str) -> None:
    owing.done("alice", "GET", f"{owing.payer}/{path}")
    owing.hidden("GET", f"{owing.payer}/{path}")


@pytest.mark.parametrize("path", OF_PROJECT)
def test_a_project_is_read_by_its_customer(owing: Callers, path: str) -> None:
    project = public_id("prj", models.Project.objects.get(name="Office").id)
    owing.done("alice", "GET", f"projects/{project}/{path}")
    owing.hidden("GET", f"projects/{project}/{path}")


@pytest.mark.parametrize("path", OF_FINANCE)
def test_finance_reads_what_is_of_everybody(owing: Callers, path: str) -> None:
    owing.done("finance", "GET", path)
    assert owing.refused("alice", "GET", path) == (404, "not_found")
