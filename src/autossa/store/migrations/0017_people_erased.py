"""People can be erased: wherever a table holds somebody's name or e-mail address, an alias stands instead.

What is append-only stays so: the application's role may call `erase_person`, which is told a person and nothing else. It
finds out itself what they were called, and writes nothing but their alias.
"""

from django.db import migrations, models

FREE_TEXT = {
    "acting": ["reason"],
    "activity": ["details"],
    "api_tokens": ["name"],
    "contacts": ["name", "email"],
    "contract_messages": ["text"],
    "contracts": ["order_number", "invoice_contact"],
    "credit_orders": ["reason", "ordered_by_name", "decided_by_name"],
    "drafts": ["answers"],
    "invitations": ["email"],
    "license_rates": ["withdrawal"],
    "license_types": ["note"],
    "licenses": ["order_reference"],
    "mail_texts": ["subject", "body"],
    "outbox": ["payload", "last_error"],
    "policy_versions": ["withdrawal"],
    "projects": ["parked_cause"],
    "schedule": ["last_error"],
    "ssc_prices": ["withdrawal"],
    "vendor_settings": ["how_to_pay"],
    "voids": ["reason"],
}
"""What may hold somebody's name or address, whoever wrote it; tests/store/test_erasure.py knows why no other does."""

OWN_NAME = [
    ("activity", "actor", "actor_name"),
    ("contract_messages", "actor", "actor_name"),
    ("credit_orders", "ordered_by", "ordered_by_name"),
    ("credit_orders", "decided_by", "decided_by_name"),
]
"""Where the name of who did something stands beside their id."""

# The guards let a change pass while a function of the tables' owner makes it. Anybody may say so, but not be the owner.
_IS_FORGETTING = """current_setting('autossa.forgetting', true) = 'on'
        AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)"""
_CHECK_WITHDRAWAL = """
CREATE OR REPLACE FUNCTION check_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{but}
    IF OLD.withdrawn_on IS NOT NULL OR NEW.withdrawn_on IS NULL
        OR to_jsonb(NEW) - 'withdrawn_on' - 'withdrawal' <> to_jsonb(OLD) - 'withdrawn_on' - 'withdrawal' THEN
        RAISE EXCEPTION '% is append-only: a version is withdrawn, once, and otherwise never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
_BUT_ERASURE = f"""
    IF {_IS_FORGETTING} AND NEW.withdrawn_on IS NOT DISTINCT FROM OLD.withdrawn_on
        AND to_jsonb(NEW) - 'withdrawal' = to_jsonb(OLD) - 'withdrawal' THEN
        RETURN NEW;
    END IF;"""
GUARDS = f"""
CREATE FUNCTION refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND {_IS_FORGETTING} THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused; correct it by a new row', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
""" + _CHECK_WITHDRAWAL.format(but=_BUT_ERASURE)
GUARDS_BEFORE = _CHECK_WITHDRAWAL.format(but="") + "DROP FUNCTION refuse_change_but_erasure();"
_GUARD = """
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
_GUARDED = ("contract_messages", "voids")
GUARD = "".join(_GUARD.format(table=table, function="refuse_change_but_erasure") for table in _GUARDED)
UNGUARD = "".join(_GUARD.format(table=table, function="refuse_change") for table in _GUARDED)

# Only what is proven to be theirs: an address that somebody merely typed, or that another person logs in with now, is
# not. A name that another person has too is replaced where it stands beside the id of this one, and nowhere else.
_NAMES = "\n        ".join(
    f"UNION SELECT {name} FROM {table} WHERE {actor} = person" for table, actor, name in OWN_NAME
)
KNOWN_AS = f"""
CREATE FUNCTION known_as(person uuid) RETURNS TABLE (given text, is_address boolean) LANGUAGE sql STABLE AS $$
    WITH addresses AS (
        SELECT DISTINCT lower(found.email) AS email FROM (
            SELECT email FROM users WHERE id = person
            UNION SELECT email FROM account_emailaddress WHERE user_id = person AND verified
            UNION SELECT email FROM invitations WHERE accepted_by_id = person
            UNION SELECT details ->> 'before' FROM activity WHERE actor = person AND action = 'change_address'
        ) found
        WHERE found.email <> ''
            AND NOT EXISTS (SELECT FROM users u WHERE u.email = lower(found.email) AND u.id <> person)
    ), names AS (
        SELECT name FROM users WHERE id = person
        {_NAMES}
    )
    SELECT email, true FROM addresses
    UNION ALL
    SELECT DISTINCT trim(name), false FROM names
    WHERE trim(name) <> '' AND lower(trim(name)) NOT IN (SELECT email FROM addresses)
$$;
"""
KNOWN_AS_BEFORE = "DROP FUNCTION known_as(uuid);"

# A whole word, whatever stands in it; an address is no part of a longer one.
WORDS = r"""
CREATE FUNCTION whole_words(given text[], before text, after text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT before || '(?:' || string_agg(regexp_replace(one, '([^[:alnum:][:space:]])', '\\\1', 'g'), '|'
        ORDER BY length(one) DESC) || ')' || after FROM unnest(given) AS one
$$;
CREATE FUNCTION with_alias(value text, pattern text, alias text, flags text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN pattern IS NULL THEN value ELSE regexp_replace(value, pattern, alias, flags) END
$$;
CREATE FUNCTION with_alias(value jsonb, pattern text, alias text, flags text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    CASE jsonb_typeof(value)
    WHEN 'string' THEN RETURN to_jsonb(with_alias(value #>> '{}', pattern, alias, flags));
    WHEN 'array' THEN RETURN (
        SELECT coalesce(jsonb_agg(with_alias(one, pattern, alias, flags) ORDER BY place), '[]')
        FROM jsonb_array_elements(value) WITH ORDINALITY AS all_of(one, place)
    );
    WHEN 'object' THEN RETURN (
        SELECT coalesce(jsonb_object_agg(key, with_alias(one, pattern, alias, flags)), '{}')
        FROM jsonb_each(value) AS all_of(key, one)
    );
    ELSE RETURN value;
    END CASE;
END $$;
"""
WORDS_BEFORE = """
DROP FUNCTION with_alias(jsonb, text, text, text);
DROP FUNCTION with_alias(text, text, text, text);
DROP FUNCTION whole_words(text[], text, text);
"""

PLACES = ",\n        ".join(
    f"('{table}', '{column}')" for table, columns in sorted(FREE_TEXT.items()) for column in columns
)
_OWN = "\n    ".join(f"UPDATE {table} SET {name} = alias WHERE {actor} = person;" for table, actor, name in OWN_NAME)
ERASE = rf"""
CREATE FUNCTION erase_person(person uuid, at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    plain text := replace(person::text, '-', '');
    alias text := 'Person ' || upper(right(plain, 6));
    mailbox text := 'person-' || right(plain, 12) || '@erased.invalid';
    addresses text := whole_words(
        (SELECT array_agg(given) FROM known_as(person) WHERE is_address), '(?<![\w.+-])', '(?!\.?[\w-])');
    -- One word may be any word: in what others wrote it stays.
    full_names text := whole_words(
        (SELECT array_agg(given) FROM known_as(person) WHERE NOT is_address AND given ~ '\s' AND NOT EXISTS (
            SELECT FROM users u WHERE lower(u.name) = lower(given) AND u.id <> person)), '(?<!\w)', '(?!\w)');
    names text := whole_words(
        (SELECT array_agg(given) FROM known_as(person) WHERE NOT is_address), '(?<!\w)', '(?!\w)');
    -- As they stand in JSON: there a quotation mark has a backslash before it, and a backslash another one.
    found text := replace(replace(full_names, '\\', '\\{{1,2}}'), '\"', '\\?"');
    place record;
BEGIN
    IF NOT EXISTS (SELECT FROM users WHERE id = person AND NOT is_active AND erased_at IS NULL) THEN
        RAISE EXCEPTION 'only a person who is blocked can be erased, once' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('autossa.forgetting', 'on', true);
    {_OWN}
    UPDATE activity SET address = NULL WHERE actor = person AND address IS NOT NULL;
    UPDATE activity SET details = with_alias(details, names, alias, 'g') WHERE actor = person;
    UPDATE contract_messages SET text = with_alias(text, names, alias, 'g') WHERE actor = person AND text <> '';
    FOR place IN SELECT of_table, of_column, format_type(a.atttypid, a.atttypmod) AS of_type FROM (VALUES
        {PLACES}
    ) AS places(of_table, of_column)
    JOIN pg_attribute a ON a.attrelid = of_table::regclass AND a.attname = of_column LOOP
        EXECUTE format(
            'UPDATE %1$I SET %2$I = CAST(with_alias(with_alias(%2$I, $1, $2, ''gi''), $3, $4, ''gi'') AS %3$s)'
            ' WHERE %2$I::text ~* $1 OR %2$I::text ~* $5', place.of_table, place.of_column, place.of_type)
            USING addresses, mailbox, full_names, alias, found;
    END LOOP;
    UPDATE users SET name = alias, email = mailbox, password = '!', last_login = NULL, erased_at = at WHERE id = person;
    PERFORM set_config('autossa.forgetting', 'off', true);
END $$;
REVOKE EXECUTE ON FUNCTION erase_person(uuid, timestamptz) FROM PUBLIC;
"""
ERASE_BEFORE = "DROP FUNCTION erase_person(uuid, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("store", "0016_addresses_forgotten")]

    operations = [
        migrations.AddField("creditorder", "decided_by", models.UUIDField(null=True)),
        migrations.AddField("user", "erased_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(("erased_at", None), ("is_active", False), _connector="OR"), name="users_erased"
            ),
        ),
        migrations.RunSQL(GUARDS, GUARDS_BEFORE),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(KNOWN_AS, KNOWN_AS_BEFORE),
        migrations.RunSQL(WORDS, WORDS_BEFORE),
        migrations.RunSQL(ERASE, ERASE_BEFORE),
    ]
