"""How the order for a lapsed project is written and read."""

from fractions import Fraction

from ninja import Field, Schema
from pydantic import ConfigDict

from autossa.api.v1.contracts.shapes import OptionOut, option_out
from autossa.api.v1.frame.figures import DerivationOut, RefusalOut, derivation_out, refusal_out
from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, Id, Line, MoneyOut, SscText, money, ssc_text
from autossa.domain.amounts import Money, read_number
from autossa.domain.currencies import places_of
from autossa.queries.contracts.lapsed import LapsedPage


class LapsedAsk(Schema):
    """Who pays."""

    model_config = ConfigDict(extra="forbid")

    payer: str = Field("", max_length=40)


class LapsedIn(Body):
    """The order, and the contract that follows it."""

    option: Line = Field(min_length=1)
    payer: Id
    gross: str = Field(pattern=r"^\d{1,15}(\.\d{1,4})?$", description="What the GET before said.")
    order: Id | None = Field(
        None, description="The id that the GET before suggested: placing it again changes nothing."
    )
    ends_on: Day | None = Field(None, description="A fixed end: the first day without it.")
    order_number: Line = ""
    invoice_contact: Line = ""
    accepts: list[Id] = Field(default_factory=list, max_length=20)
    accepts_linked_terms: bool = False


class LapsedPayerOut(Answer):
    """Who can pay."""

    id: str
    name: str


class LapsedPlanOut(Answer):
    """What to order: it suffices whenever the money comes by the day."""

    ssc: SscText
    net: MoneyOut
    tax: MoneyOut
    gross: MoneyOut
    pay_until: Day = Field(description="The last day on which the money may come.")
    grows_by: SscText = Field(description="What the gap grows by until then.")
    derivation: DerivationOut | None


class LapsedOrderOut(Answer):
    """What was ordered so, the newest."""

    id: str
    ssc: SscText
    gross: MoneyOut
    payer: str
    option: str
    ordered_on: Day
    pay_until: Day
    state: str
    refusal: str


class LapsedOut(Answer):
    """What a lapsed project lacks."""

    currency: Currency
    options: list[OptionOut]
    free: SscText
    plan: LapsedPlanOut | None = Field(description="Null where nothing is missing, or with a refusal.")
    refusal: RefusalOut | None
    payers: list[LapsedPayerOut]
    unverified: str | None = Field(description="Whom the vendor has not verified yet.")
    order: str = Field(description="The id of the order to be.")
    last: LapsedOrderOut | None


def lapsed_out(page: LapsedPage) -> LapsedOut:
    """What a lapsed project lacks, for somebody who may order it."""
    return LapsedOut(
        currency=page.currency, options=[option_out(one) for one in page.options], free=ssc_text(page.free),
        plan=_plan(page), refusal=refusal_out(page.refusal),
        payers=[LapsedPayerOut(id=public, name=name) for public, name in page.payers_named],
        unverified=page.unverified, order=page.order, last=_last(page),
    )  # fmt: skip


def money_of(text: str, currency: str) -> Money:
    """An amount in minor units; what is finer than the currency is cut, and so is no amount of an order."""
    return int(Fraction(read_number(text, 4)) * 10 ** places_of(currency))


def _plan(page: LapsedPage) -> LapsedPlanOut | None:
    plan = page.plan
    if plan is None:
        return None
    quote, currency = plan.quote, page.currency
    return LapsedPlanOut(
        ssc=ssc_text(plan.ssc), net=money(quote.net, currency), tax=money(quote.tax, currency),
        gross=money(quote.gross, currency), pay_until=plan.pay_until, grows_by=ssc_text(plan.grows_by),
        derivation=derivation_out(page.why),
    )  # fmt: skip


def _last(page: LapsedPage) -> LapsedOrderOut | None:
    last = page.last
    if last is None:
        return None
    return LapsedOrderOut(
        id=last.id, ssc=ssc_text(last.ssc), gross=money(last.gross, last.currency), payer=last.payer,
        option=last.option, ordered_on=last.ordered_on, pay_until=last.pay_until, state=last.state,
        refusal=last.refusal,
    )  # fmt: skip
