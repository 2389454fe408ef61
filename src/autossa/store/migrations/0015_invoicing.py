"""A contract keeps what its payer wants on invoices: its own order number, and an address that gets them too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="order_number",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contract",
            name="invoice_contact",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
    ]
