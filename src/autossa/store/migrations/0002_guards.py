"""What the database itself refuses: changes of what is append-only, ledger rows that do not add up, mixed-up roles."""

from django.db import migrations

APPEND_ONLY = [
    "transfers",
    "coverage_entries",
    "settlements",
    "charges",
    "voids",
    "invoices",
    "contract_events",
    "gap_charges",
    "activity",
    "ssc_prices",
    "license_rates",
    "policy_versions",
    "plan_versions",
]

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused; correct it by a new row', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""

# A statement trigger also refuses a change that would hit no row, and costs nothing for inserts.
GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

LEDGER = """
CREATE FUNCTION array_total(amounts bigint[]) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (SELECT coalesce(sum(a), 0)::bigint FROM unnest(amounts) AS a);
ALTER TABLE transfers ADD CONSTRAINT transfers_lots_named
    CHECK (cardinality(lots) >= 1 AND cardinality(lots) = cardinality(lot_ssc));
ALTER TABLE transfers ADD CONSTRAINT transfers_lots_add_up CHECK (array_total(lot_ssc) = ssc);
"""

ROLES = """
CREATE FUNCTION check_role() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    organisation_kind text;
BEGIN
    SELECT kind INTO organisation_kind FROM organisations WHERE id = NEW.organisation_id;
    IF (organisation_kind = 'vendor') <> (NEW.role IN ('admin', 'reviewer', 'finance', 'support')) THEN
        RAISE EXCEPTION 'the role % does not exist in a % organisation', NEW.role, organisation_kind
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER memberships_role_fits BEFORE INSERT OR UPDATE ON memberships
    FOR EACH ROW EXECUTE FUNCTION check_role();
"""

UNDO = """
DROP TRIGGER memberships_role_fits ON memberships;
DROP FUNCTION check_role();
ALTER TABLE transfers DROP CONSTRAINT transfers_lots_add_up, DROP CONSTRAINT transfers_lots_named;
DROP FUNCTION array_total(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]

    operations = [
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY)
            + "DROP FUNCTION refuse_change();",
        ),
        migrations.RunSQL(LEDGER + ROLES, UNDO),
    ]
