"""How invoices and credit notes are found and read, sent and credited."""

from typing import Literal

from ninja import Field

from autossa.api.v1.billing.lines import DocumentLineOut, TaxedOut
from autossa.api.v1.frame.paging import PageAsk
from autossa.api.v1.frame.shapes import AmountIn, AmountText, Answer, Body, Currency, Day, ExactText, Id, Line
from autossa.queries.billing.register.asked import Sort, Which


class RegisterFilter(PageAsk):
    """What the register is narrowed to, and its order."""

    q: Line = Field("", description="Number, payer, project, order number or gross amount.")
    state: Which = Which.ALL
    least: AmountIn | None = Field(None, description="Gross from; of a credit note without its sign.")
    most: AmountIn | None = Field(None, description="Gross to.")
    sort: Sort = Sort.NEWEST


class RegisterFile(RegisterFilter):
    """The same as a file; where in the list it begins is not asked."""

    format: Literal["csv", "xlsx"] = "csv"


class DocumentRow(Answer):
    """An invoice or a credit note in a list; amounts of credit notes are below 0."""

    id: Id
    number: str
    is_credit_note: bool
    corrects: str | None = Field(description="The number of the invoice that a credit note takes back.")
    state: str | None = Field(description="Of an invoice: open, processing, overdue, returned, paid, credited, …")
    issued_on: Day
    due_on: Day | None
    reason: str | None = Field(description="What it is for; null: a collective invoice.")
    starts_on: Day
    until: Day = Field(description="The first day after what it is for.")
    project: str
    project_id: Id | None
    customer: str
    payer: str
    order_number: str | None
    currency: Currency
    net: AmountText
    tax: AmountText
    gross: AmountText
    left: AmountText = Field(description="Left to pay.")


class RelatedOut(Answer):
    """Another document."""

    id: Id
    number: str
    issued_on: Day
    gross: AmountText


class PaidOut(Answer):
    """Money that came for it; below 0: open again."""

    day: Day
    came_on: Day
    amount: AmountText
    method: str
    why: str
    payment: Id
    reference: str | None


class GivenUpOut(Answer):
    """What was given up of it."""

    day: Day
    amount: AmountText
    reason: str


class AddresseeOut(Answer):
    """A contact of the payer that it can be sent to alone."""

    id: Id
    name: str
    email: str
    purpose: str


class InvoiceOut(Answer):
    """An invoice or a credit note, with its lines and what came for it."""

    id: Id
    number: str
    kind: str
    state: str | None
    issued_on: Day
    due_on: Day | None
    starts_on: Day
    until: Day
    payer: str
    payer_id: Id | None = Field(description="Null for whoever may not see the payer.")
    project: Id | None
    order_number: str | None
    method: str
    reference: str | None
    currency: Currency
    net: AmountText
    tax: AmountText
    gross: AmountText
    left: AmountText
    creditable: AmountText = Field(description="Of an invoice: what was not credited.")
    corrects: RelatedOut | None
    notes: list[RelatedOut] = Field(description="Its credit notes.")
    lines: list[DocumentLineOut]
    vat: list[TaxedOut]
    payments: list[PaidOut]
    given_up: list[GivenUpOut]
    files: list[str]
    contacts: list[AddresseeOut]


class MailIn(Body):
    """To whom it is sent again."""

    contact: Id | None = Field(None, description="A contact of the payer; without one everybody who gets its invoices.")


class CreditableOut(Answer):
    """A line of which something can be credited."""

    place: int = Field(description="From 0.")
    section: str
    license: str
    license_type: str | None
    quantity: int
    starts_on: Day
    until: Day
    net: AmountText
    credited: AmountText
    left: AmountText


class PickIn(Body):
    """What of a line is credited: a net amount, or the share of so many licenses."""

    place: int = Field(ge=0, le=100_000)
    amount: AmountIn | None = None
    quantity: int | None = Field(None, ge=1, le=1_000_000_000)


class CreditAsk(Body):
    """What is credited; without lines all that is left."""

    lines: list[PickIn] = Field([], max_length=1000)


class CreditIn(CreditAsk):
    """A credit note, and why."""

    reason: str = Field(min_length=1, max_length=500)
    agreed: str | None = Field(None, max_length=64, description="Of the preview: nothing else is credited.")


class CreditedLine(Answer):
    """What is credited of a line, net."""

    place: int
    net: AmountText


class CreditPreview(Answer):
    """The credit note to be; amounts above 0."""

    invoice: Id
    currency: Currency
    lines: list[CreditedLine]
    net: AmountText
    tax: AmountText
    gross: AmountText
    tax_rate: ExactText
    rest: AmountText = Field(description="What is left of the invoice then, gross.")
    agreed: str


class CreditNoteOut(Answer):
    """The credit note that was issued."""

    id: Id
    number: str
