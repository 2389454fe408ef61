"""How quotes are written and read."""

from datetime import datetime

from ninja import Field

from autossa.api.v1.billing.lines import DocumentLineOut, TaxedOut
from autossa.api.v1.frame.shapes import AmountText, Answer, Body, Currency, Day, Id, Line, SscText
from autossa.api.v1.frame.terms import Agrees, TermsAsked
from autossa.api.v1.orders.shapes import MOST_LINES, WantedIn


class QuoteIn(Body):
    """What is offered, one of the three; and who would pay."""

    ssc: SscText | None = None
    licenses: list[WantedIn] = Field([], max_length=MOST_LINES)
    option: Line = Field("", description="Of a contract, such as annual_monthly.")
    payer: Id
    order_number: Line = ""


class Accept(Agrees):
    """The quote is accepted as it is."""


class ApprovalAsk(Body):
    """Who should approve a quote, with which words."""

    approver: Line = Field(description="The id of a person or contact of the customer.")
    message: str = Field("", max_length=500)


class ConsentOut(Answer):
    """Somebody who was asked to approve."""

    id: Id
    name: str
    email: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: str
    answered_at: datetime | None
    reason: str | None
    message: str | None


class QuoteOut(Answer):
    """A quote in a list."""

    id: Id
    number: str
    about: str = Field(description="credits, licenses or contract")
    project: Id
    project_name: str
    customer: str
    payer: str
    issued_on: Day
    valid_until: Day = Field(description="The last day.")
    state: str = Field(description="open, accepted, withdrawn or expired")
    ssc: SscText | None
    option: str | None
    net: AmountText
    tax: AmountText
    gross: AmountText
    currency: Currency
    order_number: str | None
    made_by: str
    ended_at: datetime | None
    ended_by: str | None
    consents: list[ConsentOut]


class DifferenceOut(Answer):
    """What is not as the quote says any more."""

    figure: str
    was: str
    now: str


class WholeQuote(QuoteOut):
    """A quote with what it says, and whether it holds today."""

    lines: list[DocumentLineOut]
    vat: list[TaxedOut]
    holds: bool = Field(description="It can be accepted as it is.")
    differences: list[DifferenceOut]
    refusal: str | None = Field(description="The code of why it cannot be accepted.")
    unverified: str | None
    terms: TermsAsked


class ApproverOut(Answer):
    """Somebody who can be asked."""

    id: str
    name: str
    email: str
