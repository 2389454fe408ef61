"""Books that are taken over: what came with each, and bookings that another book had settled."""

import django.db.models.deletion
from django.db import migrations, models

import autossa.store.ids

_GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
_NO_GUARD = "DROP TRIGGER {table}_append_only ON {table};"
_TABLES = ("imports", "imported")
# As 0032 had it, but for what was taken over: it was agreed to elsewhere.
_ACCEPTED = """
CREATE OR REPLACE FUNCTION check_terms_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    SELECT kind INTO missing FROM (
        SELECT DISTINCT ON (kind) id, kind, languages FROM terms_versions
        WHERE withdrawn_on IS NULL AND starts_on <= (to_jsonb(NEW) ->> TG_ARGV[1])::date ORDER BY kind, number DESC
    ) AS v
    WHERE cardinality(languages) > 0 AND NOT EXISTS (
        SELECT FROM terms_acceptances a WHERE a.deed = TG_ARGV[0] AND a.deed_id = NEW.id AND a.version_id = v.id
    ){unless} LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the % in force were not accepted for this %', missing, TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
"""
_IMPORTED = " AND NOT EXISTS (SELECT FROM imported WHERE thing = NEW.id)"
_SETTLED = ["extension", "addition", "gap", "manual", "opening"]


class Migration(migrations.Migration):
    dependencies = [("store", "0057_calendars")]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=autossa.store.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("file", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "imports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="imports_sha256"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "reference", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("reference", models.CharField(max_length=100)),
                ("thing", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="things",
                        to="store.import",
                    ),
                ),
            ],
            options={
                "db_table": "imported",
                "indexes": [models.Index(fields=["thing"], name="imported_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["customer", "project", "contract", "mandate"])),
                        name="imported_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="imported_reference"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "".join(_GUARD.format(table=table) for table in _TABLES),
            "".join(_NO_GUARD.format(table=table) for table in _TABLES),
        ),
        migrations.RunSQL(_ACCEPTED.replace("{unless}", _IMPORTED), _ACCEPTED.replace("{unless}", "")),
        migrations.RemoveConstraint("settlement", "settlements_reason"),
        migrations.AddConstraint(
            "settlement",
            models.CheckConstraint(condition=models.Q(("reason__in", _SETTLED)), name="settlements_reason"),
        ),
    ]
