"""A project's row says when its next run is: the column was named after an alarm clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_orders"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="project", name="projects_wake"),
        migrations.RenameField(model_name="project", old_name="wake_on", new_name="next_run_on"),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("next_run_on__isnull", False), ("parked_at__isnull", True)),
                fields=["next_run_on", "id"],
                name="projects_next_run",
            ),
        ),
    ]
