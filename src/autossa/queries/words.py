"""Words that lists are searched for: found without capitals and accents, however somebody writes ü, ß, ł or ő.

The database keeps or indexes what a row is searched by (the function `search_words`): without accents, and once more
with ae, oe and ue as a, o and u. So Müller is found as müller, muller and mueller, and Mueller too.
"""

from collections.abc import Iterator

from django.db.models.expressions import RawSQL

from autossa.domain.email_addresses import same_or_read

MOST_WORDS = 5

# What a row of a table is searched by: exactly the expression that its index is over.
_SEARCHED = {
    "organisations": "search_words(name || ' ' || number || ' ' || vat_id)",
    "users": "search_words(name || ' ' || email)",
    "devices": "search_words(name)",
    "project_names": "words",
    "activity": "search_words(actor_name)",  # without an index, which each renewal would pay for
}
_KEY = {"project_names": "project_id"}


def has_word(column: str, value: str) -> str:
    """SQL: the column of words has the word that `value`, a parameter filled by `literally`, stands for."""
    return f"({column} LIKE '%%' || plain({value}) || '%%' OR {column} LIKE '%%' || vowels(plain({value})) || '%%')"


def literally(word: str) -> str:
    """A word in which nothing is a wildcard."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def rows_with(table: str, words: str) -> RawSQL:
    """The keys of a table's rows that have all of these words: for `filter(pk__in=…)`. An index finds them."""
    asked = words.split()[:MOST_WORDS]
    conditions, given = ["true"], list[str]()
    for word in asked:
        ways = list(_ways(word))
        conditions.append("(" + " OR ".join([has_word(_SEARCHED[table], "%s")] * len(ways)) + ")")
        given += [literally(way) for way in ways for _ in range(2)]
    return RawSQL(f"SELECT {_KEY.get(table, 'id')} FROM {table} WHERE {' AND '.join(conditions)}", given)


def _ways(word: str) -> Iterator[str]:
    """The word, and a domain or address in it as it is kept."""
    yield word
    local, at, domain = word.rpartition("@")
    if "." in domain and not domain.isascii():
        kept = same_or_read(f"{local or 'any'}@{domain}")
        yield kept if at and local else kept.removeprefix("any")
