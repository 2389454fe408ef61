"""A payer's account is read by an index, settled claims too; so are its contracts (decision 76).

The index of open claims by payer had to be written for each invoice as well, so this one costs the daily run nothing.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0050_continued_contracts")]

    operations = [
        migrations.AddIndex("claim", models.Index(fields=["payer", "due_on", "id"], name="claims_payer")),
        migrations.RemoveIndex("claim", name="claims_open"),
        migrations.AddIndex("contract", models.Index(fields=["payer"], name="contracts_payer")),
    ]
