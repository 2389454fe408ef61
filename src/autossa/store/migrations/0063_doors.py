"""What is of the directory points to no project by a foreign key, and names to search by are written by operations.

So the projects, with all that is theirs, could stand in a database of their own (decision 89). `verify` looks where the
foreign keys did, and compares the names. Quick whatever the size: no row is touched.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

DROP = import_module("autossa.store.migrations.0006_names").DROP
KEEP = (
    import_module("autossa.store.migrations.0006_names").KEEP
    + import_module("autossa.store.migrations.0012_search_words").KEEP
)
POINTING: list[tuple[str, str, str, dict[str, Any]]] = [
    ("accessrequest", "project", "store.project", {"null": True, "related_name": "+"}),
    ("activationkey", "redeemed_by", "store.project", {"null": True, "related_name": "keys"}),
    (
        "calendarfeed",
        "project",
        "store.project",
        {"null": True, "blank": True, "related_name": "calendars", "db_index": False},
    ),
    ("handover", "project", "store.project", {"null": True, "related_name": "hand_overs"}),
    ("ordernumber", "contract", "store.contract", {"null": True, "related_name": "order_numbers"}),
    (
        "paymentchoice",
        "contract",
        "store.contract",
        {"null": True, "blank": True, "related_name": "+", "db_index": False},
    ),
]


class Migration(migrations.Migration):
    dependencies = [("store", "0060_jobs")]

    operations = [
        *(
            migrations.AlterField(
                model,
                field,
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, db_constraint=False, **options),
            )
            for model, field, to, options in POINTING
        ),
        migrations.RunSQL(DROP, KEEP),
    ]
