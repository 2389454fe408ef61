"""How payments and payers' accounts are written and read. Accounts at banks are shown by their last four signs."""

from datetime import datetime

from ninja import Field

from autossa.api.v1.frame.paging import PageAsk
from autossa.api.v1.frame.shapes import AmountIn, AmountText, Answer, Body, Currency, CurrencyIn, Day, Id, Line
from autossa.domain.billing.documents import Method
from autossa.queries.billing.payments.listing import Which

MOST_CLAIMS = 500


class PaymentFilter(PageAsk):
    """What the list of payments is narrowed to."""

    q: Line = Field("", description="Payer, amount, reference, sender or number of an invoice.")
    state: Which = Which.ALL


class PartOut(Answer):
    """So much of a payment is for an invoice or a fee."""

    id: Id
    number: str
    amount: AmountText
    is_fee: bool


class PaymentOut(Answer):
    """A payment as it is now."""

    id: Id
    day: Day
    amount: AmountText
    currency: Currency
    method: str
    source: str
    reference: str | None
    sender: str | None
    sender_iban: str | None = Field(description="The last four signs.")
    payer: str | None
    payer_id: Id | None = Field(description="Null: nobody knows yet whose it is.")
    allocated: AmountText
    returned: AmountText
    paid_out: AmountText
    left: AmountText
    parts: list[PartOut]


class PaymentStepOut(Answer):
    """What happened with it."""

    at: datetime
    day: Day
    what: str = Field(description="allocated, returned or paid_out")
    amount: AmountText
    by: str | None
    number: str | None
    id: Id | None
    why: str | None
    code: str | None
    fee: AmountText


class PayableOut(Answer):
    """What it could be used for."""

    id: Id
    number: str
    payer_number: str
    payer_name: str
    due_on: Day
    rest: AmountText


class ElsewhereOut(Answer):
    """The same money as a payment of another payer."""

    id: Id
    payer: str
    day: Day


class WholePayment(PaymentOut):
    """A payment with its history."""

    entered_at: datetime
    entered_by: str | None
    assigned_on: Day | None
    assigned_why: str | None
    final_on: Day | None
    steps: list[PaymentStepOut]
    payable: list[PayableOut]
    moved_to: ElsewhereOut | None
    moved_from: ElsewhereOut | None


class PaymentIn(Body):
    """Money that came to a payer."""

    amount: AmountIn
    currency: CurrencyIn
    day: Day
    method: Method = Method.TRANSFER
    reference: Line = ""
    claims: list[Id] = Field([], max_length=MOST_CLAIMS, description="Without any the oldest open one is paid first.")


class AssignIn(Body):
    """Whose a payment is, and what for."""

    payer: Id
    claims: list[Id] = Field([], max_length=MOST_CLAIMS, description="Invoices and fees, or one order (ord_, lor_).")


class MovePaymentIn(Body):
    """Whose a payment really is."""

    payer: Id
    claims: list[Id] = Field([], max_length=MOST_CLAIMS, description="Without any the oldest open one is paid first.")


class PartIn(Body):
    """So much, for an invoice or a fee."""

    claim: Id
    amount: AmountIn | None = Field(None, description="As much as possible, unless an amount is given.")


class ReturnIn(Body):
    """What a bank took back, and why."""

    amount: AmountIn | None = Field(None, description="The whole payment, unless an amount is given.")
    code: Line = Field("", description="The reason of the bank, such as MD06.")
    fee: AmountIn | None = Field(None, description="What the bank took for it.")


class OpenClaimOut(Answer):
    """An invoice or a fee that is not paid."""

    id: Id
    number: str
    is_fee: bool
    day: Day
    due_on: Day
    days_overdue: int
    state: str
    method: str
    project: str | None
    gross: AmountText
    noted: AmountText
    allocated: AmountText
    given_up: AmountText
    rest: AmountText
    is_collecting: bool
    is_disputed: bool
    proposal: str | None = Field(description="The write-off that waits for somebody.")


class RefundOut(Answer):
    """Credit that is to be paid out."""

    id: Id
    amount: AmountText
    approved_on: Day | None


class CurrencyAccountOut(Answer):
    """The account of a payer in a currency."""

    currency: Currency
    claims: list[OpenClaimOut]
    owed: AmountText
    overdue: AmountText
    collecting: AmountText
    on_account: AmountText
    refundable: AmountText
    balance: AmountText
    to_pay: AmountText
    refunds: list[RefundOut]


class PayoutOut(Answer):
    """Where refunds go; the IBAN whole for whoever may pay."""

    iban: str
    holder: str
    confirmed_at: datetime


class AccountOut(Answer):
    """What a payer owes and has, and how to pay all of it at once."""

    payer: Id
    name: str
    number: str
    accounts: list[CurrencyAccountOut]
    payments: list[PaymentOut] = Field(description="The newest.")
    reference: str | None = Field(description="Of one transfer for everything that is open.")
    pay_to: str = Field(description="Our account, for transfers.")
    payout: PayoutOut | None


class StatementLineOut(Answer):
    """A movement with the balance after it."""

    day: Day
    what: str
    number: str | None
    reference: str | None
    method: str | None
    due_on: Day | None
    amount: AmountText
    balance: AmountText
    document: str | None


class StatementOut(Answer):
    """The movements of some days."""

    payer: Id
    name: str
    number: str
    currency: Currency
    first: Day
    last: Day
    opening: AmountText
    closing: AmountText
    on_account: AmountText
    lines: list[StatementLineOut]
    reference: str | None


class WriteOffIn(Body):
    """Give up what is left, and why."""

    reason: str = Field(min_length=1, max_length=500)
    rest: AmountIn | None = Field(None, description="What is left as you know it: nothing else is given up.")


class ProposedOut(Answer):
    """A write-off; not in force, it waits for another person."""

    id: Id
    amount: AmountText
    currency: Currency
    is_in_force: bool


class RefundIn(Body):
    """Credit to be paid out."""

    amount: AmountIn
    currency: CurrencyIn
    reason: str = Field(min_length=1, max_length=500)


class RefundProposed(Answer):
    """It waits for another person."""

    id: Id


class DecisionOut(Answer):
    """A write-off or refund that waits for a second person."""

    id: Id
    is_refund: bool
    payer: str
    payer_id: Id
    number: str | None
    claim: str | None
    account: str | None
    amount: AmountText
    currency: Currency
    reason: str
    proposed_by: str
    proposed_at: datetime
    is_mine: bool
