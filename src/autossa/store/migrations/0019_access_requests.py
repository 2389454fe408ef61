"""A partner asks a customer that it looks after for rights; an owner there gives them or declines."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0018_invariants"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_requests",
                        to="store.organisation",
                    ),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.handover",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.project"
                    ),
                ),
            ],
            options={
                "db_table": "access_requests",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("declined_at", None), ("hand_over", None)),
                        fields=("customer", "partner", "project"),
                        name="access_requests_one_open",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rights__contained_by", ["licenses", "contracts", "billing"]),
                            models.Q(("rights", []), _negated=True),
                        ),
                        name="access_requests_rights",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hand_over", None), ("declined_at", None), _connector="OR"),
                        name="access_requests_one_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("customer", models.F("partner")), _negated=True), name="access_requests_two"
                    ),
                ],
            },
        ),
    ]
