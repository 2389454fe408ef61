"""People without an account can be erased, too: who is only a contact, or was only invited, is known by an address.

As 0017 does for a person: the application's role may call `erase_address`, which finds out itself what the contact was
called, writes nothing but an alias, and refuses an address that somebody logs in with.
"""

from importlib import import_module

from django.db import migrations

people = import_module("autossa.store.migrations.0017_people_erased")

# Names that contacts with this address have. One word may be any word; what somebody else is called, too, stays theirs.
NAMES = r"""
CREATE FUNCTION names_at(address text) RETURNS TABLE (given text) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT trim(c.name) FROM contacts c WHERE c.email = address AND trim(c.name) ~ '\s'
        AND NOT EXISTS (SELECT FROM contacts o WHERE lower(trim(o.name)) = lower(trim(c.name)) AND o.email <> address)
        AND NOT EXISTS (SELECT FROM users u WHERE lower(u.name) = lower(trim(c.name)))
        AND NOT EXISTS (SELECT FROM organisations o WHERE lower(o.name) = lower(trim(c.name)))
$$;
"""
ERASE = rf"""
CREATE FUNCTION erase_address(address text, instead uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    plain text := replace(instead::text, '-', '');
    alias text := 'Person ' || upper(right(plain, 6));
    mailbox text := 'person-' || right(plain, 12) || '@erased.invalid';
    addresses text := whole_words(ARRAY[address], '(?<![\w.+-])', '(?!\.?[\w-])');
    full_names text := whole_words((SELECT array_agg(given) FROM names_at(address)), '(?<!\w)', '(?!\w)');
    found text := replace(replace(full_names, '\\', '\\{{1,2}}'), '\"', '\\?"');
    place record;
    rows bigint;
    total bigint := 0;
BEGIN
    IF address !~ '^[^@\s]+@[^@\s]+$' OR address ~ '@erased\.invalid$'
        OR EXISTS (SELECT FROM users WHERE email = address)
        OR EXISTS (SELECT FROM account_emailaddress WHERE email = address AND verified) THEN
        RAISE EXCEPTION 'only an address that nobody logs in with can be erased' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('autossa.forgetting', 'on', true);
    FOR place IN SELECT of_table, of_column, format_type(a.atttypid, a.atttypmod) AS of_type FROM (VALUES
        {people.PLACES}
    ) AS places(of_table, of_column)
    JOIN pg_attribute a ON a.attrelid = of_table::regclass AND a.attname = of_column LOOP
        EXECUTE format(
            'UPDATE %1$I SET %2$I = CAST(with_alias(with_alias(%2$I, $1, $2, ''gi''), $3, $4, ''gi'') AS %3$s)'
            ' WHERE %2$I::text ~* $1 OR %2$I::text ~* $5', place.of_table, place.of_column, place.of_type)
            USING addresses, mailbox, full_names, alias, found;
        GET DIAGNOSTICS rows = ROW_COUNT;
        total := total + rows;
    END LOOP;
    PERFORM set_config('autossa.forgetting', 'off', true);
    RETURN total;
END $$;
REVOKE EXECUTE ON FUNCTION erase_address(text, uuid) FROM PUBLIC;
"""
BEFORE = "DROP FUNCTION erase_address(text, uuid); DROP FUNCTION names_at(text);"


class Migration(migrations.Migration):
    dependencies = [("store", "0021_ended")]

    operations = [migrations.RunSQL(NAMES + ERASE, BEFORE)]
