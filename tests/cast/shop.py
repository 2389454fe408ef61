"""The cast of the store's tests, and openings that many stories share.

Vera works at the vendor. Alice's company has projects, Bob is on her team. Charlie has a company of his own.
1200 units of PORT cost 100.00 SSC a month and an SSC costs 1.00, so that numbers can be checked by eye.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

from autossa.domain.billing.vat import Treatment
from autossa.operations import contracts, credits, licenses
from autossa.operations.context import SYSTEM, ActionContext, Actor
from autossa.operations.organisations import create
from autossa.operations.organisations.vat import NewTreatment
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.store import models
from tests.cast.days import d as d

VAT, NO_VAT = NewTreatment(Treatment.DOMESTIC), NewTreatment(Treatment.THIRD_COUNTRY)
VERA = Actor("Vera", user=UUID(int=1), address="192.0.2.1")
ALICE = Actor("Alice", user=UUID(int=2), acting_for=UUID(int=20), address="192.0.2.2")
BOB = Actor("Bob", user=UUID(int=3), acting_for=UUID(int=20), address="2001:db8::3")
CHARLIE = Actor("Charlie", user=UUID(int=4))

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def noon(day: str | date) -> datetime:
    """When something is done on a day; never before the shop was opened."""
    return max(NOW, datetime.combine(d(day) if isinstance(day, str) else day, NOW.timetz()))


def on(day: str, actor: Actor = VERA) -> ActionContext:
    """Somebody does something on a day."""
    return ActionContext(actor, d(day), noon(day))


@dataclass(frozen=True, slots=True)
class Shop:
    """The vendor's shop, with what it sells and to whom."""

    vendor: UUID
    alice: UUID
    charlie: UUID
    price_list: UUID

    def project(self, name: str = "Office", day: str = "2026-01-15", quantity: int = 1200) -> UUID:
        """A project of Alice's company with a license L1."""
        project = create_project(customer=self.alice, name=name, price_list=self.price_list, ctx=on(day))
        licenses.add(project=project, license_id="L1", license_type="PORT", quantity=quantity, ctx=on(day))
        return project

    def covered(self, name: str = "Office", day: str = "2026-01-15", months: int = 1, quantity: int = 1200) -> UUID:
        """A project without a contract, covered by hand, paid to the last credit."""
        project = self.project(name, day, quantity)
        credits.top_up(project=project, ssc=months * quantity * 100 // 12, ctx=on(day))
        credits.extend(project=project, months=months, ctx=on(day, ALICE))
        return project

    def in_review(
        self, name: str = "Office", day: str = "2026-01-15", option: str = "annual_monthly", quantity: int = 1200
    ) -> UUID:
        """A project whose first contract waits for the vendor."""
        project = self.project(name, day, quantity)
        contracts.conclude(project=project, option=option, ctx=on(day, ALICE))
        return project

    def under_contract(
        self, name: str = "Office", day: str = "2026-01-15", option: str = "annual_monthly", quantity: int = 1200
    ) -> UUID:
        """A project with an active contract that begins on the day; its first period is due and not booked yet."""
        project = self.in_review(name, day, option, quantity)
        contracts.approve(project=project, ctx=on(day), book_at_once=False)
        return project

    def booked(self, name: str = "Office", day: str = "2026-01-15", option: str = "annual_monthly") -> UUID:
        """A project with an active contract whose first period is booked."""
        project = self.under_contract(name, day, option)
        renewals.run_project(project=project, ctx=on(day))
        return project


def taxed_at(percent: Fraction, ctx: ActionContext) -> NewTreatment:
    """Domestic, at a rate that the table has for it alone."""
    name = f"at-{percent.numerator}-{percent.denominator}"
    if not models.VatRate.objects.filter(rate_class=name).exists():
        set_vat_rate(rate=percent / 100, starts_on=FIRST_DAY, rate_class=name, ctx=ctx)
    return NewTreatment(Treatment.DOMESTIC, name)


def open_shop(currency: str = "EUR") -> Shop:
    """The vendor with a price list and two license types; Alice's company (19 % VAT) and Charlie's."""
    ctx = on("2026-01-01", SYSTEM)
    set_first_policy(ctx)
    price_list = catalogue.add_price_list(name="Euro", currency=currency, ctx=ctx)
    catalogue.set_price(price_list=price_list, price=Fraction(1), starts_on=FIRST_DAY, ctx=ctx)
    for code, rate in (("PORT", 1), ("OPERATOR", 12)):
        name = code.capitalize()
        catalogue.add_license_type(code=code, name=name, ssc_per_year=Fraction(rate), starts_on=FIRST_DAY, ctx=ctx)
    vendor = create.create(kind="vendor", name="Vera's PBX", number="V1", ctx=ctx)
    alice = create.create(kind="customer", name="Alice Ltd", number="C1", vat=VAT, ctx=ctx)
    charlie = create.create(kind="customer", name="Charlie GmbH", number="C2", vat=VAT, ctx=ctx)
    return Shop(vendor, alice, charlie, price_list)
