"""`verify` names the row that somebody changed behind the triggers' back, and finds nothing where nobody did."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from autossa.queries import verify
from autossa.queries.verify import Finding
from tests.conftest import own_database
from tests.store.books import fill

pytestmark = pytest.mark.store

EXTENSION = "(SELECT id FROM settlements WHERE reason = 'extension' ORDER BY id LIMIT 1)"
TOP_UP = "(SELECT id FROM transfers WHERE kind = 'top_up' ORDER BY id DESC LIMIT 1)"
CONSUMED = "(SELECT id FROM transfers WHERE kind = 'consume_extension' ORDER BY id LIMIT 1)"
GRANT = '(SELECT "grant" FROM coverage ORDER BY "grant" LIMIT 1)'
INVOICE = "(SELECT id FROM invoices WHERE series = 'INV' ORDER BY id LIMIT 1)"
LAST_INVOICE = "(SELECT id FROM invoices WHERE series = 'INV' ORDER BY year DESC, number DESC LIMIT 1)"
CREDIT_NOTE = "(SELECT id FROM invoices WHERE series = 'CN' ORDER BY id LIMIT 1)"
CONTRACT = "(SELECT id FROM contracts ORDER BY id LIMIT 1)"
PROJECT = "(SELECT project_id FROM contracts ORDER BY id LIMIT 1)"
LOT = "(project_id, number) = (SELECT project_id, number FROM lots WHERE source = 'top_up' ORDER BY 1, 2 LIMIT 1)"

MORE = "UPDATE transfers SET ssc = ssc + 1, lot_ssc[1] = lot_ssc[1] + 1"

TAMPERED = [
    ("a transfer's amount", "transfers", f"{MORE} WHERE id = {TOP_UP}"),
    ("what a period consumed", "transfers", f"{MORE} WHERE id = {CONSUMED}"),
    ("a transfer is gone", "transfers", f"DELETE FROM transfers WHERE id = {CONSUMED}"),
    ("what is left of a lot", "lots", f"UPDATE lots SET free = ssc - held, held = 0 WHERE {LOT}"),
    ("a stored balance", "projects", f"UPDATE projects SET free = free + 1 WHERE id = {PROJECT}"),
    ("a covered period is gone", "coverage", f'DELETE FROM coverage WHERE "grant" = {GRANT}'),
    ("a covered period begins earlier", "coverage",
     f"UPDATE coverage SET days = daterange(lower(days) - 400, upper(days) - 400) WHERE \"grant\" = {GRANT}"),
    ("a grant", "coverage", f'UPDATE coverage_entries SET "end" = "end" + 1 WHERE id = {GRANT}'),
    ("a charge", "charges", f"UPDATE charges SET ssc = ssc + 1 WHERE settlement_id = {EXTENSION} AND position = 0"),
    ("a charge's net", "charges",
     f"UPDATE charges SET net = net + 1 WHERE settlement_id = {EXTENSION} AND position = 0"),
    ("a settlement's total", "settlements", f"UPDATE settlements SET ssc = ssc + 1 WHERE id = {EXTENSION}"),
    ("an invoice's total", "invoices",
     f"UPDATE invoices SET net = net + 1, gross = gross + 1 WHERE id = {INVOICE}"),
    ("an invoice's tax", "invoices", f"UPDATE invoices SET tax = tax + 1, gross = gross + 1 WHERE id = {INVOICE}"),
    ("an invoice is gone", "settlements", f"DELETE FROM invoices WHERE id = {LAST_INVOICE}"),
    ("a number", "invoices", f"UPDATE invoices SET number = number + 100 WHERE id = {LAST_INVOICE}"),
    ("numbers given", "invoice_series", "UPDATE invoice_series SET last = last + 1 WHERE series = 'INV'"),
    ("a credit note", "invoices", f"UPDATE invoices SET net = net - 1, gross = gross - 1 WHERE id = {CREDIT_NOTE}"),
    ("how far a contract is booked", "contracts",
     f"UPDATE contracts SET booked_until = booked_until + 31 WHERE id = {CONTRACT}"),
    ("a contract's state", "contracts", f"UPDATE contracts SET status = 'ended' WHERE id = {CONTRACT}"),
    ("a contract's end", "contracts",
     f"UPDATE contracts SET ends_on = start + 400, status = 'ending' WHERE id = {CONTRACT}"),
    ("a line's quantity", "charges",
     "UPDATE license_lines SET quantity = quantity + 1 WHERE project_id = " + PROJECT + " AND number = 1"),
    ("when a project wakes", "projects", f"UPDATE projects SET wake_on = NULL WHERE id = {PROJECT}"),
]  # fmt: skip


@pytest.fixture(scope="module")
def books(django_db_blocker: Any) -> Iterator[None]:
    """A database with rows in every table, its connection that of the superuser, who can switch triggers off."""
    with own_database(django_db_blocker) as addresses:
        fill()
        connections["default"].close()
        assert addresses.server is not None
        connections["default"].settings_dict["USER"] = addresses.server.superuser
        yield


def findings() -> list[Finding]:
    return list(verify.check_all())


def test_nothing_is_found_where_nobody_changed_anything(books: None) -> None:
    assert findings() == []


@pytest.mark.parametrize(("table", "statement"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_the_changed_row_is_named_first(books: None, table: str, statement: str) -> None:
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement)
            assert cursor.rowcount == 1
        found = findings()
        transaction.set_rollback(True)
    assert found, "nothing was found"
    assert found[0].table == table
    assert found[0].key
    assert found[0].wrong


def test_every_check_finds_something_in_one_of_these_rows(books: None) -> None:
    """A check that can find nothing would be none."""
    silent = {check.name for check in verify.CHECKS}
    for _, _, statement in TAMPERED:
        with transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(statement)
            silent -= {check.name for check in verify.CHECKS if list(check.findings())}
            transaction.set_rollback(True)
    assert silent == set()
