"""Values as bytes of PostgreSQL's binary form, each with its length before it: what a binary COPY is made of.

What was encoded is kept, for as long as there is not too much of it: looking it up takes a tenth of the time.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address
from struct import error, pack
from typing import Any

from django.db import DataError
from psycopg.types.numeric import DecimalBinaryDumper

_NULL = b"\xff\xff\xff\xff"
_MOST, _LONGEST = 1 << 13, 64
_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INT4, _INT8 = 23, 20  # the types of elements, by their numbers in the catalog
_LOWER_IN = b"\x02"
_IPV4, _IPV6 = 2, 3  # as the server names them, on every system
_decimals = DecimalBinaryDumper(Decimal)


class _Kept(dict[Any, bytes]):
    """Each different value is encoded once."""

    def __init__(self, encode: Callable[[Any], bytes]) -> None:
        super().__init__({None: _NULL})
        self.encode = encode

    def __missing__(self, value: Any) -> bytes:
        found = self[value] = self.encode(value)
        return found

    def column(self, values: Iterable[Any]) -> Iterable[bytes]:
        """A whole column."""
        if len(self) > _MOST:
            self.clear()
            self[None] = _NULL
        return map(self.__getitem__, values)


class _KeptTexts(_Kept):
    """Long ones are not kept: they hardly come twice."""

    def __missing__(self, value: Any) -> bytes:
        found = self.encode(value)
        if len(found) <= _LONGEST:
            self[value] = found
        return found


def encoder_of(kind: str) -> Callable[[Iterable[Any]], Iterable[bytes]]:
    """What encodes a column of a PostgreSQL type. Raises KeyError for a type that no row has."""
    return _KEPT[kind].column if kind in _KEPT else _EACH[kind]


def _with_length(value: bytes) -> bytes:
    return pack(">i", len(value)) + value


def _integer(form: str, size: int) -> Callable[[int], bytes]:
    whole = f">i{form}"

    def encode(value: int) -> bytes:
        try:
            return pack(whole, size, value)
        except error as too_large:
            raise DataError(f"{value} is out of range") from too_large

    return encode


def _id(value: Any) -> bytes:
    """A UUID or its text, as the daily run has it."""
    return b"\0\0\0\x10" + bytes.fromhex((value if type(value) is str else str(value)).replace("-", ""))


def _numeric(value: Any) -> bytes:
    return _with_length(bytes(_decimals.dump(Decimal(value)) or b""))


def _day(value: date) -> bytes:
    return pack(">ii", 4, value.toordinal() - _FIRST_DAY)


def _days(value: tuple[date, date]) -> bytes:
    """[first, last + 1) of a range."""
    start, end = value
    return _with_length(_LOWER_IN + _day(start) + _day(end))


def _moment(value: datetime) -> bytes:
    return pack(">iq", 8, (value - _FIRST_MOMENT) // _MICROSECOND)


def _address(value: str) -> bytes:
    """As `inet` has it: the family by its number in PostgreSQL, all bits, no network."""
    found = ip_address(value)
    family = _IPV4 if found.version == 4 else _IPV6
    return _with_length(bytes((family, found.max_prefixlen, 0, len(found.packed))) + found.packed)


def _array(element: int, form: str, size: int) -> Callable[[Iterable[Any]], Iterable[bytes]]:
    """Integers in one dimension; nearly all arrays of the run have one of them."""

    encode_one = _integer(form, size)

    def encode(value: tuple[int, ...]) -> bytes:
        if not value:
            return _with_length(pack(">iii", 0, 0, element))
        head = pack(">iiiii", 1, 0, element, len(value), 1)
        return _with_length(head + b"".join([encode_one(one) for one in value]))

    kept = _Kept(encode)
    return lambda values: kept.column(map(tuple, values))


def _jsons(values: Iterable[dict[str, Any]]) -> Iterable[bytes]:
    return [_with_length(b"\x01" + json.dumps(value).encode()) for value in values]


_text = _KeptTexts(lambda value: _with_length(value.encode()))
_KEPT = {
    "uuid": _Kept(_id),
    "numeric": _Kept(_numeric),
    "date": _Kept(_day),
    "daterange": _Kept(_days),
    "timestamp with time zone": _Kept(_moment),
    "boolean": _Kept(lambda value: b"\0\0\0\1\1" if value else b"\0\0\0\1\0"),
    "smallint": _Kept(_integer("h", 2)),
    "integer": _Kept(_integer("i", 4)),
    "bigint": _Kept(_integer("q", 8)),
    "varchar": _text,
    "text": _text,
    "inet": _Kept(_address),
}
_EACH = {
    "integer[]": _array(_INT4, "i", 4),
    "bigint[]": _array(_INT8, "q", 8),
    "jsonb": _jsons,
}
