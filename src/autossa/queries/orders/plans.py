"""What a quote is made of, and what it would be made of today: the plans of an order or a contract (billing 8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.billing.documents import DocumentLine, VatTotal, vat_totals
from autossa.domain.charges import ONCE
from autossa.domain.comparisons import Offer, make_offer
from autossa.domain.currencies import places_of
from autossa.domain.orders.orders import UNITS, Wanted
from autossa.domain.orders.quotes import (
    About,
    Difference,
    Figures,
    contract_figures,
    credits_figures,
    differences,
    license_figures,
)
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rate_on, tax_rates_of
from autossa.queries.credits.orders import offer_top_up
from autossa.queries.orders.offers import LicenseOffer, offer_licenses
from autossa.store import models
from autossa.store.engine.billing.issued import category_of
from autossa.store.engine.terms import load_versions


@dataclass(frozen=True, slots=True)
class Plan:
    """What is offered: its figures, its lines (the line of credits has no name yet), money in minor units.

    One of the last three says what it is; `lasts` is for how many days a quote of the day holds.
    """

    about: About
    figures: Figures
    lines: tuple[DocumentLine, ...]
    tax_rate: Fraction
    currency: str
    price_list: UUID
    lasts: int
    ssc: Ssc | None = None
    licenses: LicenseOffer | None = None
    contract: Offer | None = None

    @property
    def vat(self) -> tuple[VatTotal, ...]:
        """What is taxed, per category and rate."""
        return vat_totals(self.lines)

    @property
    def net(self) -> Money:
        """Σ of the lines."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> Money:
        """VAT on the net total."""
        return sum(total.tax for total in self.vat)

    @property
    def gross(self) -> Money:
        """Both."""
        return self.net + self.tax


def plan_credits(
    project: UUID, day: date, ssc: Ssc, payer: UUID, priced_on: date | None = None
) -> Plan | Refusal | None:
    """An order of so many SSC (hundredths) at the price of a day. Refused: `no_price`. None for an unknown project."""
    offer, facts = offer_top_up(project, day, ssc, payer, priced_on), _facts(project, payer)
    if offer is None or facts is None or isinstance(offer, Refusal):
        return offer if isinstance(offer, Refusal) else None
    quote = offer.quote
    line = facts.line(quote.ssc, quote.price, quote.net, quote.tax_rate)
    return facts.plan(About.CREDITS, day, credits_figures(quote), (line,), quote.tax_rate, ssc=ssc)


def plan_licenses(
    project: UUID, day: date, wanted: Sequence[Wanted], payer: UUID, priced_on: date | None = None
) -> Plan | Refusal | None:
    """An order of licenses at the list prices of a day. Refused: `no_license_price`. None for an unknown project."""
    offer, facts = offer_licenses(project, day, wanted, payer, priced_on), _facts(project, payer)
    if offer is None or facts is None or isinstance(offer, Refusal):
        return offer if isinstance(offer, Refusal) else None
    rate = offer.priced.tax_rate
    lines = tuple(
        facts.line(
            one.line.wanted.quantity * UNITS, one.line.price, one.line.net, rate,
            name=one.name, license_id=one.line.wanted.enlarges, license_type=one.line.wanted.license_type,
            quantity=one.line.wanted.quantity,
        )
        for one in offer.lines
    )  # fmt: skip
    figures = license_figures(offer.priced, places_of(offer.currency))
    return facts.plan(About.LICENSES, day, figures, lines, rate, licenses=offer)


def plan_contract(project: UUID, day: date, option: str, payer: UUID) -> Plan | Refusal | None:
    """A contract with an option of the policy: its lines are what the beginning invoices, or takes from the balance.

    Refused as concluding and approving are. None for an unknown project or option.
    """
    found, rates, facts = project_as_of(project, day), tax_rates_of(payer), _facts(project, payer)
    if found is None or rates is None or facts is None:
        return None
    try:
        chosen = found.project.terms.policy.option(option)
    except KeyError:
        return None
    offer = make_offer(paid_at(found.project, rates), day, chosen)
    if isinstance(offer, Refusal):
        return offer
    rate = tax_rate_on(payer, day) or Fraction(0)
    lines = tuple(_lines_of((*offer.at_approval, offer.first_charge), facts, rate))
    return facts.plan(About.CONTRACT, day, contract_figures(offer, day), lines, rate, contract=offer)


def plan_of(row: models.Quote, day: date) -> Plan | Refusal | None:
    """What a quote would be today: at its own prices where it is of an order, at those of the day for a contract."""
    match About(row.about):
        case About.CREDITS:
            return plan_credits(row.project_id, day, row.ssc or 0, row.payer_id, row.issued_on)
        case About.LICENSES:
            return plan_licenses(row.project_id, day, wanted_of(row), row.payer_id, row.issued_on)
        case About.CONTRACT:
            return plan_contract(row.project_id, day, row.option, row.payer_id)


def wanted_of(row: models.Quote) -> tuple[Wanted, ...]:
    """The licenses of a quote of some."""
    return tuple(
        Wanted(line.license_type, line.quantity, line.license_id) for line in row.lines.all().order_by("position")
    )


def changed(row: models.Quote, plan: Plan) -> tuple[Difference, ...]:
    """What is not as the quote says: nothing, as long as it holds."""
    return tuple(differences(row.agreed, plan.figures))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What all lines of a plan share."""

    project: models.Project
    payer: models.Organisation
    names: dict[str, str]

    def line(
        self,
        units: int,
        price: Fraction,
        net: Money,
        rate: Fraction,
        *,
        name: str = "",
        license_id: str = "",
        license_type: str = "",
        quantity: int = 1,
        start: date | None = None,
        end: date | None = None,
        needed: Ssc = 0,
        from_balance: Ssc = 0,
        factor: Fraction = ONCE,
    ) -> DocumentLine:
        """A line under the project's name."""
        treatment = self.payer.treatment.treatment if self.payer.treatment else None
        return DocumentLine(
            self.project.name, name, license_id, license_type, quantity, start, end, needed, from_balance, units,
            price, factor, net, category_of(treatment, is_taxed=rate != 0), rate,
        )  # fmt: skip

    def plan(
        self,
        about: About,
        day: date,
        figures: Figures,
        lines: tuple[DocumentLine, ...],
        rate: Fraction,
        *,
        ssc: Ssc | None = None,
        licenses: LicenseOffer | None = None,
        contract: Offer | None = None,
    ) -> Plan:
        """The plan with what the project and the policy of the day add."""
        lasts = load_versions(set()).policy_on(day).policy.quote_days
        price_list = self.project.price_list
        return Plan(about, figures, lines, rate, price_list.currency, price_list.id, lasts, ssc, licenses, contract)


def _facts(project: UUID, payer: UUID) -> _Facts | None:
    found = models.Project.objects.select_related("price_list").filter(pk=project).first()
    who = models.Organisation.objects.select_related("treatment").filter(pk=payer).first()
    if found is None or who is None:
        return None
    return _Facts(found, who, dict(models.LicenseType.objects.values_list("code", "name")))


def _lines_of(settlements: Sequence[Settlement], facts: _Facts, tax_rate: Fraction) -> Iterator[DocumentLine]:
    for settlement in settlements:
        rate = settlement.invoice.tax_rate if settlement.invoice else tax_rate
        for part in settlement.parts:
            charge, line = part.charge, part.charge.line
            yield facts.line(
                part.invoiced, part.price or Fraction(0), part.net, rate,
                name=facts.names.get(line.license_type, line.license_type), license_id=line.license_id,
                license_type=line.license_type, quantity=line.quantity, start=charge.start, end=charge.end,
                needed=charge.ssc, from_balance=part.from_balance, factor=settlement.factor,
            )  # fmt: skip
