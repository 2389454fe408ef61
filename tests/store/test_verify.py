"""`verify` names the row that somebody changed behind the triggers' back, and finds nothing where nobody did.

Each change is made as the superuser with all triggers off, as somebody with the keys to the server could. What follows
from it is named too, but later.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from autossa.queries.runs import verify
from autossa.queries.runs.verify import Finding
from tests.cast.databases import own_database
from tests.store.books import fill
from tests.store.looking import broken_laws, rows

pytestmark = pytest.mark.store

MORE = "SET ssc = ssc + 1, lot_ssc[1] = lot_ssc[1] + 1"
EXTENSION = "reason = 'extension'"
ACCEPTED = "deed = 'credit_order'"

# What is changed: its table, which of its rows (the first by key), the change, and the table that the first finding
# names. That is the same table and row wherever the row's own history can tell.
TAMPERED: list[tuple[str, str, str, str, str]] = [
    # the ledger
    ("a top-up's amount", "transfers", "kind = 'top_up'", MORE, "transfers"),
    ("what a key gave", "transfers", "kind = 'key'", MORE, "transfers"),
    ("what was recharged", "transfers", "kind = 'recharge'", MORE, "transfers"),
    ("what a period consumed", "transfers", "kind = 'consume_extension'", MORE, "transfers"),
    ("what an addition consumed", "transfers", "kind = 'consume_addition'", MORE, "transfers"),
    ("what a gap consumed", "transfers", "kind = 'consume_gap'", MORE, "transfers"),
    ("what a void gave back", "transfers", "kind = 'restore'", MORE, "transfers"),
    ("what a void took away", "transfers", "kind = 'recharge_void'", MORE, "transfers"),
    ("what a void takes back", "transfers", "kind = 'restore'", "SET corrects = id", "transfers"),
    ("a restored amount is gone", "transfers", "kind = 'restore'", "DELETE", "transfers"),
    ("a consumption is gone", "transfers", "kind = 'consume_extension'", "DELETE", "transfers"),
    ("a write-off", "transfers", "kind = 'write_off'", MORE, "lots"),
    ("which lot was drawn from", "transfers", "kind = 'consume_extension'", "SET lots[1] = lots[1] + 1", "lots"),
    ("which account was drawn from", "transfers", "kind = 'consume_extension'", "SET debit = 'held'", "lots"),
    ("a top-up is gone", "transfers", "kind = 'top_up'", "DELETE", "lots"),
    ("what is left of a lot", "lots", "free > 0", "SET free = free - 1", "lots"),
    ("what is held of a lot", "lots", "free > 0", "SET free = free - 1, held = held + 1", "lots"),
    ("what a lot was", "lots", "source = 'top_up'", "SET ssc = ssc + 1", "transfers"),
    ("where a lot came from", "lots", "source = 'top_up'", "SET source = 'opening'", "transfers"),
    ("a lot is gone", "lots", "source = 'top_up'", "DELETE", "transfers"),
    ("a stored balance", "projects", "name = 'Office'", "SET free = free + 1", "projects"),
    ("what is held", "projects", "name = 'Office'", "SET held = held + 1", "projects"),
    ("the next lot", "projects", "name = 'Office'", "SET next_lot = next_lot - 1", "projects"),
    ("the day of a next run", "projects", "name = 'Office'", "SET next_run_on = next_run_on + 1", "projects"),
    ("what a project is searched for", "project_names", "true", "SET words = words || ' other'", "project_names"),
    ("that there is a next run", "projects", "name = 'Office'", "SET next_run_on = NULL", "projects"),
    # coverage
    ("until when a project is covered", "projects", "name = 'Office'",
     "SET covered_until = covered_until + 1", "projects"),
    ("that a project is covered", "projects", "name = 'Office'", "SET covered_until = NULL", "projects"),
    ("that a project was never covered", "projects", "covered_until IS NULL",
     "SET covered_until = touched_on", "projects"),
    ("a covered period is gone", "coverage", "true", "DELETE", "coverage"),
    ("a covered period is shorter", "coverage", "true",
     "SET days = daterange(lower(days), upper(days) - 1)", "coverage"),
    ("a covered period lies elsewhere", "coverage", "true",
     "SET days = daterange(lower(days) - 400, upper(days) - 400)", "coverage"),
    ("where coverage came from", "coverage", "source = 'auto'", "SET source = 'manual'", "coverage"),
    ("the anchor of coverage", "coverage", "true", "SET anchor = anchor - 1", "coverage"),
    ("a grant", "coverage_entries", "revokes IS NULL", 'SET "end" = "end" + 1', "coverage_entries"),
    ("a grant is gone", "coverage_entries", "revokes IS NULL", "DELETE", "coverage_entries"),
    ("a revoke is gone", "coverage_entries", "revokes IS NOT NULL", "DELETE", "settlements"),
    # prices
    ("what the list says", "ssc_prices", "starts_on = '2000-01-01'", "SET price = price + 1", "charges"),
    ("since when a price holds", "ssc_prices", "starts_on > '2029-12-31'", "SET starts_on = '2026-02-01'", "charges"),
    ("that a price holds", "ssc_prices", "starts_on = '2000-01-01'",
     "SET withdrawn_on = '1999-12-31', withdrawal = 'never'", "charges"),
    # settlements and their charges
    ("a charge", "charges", "ssc > 0", "SET ssc = ssc + 1, from_balance = from_balance + 1", "charges"),
    ("a charge's net", "charges", "net > 0", "SET net = net + 1", "charges"),
    ("a charge's price", "charges", "net > 0", "SET price = price + 1", "charges"),
    ("a charge's quantity", "charges", "ssc > 0", "SET quantity = quantity + 1", "charges"),
    ("a charge's rate", "charges", "ssc > 0", "SET rate = rate + 1", "charges"),
    ("a charge's days", "charges", "ssc > 0", 'SET "end" = "end" + 40', "charges"),
    ("a charge's line", "charges", "ssc > 0", "SET line = 99", "charges"),
    ("how a charge was paid", "charges", "from_balance < ssc", "SET from_balance = ssc", "charges"),
    ("a charge is gone", "charges", "ssc > 0", "DELETE", "settlements"),
    ("a settlement's total", "settlements", EXTENSION, "SET ssc = ssc + 1", "settlements"),
    ("a settlement's recharge", "settlements", "recharged > 0", "SET recharged = recharged - 1", "settlements"),
    ("what a settlement covers", "settlements", EXTENSION, "SET covers = 'manual'", "coverage_entries"),
    ("that a settlement covers", "settlements", EXTENSION, "SET covers = ''", "coverage_entries"),
    ("the anchor of a settlement", "settlements", EXTENSION, "SET anchor = anchor - 1", "coverage_entries"),
    ("a void is gone", "voids", f"settlement_id IN (SELECT id FROM settlements WHERE {EXTENSION})", "DELETE",
     "transfers"),
    ("a line's quantity", "license_lines", "number = 1", "SET quantity = quantity + 1", "charges"),
    ("a line's rate", "license_lines", "number = 1", "SET rate = rate + 1", "charges"),
    # invoices
    ("an invoice's net", "invoices", "series = 'INV'", "SET net = net + 1, gross = gross + 1", "invoices"),
    ("an invoice's tax", "invoices", "series = 'INV'", "SET tax = tax + 1, gross = gross + 1", "invoices"),
    ("an invoice's rate of tax", "invoices", "series = 'INV'", "SET tax_rate = 0.07", "invoices"),
    ("an invoice's days", "invoices", "series = 'INV'", 'SET "end" = "end" + 1', "invoices"),
    ("an invoice's number", "invoices", "series = 'INV'", "SET number = number + 100", "invoices"),
    ("an invoice is gone", "invoices", "series = 'INV'", "DELETE", "settlements"),
    ("a credit note", "invoices", "series = 'CN'", "SET net = net - 1, gross = gross - 1", "invoices"),
    ("a credit note's payer", "invoices", "series = 'CN'", "SET payer = settlement", "invoices"),
    ("a credit note's currency", "invoices", "series = 'CN'", "SET currency = 'XXX'", "invoices"),
    ("whose version an invoice names", "invoices", "series = 'INV'",
     "SET buyer = (SELECT party_id FROM organisations WHERE number = 'V1')", "invoices"),
    ("a version that an invoice names is none", "invoices", "series = 'INV'", "SET buyer = settlement", "invoices"),
    ("who sold it", "invoices", "series = 'INV'", "SET seller = buyer", "invoices"),
    ("what its seller said", "invoices", "series = 'INV'", "SET seller_facts = settlement", "invoices"),
    ("the day to pay", "invoices", "series = 'INV'", "SET due_on = due_on + 1", "invoices"),
    ("that it is collected", "invoices", "series = 'INV' AND contract IS NOT NULL", "SET method = 'direct_debit'",
     "invoices"),
    ("that it is paid at once", "invoices", "series = 'INV' AND contract IS NOT NULL", "SET method = 'card'",
     "invoices"),
    ("the order number of a credit note", "invoices", "series = 'CN'", "SET order_number = 'PO 8'", "invoices"),
    ("what a version says", "parties", "number = 'C1' AND version = 2", "SET city = 'Elsewhere'", "organisations"),
    ("which version holds", "organisations", "number = 'C1'", "SET party_id = NULL", "organisations"),
    ("how it is taxed", "organisations", "number = 'C1'", "SET treatment_id = NULL", "organisations"),
    ("a line of a credit note", "credited_lines", "net > 0", "SET net = net + 1", "invoices"),
    ("a line is credited of another charge", "credited_lines", "net > 0", "SET position = 77", "invoices"),
    ("why a credit note was issued", "credit_reasons", "true", "DELETE", "invoices"),
    ("a credit note's tax", "invoices", "series = 'CN'", "SET tax = tax - 1, gross = gross - 1", "invoices"),
    ("what a booking costs that waits", "collected", "true", "SET net = net + 1", "collected"),
    ("a booking is on another document's project", "collected", "true", "SET contract = NULL", "collected"),
    ("a section is gone", "invoice_sections", "true", "DELETE", "invoices"),
    ("the tax of a collective invoice", "invoices", "reason = 'collective'", "SET tax = tax + 1, gross = gross + 1",
     "invoices"),
    ("the days of a collective invoice", "invoices", "reason = 'collective'", 'SET "end" = start + 1', "invoices"),
    ("a credit note is gone", "invoices", "series = 'CN'", "DELETE", "invoices"),
    ("numbers given", "invoice_series", "series = 'INV'", "SET last = last + 1", "invoice_series"),
    # files of documents
    ("what a file was", "document_files", "format = 'pdf'", "SET sha256 = repeat('0', 64)", "document_files"),
    ("how long a file was", "document_files", "format = 'cii'", "SET size = size + 1", "document_files"),
    ("where a file is", "document_files", "format = 'ubl'", "SET path = 'elsewhere'", "document_files"),
    ("a PDF is gone", "document_files", "format = 'pdf' AND invoice_id IS NOT NULL", "DELETE", "document_files"),
    # orders and quotes
    ("what an order of credits costs", "credit_orders", "state = 'booked'", "SET net = net + 1, gross = gross + 1",
     "credit_orders"),
    ("what a line of an order costs", "license_order_lines", "true", "SET net = net + 1", "license_order_lines"),
    ("what an order costs", "license_orders", "true", "SET net = net + 100, gross = gross + 100", "license_orders"),
    ("which license an order brought", "license_order_lines", "license_id IS NOT NULL", "SET license_id = NULL",
     "license_orders"),
    ("that an order is booked", "license_orders", "state = 'booked'", "SET state = 'declined', paid_on = NULL",
     "license_orders"),
    ("when an order was paid", "license_orders", "state = 'booked'", "SET paid_on = NULL", "license_orders"),
    ("where a license came from", "licenses", "origin = 'staff'", "SET origin = 'order'", "licenses"),
    ("whose an invoice of an order is", "invoices", "license_order_id IS NOT NULL", "SET payer = project_id",
     "invoices"),
    ("the invoice of an order is gone", "invoices", "license_order_id IS NOT NULL", "DELETE", "invoices"),
    ("a quote's net", "quotes", "true", "SET net = net + 1, gross = gross + 1", "quotes"),
    ("a quote's tax", "quotes", "true", "SET tax = tax + 1, gross = gross + 1", "quotes"),
    ("a line of a quote", "quote_lines", "true", "SET net = net + 1", "quote_lines"),
    ("that a quote was accepted", "quotes", "accepted_at IS NOT NULL", "SET accepted_at = NULL, accepted_on = NULL",
     "quotes"),
    ("that a quote was not accepted", "quotes", "accepted_at IS NULL",
     "SET accepted_at = now(), accepted_on = issued_on", "quotes"),
    ("that a quote was approved", "consents", "true", "SET approved_at = now()", "consents"),
    ("a quote's number", "quotes", "number = 2", "SET number = 12", "invoices"),
    # terms
    ("a document is gone", "terms_documents", "language = 'en'", "DELETE", "terms_versions"),
    ("in which language a document is", "terms_documents", "true", "SET language = 'de'", "terms_documents"),
    ("an acceptance is gone", "terms_acceptances", ACCEPTED, "DELETE", "credit_orders"),
    ("what was accepted", "terms_acceptances", ACCEPTED,
     "SET version_id = (SELECT id FROM terms_versions WHERE kind = 'terms')", "credit_orders"),
    ("since when terms hold", "terms_versions", "kind = 'terms'", "SET starts_on = '2026-01-15'", "contracts"),
    ("since when what was accepted holds", "terms_versions", "kind = 'service' AND number = 1",
     "SET starts_on = '2030-01-01'", "terms_acceptances"),
    ("when the next version was published", "terms_versions", "languages = '{}'",
     "SET starts_on = '2026-05-01', set_at = '2026-05-01 13:00Z'", "terms_acceptances"),
    ("when it was accepted", "terms_acceptances", ACCEPTED, "SET day = day + 1", "terms_acceptances"),
    ("who accepted it", "terms_acceptances", ACCEPTED, "SET accepted_by = id", "terms_acceptances"),
    ("for whom it was accepted", "terms_acceptances", ACCEPTED,
     "SET organisation_id = (SELECT id FROM organisations WHERE number = 'P1'), earlier_id = NULL",
     "terms_acceptances"),
    ("from where it was accepted", "terms_acceptances", ACCEPTED,
     "SET member_of_id = (SELECT id FROM organisations WHERE number = 'C2')", "terms_acceptances"),
    ("in which document it was accepted", "terms_acceptances", ACCEPTED,
     "SET document_id = (SELECT d.id FROM terms_documents d JOIN terms_versions v ON v.id = version_id "
     "WHERE kind = 'terms')", "terms_acceptances"),
    ("where it was accepted before", "terms_acceptances", ACCEPTED, "SET earlier_id = id", "terms_acceptances"),
    ("whose order it is", "credit_orders", "id IN (SELECT deed_id FROM terms_acceptances)", "SET ordered_by = id",
     "terms_acceptances"),
    # contracts
    ("how far a contract is booked", "contracts", "true", "SET booked_until = booked_until + 31", "contracts"),
    ("a contract's state", "contracts", "true", "SET status = 'suspended'", "contracts"),
    ("a contract's end", "contracts", "true", "SET ends_on = start + 400, status = 'ending'", "contracts"),
    ("a change of state is gone", "contract_events", "status = 'active'", "DELETE", "contracts"),
    ("a change of state", "contract_events", "status = 'active'", "SET status = 'ending'", "contracts"),
    ("how it began", "contract_events", "status = 'in_review'", "SET status = 'suspended'", "contract_events"),
    ("when another option begins", "option_changes", "true", "SET starts_on = starts_on + 1", "contracts"),
    ("a change of the option is gone", "option_changes", "true", "DELETE", "contracts"),
    ("from when another option holds", "contracts", "option_from IS NOT NULL",
     "SET option_from[1] = option_from[1] + 1", "contracts"),
    ("which option will hold", "contracts", "option_from IS NOT NULL",
     "SET option_plans[1] = (SELECT id FROM plan_versions WHERE name = 'annual_yearly' LIMIT 1)", "contracts"),
    ("that another option will hold", "contracts", "option_from IS NOT NULL",
     "SET option_from = NULL, option_plans = NULL", "contracts"),
    ("a charge's adjustment", "charges", "net > 0", "SET factor = 0.5", "charges"),
    # devices
    ("more on devices than licensed", "activations", "true", "SET quantity = 10000000", "licenses"),
    ("the sum on devices", "licenses", "on_devices > 0", "SET on_devices = on_devices + 1", "licenses"),
    ("a device with licenses is gone", "devices", "name = 'PBX'", "SET gone_on = '2100-01-01', departure = 'removed'",
     "activations"),
    ("a standby of a standby", "devices", "name = 'PBX'",
     "SET parent_id = (SELECT id FROM devices WHERE name = 'Spare')", "activations"),
    ("since when it is on a device", "activations", "true", "SET since = '2000-01-01'", "licenses"),
    ("the hardware of a trial", "trials", "true", "SET hardware_key = 'ANOTHER'", "devices"),
    # licenses, and whose all of it is
    ("that a line was never alive", "license_lines", "ended_on = added_on", "SET ended_on = NULL", "license_lines"),
    ("that a line was confirmed", "license_lines", "number = 1", "SET confirmed = false", "license_lines"),
    ("that the customer was merged", "organisations", "number = 'C1'", "SET merged_into_id = id", "projects"),
    # money
    ("who owes", "claims", "kind = 'fee'", "SET payer = gen_random_uuid()", "claims"),
    ("a claim is gone", "claims", "kind = 'fee' AND number = 'FEE-2026-000002'", "DELETE", "claims"),
    ("what was allocated", "claims", "allocated > 1", "SET allocated = allocated - 1", "claims"),
    ("an allocation", "allocations", "why = 'returned'", "SET amount = amount + 1", "claims"),
    ("the number of a letter", "dunning_letters", "number = 1", "SET number = 2", "invoices"),
    ("the number of a fee", "fees", "number = 2", "SET number = 3", "invoices"),
    ("what was returned", "payments", "returned > 0", "SET returned = returned - 1", "payments"),
    ("whose a payment is", "payments", "payer_id IS NULL",
     "SET payer_id = (SELECT id FROM organisations WHERE kind = 'customer' LIMIT 1)", "payments"),
    ("when money was used", "payment_assignments",
     "payment_id IN (SELECT payment_id FROM payment_returns)", "SET day = day + 1", "allocations"),
    ("what is collected", "debits", "true", "SET amount = amount + 1", "debits"),
    ("what a file for the bank was", "bank_orders", "true", "SET sha256 = repeat('0', 64)", "bank_orders"),
    ("how long a file for the bank was", "bank_orders", "true", "SET size = size + 1", "bank_orders"),
    ("where a file for the bank is", "bank_orders", "true", "SET path = 'elsewhere'", "bank_orders"),
    ("what a letter was", "document_files", "letter_id IS NOT NULL", "SET sha256 = repeat('0', 64)", "document_files"),
    ("the total of a file", "bank_orders", "true", "SET total = total + 1", "bank_orders"),
    ("what was moved", "payment_moves", "true", "SET amount = amount + 1", "payments"),
    ("where money was moved to", "payments", "id IN (SELECT to_id FROM payment_moves)",
     "SET day = day - 1", "payment_moves"),
    # where rows stand
    ("which project a partner sees", "hand_overs", "true", "SET project_id = gen_random_uuid()", "hand_overs"),
    ("where a key was redeemed", "activation_keys", "redeemed_by_id IS NOT NULL",
     "SET redeemed_by_id = gen_random_uuid()", "activation_keys"),
    ("what a project is found by", "project_names", "true", "SET words = 'another'", "project_names"),
    ("that a project is found", "project_names", "true", "DELETE", "project_names"),
    ("the time of an id", "transfers", "kind = 'top_up'",
     "SET id = 'ffffffff-0000-7000-8000-000000000000'", "transfers_rest"),
    ("a refund", "refunds", "approved_at IS NOT NULL", "SET amount = amount + 1", "refunds"),
]  # fmt: skip

KEYS = {
    "project_names": "project_id::text",
    "charges": "settlement_id || '/' || position",
    "coverage": '"grant"::text',
    "collected": "settlement_id::text",
    "credit_reasons": "note_id::text",
    "invoice_sections": "invoice_id || '/' || position",
    "credited_lines": "note_id || '/' || settlement || '/' || position",
    "invoice_series": "series || '-' || year",
    "license_order_lines": "order_id || '/' || position",
    "lots": "project_id || '/' || number",
    "payment_assignments": "payment_id::text",
    "payment_moves": "payment_id::text",
    "quote_lines": "quote_id || '/' || position",
}


@pytest.fixture(scope="module")
def books(django_db_blocker: Any) -> Iterator[None]:
    """A database with rows in every table, its connection that of the superuser, who can switch triggers off."""
    with own_database(django_db_blocker) as addresses:
        fill()
        connections["default"].close()
        assert addresses.server is not None
        connections["default"].settings_dict["USER"] = addresses.server.superuser
        yield


def tamper(table: str, where: str, change: str) -> str:
    """Change or delete one row, and give back its key."""
    key = KEYS.get(table, "id::text")
    (changed, place), *_ = rows(f"SELECT {key}, ctid::text FROM {table} WHERE {where} ORDER BY 1")
    with connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        statement = f"DELETE FROM {table}" if change == "DELETE" else f"UPDATE {table} {change}"
        cursor.execute(f"{statement} WHERE ctid = '{place}'")
        assert cursor.rowcount == 1
    return str(changed)


def findings() -> list[Finding]:
    return list(verify.check_all())


def test_nothing_is_found_where_nobody_changed_anything(books: None) -> None:
    assert findings() == []
    assert broken_laws() == {}


@pytest.mark.parametrize(
    ("table", "where", "change", "named"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED]
)
def test_the_changed_row_is_named_first(books: None, table: str, where: str, change: str, named: str) -> None:
    with transaction.atomic():
        key = tamper(table, where, change)
        found = findings()
        transaction.set_rollback(True)
    assert found, "nothing was found"
    assert found[0].table == named
    assert named != table or found[0].key == key or change == "DELETE"
    assert found[0].key
    assert found[0].wrong


def test_a_contract_with_nothing_to_cover_is_found(books: None) -> None:
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE license_lines SET ended_on = added_on")
        found = findings()
        transaction.set_rollback(True)
    said = [one.wrong for one in found if one.table == "projects"]
    assert said == ["no_line_left: contract 1 is active"]


def test_other_bytes_of_a_document_are_found(books: None) -> None:
    """As after a restore that brought other bytes: the table itself refuses them."""
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("ALTER TABLE terms_documents DROP CONSTRAINT terms_documents_whole")
        key = tamper("terms_documents", "true", "SET body = body || ' Or later.'::bytea")
        found = findings()
        transaction.set_rollback(True)
    assert [(one.table, one.key) for one in found] == [("terms_documents", key)]
    assert "SHA-256" in found[0].wrong


def test_every_check_finds_something_in_one_of_these_rows(books: None) -> None:
    """A check that can find nothing would be none."""
    silent = {check.name for check in verify.CHECKS}
    for _, *how, _ in TAMPERED:
        with transaction.atomic():
            tamper(*how)
            silent -= {check.name for check in verify.CHECKS if list(check.findings())}
            transaction.set_rollback(True)
    assert silent == set()
