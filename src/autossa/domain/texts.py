"""Texts as people write them: made plain, searched for what nobody can see, shown where a terminal would obey them.

Accents are put on their letters (NFC) and every kind of space becomes a plain one, so that two texts that look the
same are the same. What cannot be seen is found, not dropped: whoever wrote it is told. Where a table goes to another
program, no text becomes a formula.
"""

import re
import unicodedata

_BREAKS = "\n\r\t"
_SPACES = re.compile(r"[^\S\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]")  # what is left of them are category Zs
_SELECTORS = frozenset("\ufe0e\ufe0f")  # after a sign: whether it is shown as text or as a picture
_KEYCAP = "\u20e3"
# What begins a formula, also in full width; at the beginning, and after what another program may take for the end of a
# cell: blanks before it do not help.
_FORMULA = re.compile('(^[ "]*|[;,|\t\r\n][ "]*)(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])')
# Letters and marks that show nothing, though Python prints them.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))))
)
_UNSEEN = _INVISIBLE | _SELECTORS


def plain_spaces(text: str) -> str:
    """The text in NFC, with plain spaces for all others, and none of either kind around it."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def find_unseen(text: str, breaks: str = _BREAKS) -> tuple[int, str] | None:
    """The first character that cannot be seen, as its place (from 1) and its code point such as "U+202E".

    Those are control, bidi and zero-width characters, soft hyphens, blank letters, and what is no character at all;
    `breaks` are the control characters that the text may have.
    """
    for place, character in enumerate(text):
        if character in breaks or (character.isprintable() and character not in _UNSEEN):
            continue
        if character not in _SELECTORS or not _selects(text, place):
            return place + 1, f"U+{ord(character):04X}"
    return None


def without_unseen(text: str) -> str:
    """What is left of a text that is only looked for: plain spaces, and nothing that cannot be seen."""
    spaced = plain_spaces(text)
    if find_unseen(spaced) is None and not _SELECTORS & {*spaced}:  # as nearly every text
        return spaced
    return "".join(character for character in spaced if find_unseen(character) is None).strip()


def harmless(text: str) -> str:
    """The text as a terminal can show it: what cannot be seen, and what a terminal obeys, by its code point."""
    return "".join(character if is_harmless(character) else f"<U+{ord(character):04X}>" for character in text)


def is_harmless(character: str) -> bool:
    """Whether a terminal can show a character as it is; blanks of every kind included."""
    return _SPACES.fullmatch(character) is not None or find_unseen(character, breaks="\n\t") is None


def neutral(text: str) -> str:
    """A cell that no program takes for a formula, however it cuts the line: what begins like one gets an apostrophe."""
    return _FORMULA.sub(r"\1'", text)


def password(text: str) -> str:
    """A password as it is hashed and compared: OpaqueString (RFC 8265), so that every keyboard types the same one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))


def _selects(text: str, place: int) -> bool:
    """Whether a selector stands where it changes a picture: after a sign, or in a keycap."""
    before = text[place - 1 : place]
    return bool(before) and (not (before.isalnum() or before.isspace()) or text[place + 1 : place + 2] == _KEYCAP)
