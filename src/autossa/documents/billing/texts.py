"""Texts that others wrote, as documents show them: plain, one line, nothing in them that nobody can see."""

import unicodedata

from autossa.domain.texts import find_unseen

REPLACED = "\N{REPLACEMENT CHARACTER}"
NARROW = 18
"""Letters of a word that have room in a narrow column."""
_UNBROKEN, _PIECE = 32, 4
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def plain(text: str) -> str:
    """One line; a control or bidi character, or what is none at all, becomes a visible sign for it."""
    return " ".join(_shown(text).split())


def plain_lines(text: str) -> str:
    """As `plain`, line by line."""
    return "\n".join(map(plain, text.splitlines()))


def breakable(text: str, unbroken: int = _UNBROKEN) -> str:
    """A plain text that may be broken within words of more letters too."""
    return " ".join(word if len(word) <= unbroken else _broken(word) for word in text.split(" "))


def _shown(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if find_unseen(sign) is None else REPLACED for sign in text)


def _broken(word: str) -> str:
    pieces, rest = [], word
    while rest:
        end = _PIECE
        while end < len(rest) and unicodedata.category(rest[end]).startswith("M"):  # a mark stays with its letter
            end += 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return _MAY_BREAK.join(pieces)
