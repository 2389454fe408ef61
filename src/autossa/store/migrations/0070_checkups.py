"""When the database was verified and backed up last; parked projects are counted without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0068_mail_delivery")]
    locks = "The index is partial: the table is read once, which takes a second for a million projects."

    operations = [
        migrations.CreateModel(
            name="Checkup",
            fields=[
                ("kind", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("done_at", models.DateTimeField()),
                ("findings", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
            ],
            options={"db_table": "checkups"},
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["parked_at", "id"],
                name="projects_parked",
                condition=models.Q(parked_at__isnull=False),
            ),
        ),
    ]
