"""Dated versions say when they were entered, begin after all that was due then, and are withdrawn before they begin."""

from django.db import migrations, models

TABLES = {"license_rates": "license_type_id", "ssc_prices": "price_list_id", "policy_versions": ""}

# Of the policies in force: the newest that began (the first one ever, before it), and those of open contracts.
LEAD = """
CREATE FUNCTION longest_lead(day date) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(p.renewal_lead_days), 0)::integer FROM policy_versions p
    WHERE p.withdrawn_on IS NULL AND (
        p.id = (
            SELECT id FROM policy_versions WHERE withdrawn_on IS NULL
            ORDER BY starts_on > day, CASE WHEN starts_on > day THEN starts_on - day ELSE day - starts_on END LIMIT 1
        )
        OR EXISTS (
            SELECT FROM plan_versions v JOIN contracts c ON c.plan_id = v.id
            WHERE v.policy_id = p.id AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
        )
    )
$$;
"""

# A run that is late must find what it would have found on the day: what is new begins after all that was due by then.
START = """
CREATE FUNCTION check_version_start() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    another boolean;
BEGIN
    IF NEW.entered_on IS NULL OR NEW.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'a version of % says when it was entered, and stands at first', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE withdrawn_on IS NULL%s)', TG_TABLE_NAME,
        CASE WHEN TG_NARGS = 0 THEN '' ELSE format(' AND %I = $1', TG_ARGV[0]) END)
        INTO another USING CASE WHEN TG_NARGS = 0 THEN NULL ELSE (to_jsonb(NEW) ->> TG_ARGV[0])::uuid END;
    IF another AND NEW.starts_on <= NEW.entered_on + longest_lead(NEW.entered_on) THEN
        RAISE EXCEPTION 'a version of % that is entered on % may not begin on %', TG_TABLE_NAME, NEW.entered_on,
            NEW.starts_on USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION check_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL OR NEW.withdrawn_on IS NULL
        OR to_jsonb(NEW) - 'withdrawn_on' - 'withdrawal' <> to_jsonb(OLD) - 'withdrawn_on' - 'withdrawal' THEN
        RAISE EXCEPTION '% is append-only: a version is withdrawn, once, and otherwise never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
END = """
DROP FUNCTION check_withdrawal();
DROP FUNCTION check_version_start();
DROP FUNCTION longest_lead(date);
"""
GUARD = """
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_withdrawn_only BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION check_withdrawal();
CREATE TRIGGER {table}_start BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION check_version_start({of});
"""
UNGUARD = """
DROP TRIGGER {table}_start ON {table};
DROP TRIGGER {table}_withdrawn_only ON {table};
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def _withdrawn(table: str) -> models.CheckConstraint:
    before = models.Q(withdrawn_on__isnull=False, withdrawn_on__lt=models.F("starts_on")) & ~models.Q(withdrawal="")
    return models.CheckConstraint(
        condition=models.Q(withdrawn_on=None, withdrawal="") | before, name=f"{table}_withdrawn"
    )


def _once(table: str, *of: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        condition=models.Q(withdrawn_on=None), fields=[*of, "starts_on"], name=f"{table}_once"
    )


def _columns(model: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(model, "entered_on", models.DateField(null=True)),
        migrations.AddField(model, "withdrawn_on", models.DateField(blank=True, null=True)),
        migrations.AddField(model, "withdrawal", models.CharField(blank=True, max_length=500)),
    ]


class Migration(migrations.Migration):
    dependencies = [("store", "0013_limit_counts")]

    operations = [
        migrations.RemoveConstraint("licenserate", "license_rates_once"),
        migrations.RemoveConstraint("sscprice", "ssc_prices_once"),
        *_columns("licenserate"),
        *_columns("sscprice"),
        *_columns("policyversion"),
        migrations.AlterField("policyversion", "starts_on", models.DateField()),
        migrations.AddConstraint("licenserate", _once("license_rates", "license_type")),
        migrations.AddConstraint("sscprice", _once("ssc_prices", "price_list")),
        migrations.AddConstraint("policyversion", _once("policy_versions")),
        migrations.AddConstraint("licenserate", _withdrawn("license_rates")),
        migrations.AddConstraint("sscprice", _withdrawn("ssc_prices")),
        migrations.AddConstraint("policyversion", _withdrawn("policy_versions")),
        migrations.RunSQL(
            LEAD
            + START
            + "".join(GUARD.format(table=table, of=f"'{of}'" if of else "") for table, of in TABLES.items()),
            "".join(UNGUARD.format(table=table) for table in TABLES) + END,
        ),
    ]
