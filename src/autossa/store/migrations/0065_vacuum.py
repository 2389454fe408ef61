"""Autovacuum by how tables are used: the daily run changes some thousands of rows in one night and none in another.

The server's defaults wait until a fifth of a table has changed: with a million projects that is a month of nights. A
setting of a table is changed at once, and no row is touched.
"""

from django.db import migrations

# Changed once a period, in a night: vacuumed by the twentieth part, so that changes stay in their pages.
CHANGED = ("projects", "contracts", "lots", "claims", "coverage")
# Filled and emptied all the time: vacuumed after so many rows, however large it was once.
EMPTIED = ("waiting_events", "limit_counts", "request_keys", "django_session")
# Never changed: frozen as it is vacuumed, once, so that no night comes in which all of it must be.
GROWING = ("settlements", "invoices", "coverage_entries", "collected", "events", "contract_events")

_CHANGED = "autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05"
_EMPTIED = "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000"
_GROWING = "autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02, autovacuum_freeze_min_age = 0"


def _set(tables: tuple[str, ...], settings: str) -> str:
    return "".join(f"ALTER TABLE {table} SET ({settings});\n" for table in tables)


def _reset(tables: tuple[str, ...], settings: str) -> str:
    names = ", ".join(one.split(" = ")[0] for one in settings.split(", "))
    return "".join(f"ALTER TABLE {table} RESET ({names});\n" for table in tables)


class Migration(migrations.Migration):
    dependencies = [("store", "0064_partitions"), ("sessions", "0001_initial")]

    operations = [
        migrations.RunSQL(
            _set(CHANGED, _CHANGED) + _set(EMPTIED, _EMPTIED) + _set(GROWING, _GROWING),
            _reset(CHANGED, _CHANGED) + _reset(EMPTIED, _EMPTIED) + _reset(GROWING, _GROWING),
        )
    ]
