"""Letters of dunning are kept as they were made, as invoices are (decision 77)."""

import django.db.models.deletion
from django.db import migrations, models


def _of_one(*keys: str) -> models.Q:
    found = models.Q()
    for one in keys:
        found |= models.Q(**dict(((f"{key}__isnull", False) if key == one else (key, None)) for key in keys))
    return found


class Migration(migrations.Migration):
    dependencies = [("store", "0052_payments_moved")]

    operations = [
        migrations.AddField(
            "documentfile",
            "letter",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="store.dunningletter",
            ),
        ),
        migrations.RemoveConstraint("documentfile", "document_files_of_one"),
        migrations.AddConstraint(
            "documentfile",
            models.CheckConstraint(condition=_of_one("invoice", "quote", "letter"), name="document_files_of_one"),
        ),
        migrations.AddConstraint(
            "documentfile",
            models.UniqueConstraint(fields=("letter", "format"), name="document_files_letter_once"),
        ),
    ]
