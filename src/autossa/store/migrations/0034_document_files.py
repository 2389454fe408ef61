"""The files of documents, and the designs that they were made in."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

# As `refuse_change` guards the journals (0002).
TABLES = ("document_designs", "document_files")
_GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
GUARD = "".join(_GUARD.format(table=table) for table in TABLES)
UNGUARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES)
_DIGEST = "^[0-9a-f]{64}$"


def _other(model: str, name: str) -> "models.ForeignKey[models.Model, models.Model]":
    """A row that stays as long as this one, which is always."""
    kept = django.db.models.deletion.PROTECT
    return models.ForeignKey(db_index=False, on_delete=kept, related_name=name, to=model)


class Migration(migrations.Migration):
    dependencies = [("store", "0033_bookkeeping")]
    operations = [
        migrations.CreateModel(
            name="DocumentDesign",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("accent", models.CharField(max_length=7)),
                ("logo", models.BinaryField(blank=True, default=b"", max_length=200_000)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "document_designs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", _DIGEST)), name="document_designs_sha256"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("format", models.CharField(max_length=3)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("path", models.CharField(max_length=100)),
                ("version", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("design", _other("store.documentdesign", "+")),
                ("invoice", _other("store.invoice", "files")),
            ],
            options={
                "db_table": "document_files",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["pdf", "cii", "ubl"])), name="document_files_format"
                    ),
                    models.UniqueConstraint(fields=("invoice", "format"), name="document_files_once"),
                    models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="document_files_size"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", _DIGEST)), name="document_files_sha256"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
