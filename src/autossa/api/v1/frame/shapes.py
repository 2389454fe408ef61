"""The shapes of values: SSC and money as texts with their decimals, days as YYYY-MM-DD, ids with their prefix.

Bodies refuse fields that mean nothing, and numbers where a text with decimals is meant: no amount is ever a float.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from autossa.domain.amounts import Money, Ssc, parse_ssc, read_number, show
from autossa.domain.currencies import minor_places, places_of
from autossa.domain.texts import without_unseen
from autossa.operations.errors import Invalid

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Answer(Schema):
    """What is answered."""

    model_config = ConfigDict(extra="forbid")


class Body(Schema):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", str_max_length=10_000)


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError('a text with two decimals, such as "12.50"')
    return value


def _ssc(value: str) -> str:
    parse_ssc(value)
    return value


def _day(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError("a day between 1900-01-01 and 2199-12-31")
    return value


def _plain(value: str) -> str:
    return without_unseen(value)


def _only_text(value: Any) -> Any:
    if not isinstance(value, str | date):
        raise ValueError("a day as YYYY-MM-DD")
    return value


def _amount(value: str) -> str:
    if abs(read_number(value, _MOST_PLACES)) >= _TOO_MUCH:
        raise ValueError("an amount has at most 12 digits before its decimals")
    return value


def _currency(value: str) -> str:
    if minor_places(value) is None:
        raise ValueError("the code of a currency (ISO 4217)")
    return value


@dataclass(frozen=True)
class Kind:
    """What a number becomes as a text, for `frame.rows`."""

    name: str


SSC, MONEY, EXACT = Kind("ssc"), Kind("money"), Kind("exact")
_MOST_PLACES = 4  # of any currency
_TOO_MUCH = 10**12

SscText = Annotated[
    str,
    SSC,
    BeforeValidator(_text),
    AfterValidator(_ssc),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,13}\.\d{2}$", "examples": ["12.50"]}),
]
"""SSC with two decimals."""

_MONEY_SCHEMA = {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,4})?$", "examples": ["119.00"]}

AmountText = Annotated[str, MONEY, WithJsonSchema(_MONEY_SCHEMA)]
"""Money with the decimals of its currency."""

AmountIn = Annotated[
    str,
    Field(max_length=20),
    BeforeValidator(_text),
    AfterValidator(_amount),
    WithJsonSchema({**_MONEY_SCHEMA, "pattern": r"^-?\d{1,12}(\.\d{1,4})?$"}),
]
"""Money that is sent; `minor` reads it, once its currency is known."""

ExactText = Annotated[
    str, EXACT, WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+|/\d+)?$", "examples": ["0.19", "29/31"]})
]
"""An exact number: a decimal where that says it exactly, else a fraction."""

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
CurrencyIn = Annotated[Currency, AfterValidator(_currency)]
"""One that is sent: a code of ISO 4217."""

Day = Annotated[date, BeforeValidator(_only_text), AfterValidator(_day)]
Line = Annotated[str, AfterValidator(_plain), Field(max_length=200)]
Id = Annotated[str, Field(max_length=40, pattern=r"^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$")]


class MoneyOut(Answer):
    """An amount in a currency."""

    amount: AmountText
    currency: Currency


def ssc_text(amount: Ssc) -> str:
    """Hundredths of SSC as a text."""
    return show(amount)


def money(amount: Money, currency: str) -> MoneyOut:
    """Minor units as a text with their decimals."""
    return MoneyOut(amount=show(amount, places_of(currency)), currency=currency)


class Reason(Body):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)


class TooManyDecimals(Invalid):
    """An amount in {currency} has at most {decimals} decimals."""

    field = "amount"


def minor(text: str, currency: str, field: str = "amount") -> Money:
    """An amount that was sent, in minor units. Raises TooManyDecimals."""
    found = read_number(text, _MOST_PLACES) * 10 ** places_of(currency)
    if found.denominator != 1:
        error = TooManyDecimals(currency=currency, decimals=places_of(currency))
        error.field = field
        raise error
    return int(found.numerator)


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="The page that explains the code.")
    title: str
    status: int
    detail: str = Field(description="In the language that Accept-Language asks for: English or German.")
    code: str = Field(description="Stable; what programs look at.")
    request_id: str
    field: str | None = None
