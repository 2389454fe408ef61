"""How the bank is read: statements, payments that wait, direct debits. Accounts are shown by their last four signs."""

from datetime import datetime
from typing import Literal

from ninja import Field

from autossa.api.v1.frame.shapes import AmountText, Answer, Body, Currency, Day, Id
from autossa.domain.billing.payments.mandates import Scheme


class BankImportOut(Answer):
    """A file that was imported, and what became of its new lines."""

    id: Id
    name: str
    entries: int
    new: int
    first: Day | None
    last: Day | None
    unexplained: AmountText = Field(description="What its balances say beyond its entries, in EUR.")
    at: datetime
    by: str | None
    matched: int
    waiting: int
    back: int
    aside: int


class FileResultOut(Answer):
    """What became of a file that was sent."""

    name: str
    refused: str | None = Field(description="Why nothing of it was imported, as a code.")
    detail: str
    id: Id | None
    entries: int
    new: int


class StatementsOut(Answer):
    """What became of each file, and what was booked of all that waited."""

    files: list[FileResultOut]
    assigned: int
    orders: int
    returned: int
    refunds: int
    waiting: int


class PaidForOut(Answer):
    """So much was used for an invoice or a fee."""

    number: str
    id: Id | None
    amount: AmountText
    why: str


class BankLineOut(Answer):
    """A line of a statement, and what became of it; below 0 it went out."""

    id: Id
    day: Day
    amount: AmountText
    charges: AmountText
    currency: Currency
    name: str | None
    account: str | None
    text: str | None
    returned: str | None
    payment: Id | None = Field(description="That waits for somebody.")
    payer: str | None
    payer_id: Id | None
    why: str | None
    aside: str | None
    back: bool
    refund: bool
    paid_for: list[PaidForOut]


class FoundPayerOut(Answer):
    """Who may have paid."""

    id: Id
    name: str
    number: str


class MayBePaid(Answer):
    """What may be paid by it: `claim` is what `assign_payment` takes."""

    claim: str
    number: str | None
    due_on: Day | None
    rest: AmountText
    currency: Currency
    is_order: bool


class SuggestedOut(Answer):
    """What it may be for, and why."""

    payer: FoundPayerOut
    documents: list[MayBePaid]
    hint: str
    beyond: AmountText = Field(description="What of it goes on account; below 0 what stays open.")


class UnmatchedOut(Answer):
    """A payment that waits for somebody."""

    id: Id
    day: Day
    amount: AmountText
    currency: Currency
    text: str | None
    sender: str | None
    account: str | None
    line: Id | None = Field(description="Of the statement; it can be set aside.")
    returned: str | None
    payer: FoundPayerOut | None
    reason: str | None
    suggestions: list[SuggestedOut]


class MoneyOutOut(Answer):
    """What went out and nobody knows why."""

    id: Id
    day: Day
    amount: AmountText
    charges: AmountText
    currency: Currency
    name: str | None
    reference: str | None
    text: str | None
    return_code: str | None


class OneUnmatched(UnmatchedOut):
    """With who was searched for, and what is open of whom was chosen."""

    found: list[FoundPayerOut]
    chosen: FoundPayerOut | None
    open: list[MayBePaid]


class Matched(Answer):
    """How many payments were matched."""

    matched: int


class DebitPart(Answer):
    """A document that is collected."""

    document: Id
    number: str
    amount: AmountText


class DebitOut(Answer):
    """A transaction of a file."""

    payer: str
    payer_id: Id
    account: str
    amount: AmountText
    parts: list[DebitPart]


class PlannedFileOut(Answer):
    """The file of a day and scheme, as it would be made now."""

    day: Day
    scheme: str
    total: AmountText
    documents: int
    faults: list[str]
    debits: list[DebitOut]


class LeftOutOut(Answer):
    """A document that is not collected, and why."""

    document_id: Id
    number: str
    payer_id: Id
    payer_name: str
    amount: AmountText
    why: str


class BankFileOut(Answer):
    """A file for the bank."""

    id: Id
    number: str
    kind: str
    scheme: str | None
    day: Day
    count: int
    total: AmountText
    sha256: str
    state: str = Field(description="made, sent or taken_back")
    made_at: datetime
    sent_at: datetime | None


class WaitingRefundOut(Answer):
    """An approved refund that is in no file yet."""

    payer: str
    payer_name: str
    amount: AmountText
    account: str
    holder: str


class DebitsOut(Answer):
    """What is collected when, what is left out, files and refunds; in EUR."""

    earliest: Day = Field(description="The first day for which a bank still takes a file.")
    planned: list[PlannedFileOut]
    left_out: list[LeftOutOut]
    files: list[BankFileOut]
    refunds: list[WaitingRefundOut]
    refunded: AmountText


class FileIn(Body):
    """The file of a day and scheme, or that of all approved refunds."""

    kind: Literal["debits", "refunds"] = "debits"
    day: Day | None = None
    scheme: Scheme | None = None
