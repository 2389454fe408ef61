"""How dunning is read, and what keeps it silent."""

from typing import Literal

from ninja import Field

from autossa.api.v1.frame.shapes import AmountIn, AmountText, Answer, Body, Currency, CurrencyIn, Day, ExactText, Id


class AnnouncedOut(Answer):
    """The suspension of a project is announced for a day."""

    project: str
    day: Day


class StageOut(Answer):
    """The stage after it, and its day."""

    level: str
    day: Day


class HappeningOut(Answer):
    """What happens to a payer on a day."""

    payer: str
    payer_name: str
    currency: Currency
    level: str | None
    amount: AmountText
    fee: AmountText
    documents: list[str]
    warned: list[AnnouncedOut]
    suspended: list[str]
    resumed: list[str]
    follows: StageOut | None


class LetterOut(Answer):
    """A letter that went out."""

    id: Id
    number: str
    day: Day
    level: str
    total: AmountText
    currency: Currency
    pay_until: Day
    payer: str
    payer_name: str


class PauseOut(Answer):
    """Nothing is sent up to and including a day."""

    payer: str
    payer_name: str
    until: Day = Field(description="The last day.")
    reason: str


class DunningOut(Answer):
    """What the run of tomorrow does, what went out, who is paused."""

    day: Day
    is_on: bool
    ahead: list[HappeningOut]
    letters: list[LetterOut]
    pauses: list[PauseOut]


class OverdueOut(Answer):
    """A claim that is overdue, and what keeps it silent."""

    id: Id
    number: str
    due_on: Day
    days: int
    rest: AmountText
    currency: Currency
    level: str | None
    promised: Day | None
    disputed: str | None


class SuspendedOut(Answer):
    """A project that is suspended, or will be."""

    project: str
    name: str
    day: Day


class PayerDunningOut(Answer):
    """The dunning of one payer."""

    day: Day
    is_on: bool
    overdue: list[OverdueOut]
    ahead: list[HappeningOut]
    letters: list[LetterOut]
    pause: PauseOut | None
    suspended: list[SuspendedOut]
    warned: list[SuspendedOut]


class LetterLineOut(Answer):
    """What is owed, on a letter."""

    number: str
    day: Day
    due_on: Day
    level: str
    rest: AmountText
    interest: AmountText


class WholeLetter(Answer):
    """A letter as it went out."""

    id: Id
    number: str
    day: Day
    level: str
    currency: Currency
    lines: list[LetterLineOut]
    fee: AmountText
    interest: AmountText
    total: AmountText
    pay_until: Day
    text: str


class PauseIn(Body):
    """Until when, and why."""

    until: Day = Field(description="This day included.")
    reason: str = Field(min_length=1, max_length=500)


class PromiseIn(Body):
    """By when everything that is open is paid."""

    until: Day = Field(description="No reminder is sent up to and including this day.")
    note: str = Field("", max_length=500)


class OutcomeIn(Body):
    """What came of a dispute."""

    outcome: str = Field(min_length=1, max_length=500)


class LevelOut(Answer):
    """A stage: after so many days, with a fee by currency, with a text by language."""

    name: str
    days: int
    what: str
    fees: dict[str, AmountText]
    texts: dict[str, str]


class TermsOfDunning(Answer):
    """A version of the stages."""

    starts_on: Day
    is_on: bool
    levels: list[LevelOut]
    warn_days: int
    interest: ExactText | None = Field(description="Percentage points above the base rate; null: none is claimed.")
    max_open_monthly: int
    max_open: int


class BaseRateOut(Answer):
    """The base rate from a day on."""

    starts_on: Day
    percent: ExactText


class DunningPolicyOut(Answer):
    """The version in force, all versions, and the base rates, the newest first."""

    now: TermsOfDunning | None
    versions: list[TermsOfDunning]
    rates: list[BaseRateOut]


class LevelIn(Body):
    """A stage."""

    name: Literal["reminder", "first", "final", "suspension"]
    days: int = Field(ge=1, le=999, description="After the due day.")
    fees: dict[CurrencyIn, AmountIn] = Field(default_factory=dict)
    texts: dict[Literal["en", "de"], str]


class DunningPolicyIn(Body):
    """A new version, from a day on."""

    starts_on: Day
    is_on: bool
    levels: list[LevelIn] = Field(min_length=1, max_length=4)
    warn_days: int = Field(7, ge=0, le=90)
    interest: str | None = Field(
        None, max_length=10, pattern=r"^-?\d{1,4}(\.\d{1,2})?$",
        description="Percentage points above the base rate; null: none is claimed.",
    )  # fmt: skip
    max_open_monthly: int = Field(2, ge=1, le=99)
    max_open: int = Field(1, ge=1, le=99)


class BaseRateIn(Body):
    """The base rate from a day on."""

    percent: str = Field(max_length=10, pattern=r"^-?\d{1,4}(\.\d{1,2})?$", examples=["2.27"])
    starts_on: Day
