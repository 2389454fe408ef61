"""People of a merged organisation wait for an owner of the one that stayed, who lets them in or does not."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_contract_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("named_by", models.UUIDField(blank=True, null=True)),
                ("named_at", models.DateTimeField()),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                ("admitted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="admissions", to="store.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "admissions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("admitted_at", None), ("declined_at", None)),
                        fields=("organisation", "user"),
                        name="admissions_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("admitted_at", None), ("declined_at", None), _connector="OR"),
                        name="admissions_one_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("merged")), _negated=True), name="admissions_two"
                    ),
                ],
            },
        ),
    ]
