"""What goes on of an activation that changed, or moved, is not more on devices, even where it is more than licensed.

Quantities in use above those licensed are said, not punished (rule 9): so much as ended on the day may begin on it.
"""

from importlib import import_module

from django.db import migrations

before = import_module("autossa.store.migrations.0027_devices")

CHECK = """
CREATE OR REPLACE FUNCTION check_activation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    licensed bigint;
    in_use bigint;
    ended bigint;
BEGIN
    SELECT coalesce(sum(quantity), 0) INTO licensed FROM license_lines
        WHERE license_id = NEW.license_id AND confirmed
            AND added_on <= NEW.since AND (ended_on IS NULL OR ended_on > NEW.since);
    SELECT coalesce(sum(quantity), 0) INTO in_use FROM activations
        WHERE license_id = NEW.license_id AND ended_on IS NULL AND id <> NEW.id;
    SELECT coalesce(sum(quantity), 0) INTO ended FROM activations
        WHERE license_id = NEW.license_id AND ended_on = NEW.since AND ending IN ('changed', 'moved');
    IF NEW.ended_on IS NULL AND in_use + NEW.quantity > licensed AND NEW.quantity > ended THEN
        RAISE EXCEPTION 'more on devices than licensed: % of %', in_use + NEW.quantity, licensed
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
"""
FORMER = before.GUARDS[: before.GUARDS.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """The function alone: its trigger stays."""

    dependencies = [("store", "0027_devices")]
    operations = [migrations.RunSQL(CHECK, FORMER)]
