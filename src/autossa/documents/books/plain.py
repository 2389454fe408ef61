"""Texts of people as plain text of a file: whatever a name says, no program that reads the file takes it for more."""

import unicodedata
from functools import lru_cache

from autossa.domain.texts import without_unseen


@lru_cache(maxsize=1 << 14)  # a payer is named on many lines
def plain(text: str, most: int = 200) -> str:
    """One line of what can be seen, every white space a blank, at most so many characters."""
    return without_unseen(" ".join(text.split()))[:most].strip()


def in_windows_1252(text: str) -> str:
    """What windows-1252 can write: other letters without their marks, else a question mark."""
    return "".join(_letter(sign) for sign in text)


def _letter(sign: str) -> str:
    if _is_known(sign):
        return sign
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and all(map(_is_known, bare)) else "?"


def _is_known(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
