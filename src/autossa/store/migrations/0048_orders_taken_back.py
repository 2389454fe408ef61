"""Files for the bank that are taken back before they were sent; amended mandates of accounts outside the EEA."""

from django.db import migrations, models

_CHANGES = """
DROP TRIGGER bank_orders_frozen ON bank_orders;
DROP TRIGGER bank_orders_decided ON bank_orders;
CREATE TRIGGER bank_orders_frozen BEFORE UPDATE ON bank_orders
    FOR EACH ROW EXECUTE FUNCTION check_frozen({columns});
CREATE TRIGGER bank_orders_decided BEFORE UPDATE ON bank_orders
    FOR EACH ROW WHEN ({decided}) EXECUTE FUNCTION refuse_decided();
"""
_BEFORE = _CHANGES.format(columns="'sent_by', 'sent_at'", decided="OLD.sent_at IS NOT NULL")
_AFTER = _CHANGES.format(
    columns="'sent_by', 'sent_at', 'taken_back_by', 'taken_back_at'",
    decided="coalesce(OLD.sent_at, OLD.taken_back_at) IS NOT NULL",
)


class Migration(migrations.Migration):
    dependencies = [("store", "0047_bank_imports")]

    operations = [
        migrations.AddField("bankorder", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField("bankorder", "taken_back_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "bankorder",
            models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("taken_back_at", None), _connector="OR"),
                name="bank_orders_ended",
            ),
        ),
        migrations.RemoveConstraint("debit", "debits_once"),
        migrations.AddConstraint("debit", models.UniqueConstraint(fields=("file", "mandate"), name="debits_once")),
        migrations.AddField("mandateamendment", "town", models.CharField(blank=True, default="", max_length=35)),
        migrations.AddField("mandateamendment", "country", models.CharField(blank=True, default="", max_length=2)),
        migrations.AlterField("mandateamendment", "town", models.CharField(blank=True, max_length=35)),
        migrations.AlterField("mandateamendment", "country", models.CharField(blank=True, max_length=2)),
        migrations.RunSQL(_AFTER, _BEFORE),
    ]
