"""How the books are read."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.shapes import AmountText, Answer, Body, Currency, CurrencyIn, Day, ExactText, Id
from autossa.domain.billing.books.charts import Chart, Named

MonthText = Annotated[str, Field(pattern=r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])]


class BooksAsk(Schema):
    """Of which month."""

    model_config = ConfigDict(extra="forbid")

    month: MonthText | None = Field(None, description="YYYY-MM; this month, unless another is given.")


class FileAsk(BooksAsk):
    """Of which month, in which currency (DATEV alone is of one)."""

    currency: CurrencyIn = "EUR"


class OwedOut(Answer):
    """What is owed, of one age."""

    age: int = Field(description="0: not due; 1 to 4: up to 30, 60, 90 days overdue, and longer.")
    documents: int
    billed: AmountText
    noted: AmountText
    settled: AmountText
    rest: AmountText


class OwingOut(Answer):
    """What somebody owes; without a payer everybody."""

    payer: Id | None
    name: str | None
    currency: Currency
    rest: AmountText
    overdue: AmountText
    ages: list[OwedOut]


class ReceivablesOut(Answer):
    """Receivables in a currency: of everybody, and of those who owe most."""

    everybody: OwingOut
    most: list[OwingOut]


class VatLineOut(Answer):
    """The VAT of a month at a rate."""

    currency: Currency
    treatment: str
    rate: ExactText
    documents: int
    billed_net: AmountText
    billed_tax: AmountText
    notes: int
    noted_net: AmountText
    noted_tax: AmountText
    net: AmountText
    tax: AmountText


class EarnedOut(Answer):
    """A month ahead: what is earned in it, what is deferred at its end."""

    last: Day
    earned: AmountText
    deferred: AmountText


class AheadOut(Answer):
    """Deferred revenue in a currency."""

    currency: Currency
    deferred: AmountText
    unused: AmountText
    later: AmountText
    months: list[EarnedOut]


class BooksOut(Answer):
    """The figures of the books on a day."""

    day: Day
    first: Day
    last: Day
    receivables: list[ReceivablesOut]
    vat: list[VatLineOut]
    ahead: list[AheadOut]


class AccountsOut(Answer):
    """How the vendor's books are kept; `accounts` are those that differ from the chart's own."""

    chart: str
    consultant: int
    client: int
    year_begins: int
    accounts: dict[str, int]


class AccountsIn(Body):
    """All of it."""

    chart: Chart
    consultant: int = Field(ge=0, le=10**9)
    client: int = Field(ge=0, le=10**9)
    year_begins: int = Field(ge=0, le=100, description="The first month of the financial year; 1 is January.")
    accounts: dict[Named, Annotated[int, Field(ge=0, le=10**9)]] = Field(default_factory=dict)


class ExpectedOut(Answer):
    """Money that is expected on a day."""

    day: Day
    method: str
    certainty: str
    amount: AmountText


class MonthOut(Answer):
    """What was expected in a month, and what came."""

    first: Day
    expected: AmountText
    received: AmountText


class OutlookOut(Answer):
    """What is expected in a currency."""

    currency: Currency
    first: Day
    days: int
    total: AmountText
    expected: list[ExpectedOut]
    months: list[MonthOut]
    unpriced: int = Field(description="Renewals without a known price.")


class ForecastOut(Answer):
    """The money of the next 90 days."""

    currencies: list[OutlookOut]
