"""How the vendor's books are kept: chart of accounts, the tax adviser's numbers, accounts of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0032_terms_accepted")]

    operations = [
        migrations.AddField(
            model_name="vendorsettings",
            name="bookkeeping",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
