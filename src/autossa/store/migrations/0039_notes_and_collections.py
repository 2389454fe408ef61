"""Credit notes by line, never more than their invoice; and invoices for what a day or a month brought (decision 63).

Notes that were issued so far took back their invoice whole: each of its charges. Each booking had an invoice of its own.
"""

from importlib import import_module

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

orders = import_module("autossa.store.migrations.0036_orders_and_quotes")

# Why a credit note was issued may name somebody who can be erased, as why a booking was voided may (0017).
FREE_TEXT = {"credit_reasons": ["reason"]}
_LAST_PLACE = "('vat_rates', 'withdrawal')"
ERASE = orders.ERASE.replace(_LAST_PLACE, _LAST_PLACE + ",\n        ('credit_reasons', 'reason')")
APPEND_ONLY = ["credited_lines", "credit_reasons", "billing_cycles", "collected", "invoice_sections"]
REASONS = ["extension", "addition", "gap", "manual", "order", "collective"]

_ALONE = models.Q(credit_order=None, license_order=None)
_OF_SETTLEMENT = _ALONE & models.Q(project__isnull=False, settlement__isnull=False)
_OF_COLLECTION = _ALONE & models.Q(project=None, settlement=None, contract=None)
_OF_ORDER = models.Q(project__isnull=False, settlement=None) & (
    models.Q(credit_order__isnull=False, license_order=None) | models.Q(credit_order=None, license_order__isnull=False)
)
OF_ONE_THING = (
    models.Q(reason="collective") & _OF_COLLECTION
    | models.Q(reason="order") & _OF_ORDER
    | ~models.Q(reason__in=["collective", "order"]) & _OF_SETTLEMENT
)
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
    IF NOT FOUND OR (invoice.payer, invoice.currency, invoice.tax_rate)
        <> (taken.payer, taken.currency, taken.tax_rate)
        OR taken.settlement IS DISTINCT FROM invoice.settlement AND NOT EXISTS (
            SELECT FROM invoice_sections WHERE invoice_id = invoice.id AND settlement_id = taken.settlement
        ) OR (taken.credit_order_id, taken.license_order_id)
            IS DISTINCT FROM (invoice.credit_order_id, invoice.license_order_id) THEN
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
        SELECT c.net FROM charges c WHERE (c.settlement_id, c.position) = (NEW.settlement, NEW.position) AND (
            EXISTS (SELECT FROM invoices WHERE id = invoice AND settlement = c.settlement_id)
            OR EXISTS (SELECT FROM invoice_sections WHERE (invoice_id, settlement_id) = (invoice, c.settlement_id))
        )
    ), (
        SELECT l.net FROM license_order_lines l JOIN invoices i ON i.license_order_id = l.order_id
        WHERE i.id = invoice AND (l.order_id, l.position) = (NEW.settlement, NEW.position)
    ), (
        SELECT o.net FROM credit_orders o JOIN invoices i ON i.credit_order_id = o.id
        WHERE i.id = invoice AND (o.id, 1) = (NEW.settlement, NEW.position)
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

CREATE FUNCTION check_collective(document uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    invoice invoices;
    parts record;
BEGIN
    SELECT * INTO invoice FROM invoices WHERE id = document AND reason = 'collective' AND series = 'INV';
    IF NOT FOUND THEN
        RETURN 'only a collective invoice has sections';
    END IF;
    SELECT sum(c.net) AS net, bool_and((c.payer, c.currency, c.tax_rate, c.vat_category)
        = (invoice.payer, invoice.currency, invoice.tax_rate, invoice.vat_category)) AS fits,
        bool_or(v.id < invoice.id) AS voided
    INTO parts FROM invoice_sections s JOIN collected c USING (settlement_id) LEFT JOIN voids v USING (settlement_id)
    WHERE s.invoice_id = document;
    IF parts.net IS DISTINCT FROM invoice.net THEN
        RETURN 'the sections of a collective invoice add up to it';
    ELSIF NOT parts.fits THEN
        RETURN 'the sections of a collective invoice are of its payer, currency and VAT';
    ELSIF parts.voided THEN
        RETURN 'what was voided before stands on no collective invoice';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION check_collective(uuid) FROM PUBLIC;

CREATE FUNCTION invoice_adds_up() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong text := check_collective(NEW.id);
BEGIN
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION invoice_adds_up() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER invoices_add_up AFTER INSERT ON invoices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reason = 'collective' AND NEW.series = 'INV')
    EXECUTE FUNCTION invoice_adds_up();

-- Sections are written together, just after their document.
CREATE FUNCTION sections_fit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong text;
BEGIN
    SELECT max(check_collective(invoice_id)) INTO wrong FROM (SELECT DISTINCT invoice_id FROM added) a;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION sections_fit() FROM PUBLIC;
CREATE TRIGGER invoice_sections_fit AFTER INSERT ON invoice_sections REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION sections_fit();
"""
UNGUARD = """
DROP TRIGGER invoice_sections_fit ON invoice_sections;
DROP FUNCTION sections_fit();
DROP TRIGGER invoices_add_up ON invoices;
DROP FUNCTION invoice_adds_up();
DROP FUNCTION check_collective(uuid);
DROP TRIGGER credited_lines_within ON credited_lines;
DROP FUNCTION credited_within();
DROP TRIGGER invoices_credit_within ON invoices;
DROP FUNCTION credit_within();
DROP FUNCTION check_credit_note(uuid);
"""

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""


def _guard(table: str) -> str:
    erased = "_but_erasure" if table in FREE_TEXT else ""
    return GUARD.format(table=table, function=f"refuse_change{erased}")


class Migration(migrations.Migration):
    dependencies = [("store", "0038_invoice_pages")]

    operations = [
        migrations.RemoveConstraint(model_name="invoice", name="invoices_settlement_once"),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series", "INV")), fields=("settlement",), name="invoices_settlement_once"
            ),
        ),
        *(
            operation
            for name in ("credit_order", "license_order")
            for operation in (
                migrations.RemoveConstraint(model_name="invoice", name=f"invoices_{name}_once"),
                migrations.AddConstraint(
                    model_name="invoice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("series", "INV")), fields=(name,), name=f"invoices_{name}_once"
                    ),
                ),
            )
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
        migrations.AlterField(
            "invoice",
            "project",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices", to="store.project",
            ),
        ),
        migrations.AlterField("invoice", "settlement", models.UUIDField(blank=True, null=True)),
        migrations.AlterField("invoice", "price_list", models.UUIDField(blank=True, null=True)),
        migrations.RemoveConstraint(model_name="invoice", name="invoices_reason"),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(condition=models.Q(("reason__in", REASONS)), name="invoices_reason"),
        ),
        migrations.RemoveConstraint(model_name="invoice", name="invoices_of_one_thing"),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(condition=OF_ONE_THING, name="invoices_of_one_thing"),
        ),
        migrations.CreateModel(
            name="BillingCycle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("every", models.CharField(max_length=7)),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("starts_on", models.DateField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "payer",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="cycles",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "billing_cycles",
                "constraints": [
                    models.UniqueConstraint(fields=("payer", "starts_on", "set_at"), name="billing_cycles_once"),
                    models.CheckConstraint(
                        condition=models.Q(("every__in", ["each", "daily", "monthly"])), name="billing_cycles_every"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day__gte", 1), ("day__isnull", False), ("day__lte", 28), ("every", "monthly")),
                            models.Q(models.Q(("every", "monthly"), _negated=True), ("day", None)),
                            _connector="OR",
                        ),
                        name="billing_cycles_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collected",
            fields=[
                (
                    "settlement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="collected",
                        serialize=False, to="store.settlement",
                    ),
                ),
                ("contract", models.UUIDField(blank=True, null=True)),
                ("payer", models.UUIDField()),
                ("price_list", models.UUIDField()),
                ("currency", models.CharField(max_length=3)),
                ("net", models.BigIntegerField()),
                ("tax_rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("vat_category", models.CharField(max_length=2)),
                ("order_number", models.CharField(blank=True, max_length=100)),
                ("section", models.CharField(max_length=200)),
                ("payment_days", models.PositiveSmallIntegerField()),
                ("booked_on", models.DateField()),
                ("booked_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="store.project",
                    ),
                ),
            ],
            options={
                "db_table": "collected",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("net__gt", 0)), name="collected_net"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tax_rate__gt", 0), ("vat_category", "S")),
                            models.Q(("tax_rate", 0), ("vat_category__in", ["AE", "O"])),
                            _connector="OR",
                        ),
                        name="collected_category",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["payer"], name="collected_payer"),
                    models.Index(fields=["project"], name="collected_project"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceSection",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "invoice_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=403)),
                (
                    "invoice",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="sections",
                        to="store.invoice",
                    ),
                ),
                (
                    "settlement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="on_invoice", to="store.collected"
                    ),
                ),
            ],
            options={"db_table": "invoice_sections"},
        ),
        migrations.RunSQL(ERASE, orders.ERASE),
        migrations.RunSQL(_FILL + _NOW, migrations.RunSQL.noop),
        migrations.RunSQL(
            "".join(map(_guard, APPEND_ONLY)) + GUARDS,
            UNGUARD + "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY),
        ),
    ]  # fmt: skip
