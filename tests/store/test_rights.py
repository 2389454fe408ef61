"""Who may do what in the database: what is append-only changes for nobody, and the application owns nothing.

The application's role is refused by its rights where the owner and the superuser are refused by a trigger.
"""

import pytest
from django.db import connection

from tests.store.books import APPEND_ONLY, OWN, WITHDRAWN_ONLY, Session, ask, done, existing, refusal

pytestmark = pytest.mark.store

RIGHTS, GUARD, FOREIGN = "42501", "23001", "23503"  # insufficient_privilege, restrict_violation


# ---- append-only


@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_changes_for_nobody(books: dict[str, Session], table: str, change: str) -> None:
    first_column = next(iter(existing(books["app"], table)))
    statement = change.format(table, first_column, first_column)
    said = {who: refusal(session, statement).sqlstate for who, session in books.items()}
    assert said == {"app": RIGHTS, "owner": GUARD, "superuser": GUARD}


def test_the_refusal_says_what_to_do_instead(books: dict[str, Session]) -> None:
    said = str(refusal(books["owner"], "DELETE FROM invoices WHERE false"))
    assert "invoices is append-only: DELETE is refused; correct it by a new row" in said


@pytest.mark.parametrize("table", ["projects", "contracts", "settlements", "organisations"])
def test_emptying_a_table_does_not_empty_the_journals_below_it(books: dict[str, Session], table: str) -> None:
    assert refusal(books["superuser"], f"TRUNCATE {table} CASCADE").sqlstate == GUARD


@pytest.mark.parametrize("table", ["projects", "contracts", "license_lines", "organisations", "price_lists"])
def test_what_journals_speak_of_cannot_be_deleted(books: dict[str, Session], table: str) -> None:
    assert refusal(books["app"], f"DELETE FROM {table}").sqlstate == RIGHTS
    if table != "license_lines":  # charges name a line by its number
        assert refusal(books["superuser"], f"DELETE FROM {table}").sqlstate == FOREIGN


# ---- who may do what


def test_django_connects_as_the_application(books: dict[str, Session]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("autossa_app", "autossa_app")
    assert ask(books["app"], "SELECT current_user") == ["autossa_app"]


@pytest.mark.parametrize("role", ["app", "owner"])
def test_neither_role_is_more_than_it_must_be(books: dict[str, Session], role: str) -> None:
    query = (
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR EXISTS "
        "(SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_roles r WHERE rolname = current_user"
    )
    assert ask(books[role], query) == [False]


def test_the_application_owns_nothing(books: dict[str, Session]) -> None:
    owned = (
        "SELECT relname FROM pg_class WHERE relowner = '{0}'::regrole UNION ALL"
        " SELECT proname FROM pg_proc WHERE proowner = '{0}'::regrole UNION ALL"
        " SELECT nspname FROM pg_namespace WHERE nspowner = '{0}'::regrole UNION ALL"
        " SELECT datname FROM pg_database WHERE datdba = '{0}'::regrole"
    )
    assert ask(books["superuser"], owned.format("autossa_app")) == []
    assert "transfers" in ask(books["superuser"], owned.format("autossa_owner"))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (id int)",
        "CREATE TEMPORARY TABLE own (id int)",
        "CREATE SCHEMA own",
        "CREATE VIEW own AS SELECT 1",
        "CREATE FUNCTION own() RETURNS int LANGUAGE sql RETURN 1",
        "CREATE INDEX own ON transfers (ssc)",
        "CREATE EXTENSION pageinspect",
        "ALTER TABLE transfers ADD COLUMN own int",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_positive",
        "ALTER TABLE transfers DISABLE TRIGGER ALL",
        "DROP TRIGGER transfers_append_only ON transfers",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP FUNCTION refuse_change() CASCADE",
        "DROP TABLE transfers CASCADE",
        "TRUNCATE coverage",
        "SET session_replication_role = replica",
        "SET ROLE autossa_owner",
        "SET SESSION AUTHORIZATION autossa_owner",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_done', now())",
    ],
)
def test_the_application_cannot_change_the_schema_or_become_another(books: dict[str, Session], statement: str) -> None:
    assert refusal(books["app"], statement).sqlstate == RIGHTS


def test_the_application_cannot_give_itself_a_right(books: dict[str, Session]) -> None:
    """PostgreSQL only warns that nothing was granted."""
    grant = "GRANT DELETE ON coverage_entries, lots TO autossa_app"
    assert refusal(books["app"], grant, "DELETE FROM lots").sqlstate == RIGHTS


def test_each_table_is_append_only_or_has_named_columns_that_change(books: dict[str, Session]) -> None:
    """A new table must be put into the guards of a migration or into `store.grants`; this is who reminds you."""
    guarded = set(
        ask(
            books["superuser"],
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE NOT c.relispartition AND tgname = tgrelid::regclass::text || '_append_only'"
            " AND tgenabled = 'O' AND tgtype & (2 + 8 + 32) = 2 + 8 + 32",  # before, delete, truncate; each statement
        )
    )
    never_updated = set(
        ask(
            books["superuser"],
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE NOT c.relispartition AND tgname = tgrelid::regclass::text || '_append_only'"
            " AND tgenabled = 'O' AND tgtype & 16 = 16",
        )
    )
    changing = set(
        ask(
            books["app"],
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace"
            " AND has_any_column_privilege(oid, 'UPDATE')",
        )
    )
    assert guarded == set(APPEND_ONLY)
    assert guarded - never_updated == guarded & changing == set(WITHDRAWN_ONLY)
    # Claims and payments change by triggers alone. Coverage comes and goes, as what a draft needs; a reminder was
    # sent, a trial began; no such row changes.
    assert OWN - guarded - changing == {
        "artifacts", "claims", "coverage", "payments", "release_needs", "reminders", "trials", "vendor_marks",
        "waiting_events", "webhook_attempts",
    }  # fmt: skip


@pytest.mark.parametrize("table", WITHDRAWN_ONLY)
def test_a_version_is_withdrawn_once_before_it_begins_and_never_changed(books: dict[str, Session], table: str) -> None:
    withdrawn = f"UPDATE {table} SET withdrawn_on = {{}}, withdrawal = {{}} WHERE starts_on > '2029-12-31'"
    right = withdrawn.format("starts_on - 1", "'a slip'")
    assert done(books["app"], right) == 1
    assert refusal(books["app"], f"UPDATE {table} SET starts_on = starts_on + 1").sqlstate == RIGHTS
    for session in (books["owner"], books["superuser"]):
        assert refusal(session, right, right).sqlstate == GUARD
        assert (
            refusal(session, right.replace("withdrawal =", "starts_on = starts_on + 1, withdrawal =")).sqlstate == GUARD
        )
        assert refusal(session, right, right.replace("starts_on - 1", "NULL")).sqlstate == GUARD
    for begun, why in (("starts_on", "'a slip'"), ("starts_on - 1", "''")):
        assert refusal(books["app"], withdrawn.format(begun, why)).sqlstate == "23514"


def test_the_application_deletes_only_what_has_no_history(books: dict[str, Session]) -> None:
    query = (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(oid, '{}')"
    )
    own = {"contacts", "coverage", "browsers", "drafts", "limit_counts", "mail_texts", "memberships", "registrations"}
    own |= {
        "device_uses",
        "product_types",
        "release_needs",
        "releases",
        "artifacts",
        "request_keys",
        "waiting_events",
        "webhook_secrets",
        "webhook_deliveries",
        "webhook_attempts",
        "mail_outages",
        "outbox",
        "reminders",
    }  # of releases the drafts alone, of the outbox what does not wait, say triggers
    assert OWN & set(ask(books["app"], query.format("DELETE"))) == own
    for right in ("TRUNCATE", "TRIGGER", "REFERENCES"):
        assert ask(books["app"], query.format(right)) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("contracts", "start"),
        ("contracts", "concluded_on"),
        ("contracts", "plan_id"),
        ("contracts", "price_list_id"),
        ("contracts", "currency"),
        ("contracts", "gap_start"),
        ("license_lines", "quantity"),
        ("license_lines", "rate"),
        ("license_lines", "acquired_on"),
        ("licenses", "code"),
        ("lots", "ssc"),
        ("lots", "paid"),
        ("lots", "source"),
        ("price_lists", "currency"),
        ("license_types", "code"),
        ("organisations", "kind"),
        ("activation_keys", "digest"),
        ("activation_keys", "ssc"),
        ("outbox", "topic"),
        ("invoice_series", "series"),
        ("coverage", "days"),
        ("drafts", "user_id"),
        ("drafts", "key"),
        ("credit_orders", "ssc"),
        ("credit_orders", "gross"),
    ],
)
def test_the_application_cannot_change_what_history_rests_on(
    books: dict[str, Session], table: str, column: str
) -> None:
    assert refusal(books["app"], f'UPDATE {table} SET "{column}" = "{column}"').sqlstate == RIGHTS


# ---- no tables and objects beside those of the portal


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE projects (id int)",
        "CREATE TEMP VIEW projects AS SELECT 1",
        "SELECT 1 AS id INTO TEMP projects",
        "CREATE SCHEMA autossa_app",
        "CREATE FUNCTION public.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'hidden')",
        "SELECT lo_import('/etc/passwd')",
        "ALTER ROLE autossa_app SUPERUSER",
        "ALTER ROLE autossa_owner SET search_path = pg_temp",
        "SET ROLE autossa_owner",
    ],
)
def test_the_application_puts_nothing_in_the_way_of_its_tables(books: dict[str, Session], statement: str) -> None:
    assert refusal(books["app"], statement).sqlstate in (RIGHTS, "0A000", "22023")


def test_what_a_role_sets_for_itself_comes_before_nothing_that_the_portal_says(books: dict[str, Session]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), source FROM pg_settings WHERE name = 'search_path'")
        assert cursor.fetchone() == ("public,pg_temp", "client")  # a preset of the role would be less
