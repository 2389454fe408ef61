"""What a page showed, as a short text: whoever decides sends it along, so that they decide about what they saw."""

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

_PLAIN = (str, int, bool, date, datetime, Fraction, Decimal, UUID, type(None))  # an enumeration's value is one


def fingerprint(*shown: object) -> str:
    """The same for the same facts, whichever process asks. Raises TypeError for what is no fact, such as a function."""
    digest = hashlib.sha256()
    for part in _parts(shown):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()[:32]


def _parts(value: object) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__
        for field in fields(value):
            yield from (field.name, *_parts(getattr(value, field.name)))
    elif isinstance(value, _PLAIN):
        yield f"{type(value).__name__} {value}"
    elif isinstance(value, Mapping):
        yield f"{len(value)} pairs"
        for pair in sorted(tuple(_parts(pair)) for pair in value.items()):
            yield from pair
    elif isinstance(value, Set):
        yield f"{len(value)} in any order"
        for member in sorted(tuple(_parts(member)) for member in value):
            yield from member
    elif isinstance(value, tuple | list):
        yield f"{len(value)} in order"
        for member in value:
            yield from _parts(member)
    else:
        raise TypeError(f"{type(value).__name__} is no fact that a page shows")
