"""The page of a project's orders and quotes, and what can be ordered."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from autossa.domain.orders.orders import Wanted
from autossa.domain.prices import list_price
from autossa.domain.refusals import Refusal
from autossa.queries.credits.orders import Order, orders_of, possible_payers, unverified
from autossa.queries.orders.offers import LicenseOffer, licenses_of, offer_licenses
from autossa.queries.orders.orders import LicenseOrder, license_orders_of
from autossa.queries.orders.quotes import QuoteRow, quotes_of
from autossa.queries.vendor.license_prices import prices_of
from autossa.store import models


@dataclass(frozen=True, slots=True)
class ProjectPapers:
    """Orders of licenses and of credits, the open ones first; quotes, newest first."""

    licenses: tuple[LicenseOrder, ...]
    credits: tuple[Order, ...]
    quotes: tuple[QuoteRow, ...]

    @property
    def waits(self) -> bool:
        """An order waits for its payment."""
        states = [*(order.state for order in self.licenses), *(order.state for order in self.credits)]
        return "open" in states


@dataclass(frozen=True, slots=True)
class SoldType:
    """A license type that can be ordered: its price, in units of the currency."""

    code: str
    name: str
    price: Fraction


@dataclass(frozen=True, slots=True)
class LicenseOrderPage:
    """What can be ordered, what can be enlarged (type and id), who may pay, the customer first.

    `offer` is what was asked for would cost, `unverified` names who is not verified yet.
    """

    types: tuple[SoldType, ...]
    licenses: tuple[tuple[str, str], ...]
    payers: tuple[tuple[UUID, str], ...]
    currency: str
    offer: LicenseOffer | None = None
    refusal: Refusal | None = None
    payer: str = ""
    unverified: str | None = None


def project_papers(project: UUID, today: date, now: datetime) -> ProjectPapers:
    """All of them, in a constant number of queries."""
    return ProjectPapers(license_orders_of(project), orders_of(project), quotes_of(project, today, now))


def license_order_page(
    project: UUID, user: UUID, day: date, wanted: tuple[Wanted, ...] = (), payer: UUID | None = None
) -> LicenseOrderPage:
    """The page of a project for somebody on a day; with licenses and a payer, what they would cost."""
    price_list = models.PriceList.objects.get(project=project)
    prices, names = prices_of(price_list.id), dict(models.LicenseType.objects.values_list("code", "name"))
    sold = ((code, list_price(versions, day, day)) for code, versions in prices.items())
    types = sorted(
        (SoldType(code, names[code], price) for code, price in sold if price is not None), key=lambda one: one.name
    )
    licenses = tuple((kind, code) for kind, codes in licenses_of(project).items() for code in codes)
    payers = possible_payers(project, user, day)
    page = LicenseOrderPage(tuple(types), licenses, payers, price_list.currency, unverified=unverified(project))
    name = dict(payers).get(payer) if payer else None
    if not wanted or name is None or payer is None:
        return page
    offer = offer_licenses(project, day, wanted, payer)
    refusal = offer if isinstance(offer, Refusal) else offer.refusal if offer else None
    return LicenseOrderPage(
        page.types, licenses, payers, price_list.currency, None if isinstance(offer, Refusal) else offer, refusal,
        name, unverified(project, payer),
    )  # fmt: skip
