"""What the application's role may do: it owns no table, and cannot change what is append-only."""

from typing import Any

from django.db import connections
from psycopg import sql

# Tables whose rows may change, with the columns that may (none listed means all); nothing else can be updated.
_UPDATE: dict[str, tuple[str, ...]] = {
    "projects": (),
    "project_names": ("name", "customer", "words"),
    "contracts": (
        "status",
        "booked_until",
        "ends_on",
        "decided_on",
        "voids",
        "payer_id",
        "order_number",
        "invoice_contact",
        "terminated",
    ),
    "license_lines": ("added_on", "ended_on", "confirmed"),
    "licenses": ("activated_on",),
    "lots": ("free", "held"),
    "invoice_series": ("last",),
    "activation_keys": ("redeemed_by_id", "redeemed_on"),
    "outbox": ("payload", "delivered_at", "attempts", "last_error", "not_before", "claimed_until", "parked_at"),
    "mail_outages": ("tried_at", "tries", "cause", "ended_at"),
    "task_days": ("done_for", "done_at"),
    "job_causes": ("at", "cause"),
    "runs": (
        "finished_at",
        "state",
        "alive_at",
        "cause",
        "projects",
        "periods",
        "parked",
        "unbooked",
        "figures",
        "ahead",
        "reason",
        "decided_at",
        "checked",
        "findings",
    ),
    "run_voidings": (
        "approved_by",
        "approved_at",
        "declined_by",
        "declined_at",
        "finished_at",
        "voided",
        "kept",
    ),
    "organisations": (
        "name",
        "number",
        "street",
        "more",
        "post_code",
        "city",
        "country",
        "vat_id",
        "invoice_email",
        "buyer_reference",
        "language",
        "needs_order_number",
        "invoice_xml",
        "changed_at",
        "verified_on",
        "suspended_on",
        "merged_into_id",
    ),
    "memberships": (),
    "users": (),
    "contacts": (),
    "invitations": ("accepted_by_id", "accepted_at", "withdrawn_at"),
    "admissions": ("answered_by", "admitted_at", "declined_at"),
    "hand_overs": ("ends_on",),
    "access_requests": ("hand_over_id", "declined_at", "answered_by"),
    "payer_changes": ("confirmed_by", "confirmed_at", "refused_by", "refused_at"),
    "acting": ("stopped_at",),
    "api_tokens": ("last_used_at", "revoked_at"),
    "mail_texts": (),
    "license_types": (
        "name",
        "note",
        "ssa",
        "can_be_given_up",
        "can_be_released",
    ),  # as long as there is no license, says a trigger
    "price_lists": ("name",),
    "products": ("name",),
    "product_types": ("major",),
    "branches": ("supported_until",),
    "devices": ("name", "parent_id", "gone_on", "departure", "gone_reason"),
    "installations": ("release_id", "version", "counts", "reported_at"),
    "activations": ("ended_on", "ending"),
    "device_credentials": ("revoked_at",),
    "device_codes": ("used_at",),
    "device_uses": ("since", "count"),
    "license_files": ("confirmed_at",),
    "signing_keys": ("retired_at", "revoked_at", "revocation"),
    "releases": (),  # but for what entitlements rest on, says a trigger
    "license_rates": ("withdrawn_on", "withdrawal"),  # before they begin, says a trigger
    "ssc_prices": ("withdrawn_on", "withdrawal"),
    "license_prices": ("withdrawn_on", "withdrawal"),
    "vat_rates": ("withdrawn_on", "withdrawal"),
    "policy_versions": ("withdrawn_on", "withdrawal"),
    "terms_versions": ("withdrawn_on", "withdrawal"),
    "registrations": ("confirmed_at",),
    "browsers": ("agent", "address", "last_at"),
    "drafts": ("answers", "changed_at"),
    "limit_counts": (),
    "request_keys": (),
    "webhook_endpoints": (),
    "webhook_secrets": ("secret", "expires_at"),
    "webhook_deliveries": ("state", "attempts", "not_before", "ended_at"),
    "calendar_feeds": ("read_at", "revoked_at"),
    "credit_orders": ("state", "decided_at", "decided_by", "decided_by_name", "reason", "payer_id", "paid_on"),
    "license_orders": ("state", "decided_at", "decided_by", "decided_by_name", "reason", "payer_id", "paid_on"),
    "license_order_lines": ("license_id",),
    "quotes": (
        "payer_id",
        "accepted_on",
        "accepted_at",
        "accepted_by",
        "accepted_by_name",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_by_name",
        "contract_id",
    ),  # once, says a trigger
    "consents": ("approved_at", "declined_at", "withdrawn_at", "reason"),
    "vendor_settings": (),
    "checkups": (),
    "bank_orders": ("sent_by", "sent_at", "taken_back_by", "taken_back_at"),
    "checkouts": ("provider_id", "url", "state", "asked_at"),
    "continuations": ("concluded_on", "contract_id", "refused_on", "refusal"),
    "debits": ("ended_on", "end_code"),
    "disputes": ("ended_on", "outcome"),
    "dunning_pauses": ("ended_on",),
    "dunning_suspensions": ("resumed_on", "resumed_at"),
    "mandates": ("confirmed_on", "stopped_on", "stop_code", "revoked_on"),
    "payout_accounts": ("withdrawn_at",),
    "refunds": (
        "approved_on",
        "approved_by",
        "approved_at",
        "declined_by",
        "declined_at",
        "sent_in_id",
        "bank_payment_id",
    ),
    "write_offs": ("day", "approved_by", "approved_at", "declined_by", "declined_at"),
    # Of the libraries that log people in: rows without a history.
    "django_session": (),
    "usersessions_usersession": (),
    "account_emailaddress": (),
    "mfa_authenticator": (),
    "axes_accessattempt": (),
    "cache": (),
    # Of the engine of jobs: what its functions, which have no rights of their own, do for whoever calls them.
    "procrastinate_jobs": (
        "status",
        "attempts",
        "scheduled_at",
        "priority",
        "queue_name",
        "lock",
        "abort_requested",
        "worker_id",
    ),
    "procrastinate_periodic_defers": ("job_id",),
    "procrastinate_workers": ("last_heartbeat",),
}
# Written by way of their table, never by themselves.
_PARTITIONS = """
SELECT relname FROM pg_class WHERE relispartition AND relkind IN ('r', 'p')
    AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_DELETE = (
    "outbox",  # but for what waits, says a trigger
    "reminders",
    "mail_outages",
    "product_types",
    "release_needs",
    "releases",
    "artifacts",
    "device_uses",
    "coverage",
    "memberships",
    "contacts",
    "mail_texts",
    "registrations",
    "browsers",
    "drafts",
    "limit_counts",
    "request_keys",
    "waiting_events",
    "webhook_secrets",
    "webhook_deliveries",
    "webhook_attempts",
    "django_session",
    "usersessions_usersession",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "cache",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)


def grant(app_role: str) -> None:
    """Give the role its rights on all tables, and take everything else; run as the owner after every migration."""
    role = sql.Identifier(app_role)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT datname, pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
        )
        name, is_owned = cursor.fetchone()
        for statement in _of_database(sql.Identifier(name), role) if is_owned else ():
            cursor.execute(statement)
    statements = [
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {}").format(role),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
        sql.SQL("REVOKE INSERT ON django_migrations, claims, corrected_transfers FROM {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION analyze_divided() TO {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION make_partitions(timestamptz) TO {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION forget_addresses(timestamptz) TO {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION erase_person(uuid, timestamptz) TO {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION erase_address(text, uuid) TO {}").format(role),
        sql.SQL("GRANT EXECUTE ON FUNCTION repair_sums(text, uuid) TO {}").format(role),
        *(_update(table, columns, role) for table, columns in _UPDATE.items()),
        *(sql.SQL("GRANT DELETE ON {} TO {}").format(sql.Identifier(table), role) for table in _DELETE),
    ]
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(_PARTITIONS)
        for (partition,) in cursor.fetchall():
            cursor.execute(sql.SQL("REVOKE INSERT ON {} FROM {}").format(sql.Identifier(partition), role))
        grant_archive(cursor, app_role)


def grant_archive(cursor: Any, app_role: str) -> None:
    """Let the role read what was archived, which nobody changes."""
    role = sql.Identifier(app_role)
    for schema in ("archive", "whole"):
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
        if cursor.fetchone()[0]:
            name = sql.Identifier(schema)
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, role))
            cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(name, role))
            cursor.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(name, role))


def _of_database(database: sql.Identifier, role: sql.Identifier) -> list[sql.Composed]:
    """No tables beside those of the portal: a temporary one of the same name would be found before them."""
    return [
        sql.SQL("REVOKE TEMPORARY, CREATE ON DATABASE {} FROM PUBLIC, {}").format(database, role),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(role),
        sql.SQL("ALTER DATABASE {} SET search_path = public, pg_temp").format(database),
    ]


def _update(table: str, columns: tuple[str, ...], role: sql.Identifier) -> sql.Composed:
    listed = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
    return sql.SQL("GRANT UPDATE {} ON {} TO {}").format(listed, sql.Identifier(table), role)
