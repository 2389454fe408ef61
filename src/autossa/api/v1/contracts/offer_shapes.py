"""How offers of contracts are read: each option with what it costs, its derivations and what is agreed to."""

from ninja import Field

from autossa.api.v1.contracts.shapes import OptionOut, option_out
from autossa.api.v1.frame.figures import (
    BookingOut,
    ChargeOut,
    DerivationOut,
    RefusalOut,
    booking_out,
    charge_out,
    derivation_out,
    figures_token,
    refusal_out,
)
from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, Id, Line, MoneyOut, SscText, money, ssc_text
from autossa.domain.comparisons import Cost, Offer, figures
from autossa.queries.contracts.offers import Choice, GapPage
from autossa.queries.contracts.option_previews import ChangeOptionPage, OptionChoice
from autossa.queries.contracts.previews import CancelPage, Resumption
from autossa.queries.contracts.several_offers import SeveralRow
from autossa.queries.contracts.wizard import WizardPage
from autossa.queries.vendor.terms.asked import AskedTerms


class ConcludePreviewIn(Body):
    """For which project, to which end, invoiced to whom."""

    project: Id
    ends_on: Day | None = Field(None, description="A fixed end: the first day without it.")
    payer: Id | None = None


class SeveralPreviewIn(Body):
    """For which projects, with which option."""

    option: Line = Field(min_length=1)
    payer: Id | None = None
    projects: list[Id] = Field(min_length=1, max_length=100)


class CancelPreviewIn(Body):
    """Which contract, to which end."""

    project: Id
    ends_on: Day | None = None


class ConcludeProjectIn(Body):
    """Which project."""

    project: Id


class CostOut(Answer):
    """What so many months cost."""

    months: int
    ssc: SscText
    from_balance: SscText
    net: MoneyOut
    tax: MoneyOut
    gross: MoneyOut


class OfferOut(Answer):
    """An option for the project."""

    starts_on: Day
    earliest_end: Day
    last_day_to_cancel: Day
    first_charge_on: Day
    beginning: CostOut = Field(description="The approval and the first period together.")
    costs: list[CostOut]
    commitment: CostOut = Field(description="Everything up to the earliest end.")
    bookings: list[BookingOut] = Field(description="What the approval books, and the first period.")
    agreed: str


class ChoiceOut(Answer):
    """An option, its offer, or why not."""

    option: OptionOut
    offer: OfferOut | None
    refusal: RefusalOut | None
    cheapest: list[int] = Field(description="The spans (months) over which nothing costs less.")


class GapOut(Answer):
    """Uncovered days that are paid back, and what they cost."""

    starts_on: Day
    ssc: SscText
    late: bool
    once_until: Day = Field(description="The last day on which they count once.")
    late_ssc: SscText
    missing: SscText
    charges: list[ChargeOut]
    derivation: DerivationOut


class PayerOut(Answer):
    """Somebody who can pay."""

    id: str
    name: str
    lacks: list[str]


class AskedTermsOut(Answer):
    """A document of the vendor's terms to be accepted."""

    id: str
    kind: str
    version: int
    accepted_on: Day | None = Field(description="Null where nobody has accepted it yet.")


class ConcludePreviewOut(Answer):
    """Everything that somebody who concludes a contract is told."""

    currency: Currency
    can_conclude: bool
    is_verified: bool
    refusal: RefusalOut | None = Field(description="What would refuse every option.")
    gap: GapOut | None
    choices: list[ChoiceOut]
    payers: list[PayerOut]
    methods: list[str] = Field(description="How the payer can pay.")
    terms: list[AskedTermsOut]
    linked_terms: str = Field(description="The address of terms that are elsewhere; empty where there are none.")


class SeveralRowOut(Answer):
    """One of several projects."""

    project: str
    name: str
    currency: Currency
    beginning: CostOut | None
    is_verified: bool
    refusal: RefusalOut | None
    agreed: str | None


class CancelPreviewOut(Answer):
    """What a cancellation would do."""

    ends_on: Day = Field(description="The first day without it.")
    earliest: Day
    last_day: Day = Field(description="The last day on which that earliest end can be reached.")
    covered_until: Day | None
    free: SscText
    refusal: RefusalOut | None = Field(description="Of the end that was asked for.")
    agreed: str


class OptionChoiceOut(Answer):
    """An option that a contract could go on with."""

    option: OptionOut
    starts_on: Day
    year: CostOut | None
    refusal: RefusalOut | None


class OptionPreviewOut(Answer):
    """Every option that a contract could go on with."""

    option: OptionOut
    in_review: bool
    choices: list[OptionChoiceOut]
    agreed: str


class ResumePreviewOut(Answer):
    """What resuming would book."""

    currency: Currency
    ssc: SscText
    gross: MoneyOut
    bookings: list[BookingOut]
    agreed: str


def conclude_preview(page: WizardPage, methods: list[str], asked: AskedTerms) -> ConcludePreviewOut:
    """The options as they stand."""
    offer = page.offer
    terms = [
        AskedTermsOut(
            id=one.document.id, kind=one.version.kind.value, version=one.version.number,
            accepted_on=one.earlier.day if one.earlier else None,
        )
        for one in asked.versions
    ]  # fmt: skip
    return ConcludePreviewOut(
        currency=offer.currency, can_conclude=offer.can_conclude, is_verified=offer.is_verified,
        refusal=refusal_out(offer.obstacle), gap=_gap(offer.gap, offer.currency) if offer.gap else None,
        choices=[_choice(one, offer.currency) for one in offer.choices],
        payers=[PayerOut(id=one.id, name=one.name, lacks=[lack.value for lack in one.lacks]) for one in page.payers],
        methods=methods, terms=terms, linked_terms=asked.url,
    )  # fmt: skip


def several_row(row: SeveralRow) -> SeveralRowOut:
    """One of several projects."""
    offer = row.offer
    return SeveralRowOut(
        project=row.id, name=row.name, currency=row.currency,
        beginning=cost_out(offer.whole_beginning, row.currency) if offer else None, is_verified=row.is_verified,
        refusal=refusal_out(row.refusal), agreed=figures_token(figures(offer)) if offer else None,
    )  # fmt: skip


def cancel_preview(page: CancelPage, agreed: str) -> CancelPreviewOut:
    """What a cancellation would do."""
    return CancelPreviewOut(
        ends_on=page.end, earliest=page.earliest, last_day=page.last_day, covered_until=page.covered_until,
        free=ssc_text(page.free), refusal=refusal_out(page.too_early), agreed=agreed,
    )  # fmt: skip


def option_preview(page: ChangeOptionPage, agreed: str) -> OptionPreviewOut:
    """Every option that a contract could go on with."""
    return OptionPreviewOut(
        option=option_out(page.option), in_review=page.in_review,
        choices=[_option_choice(one, page.currency) for one in page.choices], agreed=agreed,
    )  # fmt: skip


def resume_preview(page: Resumption, agreed: str) -> ResumePreviewOut:
    """What resuming would book."""
    return ResumePreviewOut(
        currency=page.currency, ssc=ssc_text(page.ssc), gross=money(page.gross, page.currency),
        bookings=[booking_out(one, page.currency) for one in page.booked], agreed=agreed,
    )  # fmt: skip


def cost_out(found: Cost, currency: str) -> CostOut:
    """What so many months cost."""
    return CostOut(
        months=found.months, ssc=ssc_text(found.ssc), from_balance=ssc_text(found.from_balance),
        net=money(found.net, currency), tax=money(found.tax, currency), gross=money(found.gross, currency),
    )  # fmt: skip


def _choice(found: Choice, currency: str) -> ChoiceOut:
    return ChoiceOut(
        option=option_out(found.option), offer=_offer(found.offer, found, currency) if found.offer else None,
        refusal=refusal_out(found.refusal), cheapest=sorted(found.cheapest),
    )  # fmt: skip


def _offer(offer: Offer, found: Choice, currency: str) -> OfferOut:
    return OfferOut(
        starts_on=offer.start, earliest_end=offer.earliest_end, last_day_to_cancel=offer.last_day_to_cancel,
        first_charge_on=offer.first_charge.day, beginning=cost_out(offer.whole_beginning, currency),
        costs=[cost_out(one, currency) for one in offer.whole_costs], commitment=cost_out(offer.commitment, currency),
        bookings=[booking_out(one, currency) for one in found.planned], agreed=figures_token(figures(offer)),
    )  # fmt: skip


def _gap(found: GapPage, currency: str) -> GapOut:
    derivation = derivation_out(found.why)
    assert derivation is not None
    return GapOut(
        starts_on=found.gap.start, ssc=ssc_text(found.gap.ssc), late=found.gap.late, once_until=found.once_until,
        late_ssc=ssc_text(found.late), missing=ssc_text(found.missing),
        charges=[charge_out(one, currency) for one in found.charges], derivation=derivation,
    )  # fmt: skip


def _option_choice(found: OptionChoice, currency: str) -> OptionChoiceOut:
    return OptionChoiceOut(
        option=option_out(found.option), starts_on=found.starts_on,
        year=cost_out(found.year, currency) if found.year else None, refusal=refusal_out(found.refusal),
    )  # fmt: skip
