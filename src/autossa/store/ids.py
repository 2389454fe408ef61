"""Identifiers: UUIDv7 in the database, prefixed text such as `prj_01h…` for people and machines."""

from uuid import UUID

from uuid_utils import uuid7 as _quick_uuid7
from uuid_utils.compat import uuid7

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH = 26

new_id = uuid7


def new_id_text() -> str:
    """A new id as text, for rows that go by COPY."""
    return str(_quick_uuid7())


def public_id(prefix: str, value: UUID) -> str:
    """The public form of an id: the prefix and 26 letters that sort like the id."""
    number = value.int
    letters = [_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)]
    return f"{prefix}_{''.join(letters)}"


def ending_of(letters: str) -> int:
    """The number that the last letters of a public form are; -1 for what are not its letters."""
    if any(letter not in _VALUES for letter in letters):
        return -1
    number = 0
    for letter in letters:
        number = number * 32 + _VALUES[letter]
    return number


def read_public_id(prefix: str, text: str) -> UUID:
    """The id behind a public form. Raises ValueError when it is not one of that prefix."""
    head, _, letters = text.partition("_")
    if head != prefix or len(letters) != _LENGTH or any(letter not in _VALUES for letter in letters):
        raise ValueError(f'"{text}" is not an id of the form {prefix}_ and {_LENGTH} letters')
    number = 0
    for letter in letters:
        number = number * 32 + _VALUES[letter]
    if number >= 1 << 128:
        raise ValueError(f'"{text}" is not an id of the form {prefix}_ and {_LENGTH} letters')
    return UUID(int=number)
