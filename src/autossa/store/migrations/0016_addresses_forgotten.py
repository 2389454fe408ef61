"""Of the activity log, append-only as ever, the addresses can be forgotten that are older than somebody needs them."""

from django.db import migrations

# The application's role may not change the log; it may call this, which takes addresses away and nothing else.
FORGET = """
CREATE FUNCTION refuse_change_of_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('autossa.forgetting', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused; correct it by a new row', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER activity_append_only ON activity;
CREATE TRIGGER activity_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_activity();
CREATE INDEX activity_addresses ON activity (at) WHERE address IS NOT NULL;
CREATE FUNCTION forget_addresses(before timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF before > now() - interval '1 day' THEN
        RAISE EXCEPTION 'addresses are kept for a day at least' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('autossa.forgetting', 'on', true);
    UPDATE activity SET address = NULL WHERE at < before AND address IS NOT NULL;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('autossa.forgetting', 'off', true);
    RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION forget_addresses(timestamptz) FROM PUBLIC;
"""
BEFORE = """
DROP FUNCTION forget_addresses(timestamptz);
DROP INDEX activity_addresses;
DROP TRIGGER activity_append_only ON activity;
CREATE TRIGGER activity_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_change_of_activity();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0015_invoicing")]

    operations = [migrations.RunSQL(FORGET, BEFORE)]
