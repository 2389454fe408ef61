"""The vendor's terms have versions that stay; a registration keeps which of them was agreed to."""

import uuid_utils.compat
from django.db import migrations, models

# As `refuse_change` guards the journals (0002).
GUARD = """
CREATE TRIGGER terms_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0019_access_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="terms",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="terms_url",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "terms_versions",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="terms_versions_number"),
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), ("text", ""), _connector="OR"), name="terms_versions_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), ("url__regex", "^https?://"), _connector="OR"),
                        name="terms_versions_url",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER terms_versions_append_only ON terms_versions;"),
    ]
