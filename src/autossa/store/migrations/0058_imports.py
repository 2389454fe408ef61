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
_SETTLED = ["extension", "addition", "gap", "manual", "opening"]


class Migration(migrations.Migration):
    dependencies = [("store", "0054_request_keys")]

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
        migrations.RemoveConstraint("settlement", "settlements_reason"),
        migrations.AddConstraint(
            "settlement",
            models.CheckConstraint(condition=models.Q(("reason__in", _SETTLED)), name="settlements_reason"),
        ),
    ]
