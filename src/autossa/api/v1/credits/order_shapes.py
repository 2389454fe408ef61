"""How orders of credits are written and read."""

from datetime import datetime

from ninja import Field

from autossa.api.v1.frame.shapes import AmountText, Answer, Currency, Day, ExactText, Id, Line, SscText
from autossa.api.v1.frame.terms import Agrees


class CreditOrderIn(Agrees):
    """Credits to be ordered."""

    ssc: SscText
    payer: Id = Field(description="The customer, or a partner that you act for.")
    order_number: Line = Field("", description="The payer's own, for the invoice.")
    agreed: str | None = Field(None, max_length=64, description="Of the preview: nothing else is ordered.")


class CreditOrderOut(Answer):
    """An order of credits."""

    id: Id
    project: Id
    project_name: str
    customer: str
    payer: str
    ssc: SscText
    price: ExactText = Field(description="Of one SSC, net.")
    net: AmountText
    tax: AmountText
    gross: AmountText
    currency: Currency
    state: str = Field(description="open, booked, declined or withdrawn")
    ordered_on: Day
    ordered_by: str
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
