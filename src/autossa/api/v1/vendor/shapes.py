"""How what the vendor sets is written and read."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field
from pydantic import WithJsonSchema

from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, Id, Line, decimal_text
from autossa.domain.amounts import MOST_PLACES, parse_decimal, show_fraction
from autossa.domain.billing.vat import SupplyDate
from autossa.domain.lines import Ssa
from autossa.domain.plans import Option
from autossa.domain.policies import EntitlementDay, GiveUp, Policy, ReminderPolicy
from autossa.operations.errors import Invalid
from autossa.queries.vendor.catalogue import PolicyVersion, PriceListRow, TypeRow, Version
from autossa.queries.vendor.license_prices import LicensePriceRow


class PolicyInvalid(Invalid):
    """These values do not go together: {why}."""


NumberText = Annotated[
    str,
    decimal_text(MOST_PLACES, '"1.05"'),
    Field(max_length=30),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,12})?$", "examples": ["1.05"]}),
]
"""An exact number with up to twelve decimals."""


class VersionOut(Answer):
    """A rate or price from a day on."""

    starts_on: date
    value: str = Field(description="An exact decimal.")
    phase: str = Field(description="coming, in_force or past.")
    ends_on: date | None


class VersionIn(Body):
    """A rate or price from a day to come on."""

    value: NumberText
    starts_on: Day


class WithdrawIn(Body):
    """Why a version that has not begun is withdrawn; `value` is what holds from that day instead."""

    starts_on: Day
    reason: str = Field(max_length=500)


class TypeOut(Answer):
    """A license type with its rates in SSC per unit and year, the newest first."""

    id: str
    code: str
    name: str
    note: str
    ssa: Ssa
    can_be_given_up: bool
    can_be_released: bool
    versions: list[VersionOut]


class TypeIn(Body):
    """A license type with its first rate."""

    code: Line
    name: Line
    note: Line = ""
    ssa: Ssa = Ssa.CHARGED
    can_be_given_up: bool = True
    can_be_released: bool = True
    value: NumberText = Field(description="SSC per unit and year.")
    starts_on: Day


class ActsIn(Body):
    """What may be done with licenses of a type, from now on."""

    can_be_given_up: bool
    can_be_released: bool


class PriceListOut(Answer):
    """A price list with its prices of an SSC, the newest first."""

    id: Id
    name: str
    currency: Currency
    projects: int
    versions: list[VersionOut]


class PriceListIn(Body):
    """A price list with its first price of an SSC."""

    name: Line
    currency: Currency
    value: NumberText
    starts_on: Day


class LicensePriceOut(Answer):
    """What a unit of a license type costs on a price list."""

    price_list: Id
    price_list_name: str
    currency: Currency
    type: str
    code: str
    name: str
    versions: list[VersionOut]


class OptionShape(Answer):
    """An option of a policy: months, and the adjustment of the price as a share (-0.02 is 2 % less)."""

    name: Line
    term_months: int = Field(ge=1, le=600)
    notice_months: int = Field(ge=1, le=600)
    billed_months: int = Field(ge=1, le=600)
    adjustment: NumberText


class RemindersShape(Answer):
    """How many days before something its reminder is sent."""

    expiry_days: list[int] = Field(max_length=20)
    cancel_days: int
    charge_days: int
    gap_days: int


class PolicyShape(Answer):
    """What the vendor decides."""

    grace_days: int
    late_multiplier: NumberText
    renewal_lead_days: int
    void_days: int
    reaction_days: int
    payment_days: int
    quote_days: int
    give_up: GiveUp
    entitlement_day: EntitlementDay
    supply_date: SupplyDate
    reminders: RemindersShape
    options: list[OptionShape] = Field(min_length=1, max_length=40)

    def read(self) -> Policy:
        """As the rules have it. Raises PolicyInvalid."""
        try:
            options = tuple(
                Option(one.name, one.term_months, one.notice_months, one.billed_months, parse_decimal(one.adjustment))
                for one in self.options
            )
            told = self.reminders
            reminders = ReminderPolicy(tuple(told.expiry_days), told.cancel_days, told.charge_days, told.gap_days)
            return Policy(
                self.grace_days, parse_decimal(self.late_multiplier), self.renewal_lead_days, self.void_days, options,
                reminders, self.reaction_days, self.give_up, self.entitlement_day, self.supply_date,
                self.payment_days, self.quote_days,
            )  # fmt: skip
        except ValueError as error:
            raise PolicyInvalid(why=str(error)) from None


class PolicyOut(Answer):
    """A policy from a day on, and how many open contracts were concluded under it."""

    starts_on: date
    phase: str
    ends_on: date | None
    contracts: int
    policy: PolicyShape


class PolicyIn(Body):
    """A policy from a day to come on."""

    starts_on: Day
    policy: PolicyShape


class VatRateOut(Answer):
    """A domestic VAT rate from a day on: 0.19 is 19 %."""

    rate_class: str
    starts_on: date
    rate: str
    is_current: bool
    is_coming: bool


class VatRateIn(Body):
    """A domestic VAT rate from a day on."""

    rate_class: Line = "standard"
    starts_on: Day
    rate: NumberText = Field(description="A fraction of one, such as 0.19.")


class VatWithdrawIn(WithdrawIn):
    """Which rate is withdrawn, and why."""

    rate_class: Line = "standard"


class DocumentOut(Answer):
    """What a version of terms says in one language."""

    id: str
    language: str
    form: str
    size: int
    sha256: str


class TermsOut(Answer):
    """A version of the terms or of the service description; without documents it ends what was in force."""

    id: str
    kind: str
    number: int
    starts_on: date
    set_at: datetime
    phase: str | None
    withdrawn_on: date | None
    withdrawal: str
    documents: list[DocumentOut]


def version_out(row: Version) -> VersionOut:
    """A version of a rate or price."""
    return answer_of(VersionOut, row, value=show_fraction(row.value))


def type_out(row: TypeRow) -> TypeOut:
    """A license type."""
    return answer_of(TypeOut, row, versions=[version_out(one) for one in row.versions])


def price_list_out(row: PriceListRow) -> PriceListOut:
    """A price list."""
    return answer_of(PriceListOut, row, versions=[version_out(one) for one in row.versions])


def license_price_out(row: LicensePriceRow) -> LicensePriceOut:
    """A license type on a price list."""
    versions = [version_out(one) for one in row.versions]
    return answer_of(LicensePriceOut, row, price_list=row.list, price_list_name=row.list_name, versions=versions)


def policy_out(row: PolicyVersion) -> PolicyOut:
    """A policy with where it stands."""
    policy = row.policy
    options = [answer_of(OptionShape, one, adjustment=show_fraction(one.adjustment)) for one in policy.options]
    reminders = answer_of(RemindersShape, policy.reminders)
    said = answer_of(
        PolicyShape, policy, late_multiplier=show_fraction(policy.late_multiplier), reminders=reminders, options=options
    )
    return answer_of(PolicyOut, row, policy=said)
