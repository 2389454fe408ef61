"""Cells to values: one reader for what a spreadsheet holds and what a text file says."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from autossa.domain.amounts import NotANumber, ThousandsNotClear, TooManyPlaces, read_number
from autossa.domain.email_addresses import read_address
from autossa.domain.imports.columns import Column, Kind
from autossa.domain.imports.faults import Wrong
from autossa.domain.imports.tables import Cell
from autossa.domain.texts import find_unseen, plain_spaces

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
MOST_COUNT, MOST_SSC = 1_000_000_000, 10**15
_DECIMALS = {Kind.SSC: 2, Kind.MONEY: 4, Kind.RATE: 12}


class WrongCell(ValueError):
    """What is wrong with a cell."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def read_cell(column: Column, given: Cell, epoch: date) -> Any:
    """The value of a cell: text, day, whole number, hundredths of an SSC, or an exact number; None for an empty one.

    Raises WrongCell.
    """
    text = _text(given)
    if not text:
        if column.required:
            raise WrongCell(Wrong.MISSING)
        return column.words[0] if column.words else None
    if column.kind is Kind.DAY:
        return _day(given, text, epoch)
    if column.kind is Kind.COUNT:
        return _count(text)
    if column.kind in _DECIMALS:
        return _exact(text, column.kind)
    if find_unseen(text, breaks="") is not None:
        raise WrongCell(Wrong.UNSEEN)
    if len(text) > column.most:
        raise WrongCell(Wrong.TOO_LONG)
    if column.kind is Kind.WORD and text not in column.words:
        raise WrongCell(Wrong.UNKNOWN_WORD)
    if column.kind is Kind.EMAIL:
        return _email(text)
    return text


def _text(given: Cell) -> str:
    if given is None:
        return ""
    if isinstance(given, Decimal):
        return f"{given:f}" if given != given.to_integral_value() else str(int(given))
    return plain_spaces(given)


def _day(given: Cell, text: str, epoch: date) -> date:
    try:
        if isinstance(given, Decimal):
            found = epoch + timedelta(days=int(given)) if given == int(given) else None
        else:
            found = date.fromisoformat(text.removesuffix("T00:00:00")) if len(text) >= 10 else None
    except (ValueError, OverflowError):
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise WrongCell(Wrong.NOT_A_DAY)
    return found


def _count(text: str) -> int:
    try:
        found = read_number(text, 0)
    except ValueError:
        raise WrongCell(Wrong.NOT_A_COUNT) from None
    if found < 1:
        raise WrongCell(Wrong.NOT_A_COUNT)
    if found > MOST_COUNT:
        raise WrongCell(Wrong.TOO_LARGE)
    return found.numerator


def _exact(text: str, kind: Kind) -> int | Fraction:
    try:
        found = read_number(text.removeprefix("-"), _DECIMALS[kind])
    except TooManyPlaces:
        raise WrongCell(Wrong.TOO_EXACT) from None
    except (NotANumber, ThousandsNotClear):
        raise WrongCell(Wrong.NOT_A_NUMBER) from None
    if text.startswith("-"):
        raise WrongCell(Wrong.BELOW_NOTHING)
    if found * 100 > MOST_SSC:
        raise WrongCell(Wrong.TOO_LARGE)
    return (found * 100).numerator if kind is Kind.SSC else found


def _email(text: str) -> str:
    try:
        return read_address(text)
    except ValueError:
        raise WrongCell(Wrong.NOT_AN_EMAIL) from None
