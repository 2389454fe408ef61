"""What the portal keeps: drafts of answers, credit orders, the vendor's settings, until when a project is covered."""

import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_registrations"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ssc", models.BigIntegerField()),
                ("price", models.DecimalField(decimal_places=12, max_digits=24)),
                ("net", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("gross", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("state", models.CharField(default="open", max_length=10)),
                ("ordered_on", models.DateField()),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by", models.UUIDField(null=True)),
                ("ordered_by_name", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "credit_orders",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("answers", models.JSONField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "drafts",
            },
        ),
        migrations.CreateModel(
            name="VendorSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("only", models.BooleanField(default=True, unique=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("accent", models.CharField(blank=True, max_length=7)),
                ("time_zone", models.CharField(blank=True, max_length=60)),
                ("logo", models.BinaryField(blank=True, default=b"", max_length=200000)),
                ("logo_type", models.CharField(blank=True, max_length=40)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "vendor_settings",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="covered_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["covered_until", "id"], name="projects_covered"),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="payer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
            ),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="store.project"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="vendorsettings",
            constraint=models.CheckConstraint(condition=models.Q(("only", True)), name="vendor_settings_only"),
        ),
        migrations.AddConstraint(
            model_name="vendorsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent", ""), ("accent__regex", "^#[0-9a-f]{6}$"), _connector="OR"),
                name="vendor_settings_accent",
            ),
        ),
        migrations.AddIndex(
            model_name="creditorder",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["ordered_at", "id"], name="credit_orders_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(condition=models.Q(("ssc__gt", 0)), name="credit_orders_ssc"),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")))
                ),
                name="credit_orders_gross",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "booked", "declined", "withdrawn"])),
                name="credit_orders_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="credit_orders_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="drafts_once"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="drafts_key"),
        ),
        migrations.RunSQL(
            "UPDATE projects p SET covered_until = c.until FROM"
            " (SELECT project_id, max(upper(days)) AS until FROM coverage GROUP BY project_id) c"
            " WHERE c.project_id = p.id",
            migrations.RunSQL.noop,
        ),
    ]
