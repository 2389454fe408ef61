"""What the vendor has set as one mark, which changes with it; and of each license how many are on devices.

Devices ask often. With the mark, whoever keeps the catalogue in memory learns by a look at a row whether it changed;
with the sum, a license on a thousand devices is asked about as quickly as one on a single device.
"""

from django.db import migrations, models

# The row is changed in the very transaction that changes what it marks: who sees the one sees the other. No mark comes
# twice, as a number would after a change that was rolled back, or a backup that was put back.
MARKED = (
    "products",
    "product_types",
    "branches",
    "releases",
    "release_needs",
    "license_types",
    "policy_versions",
    "plan_versions",
    "signing_keys",
    "vendor_settings",
)
_TRIGGER = """
CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION mark_vendor();
"""
MARK = """
INSERT INTO vendor_marks ("only", mark) VALUES (true, gen_random_uuid());
CREATE FUNCTION mark_vendor() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE vendor_marks SET mark = gen_random_uuid();
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_vendor() FROM PUBLIC;
""" + "".join(_TRIGGER.format(table=table) for table in MARKED)
UNMARKED = "".join(f"DROP TRIGGER {table}_mark ON {table};\n" for table in MARKED) + "DROP FUNCTION mark_vendor();"

SUM = """
UPDATE licenses l SET on_devices = s.total FROM (
    SELECT license_id, sum(quantity) AS total FROM activations WHERE ended_on IS NULL GROUP BY license_id
) s WHERE s.license_id = l.id;
CREATE FUNCTION sum_activations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    added bigint := 0;
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.ended_on IS NULL THEN
        added := NEW.quantity;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.ended_on IS NULL THEN
        added := added - OLD.quantity;
    END IF;
    IF added <> 0 THEN
        UPDATE licenses SET on_devices = on_devices + added WHERE id = coalesce(NEW.license_id, OLD.license_id);
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION sum_activations() FROM PUBLIC;
CREATE TRIGGER activations_sum AFTER INSERT OR UPDATE OR DELETE ON activations
    FOR EACH ROW EXECUTE FUNCTION sum_activations();
"""
UNSUMMED = "DROP TRIGGER activations_sum ON activations; DROP FUNCTION sum_activations();"


class Migration(migrations.Migration):
    """One row for all that the vendor has set: a second one cannot be."""

    dependencies = [("store", "0028_what_goes_on")]
    operations = [
        migrations.CreateModel(
            name="VendorMark",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("mark", models.UUIDField()),
            ],
            options={
                "db_table": "vendor_marks",
                "constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="vendor_marks_only")],
            },
        ),
        migrations.AddField("license", "on_devices", models.PositiveBigIntegerField(db_default=0, default=0)),
        migrations.RunSQL(MARK, UNMARKED),
        migrations.RunSQL(SUM, UNSUMMED),
    ]
