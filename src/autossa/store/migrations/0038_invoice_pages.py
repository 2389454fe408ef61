"""Invoices are searched and listed by payer and amount, and go by e-mail to contacts of their own, with XML if wanted.

Each index is one more for the run to keep; decision 64 has what they cost it and what lists take without them.
"""

from django.db import migrations, models

# In its own words, as the other searches: few rows have an order number, so few pay for the index.
ORDER_NUMBERS = """
CREATE INDEX invoices_order_number ON invoices USING gin (search_words(order_number) gin_trgm_ops)
    WHERE order_number <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0037_device_words")]

    operations = [
        migrations.AddField(
            "organisation",
            "invoice_xml",
            models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=models.Q(invoice_xml__in=["", "cii", "ubl"]), name="organisations_invoice_xml"
            ),
        ),
        migrations.RemoveConstraint("contact", "contacts_purpose"),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                condition=models.Q(purpose__in=["admin", "billing", "invoice", "license"]), name="contacts_purpose"
            ),
        ),
        migrations.AddIndex("invoice", models.Index(fields=["payer", "id"], name="invoices_payer")),
        migrations.AddIndex("invoice", models.Index(fields=["gross", "id"], name="invoices_gross")),
        migrations.AddIndex(
            "invoice",
            models.Index(fields=["corrects"], condition=models.Q(corrects__isnull=False), name="invoices_corrects"),
        ),
        migrations.RunSQL(ORDER_NUMBERS, "DROP INDEX invoices_order_number;"),
    ]
