"""How ordered credits are paid, in the vendor's words; past orders by the moment of their decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_operators"),
    ]

    operations = [
        migrations.AddField(
            model_name="vendorsettings",
            name="how_to_pay",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="creditorder",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["-decided_at", "-id"],
                name="credit_orders_past",
            ),
        ),
    ]
