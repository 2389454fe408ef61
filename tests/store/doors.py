"""Where each table stands (decision 89): with the projects, with all of them, or in the directory beside them."""

from collections.abc import Callable, Iterator
from typing import Any

OWNED = {
    "activations", "activity", "charges", "collected", "consents", "continuations", "contract_events",
    "contract_messages", "contracts", "corrected_transfers", "coverage", "coverage_entries", "credit_orders",
    "credit_reasons", "credited_lines", "device_codes", "device_credentials", "devices", "document_files",
    "dunning_suspensions", "gap_charges", "installations", "invoice_sections", "invoices", "license_files",
    "license_lines", "license_order_lines", "license_orders", "licenses", "lots", "option_changes", "outbox",
    "payer_changes", "project_names", "projects", "quote_lines", "quotes", "settlements", "suspension_warnings",
    "transfers", "trials", "voids", "waivers",
}  # fmt: skip
"""Of one project each: they would move with it into another database."""

REFERENCE = {
    "artifacts", "base_rates", "branches", "document_designs", "dunning_policies", "license_prices", "license_rates",
    "license_types", "mail_texts", "payment_policies", "plan_versions", "policy_versions", "price_lists",
    "product_types", "products", "release_needs", "releases", "sellers", "signing_keys", "ssc_prices",
    "terms_documents", "terms_versions", "vat_rates", "vendor_marks", "vendor_settings",
}  # fmt: skip
"""What the vendor sets for all: few rows, the same in every database."""

DIRECTORY = {
    "access_requests", "acting", "activation_keys", "activity_general", "admissions", "allocations", "api_tokens",
    "bank_entries", "bank_files", "bank_orders", "bank_payments", "billing_cycles", "browsers", "cache",
    "calendar_feeds", "checkout_parts", "checkouts", "checkups", "claims", "contacts", "debit_notices",
    "debit_parts", "debit_retries", "debits", "device_uses", "disputes", "drafts", "dunning_letters",
    "dunning_lines", "dunning_pauses", "events", "fees", "gateway_events", "hand_overs", "imported", "imports",
    "invitations", "invoice_series", "job_causes", "limit_counts", "mail_outages", "mandate_amendments", "mandates",
    "memberships", "order_numbers", "order_terms", "organisations", "outbox_general", "parties",
    "payment_assignments", "payment_choices", "payment_moves", "payment_returns", "payments", "payout_accounts",
    "payouts", "promises", "refunds", "registrations", "reminders", "request_keys", "run_voidings", "runs",
    "set_aside", "task_days", "terms_acceptances", "terms_announcements", "users", "users_groups",
    "users_user_permissions", "vat_treatments", "waiting_events", "webhook_attempts", "webhook_deliveries",
    "webhook_endpoints", "webhook_secrets", "write_offs",
}  # fmt: skip
"""People, organisations, what these own and owe, and what is about the installation as a whole."""

LIBRARIES = ("account_", "auth_", "axes_", "django_", "mfa_", "procrastinate_", "usersessions_")
"""Tables of libraries, which are of the directory."""

SEVERAL = {
    "document_files": "letters of dunning are a payer's; their files lie with those of invoices",
    "invoices": "a collective invoice is of one payer, whose projects stand together",
}
"""Owned tables in which a row may be of no single project, and why that is right."""

ROWS = {"activity_general", "outbox_general"}
"""Where rows of no project stand."""

# A partition stands where its table does; a table that is divided by project is looked at in its parts.
TABLES = """
SELECT c.relname::text, c.relkind::text,
    coalesce(CASE WHEN g.relkind = 'p' THEN g.relname END, p.relname, c.relname)::text AS of_table
FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
LEFT JOIN pg_inherits j ON j.inhrelid = p.oid LEFT JOIN pg_class g ON g.oid = j.inhparent
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
"""
KEYS = """
SELECT conrelid::regclass::text, confrelid::regclass::text, conname::text FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
"""
COLUMNS = """
SELECT attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE attname IN ('project', 'project_id') AND NOT attnotnull AND relkind = 'r'
    AND relnamespace = current_schema()::regnamespace
"""
# Row triggers whose functions write what lists are searched by.
NAMING = """
SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
WHERE NOT tgisinternal AND tgtype & 1 = 1 AND prosrc ~ '(INTO|UPDATE) project_names'
"""

Ask = Callable[[str], list[tuple[Any, ...]]]


def place(table: str, of_table: str = "") -> str | None:
    """Where a table stands; None: nobody said."""
    if table in DIRECTORY or table.startswith(LIBRARIES):
        return "directory"
    named = table if table in OWNED | REFERENCE else of_table
    return "owned" if named in OWNED else "reference" if named in REFERENCE else None


def breaches(ask: Ask) -> Iterator[str]:
    """What would close the door: an unlisted table, or a breach of the first three points of the decision."""
    where = {name: place(name, of_table) for name, _, of_table in ask(TABLES)}
    yield from sorted(f"{name} is not listed" for name, found in where.items() if found is None)
    yield from sorted(f"{name} is listed, and not there" for name in OWNED | REFERENCE | DIRECTORY if name not in where)
    for table, to, name in sorted(ask(KEYS)):
        if where.get(table) in ("directory", "reference") and where.get(to) == "owned":
            yield f"{name}: {table} is of the {where[table]}, {to} of a project"
    for table, name in sorted(ask(NAMING)):
        yield f"{name} on {table} writes names"
    for (table,) in sorted(ask(COLUMNS)):
        if where.get(table) == "owned" and table not in SEVERAL:
            yield f"{table} holds rows of no project"
