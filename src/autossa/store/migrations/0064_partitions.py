"""Tables that only grow stand in partitions by the time their ids were made; rows of no project in tables of their own.

An id is a UUIDv7, whose first 48 bits are a time: so each key, and each guard by key, is as strong as before (decision
90). What there was stays as it is, as the first partition: its rows are read once (to see that they are of the time
before the next partition), and none is written anew, but those of `activity` and `outbox` that are of no project: they
move into `activity_general` and `outbox_general`. Each of the four tables is locked while it is read, some seconds a
gigabyte; upgrade while nothing runs.
"""

import django.db.models.deletion
from django.db import migrations, models

# What the tables are divided by: the column that holds an id, and whether a partition is a year or a month.
DIVIDED = (
    ("activity", "id", True),
    ("outbox", "id", True),
    ("transfers", "id", False),
    ("charges", "settlement_id", False),
)

IDS = """
CREATE FUNCTION first_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
CREATE FUNCTION time_of_id(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;
CREATE FUNCTION end_of_partitions(parent regclass) RETURNS uuid LANGUAGE sql STABLE STRICT AS $$
    SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM $re$ TO \\('([0-9a-f-]{36})'\\)$re$)::uuid::text)::uuid
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = parent
$$;
CREATE FUNCTION divided_tables(OUT parent text, OUT key text, OUT unit interval, OUT ahead int, OUT named text)
    RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
    VALUES ('activity_of_projects', 'id', interval '1 year', 1, 'YYYY'),
        ('charges', 'settlement_id', interval '1 year', 1, 'YYYY'),
        ('outbox_of_projects', 'id', interval '1 month', 3, 'YYYY_MM'),
        ('transfers', 'id', interval '1 year', 1, 'YYYY')
$$;
"""

# Nobody but the owner changes a partition, and what is append-only is so whichever way somebody comes to it.
GUARD = """
CREATE FUNCTION guard_partition(leaf text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    given record;
BEGIN
    IF leaf !~ '^outbox' THEN
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT'
            ' EXECUTE FUNCTION refuse_change()', leaf || '_append_only', leaf);
    END IF;
    IF (SELECT relkind FROM pg_class WHERE oid = leaf::regclass) = 'r' THEN
        -- What is never changed is frozen as it is vacuumed, once; mails are changed twice, and then never again.
        EXECUTE format(CASE WHEN leaf ~ '^outbox'
            THEN 'ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)'
            ELSE 'ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 0.05,'
                ' autovacuum_analyze_scale_factor = 0.02, autovacuum_freeze_min_age = 0)' END, leaf);
    END IF;
    FOR given IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = leaf::regclass AND a.grantee <> c.relowner
    LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM %s', leaf,
            CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(given.grantee)) END);
    END LOOP;
END $$;
"""

# Ahead of time, each after the one before. What came into the rest, because nobody had made its partition, moves there.
MAKE = """
CREATE FUNCTION make_partitions(moment timestamptz) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '3s' SET timezone = 'UTC' AS $$
DECLARE
    one record;
    leaf text;
    rest text;
    starts timestamptz;
    ends timestamptz;
    made text[];
    strays boolean;
BEGIN
    IF moment > now() + interval '5 years' THEN  -- whoever may call this fills no disk with empty tables
        RAISE EXCEPTION 'partitions are made for five years ahead at most' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(1370, 90);
    FOR one IN SELECT * FROM divided_tables() LOOP
        rest := one.parent || '_rest';
        starts := time_of_id(end_of_partitions(one.parent::regclass));
        CONTINUE WHEN starts > moment + one.ahead * one.unit AND to_regclass(rest) IS NOT NULL;
        strays := false;
        IF to_regclass(rest) IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', rest) INTO strays;
        END IF;
        IF strays THEN
            EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', one.parent, rest);
            EXECUTE format('ALTER TABLE %I RENAME TO %I', rest, one.parent || '_stray');
        END IF;
        made := '{}';
        WHILE starts <= moment + one.ahead * one.unit LOOP
            ends := starts + one.unit;
            leaf := one.parent || '_' || to_char(starts, one.named);
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', leaf, one.parent,
                first_id(starts), first_id(ends));
            PERFORM guard_partition(leaf);
            made := made || leaf;
            starts := ends;
        END LOOP;
        IF to_regclass(rest) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', rest, one.parent);
            PERFORM guard_partition(rest);
        END IF;
        IF strays THEN
            FOREACH leaf IN ARRAY made || rest LOOP
                EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', leaf);  -- they were written once
                EXECUTE format('INSERT INTO %I SELECT * FROM %I WHERE %I >= %L AND ($1 IS NULL OR %I < $1)', leaf,
                    one.parent || '_stray', one.key, coalesce(lower_bound(leaf), first_id(starts)), one.key)
                    USING upper_bound(leaf);
                SET CONSTRAINTS ALL IMMEDIATE;
                EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', leaf);
            END LOOP;
            EXECUTE format('DROP TABLE %I', one.parent || '_stray');
        END IF;
        RETURN QUERY SELECT unnest(made);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION make_partitions(timestamptz) FROM PUBLIC;
-- Autovacuum looks at partitions alone; the planner wants to know of the whole table, too.
CREATE FUNCTION analyze_divided() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
    ANALYZE activity;
    ANALYZE outbox;
    ANALYZE transfers;
    ANALYZE charges;
END $$;
REVOKE EXECUTE ON FUNCTION analyze_divided() FROM PUBLIC;
CREATE FUNCTION lower_bound(leaf text) RETURNS uuid LANGUAGE sql STABLE STRICT AS $$
    SELECT substring(pg_get_expr(relpartbound, oid) FROM $re$FROM \\('([0-9a-f-]{36})'\\)$re$)::uuid
    FROM pg_class WHERE oid = leaf::regclass
$$;
CREATE FUNCTION upper_bound(leaf text) RETURNS uuid LANGUAGE sql STABLE STRICT AS $$
    SELECT substring(pg_get_expr(relpartbound, oid) FROM $re$ TO \\('([0-9a-f-]{36})'\\)$re$)::uuid
    FROM pg_class WHERE oid = leaf::regclass
$$;
"""

# `apart`: rows of no project in a table of their own; the rest is divided by time below a table of its own.
DIVIDE = """
CREATE FUNCTION divide(whole text, key text, apart boolean, ends timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first text := whole || '_first';
    part text := whole || CASE WHEN apart THEN '_of_projects' ELSE '' END;
    general text := whole || '_general';
    indexes text[];
    names text[];
    primary_key text;
    keys text[];
    triggers text[];
    each_one text;
BEGIN
    SELECT array_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid) FILTER (WHERE NOT indisunique),
        array_agg(indexrelid::regclass::text) INTO indexes, names FROM pg_index WHERE indrelid = whole::regclass;
    SELECT pg_get_constraintdef(oid) INTO primary_key FROM pg_constraint
        WHERE conrelid = whole::regclass AND contype = 'p';
    SELECT array_agg(format('ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))) INTO keys FROM pg_constraint
        WHERE conrelid = whole::regclass AND contype = 'f';
    SELECT array_agg(pg_get_triggerdef(oid)), array_agg(format('DROP TRIGGER %I ON %I', tgname, first))
        INTO triggers FROM pg_trigger WHERE tgrelid = whole::regclass AND NOT tgisinternal;
    FOR each_one IN SELECT tgname FROM pg_trigger WHERE tgrelid = whole::regclass AND NOT tgisinternal LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', each_one, whole);
    END LOOP;
    EXECUTE format('ALTER TABLE %I RENAME TO %I', whole, first);
    FOREACH each_one IN ARRAY names LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', each_one, each_one || '_first');
    END LOOP;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)'
        ' PARTITION BY %s', whole, first, CASE WHEN apart THEN 'LIST (project)' ELSE format('RANGE (%I)', key) END);
    IF apart THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES IN (NULL)', general, whole);
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT PARTITION BY RANGE (%I)', part, whole, key);
        EXECUTE format('ALTER TABLE %I ADD %s', general, primary_key);
        EXECUTE format('INSERT INTO %I SELECT * FROM %I WHERE project IS NULL', general, first);
        EXECUTE format('DELETE FROM %I WHERE project IS NULL', first);
        EXECUTE format('ALTER TABLE %I ALTER project SET NOT NULL', first);
        EXECUTE format('ALTER TABLE %I ALTER project SET NOT NULL', part);
        PERFORM guard_partition(general), guard_partition(part);
    END IF;
    EXECUTE format('ALTER TABLE %I ADD %s', part, primary_key);
    FOREACH each_one IN ARRAY coalesce(indexes, '{}') LOOP
        EXECUTE each_one;
    END LOOP;
    FOREACH each_one IN ARRAY coalesce(keys, '{}') LOOP
        EXECUTE format('ALTER TABLE %I %s', whole, each_one);
    END LOOP;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', part, first, first_id(ends));
    PERFORM guard_partition(first);
    FOREACH each_one IN ARRAY coalesce(triggers, '{}') LOOP
        EXECUTE each_one;
    END LOOP;
END $$;
"""

# And back: all rows into one table again.
UNITE = """
CREATE FUNCTION unite(whole text, primary_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone text := whole || '_gone';
    indexes text[];
    names text[];
    keys text[];
    triggers text[];
    each_one text;
BEGIN
    SELECT array_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid) FILTER (WHERE NOT indisunique),
        array_agg(indexrelid::regclass::text) INTO indexes, names FROM pg_index WHERE indrelid = whole::regclass;
    SELECT array_agg(format('ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))) INTO keys FROM pg_constraint
        WHERE conrelid = whole::regclass AND contype = 'f';
    SELECT array_agg(pg_get_triggerdef(oid)) INTO triggers FROM pg_trigger
        WHERE tgrelid = whole::regclass AND NOT tgisinternal;
    EXECUTE format('ALTER TABLE %I RENAME TO %I', whole, gone);
    FOREACH each_one IN ARRAY coalesce(names, '{}') LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', each_one, each_one || '_gone');
    END LOOP;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', whole, gone);
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', whole, gone);
    EXECUTE format('DROP TABLE %I', gone);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I PRIMARY KEY %s', whole, whole || '_pkey', primary_key);
    FOREACH each_one IN ARRAY coalesce(indexes, '{}') LOOP
        EXECUTE replace(each_one, ' ON ONLY ', ' ON ');
    END LOOP;
    FOREACH each_one IN ARRAY coalesce(keys, '{}') LOOP
        EXECUTE format('ALTER TABLE %I %s', whole, each_one);
    END LOOP;
    FOREACH each_one IN ARRAY coalesce(triggers, '{}') LOOP
        EXECUTE each_one;
    END LOOP;
END $$;
"""

# That a transfer is taken back once holds over all partitions: one key for all of them, which a trigger writes.
CORRECTED = """
ALTER INDEX corrected_transfers_pkey RENAME TO transfers_corrected_once;
CREATE FUNCTION note_correction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO corrected_transfers (corrects, transfer, project_id) VALUES (NEW.corrects, NEW.id, NEW.project_id);
    RETURN NULL;
END $$;
INSERT INTO corrected_transfers (corrects, transfer, project_id)
    SELECT corrects, id, project_id FROM transfers WHERE corrects IS NOT NULL;
DROP INDEX {once};
CREATE TRIGGER transfers_noted AFTER INSERT ON transfers FOR EACH ROW WHEN (NEW.corrects IS NOT NULL)
    EXECUTE FUNCTION note_correction();
CREATE TRIGGER corrected_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON corrected_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
CORRECTED_BEFORE = """
DROP TRIGGER corrected_transfers_append_only ON corrected_transfers;
DROP TRIGGER transfers_noted ON transfers;
DROP FUNCTION note_correction();
ALTER INDEX transfers_corrected_once RENAME TO corrected_transfers_pkey;
CREATE UNIQUE INDEX transfers_corrected_once ON transfers (corrects) WHERE corrects IS NOT NULL;
"""
FREED = "ALTER INDEX transfers_corrected_once RENAME TO transfers_corrected_before;"

DO = (
    "".join(
        f"SELECT divide('{whole}', '{key}', {apart}, date_trunc('{unit}', now(), 'UTC') + interval '1 {unit}');\n"
        for (whole, key, apart), unit in zip(DIVIDED, ("year", "month", "year", "year"), strict=True)
    )
    + "DROP FUNCTION divide(text, text, boolean, timestamptz);\nSELECT make_partitions(now());\n"
)
UNDO = (
    UNITE
    + "".join(
        f"SELECT unite('{whole}', '{'(settlement_id, position)' if whole == 'charges' else '(id)'}');\n"
        for whole, _key, _apart in DIVIDED
    )
    + "DROP FUNCTION unite(text, text);\n"
)


class Migration(migrations.Migration):
    dependencies = [("store", "0063_doors")]

    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.CreateModel(
            name="CorrectedTransfer",
            fields=[
                ("corrects", models.UUIDField(primary_key=True, serialize=False)),
                ("transfer", models.UUIDField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.project",
                    ),
                ),
            ],
            options={"db_table": "corrected_transfers"},
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveConstraint("transfer", "transfers_corrected_once")],
            database_operations=[
                migrations.RunSQL(FREED + CORRECTED.format(once="transfers_corrected_before"), CORRECTED_BEFORE)
            ],
        ),
        migrations.RunSQL(
            IDS,
            "DROP FUNCTION divided_tables(); DROP FUNCTION end_of_partitions(regclass); DROP FUNCTION time_of_id(uuid);"
            " DROP FUNCTION first_id(timestamptz);",
        ),
        migrations.RunSQL(
            GUARD + MAKE,
            "DROP FUNCTION analyze_divided(); DROP FUNCTION make_partitions(timestamptz); DROP FUNCTION upper_bound(text);"
            " DROP FUNCTION lower_bound(text); DROP FUNCTION guard_partition(text);",
        ),
        migrations.RunSQL(DIVIDE, migrations.RunSQL.noop),
        migrations.RunSQL(DO, UNDO),
    ]
