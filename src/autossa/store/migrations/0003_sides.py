"""Changes of the payer get a side that answers; the activity log names organisations; organisations page by name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.AddField("activity", "organisation", models.UUIDField(blank=True, null=True)),
        migrations.AddIndex(
            "activity",
            models.Index(
                condition=models.Q(("organisation__isnull", False)),
                fields=["organisation", "id"],
                name="activity_organisation",
            ),
        ),
        migrations.AddField(
            "payerchange",
            "confirmer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payer_changes",
                to="store.organisation",
            ),
        ),
        # Until now the new payer always confirmed.
        migrations.RunSQL("UPDATE payer_changes SET confirmer_id = payer_id", migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            "payerchange",
            "confirmer",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payer_changes",
                to="store.organisation",
            ),
        ),
        migrations.AddField("payerchange", "refused_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField("payerchange", "refused_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("payerchange", "payer_changes_one_open"),
        migrations.AddConstraint(
            "payerchange",
            models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None), ("refused_at", None)),
                fields=("contract",),
                name="payer_changes_one_open",
            ),
        ),
        migrations.AddConstraint(
            "payerchange",
            models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("refused_at", None), _connector="OR"),
                name="payer_changes_one_answer",
            ),
        ),
        migrations.AddIndex("organisation", models.Index(fields=["name", "id"], name="organisations_name")),
    ]
