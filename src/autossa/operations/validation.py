"""What people write, as the store can keep it: within its length, without characters that have no place in a text."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from autossa.operations.errors import Invalid

_BREAKS = "\n\r\t"


class TextError(Invalid):
    """A text cannot be kept; `field` is the input that it was given in."""

    def __init__(self, *, field: str = "", **facts: object) -> None:
        super().__init__("", **facts)
        self.field = field


class TextMissing(TextError):
    """{what} is missing"""


class TextTooLong(TextError):
    """{what} may have at most {most} characters, not {length}"""


class UnprintableText(TextError):
    """{what} holds a character that cannot be shown"""


class EmailInvalid(Invalid):
    """{email} is no e-mail address"""

    field = "email"


class QuantityTooSmall(Invalid):
    """{what} must be at least 1"""

    field = "quantity"


class QuantityTooLarge(Invalid):
    """{what} may be at most {most}"""

    field = "quantity"


def read_text(value: str, what: str, most: int, *, required: bool = True, field: str = "") -> str:
    """The text without blanks around it. Raises TextMissing, TextTooLong (in characters), UnprintableText.

    They name `what`, and the `field` that it was given in.
    """
    text = value.strip()
    if required and not text:
        raise TextMissing(what=what, field=field)
    if len(text) > most:
        raise TextTooLong(what=what, most=most, length=len(text), field=field)
    if any(not character.isprintable() and character not in _BREAKS for character in text):
        raise UnprintableText(what=what, field=field)
    return text


def check_email(address: str) -> None:
    """Raises EmailInvalid for what is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        raise EmailInvalid(email=address) from None


def read_quantity(value: int, what: str, most: int = 1_000_000_000) -> int:
    """A whole number from 1 to `most`. Raises QuantityTooSmall, QuantityTooLarge, naming `what`."""
    if value < 1:
        raise QuantityTooSmall(what=what)
    if value > most:
        raise QuantityTooLarge(what=what, most=most)
    return value
