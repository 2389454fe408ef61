"""People have a moment before which nothing of theirs that began holds: it is set when they are blocked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0020_terms")]

    operations = [migrations.AddField("user", "ended_at", models.DateTimeField(blank=True, null=True))]
