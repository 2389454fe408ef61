"""License prices, orders of licenses, invoices of orders, quotes and whom they were sent to for approval (billing 8)."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.db import migrations, models

terms = import_module("autossa.store.migrations.0032_terms_accepted")
facts = import_module("autossa.store.migrations.0035_billing_facts")
people = import_module("autossa.store.migrations.0017_people_erased")

# Whoever made, accepted, ordered or was asked can be erased (0017, 0022, 0023, 0027, 0032, 0035).
FREE_TEXT = {
    "consents": ["asked_by_name", "email", "message", "name", "reason"],
    "license_orders": ["decided_by_name", "order_number", "ordered_by_name", "reason"],
    "license_prices": ["withdrawal"],
    "order_terms": ["reason", "set_by_name"],
    "quotes": ["accepted_by_name", "made_by_name", "order_number", "withdrawn_by_name"],
}
ALSO = {"credit_orders": ["order_number"]}
OWN_NAME = [
    ("consents", "asked_by", "asked_by_name"),
    ("consents", '"user"', "name"),
    ("license_orders", "decided_by", "decided_by_name"),
    ("license_orders", "ordered_by", "ordered_by_name"),
    ("order_terms", "set_by", "set_by_name"),
    ("quotes", "accepted_by", "accepted_by_name"),
    ("quotes", "made_by", "made_by_name"),
    ("quotes", "withdrawn_by", "withdrawn_by_name"),
]
_LAST_PLACE, _LAST_NAME = (
    "('devices', 'gone_reason')",
    "UPDATE credit_orders SET decided_by_name = alias WHERE decided_by = person;",
)
_MORE_PLACES = "".join(
    f",\n        ('{table}', '{column}')" for told in (FREE_TEXT, ALSO) for table in told for column in told[table]
)
_MORE_NAMES = "".join(f"\n    UPDATE {table} SET {name} = alias WHERE {by} = person;" for table, by, name in OWN_NAME)
_MORE_KNOWN = "".join(f"\n        UNION SELECT {name} FROM {table} WHERE {by} = person" for table, by, name in OWN_NAME)
ERASE = facts.ERASE.replace(_LAST_PLACE, _LAST_PLACE + _MORE_PLACES).replace(_LAST_NAME, _LAST_NAME + _MORE_NAMES)
_LAST_KNOWN = "UNION SELECT decided_by_name FROM credit_orders WHERE decided_by = person"
KNOWN_AS = terms.KNOWN_AS.replace(_LAST_KNOWN, _LAST_KNOWN + _MORE_KNOWN)

# At which rate an order was taxed was not kept: it is its payer's of that day where that gives its VAT, else the nearest.
RATES = """
UPDATE credit_orders o SET tax_rate = (
    SELECT CASE WHEN round(o.net * coalesce(r.rate, 0)) = o.tax THEN coalesce(r.rate, 0)
        ELSE round(o.tax::numeric / greatest(o.net, 1), 3) END
    FROM organisations p LEFT JOIN vat_treatments t ON t.id = p.treatment_id LEFT JOIN LATERAL (
        SELECT rate FROM vat_rates WHERE rate_class = t.rate_class AND withdrawn_on IS NULL AND starts_on <= o.ordered_on
        ORDER BY starts_on DESC LIMIT 1
    ) r ON true
    WHERE p.id = o.payer_id
);
"""

# As of the other versions (0014), but of two things: a license type on a price list.
PRICES = """
CREATE FUNCTION check_license_price_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.entered_on IS NULL OR NEW.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'a version of % says when it was entered, and stands at first', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF NEW.starts_on <= NEW.entered_on + longest_lead(NEW.entered_on) AND EXISTS (
        SELECT FROM license_prices WHERE withdrawn_on IS NULL
            AND (price_list_id, license_type_id) = (NEW.price_list_id, NEW.license_type_id)
    ) THEN
        RAISE EXCEPTION 'a version of % that is entered on % may not begin on %', TG_TABLE_NAME, NEW.entered_on,
            NEW.starts_on USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER license_prices_append_only BEFORE DELETE OR TRUNCATE ON license_prices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER license_prices_withdrawn_only BEFORE UPDATE ON license_prices
    FOR EACH ROW EXECUTE FUNCTION check_withdrawal();
CREATE TRIGGER license_prices_start BEFORE INSERT ON license_prices
    FOR EACH ROW EXECUTE FUNCTION check_license_price_start();
"""

# The arguments are the columns that may change while the row is open; the last one says by which it is open no more.
_FROZEN = """
CREATE FUNCTION check_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {forgetting} THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - TG_ARGV::text[] <> to_jsonb(OLD) - TG_ARGV::text[] THEN
        RAISE EXCEPTION '% is frozen: % may change, and nothing else', TG_TABLE_NAME, TG_ARGV
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {forgetting} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was decided of % stays', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
"""
FROZEN = _FROZEN.format(forgetting=people._IS_FORGETTING)
_MAY_CHANGE = {
    "license_orders": "state decided_at decided_by decided_by_name reason payer_id paid_on",
    "license_order_lines": "license_id",
    "quotes": "payer_id accepted_on accepted_at accepted_by accepted_by_name withdrawn_at withdrawn_by withdrawn_by_name contract_id",
    "consents": "approved_at declined_at withdrawn_at reason",
}
_DECIDED = {
    "license_orders": "OLD.state <> 'open'",
    "license_order_lines": "OLD.license_id IS NOT NULL",
    "quotes": "OLD.withdrawn_at IS NOT NULL OR OLD.contract_id IS NOT NULL"
    " OR (OLD.accepted_at IS NOT NULL AND NEW.contract_id IS NULL)",
    "consents": "coalesce(OLD.approved_at, OLD.declined_at, OLD.withdrawn_at) IS NOT NULL",
}
GUARDS = (
    "".join(
        f"""
CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_decided BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN ({_DECIDED[table]}) EXECUTE FUNCTION refuse_decided();
CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION check_frozen({", ".join(f"'{one}'" for one in columns.split())});
"""
        for table, columns in _MAY_CHANGE.items()
    )
    + """
CREATE TRIGGER quote_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON quote_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_terms_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_terms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();
"""
)

# At the end of a transaction: an order is booked when its licenses are there, and adds up; so does a quote, and what it
# was accepted for exists.
WHOLE = """
CREATE FUNCTION check_license_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF EXISTS (
        SELECT FROM license_orders o LEFT JOIN LATERAL (
            SELECT count(*) AS lines, count(license_id) AS licenses, coalesce(sum(net), 0) AS net
            FROM license_order_lines WHERE order_id = o.id
        ) l ON true
        WHERE o.id = key AND (l.lines = 0 OR l.net <> o.net
            OR l.licenses <> CASE WHEN o.state = 'booked' THEN l.lines ELSE 0 END)
    ) THEN
        RAISE EXCEPTION 'order %: its lines do not add up, or it is booked without its licenses', key
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER license_orders_whole AFTER INSERT OR UPDATE ON license_orders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_license_order('id');
CREATE CONSTRAINT TRIGGER license_order_lines_whole AFTER INSERT OR UPDATE ON license_order_lines
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_license_order('order_id');
CREATE FUNCTION check_quote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF EXISTS (
        SELECT FROM quotes q LEFT JOIN LATERAL (
            SELECT count(*) AS lines, coalesce(sum(net), 0) AS net FROM quote_lines WHERE quote_id = q.id
        ) l ON true
        WHERE q.id = key AND (l.lines = 0 OR l.net <> q.net OR (q.accepted_at IS NOT NULL) <> (
            q.contract_id IS NOT NULL OR EXISTS (SELECT FROM credit_orders WHERE quote_id = q.id)
            OR EXISTS (SELECT FROM license_orders WHERE quote_id = q.id)))
    ) THEN
        RAISE EXCEPTION 'quote %: its lines do not add up, or what it was accepted for is not there', key
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER quotes_whole AFTER INSERT OR UPDATE ON quotes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_quote('id');
CREATE CONSTRAINT TRIGGER quote_lines_whole AFTER INSERT ON quote_lines
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_quote('quote_id');
"""
# What is in force is accepted at an order and at a quote as well (0032): by the payer, or the customer of a contract.
_RIGHT = terms.GUARDS[terms.GUARDS.index("CREATE FUNCTION check_terms_acceptance()") :]
_RIGHT = _RIGHT[: _RIGHT.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_LAST_DEED = "SELECT FROM credit_orders WHERE id = NEW.deed_id AND payer_id = NEW.organisation_id\n    ))"
_MORE_DEEDS = """ OR (NEW.deed = 'license_order' AND NOT EXISTS (
        SELECT FROM license_orders WHERE id = NEW.deed_id AND payer_id = NEW.organisation_id
    )) OR (NEW.deed = 'quote' AND NOT EXISTS (
        SELECT FROM quotes q JOIN projects p ON p.id = q.project_id
        WHERE q.id = NEW.deed_id AND NEW.organisation_id = CASE q.about WHEN 'contract' THEN p.customer_id ELSE q.payer_id END
    ))"""
TERMS = (
    _RIGHT.replace(_LAST_DEED, _LAST_DEED + _MORE_DEEDS)
    + """
CREATE CONSTRAINT TRIGGER license_orders_terms AFTER INSERT ON license_orders DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_terms_accepted('license_order', 'ordered_on');
CREATE CONSTRAINT TRIGGER quotes_terms AFTER UPDATE ON quotes DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.accepted_at IS NULL AND NEW.accepted_at IS NOT NULL)
    EXECUTE FUNCTION check_terms_accepted('quote', 'accepted_on');
"""
)
NO_TERMS = "DROP TRIGGER quotes_terms ON quotes;\nDROP TRIGGER license_orders_terms ON license_orders;\n" + _RIGHT
BACK = (
    "".join(
        f"DROP TRIGGER {table}_{name} ON {table};" for table in _MAY_CHANGE for name in ("kept", "decided", "frozen")
    )
    + """
DROP TRIGGER quote_lines_whole ON quote_lines;
DROP TRIGGER quotes_whole ON quotes;
DROP TRIGGER license_order_lines_whole ON license_order_lines;
DROP TRIGGER license_orders_whole ON license_orders;
DROP TRIGGER order_terms_append_only ON order_terms;
DROP TRIGGER quote_lines_append_only ON quote_lines;
DROP TRIGGER license_prices_start ON license_prices;
DROP TRIGGER license_prices_withdrawn_only ON license_prices;
DROP TRIGGER license_prices_append_only ON license_prices;
DROP FUNCTION check_quote();
DROP FUNCTION check_license_order();
DROP FUNCTION refuse_decided();
DROP FUNCTION check_frozen();
DROP FUNCTION check_license_price_start();
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0035_billing_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user", models.UUIDField(null=True)),
                ("email", models.CharField(max_length=254)),
                ("name", models.CharField(max_length=200)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_by_name", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "consents",
            },
        ),
        migrations.CreateModel(
            name="LicenseOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("priced_on", models.DateField()),
                ("net", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("gross", models.BigIntegerField()),
                ("tax_rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("currency", models.CharField(max_length=3)),
                ("order_number", models.CharField(blank=True, max_length=100)),
                ("booking", models.CharField(default="on_payment", max_length=10)),
                ("state", models.CharField(default="open", max_length=10)),
                ("ordered_on", models.DateField()),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by", models.UUIDField(null=True)),
                ("ordered_by_name", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("paid_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "license_orders",
            },
        ),
        migrations.CreateModel(
            name="LicensePrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("entered_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawal", models.CharField(blank=True, max_length=500)),
                ("price", models.DecimalField(decimal_places=12, max_digits=24)),
            ],
            options={
                "db_table": "license_prices",
            },
        ),
        migrations.CreateModel(
            name="OrderTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("booking", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=500)),
                ("set_by", models.UUIDField(null=True)),
                ("set_by_name", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "order_terms",
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.CharField(max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("net", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("gross", models.BigIntegerField()),
                ("tax_rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("section", models.CharField(max_length=200)),
                ("order_number", models.CharField(blank=True, max_length=100)),
                ("ssc", models.BigIntegerField(blank=True, null=True)),
                ("option", models.CharField(blank=True, max_length=40)),
                ("agreed", models.JSONField()),
                ("intro", models.CharField(blank=True, max_length=2000)),
                ("closing", models.CharField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(max_length=200)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_by", models.UUIDField(null=True)),
                ("accepted_by_name", models.CharField(blank=True, max_length=200)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("withdrawn_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "quotes",
            },
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoices_reason",
        ),
        migrations.RemoveConstraint(
            model_name="license",
            name="licenses_origin",
        ),
        migrations.AddField(
            model_name="creditorder",
            name="booking",
            field=models.CharField(default="on_payment", max_length=10),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="order_number",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="paid_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="tax_rate",
            field=models.DecimalField(decimal_places=12, max_digits=24, null=True),
        ),
        migrations.RunSQL(RATES, ""),
        migrations.AlterField(
            model_name="creditorder",
            name="tax_rate",
            field=models.DecimalField(decimal_places=12, max_digits=24),
        ),
        migrations.AddField(
            model_name="invoice",
            name="credit_order",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="store.creditorder",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="quote_days",
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="settlement",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="license",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["key", "staff", "customer", "partner", "order"])),
                name="licenses_origin",
            ),
        ),
        migrations.AddField(
            model_name="licenseorder",
            name="payer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
            ),
        ),
        migrations.AddField(
            model_name="licenseorder",
            name="price_list",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.pricelist"
            ),
        ),
        migrations.AddField(
            model_name="licenseorder",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="license_orders", to="store.project"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="license_order",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="store.licenseorder",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["extension", "addition", "gap", "manual", "order"])),
                name="invoices_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("credit_order", "series"), name="invoices_credit_order_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("license_order", "series"), name="invoices_license_order_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("credit_order", None),
                        ("license_order", None),
                        ("settlement__isnull", False),
                        models.Q(("reason", "order"), _negated=True),
                    ),
                    models.Q(
                        ("credit_order__isnull", False),
                        ("license_order", None),
                        ("reason", "order"),
                        ("settlement", None),
                    ),
                    models.Q(
                        ("credit_order", None),
                        ("license_order__isnull", False),
                        ("reason", "order"),
                        ("settlement", None),
                    ),
                    _connector="OR",
                ),
                name="invoices_of_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="licenseprice",
            name="license_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prices",
                to="store.licensetype",
            ),
        ),
        migrations.AddField(
            model_name="licenseprice",
            name="price_list",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="license_prices",
                to="store.pricelist",
            ),
        ),
        migrations.AddField(
            model_name="orderterm",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="order_terms", to="store.organisation"
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="contract",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.contract"
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="payer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="price_list",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.pricelist"
            ),
        ),
        *(
            migrations.AddField(
                model_name="quote",
                name=name,
                field=models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"store.{of}"
                ),
            )
            for name, of in (("seller", "party"), ("buyer", "party"), ("seller_facts", "sellerfacts"))
        ),
        migrations.AddField(
            model_name="quote",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="store.project"
            ),
        ),
        migrations.AddField(
            model_name="licenseorder",
            name="quote",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.quote"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="quote",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="store.quote"
            ),
        ),
        migrations.AddField(
            model_name="creditorder",
            name="quote",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.quote"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("booking__in", ["on_payment", "on_issue"])), name="credit_orders_booking"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_on", None), ("state", "booked"), _connector="OR"), name="credit_orders_paid"
            ),
        ),
        migrations.CreateModel(
            name="LicenseOrderLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "order_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("quantity", models.PositiveIntegerField()),
                ("price", models.DecimalField(decimal_places=12, max_digits=24)),
                ("net", models.BigIntegerField()),
                (
                    "enlarges",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.license",
                    ),
                ),
                (
                    "license",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.license",
                    ),
                ),
                (
                    "license_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.licensetype",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="store.licenseorder",
                    ),
                ),
            ],
            options={
                "db_table": "license_order_lines",
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "quote_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=300)),
                ("license_id", models.CharField(blank=True, max_length=100)),
                ("license_type", models.CharField(blank=True, max_length=60)),
                ("quantity", models.PositiveIntegerField()),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                ("needed", models.BigIntegerField(default=0)),
                ("from_balance", models.BigIntegerField(default=0)),
                ("units", models.BigIntegerField()),
                ("price", models.DecimalField(decimal_places=12, max_digits=24)),
                ("factor", models.DecimalField(decimal_places=12, max_digits=24)),
                ("net", models.BigIntegerField()),
                ("category", models.CharField(max_length=2)),
                (
                    "quote",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="store.quote",
                    ),
                ),
            ],
            options={
                "db_table": "quote_lines",
            },
        ),
        migrations.AddConstraint(
            model_name="licenseorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("quantity__gte", 1)), name="license_order_lines_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("net__gte", 0), ("price__gte", 0)), name="license_order_lines_amounts"
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseprice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)),
                fields=("price_list", "license_type", "starts_on"),
                name="license_prices_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal", ""), ("withdrawn_on", None)),
                    models.Q(
                        ("withdrawn_on__isnull", False),
                        ("withdrawn_on__lt", models.F("starts_on")),
                        models.Q(("withdrawal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="license_prices_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price__gte", 0)), name="license_prices_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("booking__in", ["on_payment", "on_issue"])), name="order_terms_booking"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="order_terms_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["project", "-id"], name="quotes_project"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="quotes_number_once"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="quotes_number"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["credits", "licenses", "contract"])), name="quotes_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax"))),
                    ("net__gte", 0),
                    ("tax__gte", 0),
                ),
                name="quotes_gross",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("issued_on"))), name="quotes_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", "credits"), ("option", ""), ("ssc__gt", 0), ("ssc__isnull", False)),
                    models.Q(("about", "licenses"), ("option", ""), ("ssc", None)),
                    models.Q(("about", "contract"), ("ssc", None), models.Q(("option", ""), _negated=True)),
                    _connector="OR",
                ),
                name="quotes_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None), _connector="OR"),
                name="quotes_one_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contract", None), models.Q(("about", "contract"), ("accepted_at__isnull", False)), _connector="OR"
                ),
                name="quotes_contract",
            ),
        ),
        migrations.AddIndex(
            model_name="licenseorder",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["ordered_at", "id"], name="license_orders_open"
            ),
        ),
        migrations.AddIndex(
            model_name="licenseorder",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["-decided_at", "-id"],
                name="license_orders_past",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax"))),
                    ("net__gte", 0),
                    ("tax__gte", 0),
                ),
                name="license_orders_gross",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "booked", "declined", "withdrawn"])),
                name="license_orders_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("booking__in", ["on_payment", "on_issue"])), name="license_orders_booking"
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="license_orders_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="licenseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_on", None), ("state", "booked"), _connector="OR"), name="license_orders_paid"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at", None), ("declined_at", None), ("withdrawn_at", None)),
                fields=("quote",),
                name="consents_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("declined_at", None)),
                    models.Q(("approved_at", None), ("withdrawn_at", None)),
                    models.Q(("declined_at", None), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="consents_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("declined_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="consents_declined_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("asked_at"))), name="consents_expires"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["S", "AE", "O"])), name="quote_lines_category"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("net__gte", 0), ("position__gte", 1), ("price__gte", 0), ("units__gte", 0)),
                name="quote_lines_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end", None), ("start", None)), ("start__lt", models.F("end")), _connector="OR"
                ),
                name="quote_lines_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_on", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_on__isnull", False)),
                    _connector="OR",
                ),
                name="quotes_accepted",
            ),
        ),
        migrations.AddField(
            model_name="documentfile",
            name="quote",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="store.quote",
            ),
        ),
        migrations.AlterField(
            model_name="documentfile",
            name="invoice",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="store.invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(fields=("quote", "format"), name="document_files_quote_once"),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invoice__isnull", False), ("quote", None)),
                    models.Q(("invoice", None), ("quote__isnull", False)),
                    _connector="OR",
                ),
                name="document_files_of_one",
            ),
        ),
        migrations.RunSQL(PRICES + FROZEN + GUARDS + WHOLE, BACK),
        migrations.RunSQL(TERMS, NO_TERMS),
        migrations.RunSQL(KNOWN_AS + ERASE, terms.KNOWN_AS + facts.ERASE),
    ]
