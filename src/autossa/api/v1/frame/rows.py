"""Answers out of the rows of queries: what has the same name is taken over, as the kind of the field says it.

Amounts become texts with the decimals of the row's currency, enumerations their values; "" is null where null may be.
"""

from collections.abc import Iterable
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from autossa.api.v1.frame.shapes import EXACT, MONEY, SSC, Answer
from autossa.domain.amounts import show, show_fraction
from autossa.domain.currencies import places_of

S = TypeVar("S", bound=Answer)
_ROWS = {"starts_on": "start", "until": "end"}  # as rows call days that answers name as everywhere in the API


def answer_of(shape: type[S], row: Any, *, currency: str = "", **more: Any) -> S:
    """The shape of a row; `more` is what the row has not, or says otherwise."""
    code = currency or getattr(row, "currency", "") or more.get("currency", "")
    hints = _hints(shape)
    if currency and "currency" in hints:
        more.setdefault("currency", currency)
    for name, hint in hints.items():
        if name not in more:
            more[name] = _value(hint, getattr(row, name if hasattr(row, name) else _ROWS.get(name, name)), code)
    return shape(**more)


def answers_of(shape: type[S], rows: Iterable[Any], *, currency: str = "") -> list[S]:
    """The same of each row."""
    return [answer_of(shape, row, currency=currency) for row in rows]


@cache
def _hints(shape: type[Answer]) -> dict[str, Any]:
    return {
        name: hint for name, hint in get_type_hints(shape, include_extras=True).items() if name in shape.model_fields
    }


def _value(hint: Any, value: Any, currency: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None or value == "":
            return None
        (inner,) = (one for one in get_args(hint) if one is not NoneType)
        return _value(inner, value, currency)
    if origin is Annotated:
        return _marked(get_args(hint), value, currency)
    if origin is list:
        return [_value(get_args(hint)[0], one, currency) for one in value]
    if isinstance(hint, type) and issubclass(hint, Answer):
        return answer_of(hint, value, currency=currency)
    return value.value if isinstance(value, Enum) else value


def _marked(parts: tuple[Any, ...], value: Any, currency: str) -> Any:
    base, *marks = parts
    if MONEY in marks:
        return show(value, places_of(currency))
    if SSC in marks:
        return show(value)
    if EXACT in marks:
        return show_fraction(value)
    return _value(base, value, currency)
