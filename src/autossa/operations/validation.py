"""What people write, as the store can keep it: within its length, without characters that have no place in a text."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from autossa.operations.errors import Invalid

_BREAKS = "\n\r\t"


def read_text(value: str, what: str, most: int, *, required: bool = True) -> str:
    """The text without blanks around it. Raises Invalid, naming `what`, when it is missing, too long, or no text."""
    text = value.strip()
    if required and not text:
        raise Invalid(f"{what} is missing")
    if len(text) > most:
        raise Invalid(f"{what} may have at most {most} characters, not {len(text)}")
    if any(not character.isprintable() and character not in _BREAKS for character in text):
        raise Invalid(f"{what} holds a character that cannot be shown")
    return text


def check_email(address: str) -> None:
    """Raises Invalid for what is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(f"{address} is no e-mail address") from None


def read_quantity(value: int, what: str, most: int = 1_000_000_000) -> int:
    """A whole number from 1 to `most`. Raises Invalid, naming `what`."""
    if value < 1:
        raise Invalid(f"{what} must be at least 1")
    if value > most:
        raise Invalid(f"{what} may be at most {most}")
    return value
