"""Answers out of rows: amounts, enumerations, what is not there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import ValidationError

from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import (
    AmountIn,
    AmountText,
    Answer,
    Body,
    Currency,
    ExactText,
    Id,
    SscText,
    TooManyDecimals,
    minor,
)


class State(StrEnum):
    OPEN = "open"


@dataclass(frozen=True)
class Part:
    amount: int


@dataclass(frozen=True)
class Row:
    currency: str
    amount: int
    ssc: int
    rate: Fraction
    state: State
    payer_id: str
    parts: tuple[Part, ...]


class PartOut(Answer):
    amount: AmountText


class RowOut(Answer):
    currency: Currency
    amount: AmountText
    ssc: SscText
    rate: ExactText
    state: str
    payer_id: Id | None
    parts: list[PartOut]


class Sent(Body):
    amount: AmountIn


@pytest.mark.parametrize(("currency", "amount"), [("EUR", "12.34"), ("JPY", "1234"), ("KWD", "1.234")])
def test_amounts_have_the_decimals_of_their_currency(currency: str, amount: str) -> None:
    row = Row(currency, 1234, 5, Fraction(29, 31), State.OPEN, "", (Part(-1234),))
    assert answer_of(RowOut, row).model_dump() == {
        "currency": currency, "amount": amount, "ssc": "0.05", "rate": "29/31", "state": "open", "payer_id": None,
        "parts": [{"amount": f"-{amount}"}],
    }  # fmt: skip


def test_what_is_given_goes_before_what_the_row_says() -> None:
    row = Row("EUR", 1, 1, Fraction(1, 2), State.OPEN, "x", ())
    found = answer_of(RowOut, row, state="paid", payer_id=None, parts=[])
    assert (found.state, found.payer_id, found.rate) == ("paid", None, "0.5")


@pytest.mark.parametrize(("text", "currency", "amount"), [("1.5", "EUR", 150), ("-3", "JPY", -3), ("0.001", "KWD", 1)])
def test_amounts_that_are_sent_are_exact(text: str, currency: str, amount: int) -> None:
    assert minor(Sent(amount=text).amount, currency) == amount


def test_decimals_that_a_currency_has_not_are_refused() -> None:
    with pytest.raises(TooManyDecimals, match="EUR has at most 2"):
        minor("1.005", "EUR")


@pytest.mark.parametrize("text", [1.5, 1, "1,5", "1e3", "", "1.23456", " 1", "1" * 13])
def test_only_texts_are_amounts(text: object) -> None:
    with pytest.raises(ValidationError):
        Sent.model_validate({"amount": text})


def test_each_shape_has_a_name_of_its_own() -> None:
    """The document calls them by it: of two that are called alike one would be lost."""
    import autossa.api.v1.api  # noqa: F401 - all of them are there then

    shapes = {kind for base in (Answer, Body) for kind in below(base) if kind.__module__.startswith("autossa.")}
    lists = {kind for shape in shapes for hint in get_type_hints(shape).values() for kind in within(hint)}
    names = Counter(kind.__name__ for kind in shapes | lists if "[" not in kind.__name__)
    assert len(names) > 100
    assert {name for name, count in names.items() if count > 1} == set()


def within(hint: Any) -> Iterator[type[Enum]]:
    """The enumerations in a hint."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield hint
    for inner in get_args(hint):
        yield from within(inner)


def below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)
