"""Credit notes by line: an invoice may have several, and together they are never more than it (decision 63).

Notes that were issued so far took back their invoice whole: each of its charges.
"""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = ["credited_lines", "credit_reasons"]

_FILL = """
INSERT INTO credited_lines (note_id, settlement, position, net)
SELECT n.id, c.settlement_id, c.position, c.net
FROM invoices n JOIN charges c ON c.settlement_id = n.settlement
WHERE n.series = 'CN' AND c.ssc > c.from_balance AND c.price IS NOT NULL;
"""
_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"  # or the tables could not be altered any more

# At the end of the transaction, when note and lines are there. Whoever credits the same invoice waits for its row: two
# notes that are each right could be too much together.
GUARDS = """
CREATE FUNCTION check_credit_note(note uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken invoices;
    invoice invoices;
    noted record;
BEGIN
    SELECT * INTO taken FROM invoices WHERE id = note AND series = 'CN';
    IF NOT FOUND THEN
        RETURN 'only a credit note takes back lines';
    END IF;
    SELECT * INTO invoice FROM invoices WHERE id = taken.corrects AND series = 'INV' FOR UPDATE;
    IF NOT FOUND OR (invoice.payer, invoice.currency, invoice.tax_rate, invoice.settlement)
        <> (taken.payer, taken.currency, taken.tax_rate, taken.settlement) THEN
        RETURN 'a credit note is of its invoice';
    END IF;
    SELECT sum(net) AS net, sum(tax) AS tax INTO noted FROM invoices WHERE corrects = invoice.id AND series = 'CN';
    IF invoice.net + noted.net < 0 OR invoice.tax + noted.tax < 0
        OR (invoice.net + noted.net = 0) AND (invoice.tax + noted.tax > 0) THEN
        RETURN 'credit notes are never more than what is left of their invoice';
    END IF;
    IF -taken.net <> coalesce((SELECT sum(net) FROM credited_lines WHERE note_id = note), 0) THEN
        RETURN 'the lines of a credit note add up to it';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION check_credit_note(uuid) FROM PUBLIC;

CREATE FUNCTION credit_within() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong text := check_credit_note(NEW.id);
BEGIN
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION credit_within() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER invoices_credit_within AFTER INSERT ON invoices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.series = 'CN') EXECUTE FUNCTION credit_within();

CREATE FUNCTION credited_within() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong text := check_credit_note(NEW.note_id);
    invoice uuid;
BEGIN
    SELECT corrects INTO invoice FROM invoices WHERE id = NEW.note_id;
    IF wrong IS NULL AND (
        SELECT coalesce(sum(l.net), 0) FROM credited_lines l JOIN invoices n ON n.id = l.note_id
        WHERE n.corrects = invoice AND (l.settlement, l.position) = (NEW.settlement, NEW.position)
    ) > coalesce((
        SELECT c.net FROM charges c JOIN invoices i ON i.settlement = c.settlement_id
        WHERE i.id = invoice AND (c.settlement_id, c.position) = (NEW.settlement, NEW.position)
    ), -1) THEN
        wrong := 'no more is credited of a line than what is left of it';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION credited_within() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER credited_lines_within AFTER INSERT ON credited_lines
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION credited_within();
"""
UNGUARD = """
DROP TRIGGER credited_lines_within ON credited_lines;
DROP FUNCTION credited_within();
DROP TRIGGER invoices_credit_within ON invoices;
DROP FUNCTION credit_within();
DROP FUNCTION check_credit_note(uuid);
"""

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0039_device_words")]

    operations = [
        migrations.RemoveConstraint(model_name="invoice", name="invoices_settlement_once"),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series", "INV")), fields=("settlement",), name="invoices_settlement_once"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(condition=models.Q(("series", "CN")), fields=["corrects"], name="invoices_corrects"),
        ),
        migrations.CreateModel(
            name="CreditedLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "note_id", "settlement", "position", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("settlement", models.UUIDField()),
                ("position", models.PositiveSmallIntegerField()),
                ("net", models.BigIntegerField()),
                (
                    "note",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="credited_lines",
                        to="store.invoice",
                    ),
                ),
            ],
            options={
                "db_table": "credited_lines",
                "indexes": [models.Index(fields=["settlement", "position"], name="credited_lines_charge")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("net__gte", 0)), name="credited_lines_net")
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditReason",
            fields=[
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="credit_reason",
                        serialize=False, to="store.invoice",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
            ],
            options={
                "db_table": "credit_reasons",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="credit_reasons_reason"
                    )
                ],
            },
        ),
        migrations.RunSQL(_FILL + _NOW, migrations.RunSQL.noop),
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY) + GUARDS,
            UNGUARD + "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY),
        ),
    ]  # fmt: skip
