"""How often somebody did what is limited, counted for all workers of the portal together."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_search_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("moments", django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "limit_counts",
            },
        ),
    ]
