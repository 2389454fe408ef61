"""Devices of a project, gone ones too, and what ever was on one are found by an index; a name is one in any letters.

Without them a page of one project read all devices there are. And no release comes after the last supported day of its
branch: so far only the use cases held that.
"""

from django.db import migrations, models
from django.db.models.functions import Upper

SUPPORTED = """
CREATE FUNCTION check_supported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM branches WHERE id = NEW.branch_id AND supported_until < NEW.released_on) THEN
        RAISE EXCEPTION 'release % comes after the last supported day of its branch', NEW.version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_supported BEFORE INSERT OR UPDATE OF released_on, branch_id ON releases
    FOR EACH ROW EXECUTE FUNCTION check_supported();
CREATE FUNCTION check_support() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM releases WHERE branch_id = NEW.id AND released_on > NEW.supported_until) THEN
        RAISE EXCEPTION 'branch % has a release after its last supported day', NEW.name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER branches_supported BEFORE UPDATE OF supported_until ON branches
    FOR EACH ROW EXECUTE FUNCTION check_support();
"""
GONE = """
DROP TRIGGER branches_supported ON branches;
DROP FUNCTION check_support();
DROP TRIGGER releases_supported ON releases;
DROP FUNCTION check_supported();
"""


class Migration(migrations.Migration):
    """Indexes, and constraints behind what the use cases check."""

    dependencies = [("store", "0029_vendor_mark")]
    operations = [
        migrations.RemoveIndex("device", "devices_by_hardware"),
        migrations.AddIndex(
            "device",
            models.Index(fields=["hardware_key"], name="devices_by_hardware", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex("device", models.Index(fields=["project"], name="devices_by_project")),
        migrations.AddIndex("activation", models.Index(fields=["device"], name="activations_of_device")),
        migrations.RemoveConstraint("device", "devices_name_once"),
        migrations.AddConstraint(
            "device",
            models.UniqueConstraint(
                "project", Upper("name"), condition=models.Q(gone_on=None), name="devices_name_once"
            ),
        ),
        migrations.RemoveConstraint("artifact", "artifacts_named"),
        migrations.AddConstraint(
            "artifact",
            models.CheckConstraint(
                condition=models.Q(("file_name__regex", "^[^./\\\\][^/\\\\]*$")), name="artifacts_named"
            ),
        ),
        migrations.RunSQL(SUPPORTED, GONE),
    ]
