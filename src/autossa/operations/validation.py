"""What people write, cleaned in one place whatever the door: one limit for one text, no character that deceives.

No-break and other Unicode spaces (the pages write them into amounts, so that they are pasted back) become plain spaces,
letters and their accents one sign (NFC). Control, bidi and zero-width characters are refused, not dropped: two texts
that look the same are the same (`domain.texts`). So are two e-mail addresses (`domain.email_addresses`).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from autossa.domain.email_addresses import read_address
from autossa.domain.texts import find_unseen, plain_spaces
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
MAX_CODE = 60
MAX_QUANTITY = 1_000_000_000


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
    text = plain_spaces(value)
    if required and not text:
        raise TextMissing(what=what, field=field)
    if len(text) > most:
        raise TextTooLong(what=what, most=most, length=len(text), field=field)
    _refuse_unseen(text, what, field)
    return text


def read_email(given: str) -> str:
    """The address in the one form that is kept and compared: lower case, its domain as name servers have it.

    Raises NotAnEmailAddress; for what only looks like one, or is too long to be kept, as `read_text`.
    """
    plain = plain_spaces(given)
    _refuse_unseen(plain, "the e-mail address", "email", breaks="")
    try:
        address = read_address(plain)
        validate_email(address)
    except (ValueError, ValidationError):
        raise NotAnEmailAddress(email=given) from None
    if len(address) > MAX_EMAIL:
        raise TextTooLong(what="the e-mail address", most=MAX_EMAIL, length=len(address), field="email")
    return address


def storable(value: Any) -> Any:
    """What was sent, as JSON that the store can keep: without NUL and half characters, whatever it holds them in."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {storable(key): storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, (list, tuple)) else value


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


def read_line(value: str, what: str, most: int, *, required: bool = True, field: str = "") -> str:
    """As `read_text`, for what stands in one line, such as a name."""
    text = read_text(value, what, most, required=required, field=field)
    _refuse_unseen(text, what, field, breaks="")
    return text


def read_name(value: str) -> str:
    """The name of an organisation or a person. Raises as `read_line`."""
    return read_line(value, "the name", MAX_NAME, field="name")


def read_number(value: str) -> str:
    """The number of an organisation. Raises as `read_line`."""
    return read_line(value, "the number", MAX_NUMBER, field="number")


def _refuse_unseen(text: str, what: str, field: str, breaks: str = "\n\r\t") -> None:
    if found := find_unseen(text, breaks):
        place, character = found
        raise CharacterNotAllowed(what=what, character=character, place=place, field=field)
