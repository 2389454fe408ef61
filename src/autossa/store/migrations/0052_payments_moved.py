"""Payments that were assigned to the wrong payer, and are another one's since (decision 77)."""

import django.db.models.deletion
from django.db import migrations, models

_CHANGES = """
DROP TRIGGER payments_frozen ON payments;
DROP TRIGGER payments_new ON payments;
CREATE TRIGGER payments_frozen BEFORE UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION check_frozen('payer_id', 'allocated', 'returned', 'paid_out'{moved});
CREATE TRIGGER payments_new BEFORE INSERT ON payments FOR EACH ROW
    WHEN (NEW.payer_id IS NOT NULL OR NEW.allocated <> 0 OR NEW.returned <> 0 OR NEW.paid_out <> 0{not_moved})
    EXECUTE FUNCTION refuse_new();
"""
_BEFORE = _CHANGES.format(moved="", not_moved="")
_AFTER = _CHANGES.format(moved=", 'moved'", not_moved=" OR NEW.moved <> 0")

# What is moved is all that is there; it is the same money at both payers, who are two.
_MOVES = """
CREATE TRIGGER payment_moves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION count_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added m JOIN payments p ON p.id = m.payment_id JOIN payments t ON t.id = m.to_id
        WHERE p.payer_id IS NULL OR t.payer_id IS NULL OR p.payer_id = t.payer_id
            OR (t.amount, t.currency, t.day, t.method, t.source) <> (m.amount, p.currency, p.day, p.method, p.source)
    ) THEN
        RAISE EXCEPTION 'what is moved is the same money, of another payer'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    UPDATE payments p SET moved = m.amount FROM added m WHERE p.id = m.payment_id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION count_moves() FROM PUBLIC;
CREATE TRIGGER payment_moves_counted AFTER INSERT ON payment_moves REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_moves();
"""
_NO_MOVES = """
DROP TRIGGER payment_moves_counted ON payment_moves;
DROP FUNCTION count_moves();
DROP TRIGGER payment_moves_append_only ON payment_moves;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0051_claims_of_payers")]

    operations = [
        migrations.AddField("payment", "moved", models.BigIntegerField(default=0)),
        migrations.AddConstraint(
            "payment",
            models.CheckConstraint(
                condition=models.Q(
                    ("moved", 0),
                    models.Q(
                        (
                            "moved",
                            models.F("amount") - models.F("allocated") - models.F("returned") - models.F("paid_out"),
                        ),
                        ("moved__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="payments_moved",
            ),
        ),
        migrations.CreateModel(
            name="PaymentMove",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="move",
                        serialize=False,
                        to="store.payment",
                    ),
                ),
                (
                    "to",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moved_from", to="store.payment"
                    ),
                ),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_moves",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("to", models.F("payment")), _negated=True)),
                        name="payment_moves_amount",
                    )
                ],
            },
        ),
        migrations.RunSQL(_AFTER, _BEFORE),
        migrations.RunSQL(_MOVES, _NO_MOVES),
    ]
