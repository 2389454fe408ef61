"""What a published release needs stays as it was published; so far only the use cases held that."""

from django.db import migrations

STAND = """
CREATE FUNCTION check_release_needs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_row release_needs%ROWTYPE := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    found text;
BEGIN
    SELECT version INTO found FROM releases
        WHERE published_at IS NOT NULL AND id IN (of_row.release_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.release_id END);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'release % is published: what it needs stays', found
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN of_row;
END $$;
CREATE TRIGGER release_needs_stand BEFORE INSERT OR UPDATE OR DELETE ON release_needs
    FOR EACH ROW EXECUTE FUNCTION check_release_needs();
"""
GONE = """
DROP TRIGGER release_needs_stand ON release_needs;
DROP FUNCTION check_release_needs();
"""


class Migration(migrations.Migration):
    """A trigger beside that of the releases themselves."""

    dependencies = [("store", "0024_releases")]
    operations = [migrations.RunSQL(STAND, GONE)]
