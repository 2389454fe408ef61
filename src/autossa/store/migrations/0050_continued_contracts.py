"""What a contract that is concluded by itself needs beside its order: the terms agreed to, who else gets invoices."""

from importlib import import_module

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

guards = import_module("autossa.store.migrations.0045_money_guards")

FREE_TEXT = {"continuations": ["invoice_contact"]}
_LAST_PLACE = "('write_offs', 'reason')"
ERASE = guards.ERASE.replace(_LAST_PLACE, _LAST_PLACE + ",\n        ('continuations', 'invoice_contact')")


class Migration(migrations.Migration):
    dependencies = [("store", "0048_orders_taken_back")]

    operations = [
        migrations.AddField(
            "continuation", "invoice_contact", models.EmailField(blank=True, max_length=254, default="")
        ),
        migrations.AddField("continuation", "terms", ArrayField(models.UUIDField(), default=list)),
        migrations.AddField("continuation", "terms_of_environment", models.BooleanField(default=False)),
        migrations.RunSQL(ERASE, guards.ERASE),
    ]
