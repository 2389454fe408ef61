"""The facts behind each document: parties as versions, VAT treatments and rates, order numbers, due days (decision 58).

What is there is brought along so that no amount changes: who paid VAT is a domestic payer at the same rate, who paid
none owes it itself (with a VAT id of another EU country) or is outside of it. Documents that were issued name the first
version of their parties: what stood on them then, nobody had kept.
"""

from datetime import UTC, date, datetime
from importlib import import_module

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from autossa.domain.amounts import show_fraction
from autossa.domain.billing.addresses import PostalAddress, read_address
from autossa.domain.vat_ids import EU
from autossa.store.exact import fraction

accepted = import_module("autossa.store.migrations.0032_terms_accepted")

# Where invoices go to, and why a rate was withdrawn, may name somebody who can be erased (0017, 0022, 0023, 0027, 0032).
# What documents say stays as it was issued: parties, their order numbers, what the vendor says of itself.
FREE_TEXT = {"organisations": ["invoice_email"], "vat_rates": ["withdrawal"]}
_LAST_PLACE = "('terms_versions', 'withdrawal')"
ERASE = accepted.ERASE.replace(
    _LAST_PLACE, _LAST_PLACE + ",\n        ('organisations', 'invoice_email'), ('vat_rates', 'withdrawal')"
)
STANDARD = "standard"
# Germany's standard rate: Umsatzsteuergesetz, section 12 paragraph 1 and section 28.
GERMANY = (("1998-04-01", "0.16"), ("2007-01-01", "0.19"), ("2020-07-01", "0.16"), ("2021-01-01", "0.19"))
ALWAYS = date(1900, 1, 1)
GERMAN_SPEAKING = ("DE", "AT", "CH", "LI")
PAYMENT_DAYS = 14

REASONS = {
    "reverse_charge_en": "Reverse charge: VAT is owed by the recipient (Article 196 of Directive 2006/112/EC).",
    "reverse_charge_de": "Steuerschuldnerschaft des Leistungsempfängers (Art. 196 der Richtlinie 2006/112/EG).",
    "third_country_en": "Outside the scope of VAT: supplied to a business outside the European Union.",
    "third_country_de": "Nicht steuerbar: Leistung an ein Unternehmen außerhalb der Europäischen Union.",
}

# A UUIDv7, as all ids are: the moment in milliseconds, then chance. PostgreSQL has none before 18.
NEW_UUID = """
CREATE FUNCTION new_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
        52, 1), 53, 1), 'hex')::uuid
$$;
"""
_PARTIES = """
INSERT INTO parties (id, organisation_id, version, since, name, number, street, more, post_code, city, country, vat_id,
    email, buyer_reference, language)
SELECT new_uuid(), id, 1, created_at, name, number, street, more, post_code, city, country, vat_id,
    invoice_email, buyer_reference, language
FROM organisations;
UPDATE organisations o SET party_id = p.id FROM parties p WHERE p.organisation_id = o.id;
"""
_INVOICES = """
ALTER TABLE invoices DISABLE TRIGGER invoices_append_only;
UPDATE invoices i SET
    seller = (SELECT party_id FROM organisations WHERE kind = 'vendor'),
    seller_facts = (SELECT id FROM sellers),
    buyer = o.party_id,
    vat_category = CASE WHEN i.tax_rate > 0 THEN 'S' WHEN t.treatment = 'reverse_charge' THEN 'AE' ELSE 'O' END,
    order_number = coalesce((SELECT order_number FROM contracts c WHERE c.id = i.contract AND c.payer_id = i.payer), ''),
    section = (SELECT name FROM projects WHERE id = i.project_id),
    due_on = CASE WHEN i.series = 'INV' THEN i.issued_on + {days} END
FROM organisations o LEFT JOIN vat_treatments t ON t.id = o.treatment_id WHERE o.id = i.payer;
ALTER TABLE invoices ENABLE TRIGGER invoices_append_only;
"""
_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"  # or the tables could not be altered any more

GUARDS = """
CREATE UNIQUE INDEX order_numbers_once ON order_numbers (payer_id, contract_id, starts_on, set_at) NULLS NOT DISTINCT;
CREATE FUNCTION keep_party() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moment timestamptz := NEW.changed_at;
BEGIN
    NEW.treatment_id := NULL;
    IF TG_OP = 'UPDATE' THEN
        SELECT id INTO NEW.treatment_id FROM vat_treatments WHERE organisation_id = NEW.id ORDER BY version DESC LIMIT 1;
        NEW.party_id := OLD.party_id;
        IF NEW.vat_id = '' AND EXISTS (
            SELECT FROM vat_treatments WHERE id = NEW.treatment_id AND treatment = 'reverse_charge'
        ) THEN
            RAISE EXCEPTION 'reverse charge takes a VAT ID' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END IF;
        IF (NEW.name, NEW.number, NEW.street, NEW.more, NEW.post_code, NEW.city, NEW.country, NEW.vat_id,
            NEW.invoice_email, NEW.buyer_reference, NEW.language)
            IS NOT DISTINCT FROM (OLD.name, OLD.number, OLD.street, OLD.more, OLD.post_code, OLD.city, OLD.country,
            OLD.vat_id, OLD.invoice_email, OLD.buyer_reference, OLD.language) THEN
            RETURN NEW;
        END IF;
        IF NEW.changed_at IS NOT DISTINCT FROM OLD.changed_at THEN
            moment := now();
        END IF;
    END IF;
    NEW.party_id := new_uuid();
    INSERT INTO parties (id, organisation_id, version, since, name, number, street, more, post_code, city, country,
        vat_id, email, buyer_reference, language)
    VALUES (NEW.party_id, NEW.id,
        coalesce((SELECT max(version) FROM parties WHERE organisation_id = NEW.id), 0) + 1,
        coalesce(moment, NEW.created_at), NEW.name, NEW.number, NEW.street, NEW.more, NEW.post_code, NEW.city,
        NEW.country, NEW.vat_id, NEW.invoice_email, NEW.buyer_reference, NEW.language);
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION keep_party() FROM PUBLIC;
CREATE TRIGGER organisations_party BEFORE INSERT OR UPDATE ON organisations
    FOR EACH ROW EXECUTE FUNCTION keep_party();

CREATE FUNCTION keep_treatment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.treatment = 'reverse_charge' AND NOT EXISTS (
        SELECT FROM organisations WHERE id = NEW.organisation_id AND vat_id = NEW.vat_id
    ) THEN
        RAISE EXCEPTION 'the VAT ID that was confirmed is another one'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    UPDATE organisations SET treatment_id = NEW.id WHERE id = NEW.organisation_id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_treatment() FROM PUBLIC;
CREATE TRIGGER vat_treatments_newest AFTER INSERT ON vat_treatments
    FOR EACH ROW EXECUTE FUNCTION keep_treatment();

CREATE FUNCTION check_rate_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.entered_on IS NULL OR NEW.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'a rate says when it was entered, and stands at first'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF NEW.starts_on <= NEW.entered_on + longest_lead(NEW.entered_on)
        AND EXISTS (SELECT FROM vat_rates WHERE withdrawn_on IS NULL AND rate_class = NEW.rate_class) THEN
        RAISE EXCEPTION 'a rate that is entered on % may not begin on %', NEW.entered_on, NEW.starts_on
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vat_rates_start BEFORE INSERT ON vat_rates FOR EACH ROW EXECUTE FUNCTION check_rate_start();
CREATE TRIGGER vat_rates_withdrawn_only BEFORE UPDATE ON vat_rates FOR EACH ROW EXECUTE FUNCTION check_withdrawal();
CREATE TRIGGER vat_rates_append_only BEFORE DELETE OR TRUNCATE ON vat_rates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""" + "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}\n"
    "    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();\n"
    for table in ("parties", "sellers", "vat_treatments", "order_numbers")
)
UNGUARD = (
    "".join(
        f"DROP TRIGGER {table}_append_only ON {table};\n"
        for table in ("parties", "sellers", "vat_treatments", "order_numbers", "vat_rates")
    )
    + """
DROP TRIGGER vat_rates_withdrawn_only ON vat_rates;
DROP TRIGGER vat_rates_start ON vat_rates;
DROP FUNCTION check_rate_start();
DROP TRIGGER vat_treatments_newest ON vat_treatments;
DROP FUNCTION keep_treatment();
DROP TRIGGER organisations_party ON organisations;
DROP FUNCTION keep_party();
DROP INDEX order_numbers_once;
"""
)


def bring_along(apps, schema_editor) -> None:  # type: ignore[no-untyped-def]
    """Parts of addresses, the first version of each party, treatments and rates, and what documents name."""
    alias = schema_editor.connection.alias
    organisations = list(apps.get_model("store", "Organisation").objects.using(alias))
    _sellers(apps, alias)
    for row in organisations:
        found = read_address(row.address)
        row.street, row.more, row.post_code, row.city = found.street, found.more, found.post_code, found.city
        row.language = "de" if row.country in GERMAN_SPEAKING else "en"
        row.save(using=alias)
    classes = _rates(apps, alias, {row.tax_rate for row in organisations if row.tax_rate > 0})
    for row in organisations:
        _treatment(apps, alias, row, classes)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_PARTIES)
        cursor.execute(_INVOICES.format(days=PAYMENT_DAYS))
        cursor.execute(_NOW)


def take_back(apps, schema_editor) -> None:  # type: ignore[no-untyped-def]
    """Addresses in lines again, and the share of VAT that holds now; of a version before this one."""
    alias = schema_editor.connection.alias
    rates = apps.get_model("store", "VatRate").objects.using(alias).filter(withdrawn_on=None, starts_on__lte=Now())
    newest = {row.rate_class: row.rate for row in rates.order_by("starts_on")}
    for row in apps.get_model("store", "Organisation").objects.using(alias).select_related("treatment"):
        row.address = PostalAddress(row.street, row.more, row.post_code, row.city).text
        of = row.treatment.rate_class if row.treatment else ""
        row.tax_rate = newest.get(of, 0) if of else 0
        row.save(using=alias)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("UPDATE organisations SET party_id = NULL, treatment_id = NULL")
        cursor.execute("DELETE FROM order_numbers")
        cursor.execute("DELETE FROM vat_treatments")
        cursor.execute("DELETE FROM parties")
        cursor.execute(_NOW)


def _sellers(apps, alias) -> None:  # type: ignore[no-untyped-def]
    apps.get_model("store", "SellerFacts").objects.using(alias).create(
        number=1, set_at=datetime(2000, 1, 1, tzinfo=UTC), **REASONS
    )


def _rates(apps, alias, taxed) -> dict[object, str]:  # type: ignore[no-untyped-def]
    """The class of each rate that organisations have; one that is not in the table gets rows of its own."""
    table = apps.get_model("store", "VatRate").objects.using(alias)
    classes: dict[object, str] = {}
    if settings.VENDOR_COUNTRY == "DE":
        for starts_on, rate in GERMANY:
            table.create(rate_class=STANDARD, starts_on=starts_on, rate=rate)
        newest = table.order_by("-starts_on").first()
        classes[newest.rate] = STANDARD
    for rate in sorted(taxed - set(classes)):
        name = show_fraction(fraction(rate) * 100).replace(".", "-") if classes else STANDARD
        classes[rate] = name
        table.create(rate_class=name, starts_on=ALWAYS, rate=rate)
    return classes


def _treatment(apps, alias, row, classes) -> None:  # type: ignore[no-untyped-def]
    """Of whoever was verified, or paid VAT; nobody chose anything for the others."""
    if row.kind == "vendor" or (row.verified_on is None and not row.tax_rate):
        return
    day = row.verified_on or row.created_at.date()
    given = {"treatment": "third_country"}
    if row.tax_rate > 0:
        given = {"treatment": "domestic", "rate_class": classes[row.tax_rate]}
    elif row.country in EU and row.country != settings.VENDOR_COUNTRY and row.vat_id:
        given = {
            "treatment": "reverse_charge", "vat_id": row.vat_id, "confirmation": "not recorded", "confirmed_on": day,
            "source": "before confirmations were kept",
        }  # fmt: skip
    treatments = apps.get_model("store", "VatTreatment").objects.using(alias)
    made = treatments.create(organisation=row, version=1, starts_on=day, set_at=row.created_at, **given)
    row.treatment = made
    row.save(using=alias)


class Migration(migrations.Migration):
    """First the tables, then what was there is brought along, then what the new ones replace goes."""

    dependencies = [("store", "0034_document_files")]
    operations = [
        migrations.RunSQL(NEW_UUID, "DROP FUNCTION new_uuid();"),
        migrations.CreateModel(
            name="OrderNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=100)),
                ("starts_on", models.DateField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "order_numbers",
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=40)),
                ("street", models.CharField(blank=True, max_length=200)),
                ("more", models.CharField(blank=True, max_length=200)),
                ("post_code", models.CharField(blank=True, max_length=20)),
                ("city", models.CharField(blank=True, max_length=100)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("vat_id", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("buyer_reference", models.CharField(blank=True, max_length=100)),
                ("language", models.CharField(max_length=2)),
            ],
            options={
                "db_table": "parties",
            },
        ),
        migrations.CreateModel(
            name="SellerFacts",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("tax_number", models.CharField(blank=True, max_length=40)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("bank", models.CharField(blank=True, max_length=100)),
                ("contact_name", models.CharField(blank=True, max_length=200)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("register", models.CharField(blank=True, max_length=200)),
                ("intro_en", models.TextField(blank=True)),
                ("intro_de", models.TextField(blank=True)),
                ("closing_en", models.TextField(blank=True)),
                ("closing_de", models.TextField(blank=True)),
                ("reverse_charge_en", models.TextField()),
                ("reverse_charge_de", models.TextField()),
                ("third_country_en", models.TextField()),
                ("third_country_de", models.TextField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "sellers",
            },
        ),
        migrations.CreateModel(
            name="VatRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("entered_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawal", models.CharField(blank=True, max_length=500)),
                ("rate_class", models.CharField(default="standard", max_length=20)),
                ("rate", models.DecimalField(decimal_places=12, max_digits=24)),
            ],
            options={
                "db_table": "vat_rates",
            },
        ),
        migrations.CreateModel(
            name="VatTreatment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("treatment", models.CharField(max_length=14)),
                ("rate_class", models.CharField(blank=True, max_length=20)),
                ("vat_id", models.CharField(blank=True, max_length=20)),
                ("confirmation", models.CharField(blank=True, max_length=100)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "vat_treatments",
            },
        ),
        migrations.AddField(
            model_name="activationkey",
            name="tax_rate",
            field=models.DecimalField(decimal_places=12, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="activationkey",
            name="treatment",
            field=models.CharField(blank=True, max_length=14),
        ),
        migrations.AddField(
            model_name="invoice",
            name="buyer",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="order_number",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="invoice",
            name="section",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="invoice",
            name="seller",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="seller_facts",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="vat_category",
            field=models.CharField(default="", max_length=2),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisation",
            name="buyer_reference",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="organisation",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="city",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="organisation",
            name="invoice_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="organisation",
            name="language",
            field=models.CharField(default="en", max_length=2),
        ),
        migrations.AddField(
            model_name="organisation",
            name="more",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="needs_order_number",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="post_code",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="organisation",
            name="street",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="payment_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="supply_date",
            field=models.CharField(default="first_day", max_length=9),
        ),
        migrations.AddField(
            model_name="ordernumber",
            name="contract",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="order_numbers",
                to="store.contract",
            ),
        ),
        migrations.AddField(
            model_name="ordernumber",
            name="payer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="order_numbers", to="store.organisation"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="store.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="party",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.party",
            ),
        ),
        migrations.AddField(
            model_name="vattreatment",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="treatments",
                to="store.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="treatment",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.vattreatment",
            ),
        ),
        migrations.RunPython(bring_along, take_back),
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisations_tax_rate",
        ),
        migrations.RemoveField(
            model_name="organisation",
            name="address",
        ),
        migrations.RemoveField(
            model_name="organisation",
            name="tax_rate",
        ),
        migrations.AlterField("invoice", "buyer", models.UUIDField()),
        migrations.AddConstraint(
            model_name="activationkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tax_rate", None), ("treatment", "")),
                    models.Q(
                        ("tax_rate__gt", 0), ("tax_rate__isnull", False), ("tax_rate__lt", 1), ("treatment", "domestic")
                    ),
                    models.Q(("treatment__in", ["reverse_charge", "third_country"]), ("tax_rate", 0)),
                    _connector="OR",
                ),
                name="activation_keys_taxed",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tax_rate__gt", 0), ("vat_category", "S")),
                    models.Q(("tax_rate", 0), ("vat_category__in", ["AE", "O"])),
                    _connector="OR",
                ),
                name="invoices_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__gte", models.F("issued_on")), ("due_on__isnull", False), ("series", "INV")),
                    models.Q(("due_on", None), ("series", "CN")),
                    _connector="OR",
                ),
                name="invoices_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("supply_date__in", ["first_day", "issue_day"])), name="policy_versions_supply_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="sellerfacts",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="sellers_number"),
        ),
        migrations.AddConstraint(
            model_name="sellerfacts",
            constraint=models.CheckConstraint(
                condition=models.Q(("iban", ""), ("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"), _connector="OR"),
                name="sellers_iban",
            ),
        ),
        migrations.AddConstraint(
            model_name="sellerfacts",
            constraint=models.CheckConstraint(
                condition=models.Q(("bic", ""), ("bic__regex", "^[A-Z0-9]{8}([A-Z0-9]{3})?$"), _connector="OR"),
                name="sellers_bic",
            ),
        ),
        migrations.AddConstraint(
            model_name="sellerfacts",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reverse_charge_en", ""), _negated=True),
                    models.Q(("reverse_charge_de", ""), _negated=True),
                    models.Q(("third_country_en", ""), _negated=True),
                    models.Q(("third_country_de", ""), _negated=True),
                ),
                name="sellers_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)), fields=("rate_class", "starts_on"), name="vat_rates_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrate",
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
                name="vat_rates_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate__gt", 0), ("rate__lt", 1)), name="vat_rates_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate_class__regex", "^[a-z0-9][a-z0-9-]*$")), name="vat_rates_class"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=("organisation", "version"), name="parties_once"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="parties_version"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["en", "de"])), name="parties_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="vattreatment",
            constraint=models.UniqueConstraint(fields=("organisation", "version"), name="vat_treatments_once"),
        ),
        migrations.AddConstraint(
            model_name="vattreatment",
            constraint=models.CheckConstraint(
                condition=models.Q(("treatment__in", ["domestic", "reverse_charge", "third_country"])),
                name="vat_treatments_treatment",
            ),
        ),
        migrations.AddConstraint(
            model_name="vattreatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("treatment", "domestic"), models.Q(("rate_class", ""), _negated=True)),
                    models.Q(models.Q(("treatment", "domestic"), _negated=True), ("rate_class", "")),
                    _connector="OR",
                ),
                name="vat_treatments_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="vattreatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("treatment", "reverse_charge"),
                        models.Q(("vat_id", ""), _negated=True),
                        models.Q(("confirmation", ""), _negated=True),
                        models.Q(("source", ""), _negated=True),
                        ("confirmed_on__isnull", False),
                    ),
                    models.Q(
                        models.Q(("treatment", "reverse_charge"), _negated=True),
                        ("confirmation", ""),
                        ("confirmed_on", None),
                        ("source", ""),
                        ("vat_id", ""),
                    ),
                    _connector="OR",
                ),
                name="vat_treatments_confirmed",
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
        migrations.RunSQL(ERASE, accepted.ERASE),
    ]
