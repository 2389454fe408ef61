"""Devices of projects, what is activated on them and how they sign in; license files, keys, artifacts (rules 6, 9)."""

from importlib import import_module

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

before = import_module("autossa.store.migrations.0023_second_edition")

# What a device is called, and why it went, may name somebody, who can be erased (0017, 0022, 0023).
FREE_TEXT = {"devices": ["name", "gone_reason"]}
ERASE = before.ERASE.replace(
    before._PLACES, before._PLACES + ",\n        ('devices', 'name'), ('devices', 'gone_reason')"
)

# Device, license and master are of the project itself; Django knows no key of two columns.
OF_PROJECT = """
ALTER TABLE devices ADD CONSTRAINT devices_parent_of_project
    FOREIGN KEY (parent_id, project_id) REFERENCES devices (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE activations ADD CONSTRAINT activations_device_of_project
    FOREIGN KEY (device_id, project_id) REFERENCES devices (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE activations ADD CONSTRAINT activations_license_of_project
    FOREIGN KEY (license_id, project_id) REFERENCES licenses (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE license_files ADD CONSTRAINT license_files_device_of_project
    FOREIGN KEY (device_id, project_id) REFERENCES devices (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE device_uses SET UNLOGGED;
"""
GUARDS = """
CREATE FUNCTION check_activation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    licensed bigint;
    in_use bigint;
BEGIN
    SELECT coalesce(sum(quantity), 0) INTO licensed FROM license_lines
        WHERE license_id = NEW.license_id AND confirmed
            AND added_on <= NEW.since AND (ended_on IS NULL OR ended_on > NEW.since);
    SELECT coalesce(sum(quantity), 0) INTO in_use FROM activations
        WHERE license_id = NEW.license_id AND ended_on IS NULL AND id <> NEW.id;
    IF NEW.ended_on IS NULL AND in_use + NEW.quantity > licensed THEN
        RAISE EXCEPTION 'more on devices than licensed: % of %', in_use + NEW.quantity, licensed
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activations_within BEFORE INSERT ON activations
    FOR EACH ROW EXECUTE FUNCTION check_activation();

CREATE FUNCTION check_standby() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM devices WHERE id = NEW.parent_id AND (parent_id IS NOT NULL OR gone_on IS NOT NULL))
        OR EXISTS (SELECT 1 FROM devices WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'a standby has no standby, and its master is there'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER devices_standby BEFORE INSERT OR UPDATE OF parent_id ON devices
    FOR EACH ROW EXECUTE FUNCTION check_standby();

CREATE FUNCTION set_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL THEN
        RAISE EXCEPTION '% of a row of % is set once', TG_ARGV[0], TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER devices_once_gone BEFORE UPDATE OF gone_on ON devices
    FOR EACH ROW EXECUTE FUNCTION set_once('gone_on');
CREATE TRIGGER activations_once_ended BEFORE UPDATE ON activations
    FOR EACH ROW EXECUTE FUNCTION set_once('ended_on');
CREATE TRIGGER device_credentials_once_revoked BEFORE UPDATE ON device_credentials
    FOR EACH ROW EXECUTE FUNCTION set_once('revoked_at');
CREATE TRIGGER device_codes_once_used BEFORE UPDATE ON device_codes
    FOR EACH ROW EXECUTE FUNCTION set_once('used_at');
CREATE TRIGGER license_files_once_confirmed BEFORE UPDATE ON license_files
    FOR EACH ROW EXECUTE FUNCTION set_once('confirmed_at');
CREATE TRIGGER signing_keys_once_revoked BEFORE UPDATE ON signing_keys
    FOR EACH ROW EXECUTE FUNCTION set_once('revoked_at');

CREATE FUNCTION check_artifact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM releases WHERE id = OLD.release_id AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the release of % is published: its files stay', OLD.file_name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER artifacts_stand BEFORE DELETE ON artifacts
    FOR EACH ROW EXECUTE FUNCTION check_artifact();
"""
GONE = """
DROP TRIGGER artifacts_stand ON artifacts;
DROP FUNCTION check_artifact();
DROP TRIGGER signing_keys_once_revoked ON signing_keys;
DROP TRIGGER license_files_once_confirmed ON license_files;
DROP TRIGGER device_codes_once_used ON device_codes;
DROP TRIGGER device_credentials_once_revoked ON device_credentials;
DROP TRIGGER activations_once_ended ON activations;
DROP TRIGGER devices_once_gone ON devices;
DROP FUNCTION set_once();
DROP TRIGGER devices_standby ON devices;
DROP FUNCTION check_standby();
DROP TRIGGER activations_within ON activations;
DROP FUNCTION check_activation();
ALTER TABLE license_files DROP CONSTRAINT license_files_device_of_project;
ALTER TABLE activations DROP CONSTRAINT activations_license_of_project;
ALTER TABLE activations DROP CONSTRAINT activations_device_of_project;
ALTER TABLE devices DROP CONSTRAINT devices_parent_of_project;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0026_browsers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ending", models.CharField(blank=True, max_length=8)),
            ],
            options={
                "db_table": "activations",
            },
        ),
        migrations.CreateModel(
            name="Artifact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("platform", models.CharField(blank=True, max_length=60)),
                ("edition", models.CharField(blank=True, max_length=60)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.CharField(max_length=300, unique=True)),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "artifacts",
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("hardware_id", models.CharField(max_length=100)),
                ("hardware_key", models.CharField(max_length=100)),
                ("registered_on", models.DateField()),
                ("gone_on", models.DateField(blank=True, null=True)),
                ("departure", models.CharField(blank=True, max_length=8)),
                ("gone_reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "devices",
            },
        ),
        migrations.CreateModel(
            name="DeviceCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "device_codes",
            },
        ),
        migrations.CreateModel(
            name="DeviceCredential",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("hint", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "device_credentials",
            },
        ),
        migrations.CreateModel(
            name="DeviceUse",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "device_uses",
            },
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=60)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("reported_at", models.DateTimeField()),
            ],
            options={
                "db_table": "installations",
            },
        ),
        migrations.CreateModel(
            name="LicenseFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("serial", models.PositiveBigIntegerField()),
                ("major", models.CharField(blank=True, max_length=40)),
                ("body", models.TextField()),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "license_files",
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("kid", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("public", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revocation", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "signing_keys",
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hardware_key", models.CharField(max_length=100)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "db_table": "trials",
            },
        ),
        migrations.AddField(
            model_name="licensetype",
            name="can_be_given_up",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="licensetype",
            name="can_be_released",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="vendorsettings",
            name="file_days",
            field=models.PositiveSmallIntegerField(default=400),
        ),
        migrations.AddField(
            model_name="vendorsettings",
            name="lost_a_year",
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name="vendorsettings",
            name="trial_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AddConstraint(
            model_name="license",
            constraint=models.UniqueConstraint(fields=("id", "project"), name="licenses_of_project"),
        ),
        migrations.AddConstraint(
            model_name="vendorsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_days__gte", 1), ("trial_days__gte", 1)), name="vendor_settings_days"
            ),
        ),
        migrations.AddField(
            model_name="activation",
            name="license",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activations",
                to="store.license",
            ),
        ),
        migrations.AddField(
            model_name="activation",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activations",
                to="store.project",
            ),
        ),
        migrations.AddField(
            model_name="artifact",
            name="release",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="artifacts",
                to="store.release",
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="standbys",
                to="store.device",
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="project",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="devices", to="store.project"
            ),
        ),
        migrations.AddField(
            model_name="activation",
            name="device",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activations",
                to="store.device",
            ),
        ),
        migrations.AddField(
            model_name="devicecode",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="store.device"
            ),
        ),
        migrations.AddField(
            model_name="devicecredential",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="store.device"
            ),
        ),
        migrations.AddConstraint(
            model_name="deviceuse",
            constraint=models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="device_uses_count"),
        ),
        migrations.AddField(
            model_name="installation",
            name="device",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="installations",
                to="store.device",
            ),
        ),
        migrations.AddField(
            model_name="installation",
            name="product",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.product"),
        ),
        migrations.AddField(
            model_name="installation",
            name="release",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="installations", to="store.release"
            ),
        ),
        migrations.AddField(
            model_name="licensefile",
            name="device",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="license_files", to="store.device"
            ),
        ),
        migrations.AddField(
            model_name="licensefile",
            name="product",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="store.product"
            ),
        ),
        migrations.AddField(
            model_name="licensefile",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="license_files",
                to="store.project",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("retired_at", None), ("retired_at__gte", models.F("created_at")), _connector="OR"),
                name="signing_keys_retired",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revocation", ""), ("revoked_at", None)),
                    models.Q(
                        ("retired_at__isnull", False),
                        ("revoked_at__gte", models.F("created_at")),
                        ("revoked_at__isnull", False),
                        models.Q(("revocation", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="signing_keys_revoked",
            ),
        ),
        migrations.AddField(
            model_name="licensefile",
            name="key",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.signingkey"),
        ),
        migrations.AddField(
            model_name="trial",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="trials", to="store.device"
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="product",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.product"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.UniqueConstraint(fields=("release", "file_name"), name="artifacts_once"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="artifacts_size"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="artifacts_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_name__regex", "^[^/\\\\]+$")), name="artifacts_named"
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["hardware_key"], name="devices_by_hardware"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("id", "project"), name="devices_of_project"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gone_on", None)), fields=("project", "hardware_key"), name="devices_hardware_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gone_on", None)), fields=("project", "name"), name="devices_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("hardware_key", ""), _negated=True)
                ),
                name="devices_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="devices_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("departure__in", ["", "removed", "lost"])), name="devices_departure"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departure", ""), ("gone_on", None), ("gone_reason", "")),
                    models.Q(
                        ("gone_on__gte", models.F("registered_on")),
                        ("gone_on__isnull", False),
                        models.Q(("departure", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="devices_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departure", "lost"), _negated=True),
                    models.Q(("gone_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="devices_lost",
            ),
        ),
        migrations.AddIndex(
            model_name="activation",
            index=models.Index(condition=models.Q(("ended_on", None)), fields=["project"], name="activations_standing"),
        ),
        migrations.AddIndex(
            model_name="activation",
            index=models.Index(fields=["license"], name="activations_of_license"),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("device", "license"), name="activations_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="activations_quantity"),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending__in", ["", "released", "moved", "lost", "changed"])),
                name="activations_ending",
            ),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("ending", "")),
                    models.Q(
                        ("ended_on__gte", models.F("since")),
                        ("ended_on__isnull", False),
                        models.Q(("ending", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="activations_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))), name="device_codes_expire"
            ),
        ),
        migrations.AddConstraint(
            model_name="devicecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("used_at", None),
                    models.Q(("used_at__gte", models.F("created_at")), ("used_at__lte", models.F("expires_at"))),
                    _connector="OR",
                ),
                name="device_codes_used",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicecredential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("device",), name="device_credentials_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="devicecredential",
            constraint=models.CheckConstraint(
                condition=models.Q(("revoked_at", None), ("revoked_at__gte", models.F("created_at")), _connector="OR"),
                name="device_credentials_revoked",
            ),
        ),
        migrations.AddConstraint(
            model_name="installation",
            constraint=models.UniqueConstraint(fields=("device", "product"), name="installations_once"),
        ),
        migrations.AddConstraint(
            model_name="installation",
            constraint=models.CheckConstraint(
                condition=models.Q(("version", ""), _negated=True), name="installations_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.UniqueConstraint(fields=("project", "serial"), name="license_files_once"),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("major", ""), _negated=True),
                fields=("project", "product", "major"),
                name="license_files_major_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.CheckConstraint(condition=models.Q(("serial__gte", 1)), name="license_files_serial"),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("issued_at"))), name="license_files_expire"
            ),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("major", ""), ("product", None)),
                    models.Q(("product__isnull", False), models.Q(("major", ""), _negated=True)),
                    _connector="OR",
                ),
                name="license_files_major",
            ),
        ),
        migrations.AddConstraint(
            model_name="licensefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None),
                    models.Q(("confirmed_at__gte", models.F("issued_at")), ("device__isnull", False)),
                    _connector="OR",
                ),
                name="license_files_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(fields=("hardware_key", "product"), name="trials_once"),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="trials_days"
            ),
        ),
        migrations.RunSQL(OF_PROJECT + GUARDS, GONE),
        migrations.RunSQL(ERASE, before.ERASE),
    ]
