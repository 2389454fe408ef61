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
-- Nearly all transfers name one lot: those are compared without the sum, which costs more than all else of the row.
ALTER TABLE transfers ADD CONSTRAINT transfers_lots_add_up
    CHECK (CASE WHEN cardinality(lot_ssc) = 1 THEN lot_ssc[1] ELSE array_total(lot_ssc) END = ssc);
ALTER TABLE transfers ADD CONSTRAINT transfers_lots_positive
    CHECK (coalesce(0 < ALL (lot_ssc), false) AND array_position(lots, NULL) IS NULL);
ALTER TABLE settlements ADD CONSTRAINT settlements_of_contract
    CHECK (reason <> 'extension' OR contract IS NOT NULL);
"""

# Each period changes its contract once, in no indexed column: with room in the page that touches no index.
ROOM = "ALTER TABLE contracts SET (fillfactor = 50);"

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
ALTER TABLE settlements DROP CONSTRAINT settlements_of_contract;
ALTER TABLE transfers DROP CONSTRAINT transfers_lots_positive, DROP CONSTRAINT transfers_lots_add_up,
    DROP CONSTRAINT transfers_lots_named;
DROP FUNCTION array_total(bigint[]);
ALTER TABLE contracts RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]

    operations = [
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY)
            + "DROP FUNCTION refuse_change();",
        ),
        migrations.RunSQL(LEDGER + ROOM + ROLES, UNDO),
    ]
