"""Search finds words however somebody writes their letters: ü as u or ue, ß as ss, ł as l, ő as o; organisations and people
are found by an index too."""

from django.db import migrations

_CAPITALS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_SMALL = _CAPITALS.lower()
# Letters that are no letter with an accent, though they are typed as one: capitals and small ones.
_LETTERS = ("ŁłØøĐđÐðĦħŦŧıς", "llooddddhhtti\N{GREEK SMALL LETTER SIGMA}")

# Without capitals and accents. NFKD takes the accents off the letters; ß, æ, œ and þ are two letters each.
PLAIN = f"""
CREATE OR REPLACE FUNCTION plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT replace(replace(replace(replace(replace(replace(replace(replace(
        translate(lower(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036f]', '', 'g')),
                  '{_CAPITALS}{_LETTERS[0]}', '{_SMALL}{_LETTERS[1]}'),
        'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th')
$$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(
        replace(lower(translate(given, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ', 'àáâãäåçèéêëìíîïñòóôõöøùúûüý')), 'ß', 'ss'),
        'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'aaaaaaceeeeiiiinoooooouuuuyy')
$$
"""
# What stands for an umlaut or å where a keyboard has none. Written so that an index over it can be restored from a dump.
WORDS = """
CREATE FUNCTION vowels(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN replace(replace(replace(replace(given, 'aa', 'a'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u');
CREATE FUNCTION search_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN CASE WHEN vowels(plain(given)) = plain(given) THEN plain(given)
        ELSE plain(given) || ' ' || vowels(plain(given)) END;
"""
_KEEP = """
CREATE OR REPLACE FUNCTION keep_project_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO project_names (project_id, name, customer, words)
    SELECT p.id, plain(p.name), plain(o.name), {words}
    FROM projects p JOIN organisations o ON o.id = p.customer_id
    WHERE CASE WHEN TG_TABLE_NAME = 'projects' THEN p.id = NEW.id ELSE p.customer_id = NEW.id END
    ON CONFLICT (project_id) DO UPDATE SET name = EXCLUDED.name, customer = EXCLUDED.customer, words = EXCLUDED.words;
    RETURN NULL;
END
$$;
UPDATE project_names n SET name = plain(p.name), customer = plain(o.name), words = {words}
FROM projects p JOIN organisations o ON o.id = p.customer_id WHERE p.id = n.project_id;
"""
KEEP = _KEEP.format(words="search_words(concat_ws(' ', p.name, o.name, o.number))")
KEEP_BEFORE = _KEEP.format(words="plain(concat_ws(' ', p.name, o.name, o.number))")
INDEXES = """
CREATE INDEX organisations_words ON organisations
    USING gin (search_words(name || ' ' || number || ' ' || vat_id) gin_trgm_ops);
CREATE INDEX users_words ON users USING gin (search_words(name || ' ' || email) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0011_admissions")]

    operations = [
        migrations.RunSQL(PLAIN, BEFORE),
        migrations.RunSQL(WORDS, "DROP FUNCTION search_words(text); DROP FUNCTION vowels(text);"),
        migrations.RunSQL(KEEP, KEEP_BEFORE),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(INDEXES, "DROP INDEX organisations_words; DROP INDEX users_words;"),
    ]
