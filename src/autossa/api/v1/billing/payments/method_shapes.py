"""How payers pay: methods and mandates. Accounts at banks are shown by their last four signs."""

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import Scheme


class MandateOut(Answer):
    """A mandate that was given."""

    id: Id
    reference: str
    scheme: str
    state: str
    signed_on: Day
    account: str
    holder: str
    confirmed_on: Day | None
    last_used_on: Day | None
    stopped_on: Day | None
    stop_code: str | None
    revoked_on: Day | None
    is_in_force: bool


class ContractMethod(Answer):
    """An open contract that somebody pays, and its own method if it has one."""

    id: Id
    project: Id
    project_name: str
    chosen: str | None


class MethodsOut(Answer):
    """How a payer pays."""

    offered: list[str]
    chosen: str | None = Field(description="For all contracts; null: nothing yet.")
    contracts: list[ContractMethod]
    mandates: list[MandateOut]


class MethodIn(Body):
    """The method for all contracts that have none of their own."""

    method: Method


class AccountIn(Body):
    """An account at a bank that is to be debited."""

    iban: Line
    holder: Line
    bic: Line = ""
    town: Line = Field("", description="Of the holder, for accounts outside the European Economic Area.")
    country: str = Field("", pattern="^([A-Z]{2})?$", description="Of the holder, in two letters; as `town`.")


class MandateIn(AccountIn):
    """A mandate: its text was read, and is agreed to."""

    scheme: Scheme = Scheme.CORE
    agreed: str = Field(max_length=64, description="That of the text of the mandate in the same language.")


class MandateText(Answer):
    """What whoever gives a mandate agrees to."""

    scheme: str
    text: str
    agreed: str


class ContractMethodOut(Answer):
    """How the open contract of a project is paid."""

    contract: Id
    payer: str
    chosen: str | None = Field(description="Null: as the payer's other contracts.")
    usual: str
    methods: list[str]
    account: str | None = Field(description="Of the mandate that there is.")
    may_choose: bool
    mandate: MandateText | None = Field(description="What has to be agreed to for a direct debit without a mandate.")


class ContractMethodIn(Body):
    """The method of a contract; with an account a mandate is given at once."""

    method: Method
    account: AccountIn | None = None
    agreed: str | None = Field(None, max_length=64, description="With an account: that of the text of the mandate.")


class PaymentPolicyOut(Answer):
    """What the vendor offers of payments, and its days."""

    methods: list[str] = Field(description="Beside bank transfer.")
    creditor_id: str | None
    tolerance: int = Field(description="Cents that one person may write off.")
    uses_credit: bool
    passes_on_fees: bool
    prenotify_days: int
    lead_days: int
    core_final_days: int
    b2b_final_days: int
    mandate_months: int


class PaymentPolicyIn(Body):
    """All of it, from today on."""

    methods: list[Method] = Field(max_length=5)
    creditor_id: Line = ""
    tolerance: int = Field(ge=0, le=10**6)
    uses_credit: bool
    passes_on_fees: bool
    prenotify_days: int = Field(ge=0, le=10**4)
    lead_days: int = Field(ge=0, le=10**4)
    core_final_days: int = Field(ge=0, le=10**4)
    b2b_final_days: int = Field(ge=0, le=10**4)
    mandate_months: int = Field(ge=0, le=10**4)
