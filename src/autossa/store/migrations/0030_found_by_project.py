"""Devices of a project, gone ones too, and what ever was on one are found by an index; a name is one in any letters.

Without them a page of one project read all devices there are.
"""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Indexes, and constraints behind what the use cases check."""

    dependencies = [("store", "0029_vendor_mark")]
    operations = [
        migrations.RemoveIndex("device", "devices_by_hardware"),
        migrations.AddIndex(
            "device",
            models.Index(fields=["hardware_key"], name="devices_by_hardware", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex("device", models.Index(fields=["project"], name="devices_by_project")),
        migrations.AddIndex("activation", models.Index(fields=["device"], name="activations_of_device")),
        migrations.RemoveConstraint("device", "devices_name_once"),
        migrations.AddConstraint(
            "device",
            models.UniqueConstraint(
                "project", Upper("name"), condition=models.Q(gone_on=None), name="devices_name_once"
            ),
        ),
        migrations.RemoveConstraint("artifact", "artifacts_named"),
        migrations.AddConstraint(
            "artifact",
            models.CheckConstraint(
                condition=models.Q(("file_name__regex", "^[^./\\\\][^/\\\\]*$")), name="artifacts_named"
            ),
        ),
    ]
