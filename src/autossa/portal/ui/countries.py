"""Countries by the page's language, for forms."""

import unicodedata
from functools import lru_cache

from babel import Locale

from autossa.wording import languages

_NO = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}  # no countries


def choices() -> list[tuple[str, str]]:
    """Codes and names, in the order of the names."""
    return list(_choices(languages.current()))


def name(code: str) -> str:
    """The name of a country, the code when it is none."""
    return dict(_choices(languages.current())).get(code, code)


@lru_cache(maxsize=2)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO]
    return tuple(sorted(found, key=lambda item: _folded(item[1])))


def _folded(name: str) -> str:
    """As dictionaries sort: an accent, wherever it stands, and a capital make no difference."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "’'")
