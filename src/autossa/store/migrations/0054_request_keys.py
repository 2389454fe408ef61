"""What programs asked for: the answers that are given again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0053_letters_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "token_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "token",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="request_keys",
                        to="store.apitoken",
                    ),
                ),
            ],
            options={
                "db_table": "request_keys",
                "indexes": [models.Index(fields=["at"], name="request_keys_at")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="request_keys_key"),
                    models.CheckConstraint(
                        condition=models.Q(("status__gte", 200), ("status__lt", 500)), name="request_keys_status"
                    ),
                ],
            },
        ),
    ]
