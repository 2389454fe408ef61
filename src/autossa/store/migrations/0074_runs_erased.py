"""What is said about a run may name somebody: it is among the texts that an erasure looks through."""

from importlib import import_module

from django.db import migrations

before = import_module("autossa.store.migrations.0060_jobs")

FREE_TEXT = {"runs": ["cause", "reason"], "run_voidings": ["reason"]}
_LAST_PLACE = "('continuations', 'invoice_contact')"
_MORE_PLACES = "".join(
    f",\n        ('{table}', '{column}')" for table, columns in FREE_TEXT.items() for column in columns
)
ERASE = before.ERASE.replace(_LAST_PLACE, _LAST_PLACE + _MORE_PLACES)


class Migration(migrations.Migration):
    dependencies = [("store", "0073_runs_checked")]

    operations = [migrations.RunSQL(ERASE, before.ERASE)]
