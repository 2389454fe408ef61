"""The shapes of values: SSC and money as texts with their decimals, days as YYYY-MM-DD, ids with their prefix.

Bodies refuse fields that mean nothing, and numbers where a text with decimals is meant: no amount is ever a float.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from autossa.domain.amounts import PLACES, Money, NotANumber, Ssc, TooManyPlaces, read_number, show
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


def malformed(kind: str, **facts: object) -> PydanticCustomError:
    """What a value is not as it should be; its words are in `wording.refusals.shapes`."""
    return PydanticCustomError(kind, kind, facts)


def decimal_text(places: int, example: str) -> BeforeValidator:
    """A text that says a number of at most so many places; anything else is malformed."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            raise malformed("decimal_text", example=example)
        try:
            read_number(value, places)
        except TooManyPlaces:
            raise malformed("too_many_places", places=places) from None
        except NotANumber:
            raise malformed("decimal_text", example=example) from None
        return value

    return BeforeValidator(check)


def _day(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise malformed("day_range", first=FIRST_DAY, last=LAST_DAY)
    return value


def _plain(value: str) -> str:
    return without_unseen(value)


def _only_text(value: Any) -> Any:
    if not isinstance(value, str | date):
        raise malformed("day_text")
    return value


def _currency(value: str) -> str:
    if minor_places(value) is None:
        raise malformed("currency_code")
    return value


@dataclass(frozen=True)
class Kind:
    """What a number becomes as a text, for `frame.rows`."""

    name: str


SSC, MONEY, EXACT = Kind("ssc"), Kind("money"), Kind("exact")
_MOST_PLACES = 4  # of any currency

SscText = Annotated[
    str,
    SSC,
    decimal_text(PLACES, '"12.50"'),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,13}\.\d{2}$", "examples": ["12.50"]}),
]
"""SSC with two decimals."""

_MONEY_SCHEMA = {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,4})?$", "examples": ["119.00"]}

AmountText = Annotated[str, MONEY, WithJsonSchema(_MONEY_SCHEMA)]
"""Money with the decimals of its currency."""

AmountIn = Annotated[
    str,
    Field(max_length=20),
    decimal_text(_MOST_PLACES, '"119.00"'),
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
Line = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
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
