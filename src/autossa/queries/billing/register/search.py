"""What the words of a search in the register mean: a number, an amount, a payer, a project, an order number."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from autossa.domain.currencies import places_of
from autossa.queries.words import MOST_WORDS, has_word, literally
from autossa.store import models

MOST_KEYS = 1000
"""So many payers or projects are looked up by their keys; where more match, each document is tried."""
_NUMBER = re.compile(r"(?:([A-Za-z]{1,8})-)?(?:([0-9]{4})-)?([0-9]{1,9})")
_AMOUNT = re.compile(r"[-−]?([0-9]{1,13})(?:[.,]([0-9]{1,3}))?")
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(?:([.,'’])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]{1,3})?")
_SEPARATOR = re.compile(r"[.,'’](?=[0-9]{3}(?:[^0-9]|$))")
_NUMBERED = """
SELECT x.id FROM invoice_series s JOIN invoices x ON x.series = s.series AND x.year = s.year AND x.number = %s
WHERE (%s::text IS NULL OR s.series = %s) AND (%s::int IS NULL OR s.year = %s)
"""
_ORGANISATION_WORDS = "search_words(name || ' ' || number || ' ' || vat_id)"


def conditions_of(words: str) -> tuple[list[str], dict[str, Any]]:
    """SQL over `invoices i` that holds for what all words match, with its parameters."""
    where, given = [], dict[str, Any]()
    for index, word in enumerate(words.split()[:MOST_WORDS]):
        ways = list(_ways(word, f"w{index}", given))
        where.append(f"({' OR '.join(ways)})")
    return where, given


def currencies_by_places() -> dict[int, list[str]]:
    """The currencies of all price lists, by how many decimals they have."""
    found: dict[int, list[str]] = defaultdict(list)
    for code in sorted(set(models.PriceList.objects.values_list("currency", flat=True))):
        found[places_of(code)].append(code)
    return dict(found)


def _ways(word: str, name: str, given: dict[str, Any]) -> Iterator[str]:
    """Each of what a word can be."""
    given[name] = literally(word)
    yield f"(i.order_number <> '' AND {has_word('search_words(i.order_number)', f'%({name})s')})"
    payers = f"SELECT id FROM organisations WHERE {has_word(_ORGANISATION_WORDS, f'%({name})s')}"
    yield _one_of("i.payer", payers, f"{name}_payers", name, given)
    projects = f"SELECT project_id FROM project_names WHERE {has_word('words', f'%({name})s')}"
    yield _one_of("i.project_id", projects, f"{name}_projects", name, given)
    if numbered := _NUMBER.fullmatch(word):
        given[f"{name}_numbers"] = _numbered(*numbered.groups())
        yield f"i.id = ANY(%({name}_numbers)s)"
    if amounts := list(_amounts(word)):
        given[f"{name}_amounts"] = amounts
        yield f"i.gross = ANY(%({name}_amounts)s)"


def _one_of(column: str, select: str, found: str, word: str, given: dict[str, Any]) -> str:
    """The keys themselves, so that an index is used; where there are many, the statement that gives them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{select} LIMIT {MOST_KEYS + 1}", {word: given[word]})
        keys = [row[0] for row in cursor.fetchall()]
    if len(keys) > MOST_KEYS:
        return f"{column} IN ({select})"
    given[found] = keys
    return f"{column} = ANY(%({found})s)"


def _numbered(series: str | None, year: str | None, number: str) -> list[Any]:
    """The documents of that number, in each series and year that is not said."""
    kind, of_year = series.upper() if series else None, int(year) if year else None
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED, [int(number), kind, kind, of_year, of_year])
        return [row[0] for row in cursor.fetchall()]


def _amounts(word: str) -> Iterator[int]:
    """A gross amount in minor units of each kind of currency, and the same below 0; both where it is not clear."""
    digits = {word} if _AMOUNT.fullmatch(word) else set()
    if _GROUPED.fullmatch(word):
        digits.add(_SEPARATOR.sub("", word))
    for places in sorted(currencies_by_places()) if digits else ():
        for text in digits:
            minor = Decimal(text.lstrip("-−").replace(",", ".")).scaleb(places)
            if minor == minor.to_integral_value():
                yield from (int(minor), -int(minor))
