"""Terms and service descriptions in dated versions with documents; who accepted which, at what; who was told of which."""

from importlib import import_module
from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

devices = import_module("autossa.store.migrations.0027_devices")
people = import_module("autossa.store.migrations.0017_people_erased")

# Why a version was withdrawn may name somebody, and whoever accepted one can be erased (0017, 0022, 0023, 0027).
FREE_TEXT = {"terms_versions": ["withdrawal"]}
OWN_NAME = [("terms_acceptances", "accepted_by", "accepted_by_name")]
_LAST_PLACE, _LAST_NAME = (
    "('devices', 'gone_reason')",
    "UPDATE credit_orders SET decided_by_name = alias WHERE decided_by = person;",
)
_MORE_PLACES = "".join(
    f",\n        ('{table}', '{column}')" for table, columns in FREE_TEXT.items() for column in columns
)
_MORE_NAMES = "".join(f"\n    UPDATE {table} SET {name} = alias WHERE {by} = person;" for table, by, name in OWN_NAME)
_MORE_KNOWN = "".join(f"\n        UNION SELECT {name} FROM {table} WHERE {by} = person" for table, by, name in OWN_NAME)
ERASE = devices.ERASE.replace(_LAST_PLACE, _LAST_PLACE + _MORE_PLACES).replace(_LAST_NAME, _LAST_NAME + _MORE_NAMES)
_KNOWN_AS = people.KNOWN_AS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_LAST_KNOWN = "UNION SELECT decided_by_name FROM credit_orders WHERE decided_by = person"
KNOWN_AS = _KNOWN_AS.replace(_LAST_KNOWN, _LAST_KNOWN + _MORE_KNOWN)

# What there was: a version held from the moment it was set. In which language it is written was not asked.
BROUGHT_ALONG = """
UPDATE terms_versions SET
    starts_on = (set_at AT TIME ZONE coalesce(
        (SELECT nullif(time_zone, '') FROM vendor_settings LIMIT 1), current_setting('TimeZone')))::date,
    languages = CASE WHEN url <> '' OR text <> '' THEN ARRAY[''] ELSE '{}'::varchar[] END;
UPDATE terms_versions SET entered_on = starts_on;
INSERT INTO terms_documents (id, version_id, language, form, body, size, sha256)
SELECT gen_random_uuid(), id, '', CASE WHEN url <> '' THEN 'address' ELSE 'text' END, said, octet_length(said),
    encode(sha256(said), 'hex')
FROM (SELECT id, url, text, convert_to(url || text, 'UTF8') AS said FROM terms_versions) AS v
WHERE octet_length(said) > 0;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BROUGHT_BACK = """
UPDATE terms_versions v SET
    url = coalesce((SELECT convert_from(body, 'UTF8') FROM terms_documents d
        WHERE d.version_id = v.id AND form = 'address' LIMIT 1), ''),
    text = coalesce((SELECT convert_from(body, 'UTF8') FROM terms_documents d
        WHERE d.version_id = v.id AND form = 'text' ORDER BY language LIMIT 1), '');
"""
BEFORE = "DROP TRIGGER terms_versions_append_only ON terms_versions;"
BEFORE_BACK = """
CREATE TRIGGER terms_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

# Of a document its bytes say what it is; of an acceptance document and earlier acceptance are of the same version.
EXACT = """
ALTER TABLE terms_documents ADD CONSTRAINT terms_documents_whole
    CHECK (size = octet_length(body) AND sha256 = encode(sha256(body), 'hex'));
ALTER TABLE terms_documents ADD CONSTRAINT terms_documents_pdf
    CHECK (form <> 'pdf' OR substring(body FROM 1 FOR 5) = '%PDF-'::bytea);
ALTER TABLE terms_documents ADD CONSTRAINT terms_documents_of_version UNIQUE (id, version_id);
ALTER TABLE terms_acceptances ADD CONSTRAINT terms_acceptances_document_of_version
    FOREIGN KEY (document_id, version_id) REFERENCES terms_documents (id, version_id);
"""
INEXACT = """
ALTER TABLE terms_acceptances DROP CONSTRAINT terms_acceptances_document_of_version;
ALTER TABLE terms_documents DROP CONSTRAINT terms_documents_of_version;
ALTER TABLE terms_documents DROP CONSTRAINT terms_documents_pdf;
ALTER TABLE terms_documents DROP CONSTRAINT terms_documents_whole;
"""
GUARDS = """
CREATE TRIGGER terms_versions_append_only BEFORE DELETE OR TRUNCATE ON terms_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER terms_versions_withdrawn_only BEFORE UPDATE ON terms_versions
    FOR EACH ROW EXECUTE FUNCTION check_withdrawal();
CREATE TRIGGER terms_documents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_documents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER terms_acceptances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_acceptances
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();
CREATE TRIGGER terms_announcements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_announcements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As `domain.billing.terms.earliest_start`: the order of the days is that of the numbers.
CREATE FUNCTION check_terms_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.entered_on IS NULL OR NEW.withdrawn_on IS NOT NULL OR NEW.starts_on < NEW.entered_on OR EXISTS (
        SELECT FROM terms_versions WHERE kind = NEW.kind AND withdrawn_on IS NULL AND starts_on >= NEW.starts_on
            AND starts_on > NEW.entered_on
    ) THEN
        RAISE EXCEPTION 'a version of % that is entered on % may not begin on %', NEW.kind, NEW.entered_on,
            NEW.starts_on USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_versions_start BEFORE INSERT ON terms_versions
    FOR EACH ROW EXECUTE FUNCTION check_terms_start();

-- A version has the documents that it was published with: each of its languages one, and no other ever.
CREATE FUNCTION check_terms_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'terms_documents' THEN
        IF EXISTS (SELECT FROM terms_versions WHERE id = NEW.version_id AND NEW.language <> ALL (languages)) THEN
            RAISE EXCEPTION 'the version was published without this language'
                USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END IF;
        RETURN NEW;
    END IF;
    IF cardinality(NEW.languages) <> (SELECT count(*) FROM terms_documents WHERE version_id = NEW.id) THEN
        RAISE EXCEPTION 'a version has a document in each of its languages'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER terms_documents_published BEFORE INSERT ON terms_documents
    FOR EACH ROW EXECUTE FUNCTION check_terms_documents();
CREATE CONSTRAINT TRIGGER terms_versions_complete AFTER INSERT ON terms_versions DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_terms_documents();

-- Accepted is what had begun, by the organisation that the deed is for.
CREATE FUNCTION check_terms_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM terms_versions WHERE id = NEW.version_id AND (withdrawn_on IS NOT NULL OR starts_on > NEW.day)
    ) OR EXISTS (
        SELECT FROM terms_acceptances WHERE id = NEW.earlier_id
            AND (version_id <> NEW.version_id OR earlier_id IS NOT NULL)
    ) OR (NEW.deed = 'contract' AND NOT EXISTS (
        SELECT FROM contracts c JOIN projects p ON p.id = c.project_id
        WHERE c.id = NEW.deed_id AND p.customer_id = NEW.organisation_id
    )) OR (NEW.deed = 'credit_order' AND NOT EXISTS (
        SELECT FROM credit_orders WHERE id = NEW.deed_id AND payer_id = NEW.organisation_id
    )) THEN
        RAISE EXCEPTION 'nothing that can be accepted there by this organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_acceptances_right BEFORE INSERT ON terms_acceptances
    FOR EACH ROW EXECUTE FUNCTION check_terms_acceptance();

-- Looked at when all is written: nothing that is named here comes about without what was in force on its day.
-- A table of orders or quotes that is to keep the same law has the same trigger, with its deed and the column of its day.
CREATE FUNCTION check_terms_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    SELECT kind INTO missing FROM (
        SELECT DISTINCT ON (kind) id, kind, languages FROM terms_versions
        WHERE withdrawn_on IS NULL AND starts_on <= (to_jsonb(NEW) ->> TG_ARGV[1])::date ORDER BY kind, number DESC
    ) AS v
    WHERE cardinality(languages) > 0 AND NOT EXISTS (
        SELECT FROM terms_acceptances a WHERE a.deed = TG_ARGV[0] AND a.deed_id = NEW.id AND a.version_id = v.id
    ) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the % in force were not accepted for this %', missing, TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER contracts_terms AFTER INSERT ON contracts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_terms_accepted('contract', 'concluded_on');
CREATE CONSTRAINT TRIGGER credit_orders_terms AFTER INSERT ON credit_orders DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_terms_accepted('credit_order', 'ordered_on');
"""
UNGUARDED = """
DROP TRIGGER credit_orders_terms ON credit_orders;
DROP TRIGGER contracts_terms ON contracts;
DROP FUNCTION check_terms_accepted();
DROP TRIGGER terms_acceptances_right ON terms_acceptances;
DROP FUNCTION check_terms_acceptance();
DROP TRIGGER terms_versions_complete ON terms_versions;
DROP TRIGGER terms_documents_published ON terms_documents;
DROP FUNCTION check_terms_documents();
DROP TRIGGER terms_versions_start ON terms_versions;
DROP FUNCTION check_terms_start();
DROP TRIGGER terms_announcements_append_only ON terms_announcements;
DROP TRIGGER terms_acceptances_append_only ON terms_acceptances;
DROP TRIGGER terms_documents_append_only ON terms_documents;
DROP TRIGGER terms_versions_withdrawn_only ON terms_versions;
DROP TRIGGER terms_versions_append_only ON terms_versions;
"""

_ID = models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)


def _of(
    model: str, *, null: bool = False, related_name: str = "+", blank: bool = False
) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.PROTECT, db_index=False, null=null, blank=blank,
        related_name=related_name,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("store", "0031_option_changes")]

    operations = [
        migrations.RunSQL(BEFORE, BEFORE_BACK),
        migrations.AddField("termsversion", "kind", models.CharField(default="terms", max_length=8)),
        migrations.AddField("termsversion", "starts_on", models.DateField(null=True)),
        migrations.AddField("termsversion", "entered_on", models.DateField(null=True)),
        migrations.AddField("termsversion", "withdrawn_on", models.DateField(blank=True, null=True)),
        migrations.AddField("termsversion", "withdrawal", models.CharField(blank=True, max_length=500)),
        migrations.AddField(
            "termsversion",
            "languages",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=2), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="TermsDocument",
            fields=[
                ("id", _ID),
                ("version", _of("store.termsversion", related_name="documents")),
                ("language", models.CharField(blank=True, max_length=2)),
                ("form", models.CharField(max_length=8)),
                ("body", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "terms_documents",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "language"), name="terms_documents_once"),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["text", "pdf", "address"])), name="terms_documents_form"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="terms_documents_size"),
                ],
            },
        ),
        migrations.RunSQL(BROUGHT_ALONG, BROUGHT_BACK),
        migrations.AlterField("termsversion", "starts_on", models.DateField()),
        migrations.RemoveConstraint("termsversion", "terms_versions_one"),
        migrations.RemoveConstraint("termsversion", "terms_versions_url"),
        migrations.RemoveField("termsversion", "url"),
        migrations.RemoveField("termsversion", "text"),
        migrations.AlterField("termsversion", "number", models.PositiveIntegerField()),
        migrations.AddConstraint(
            "termsversion", models.UniqueConstraint(fields=("kind", "number"), name="terms_versions_once")
        ),
        migrations.AddConstraint(
            "termsversion",
            models.CheckConstraint(condition=models.Q(("kind__in", ["terms", "service"])), name="terms_versions_kind"),
        ),
        migrations.AddConstraint(
            "termsversion",
            models.CheckConstraint(
                condition=models.Q(("languages__contained_by", ["en", "de", ""])), name="terms_versions_languages"
            ),
        ),
        migrations.AddConstraint(
            "termsversion",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal", ""), ("withdrawn_on", None)),
                    models.Q(
                        ("withdrawn_on__isnull", False),
                        ("withdrawn_on__lt", models.F("starts_on")),
                        models.Q(("withdrawal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="terms_versions_withdrawn",
            ),
        ),
        migrations.CreateModel(
            name="TermsAcceptance",
            fields=[
                ("id", _ID),
                ("deed", models.CharField(max_length=16)),
                ("deed_id", models.UUIDField()),
                ("version", _of("store.termsversion", related_name="acceptances")),
                ("document", _of("store.termsdocument")),
                ("organisation", _of("store.organisation")),
                ("earlier", _of("store.termsacceptance", null=True)),
                ("accepted_by", models.UUIDField(blank=True, null=True)),
                ("accepted_by_name", models.CharField(max_length=200)),
                ("member_of", _of("store.organisation", null=True, blank=True)),
                ("acting_for", models.UUIDField(blank=True, null=True)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "terms_acceptances",
                "constraints": [
                    models.UniqueConstraint(fields=("deed", "deed_id", "version"), name="terms_acceptances_once"),
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["contract", "credit_order", "license_order", "quote"])),
                        name="terms_acceptances_deed",
                    ),
                ],
                "indexes": [models.Index(fields=["organisation", "version"], name="terms_acceptances_of")],
            },
        ),
        migrations.CreateModel(
            name="TermsAnnouncement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", _of("store.termsversion")),
                ("organisation", _of("store.organisation")),
                ("announced_on", models.DateField()),
            ],
            options={
                "db_table": "terms_announcements",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "organisation"), name="terms_announcements_once")
                ],
            },
        ),
        migrations.RunSQL(EXACT + GUARDS, UNGUARDED + INEXACT),
        migrations.RunSQL(ERASE + KNOWN_AS, devices.ERASE + _KNOWN_AS),
    ]
