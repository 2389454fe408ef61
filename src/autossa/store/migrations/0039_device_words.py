"""Devices are found by a part of their name over an index, as organisations and people are (0012)."""

from django.db import migrations

INDEX = "CREATE INDEX devices_words ON devices USING gin (search_words(name) gin_trgm_ops)"


class Migration(migrations.Migration):
    dependencies = [("store", "0035_billing_facts")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX devices_words")]
