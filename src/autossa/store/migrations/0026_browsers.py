"""What people log in with are browsers; devices are the customers' machines."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table, its constraint and its index get the name; the rows stay."""

    dependencies = [("store", "0025_needs_stand")]
    operations = [
        migrations.RenameModel("Device", "Browser"),
        migrations.AlterModelTable("browser", "browsers"),
        migrations.RemoveConstraint("browser", "devices_once"),
        migrations.AlterField(
            "browser",
            "user",
            models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="browsers", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint("browser", models.UniqueConstraint(fields=("user", "digest"), name="browsers_once")),
    ]
