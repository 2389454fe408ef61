"""What people write, cleaned in one place whatever the door: one limit for one text, no character that deceives.

No-break and other Unicode spaces (the pages write them into amounts, so that they are pasted back) become plain spaces,
letters and their accents one sign (NFC). Control, bidi and zero-width characters are refused, not dropped: two texts
that look the same are the same.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from autossa.operations.errors import Invalid
from autossa.store import exact

MAX_NAME = 200
MAX_NUMBER = 40
MAX_EMAIL = 254
MAX_REASON = 500
MAX_MESSAGE = 4000
"""Questions, answers and reasons that staff and customer read of each other."""
MAX_ADDRESS = 500
MAX_REFERENCE = 100
"""Ids of licenses, references of orders, names of tokens."""
MAX_QUANTITY = 1_000_000_000

_BREAKS = "\n\r\t"
_SPACES = re.compile(r"[^\S\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]")  # what is left of them are category Zs
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that show nothing


class TextError(Invalid):
    """A text cannot be kept; `field` is the input that it was given in."""

    def __init__(self, *, field: str = "", **facts: object) -> None:
        super().__init__("", **facts)
        self.field = field


class TextMissing(TextError):
    """{what} is missing"""


class TextTooLong(TextError):
    """{what} may have at most {most} characters, not {length}"""


class CharacterNotAllowed(TextError):
    """{what} holds a character that cannot be shown: {character}, at position {place}"""


class NotAnEmailAddress(Invalid):
    """{email} is no e-mail address"""

    field = "email"


class QuantityTooSmall(Invalid):
    """{what} must be at least 1"""

    field = "quantity"


class QuantityTooLarge(Invalid):
    """{what} may be at most {most}"""

    field = "quantity"


class NumberTooExact(Invalid):
    """a number has at most {digits} digits and {decimals} decimals"""


def read_text(value: str, what: str, most: int, *, required: bool = True, field: str = "") -> str:
    """The text as it is kept: cleaned, without blanks around it.

    Raises TextMissing, TextTooLong (in characters), CharacterNotAllowed; they name `what`, and the `field` that it was
    given in.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip()
    if required and not text:
        raise TextMissing(what=what, field=field)
    if len(text) > most:
        raise TextTooLong(what=what, most=most, length=len(text), field=field)
    _refuse_unseen(text, what, field)
    return text


def check_email(address: str) -> None:
    """Raises NotAnEmailAddress; for what only looks like one, or is too long to be kept, as `read_text`."""
    _refuse_unseen(address, "the e-mail address", "email")
    try:
        validate_email(address)
    except ValidationError:
        raise NotAnEmailAddress(email=address) from None
    if len(address) > MAX_EMAIL:
        raise TextTooLong(what="the e-mail address", most=MAX_EMAIL, length=len(address), field="email")


def read_quantity(value: int, what: str, most: int = MAX_QUANTITY) -> int:
    """A whole number from 1 to `most`. Raises QuantityTooSmall, QuantityTooLarge, naming `what`."""
    if value < 1:
        raise QuantityTooSmall(what=what)
    if value > most:
        raise QuantityTooLarge(what=what, most=most)
    return value


def numeric(value: Fraction) -> Decimal:
    """The number as the store keeps it, never rounded. Raises NumberTooExact where its decimals have no room."""
    try:
        return exact.numeric(value)
    except exact.NoRoom:
        raise NumberTooExact(digits=exact.WHOLE_DIGITS, decimals=exact.PLACES) from None


def _refuse_unseen(text: str, what: str, field: str) -> None:
    """Control, bidi and zero-width characters are what Python does not print, and a few that it does."""
    for place, character in enumerate(text, start=1):
        if character in _INVISIBLE or not (character.isprintable() or character in _BREAKS):
            raise CharacterNotAllowed(what=what, character=f"U+{ord(character):04X}", place=place, field=field)
