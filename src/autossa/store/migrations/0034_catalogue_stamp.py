"""The state of the catalogue as one mark: whoever keeps it in memory learns by a look at a row whether it changed."""

from django.db import migrations, models

# The row is changed in the very transaction that changes the catalogue: who sees the one sees the other. No mark comes
# twice, as a number would after a change that was rolled back, or a backup that was put back.
STAMPED = ("products", "product_types", "branches", "releases", "release_needs")
_TRIGGER = """
CREATE TRIGGER {table}_stamp AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION stamp_catalogue();
"""
STAMP = """
INSERT INTO catalogue_stamps ("only", mark) VALUES (true, gen_random_uuid());
CREATE FUNCTION stamp_catalogue() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE catalogue_stamps SET mark = gen_random_uuid();
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION stamp_catalogue() FROM PUBLIC;
""" + "".join(_TRIGGER.format(table=table) for table in STAMPED)
GONE = "".join(f"DROP TRIGGER {table}_stamp ON {table};\n" for table in STAMPED) + "DROP FUNCTION stamp_catalogue();"


class Migration(migrations.Migration):
    """One row for all: a second one cannot be."""

    dependencies = [("store", "0032_what_goes_on")]
    operations = [
        migrations.CreateModel(
            name="CatalogueStamp",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("mark", models.UUIDField()),
            ],
            options={
                "db_table": "catalogue_stamps",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", True)), name="catalogue_stamps_only")
                ],
            },
        ),
        migrations.RunSQL(STAMP, GONE),
    ]
