"""How orders of licenses and their previews are written and read."""

from datetime import datetime

from ninja import Field

from autossa.api.v1.frame.shapes import AmountText, Answer, Body, Currency, Day, ExactText, Id, Line, SscText
from autossa.api.v1.frame.terms import Agrees, TermsAsked

MOST_LINES = 20


class WantedIn(Body):
    """So many licenses of a type, beside a license that is there or as a new one."""

    license_type: Line = Field(description="The code of the type.")
    quantity: int = Field(ge=1, le=1_000_000)
    enlarges: Line = Field("", description="The id of the license that becomes larger; empty: a new one.")


class OrderAsk(Body):
    """What would be ordered: credits, or licenses."""

    project: Id
    ssc: SscText | None = None
    licenses: list[WantedIn] = Field([], max_length=MOST_LINES)
    payer: Id | None = Field(None, description="The customer, unless another is named.")


class PayerChoice(Answer):
    """Who can be named as payer."""

    id: Id
    name: str


class PreviewLine(Answer):
    """A line of what would be invoiced."""

    name: str
    license_type: str | None
    enlarges: str | None
    quantity: int
    price: ExactText
    net: AmountText
    tax_rate: ExactText


class LapseOut(Answer):
    """What a lapsed project lacks for a contract: it suffices when the money arrives by `pay_until`."""

    ssc: SscText
    pay_until: Day = Field(description="The last day.")
    grows_by: SscText = Field(description="What the gap grows by until then.")


class OrderPreviewOut(Answer):
    """What an order would cost today."""

    about: str
    currency: Currency
    lines: list[PreviewLine]
    net: AmountText
    tax: AmountText
    gross: AmountText
    payer: Id
    payers: list[PayerChoice]
    booking: str = Field(description="on_payment or on_issue")
    lapse: LapseOut | None
    unverified: str | None = Field(description="Who the vendor has to verify before the first order.")
    terms: TermsAsked
    agreed: str = Field(description="To be sent with the order: it is refused once another price would hold.")


class LicenseOrderIn(Agrees):
    """Licenses to be ordered."""

    licenses: list[WantedIn] = Field(min_length=1, max_length=MOST_LINES)
    payer: Id
    order_number: Line = ""
    agreed: str | None = Field(None, max_length=64, description="Of the preview: nothing else is ordered.")


class Paid(Body):
    """The payment has come."""

    paid_on: Day | None = Field(None, description="Today, unless another day is given.")


class OrderLineOut(Answer):
    """A line of an order of licenses."""

    license_type: str
    name: str
    quantity: int
    enlarges: str | None
    price: ExactText
    net: AmountText
    license_id: str | None


class LicenseOrderOut(Answer):
    """An order of licenses."""

    id: Id
    project: Id
    project_name: str
    customer: str
    payer: str
    lines: list[OrderLineOut]
    net: AmountText
    tax: AmountText
    gross: AmountText
    tax_rate: ExactText
    currency: Currency
    order_number: str | None
    booking: str
    state: str
    ordered_on: Day
    ordered_by: str
    decided_at: datetime | None
    decided_by: str | None
    paid_on: Day | None
    reason: str | None
    quote: str | None
    invoice: str | None


class PaperOut(Answer):
    """An order or a quote in a list."""

    kind: str
    id: Id
    number: str | None
    project: Id
    project_name: str
    payer: str
    day: Day
    gross: AmountText
    currency: Currency
    state: str


class BookingTerm(Answer):
    """Since a day."""

    starts_on: Day
    booking: str
    reason: str
    by: str


class OrderTermsOut(Answer):
    """When orders of an organisation are booked."""

    booking: str = Field(description="on_payment or on_issue")
    history: list[BookingTerm]


class BookingIn(Body):
    """When orders of an organisation are booked, and why."""

    booking: str = Field(pattern="^(on_payment|on_issue)$")
    reason: str = Field(min_length=1, max_length=500)
