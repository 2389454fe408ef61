"""The letters that SEPA banks must be able to take, and everything else in terms of them."""

import re
import unicodedata

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
_REFERENCE = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+", re.ASCII)
_LONGEST_REFERENCE = 35
_OTHER = "."

# Where writing without accents would change the word, or there is none to take away.
_LATIN = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "\u0131": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e",
}  # fmt: skip
_SIGNS = {
    "&": "+", "@": "(at)", "_": "-", "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "−": "-", "’": "'",
    "\u2018": "'", "`": "'", '"': "'", "“": "'", "”": "'", "„": "'", "«": "'", "»": "'", "[": "(", "]": ")", "{": "(",
    "}": ")", ";": ",", "€": "EUR", "|": "/", "\\": "/",
}  # fmt: skip


def _pairs(letters: str, written: str) -> dict[str, str]:
    return dict(zip(letters, written.split(), strict=True))


_GREEK = _pairs("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n x o p r s t y f ch ps o s")
_CYRILLIC = _pairs(
    "абвгдежзийклмнопрстуфхцчшщъьюяђјљњћџѓќѕіїєґыэё",
    "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya"  # as passports of Bulgaria have it
    " dj j lj nj c dz gj kj dz i yi ye g y e yo",  # and what its neighbours write
)
_TABLE = _LATIN | _GREEK | _CYRILLIC


def sepa_text(text: str, longest: int) -> str:
    """In the letters that every SEPA bank takes, cut to the limit; never begins or ends with a space.

    Umlauts become two letters, accents go, Greek and Cyrillic are written in Latin letters, other signs become a point.
    """
    written = "".join(_written(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join(written.split())[:longest].rstrip()


def is_sepa_reference(text: str) -> bool:
    """What may stand as an id in a message: up to 35 of those letters, no slash at an end, none doubled."""
    return (
        0 < len(text) <= _LONGEST_REFERENCE
        and _REFERENCE.fullmatch(text) is not None
        and text == text.strip()
        and not text.startswith("/")
        and not text.endswith("/")
        and "//" not in text
    )


def _written(sign: str) -> str:
    if sign in _ALLOWED:
        return sign
    if sign.isspace():
        return " "
    if (known := _SIGNS.get(sign)) is not None:
        return known
    if (small := _TABLE.get(sign.lower())) is not None:
        return small.capitalize() if sign != sign.lower() else small
    plain = unicodedata.normalize("NFKD", sign)
    bare = "".join(part for part in plain if not unicodedata.combining(part))
    if bare == sign or not bare:
        return _OTHER if unicodedata.category(sign)[0] != "M" else ""
    return "".join(_written(part) for part in bare)
