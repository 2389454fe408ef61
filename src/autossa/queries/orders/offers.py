"""What licenses would cost: their list prices, and the SSC that they are charged up to the end of coverage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.currencies import places_of
from autossa.domain.orders.orders import Booking, Priced, PricedLine, Wanted, free_id, price_licenses
from autossa.domain.refusals import Refusal
from autossa.queries.billing.possible_payers import tax_rate_on
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.licenses.previews import Additions, RequestedLicense, preview_additions
from autossa.queries.vendor.license_prices import prices_of
from autossa.store import models
from autossa.store.ids import new_id, public_id


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line with the name of its type, and the id that its license would get today."""

    line: PricedLine
    name: str
    license_id: str


@dataclass(frozen=True, slots=True)
class LicenseOffer:
    """What an order of licenses costs; `id` names the order to be, so that a form sent twice makes one.

    `additions` is what their service would be charged, if they were added today; None for a type that has no rate.
    """

    id: str
    priced: Priced
    currency: str
    price_list: UUID
    lines: tuple[OfferedLine, ...]
    additions: Additions | None
    booking: Booking

    @property
    def refusal(self) -> Refusal | None:
        """Why they could not be added today."""
        return self.additions.refusal if self.additions else None

    @property
    def shown(self) -> tuple[object, ...]:
        """What whoever orders has seen."""
        return (self.priced, self.booking)


def offer_licenses(
    project: UUID, day: date, wanted: Sequence[Wanted], payer: UUID, priced_on: date | None = None
) -> LicenseOffer | Refusal | None:
    """What licenses cost an organisation, at the list prices of the day or of the one `priced_on`.

    Refused: `no_license_price`. None for an unknown project or payer.
    """
    found = models.Project.objects.select_related("price_list").filter(pk=project).first()
    rate = tax_rate_on(payer, day)
    if found is None or rate is None:
        return None
    price_list = found.price_list
    currency = price_list.currency
    prices = prices_of(price_list.id)
    priced = price_licenses(wanted, prices, priced_on or day, rate, places_of(currency))
    if isinstance(priced, Refusal):
        return priced
    ids = _ids(project, wanted)
    asked = [RequestedLicense(code, one.license_type, one.quantity) for code, one in zip(ids, wanted, strict=True)]
    names = dict(models.LicenseType.objects.values_list("code", "name"))
    return LicenseOffer(
        public_id("lor", new_id()),
        priced,
        currency,
        price_list.id,
        tuple(
            OfferedLine(line, names[line.wanted.license_type], code)
            for line, code in zip(priced.lines, ids, strict=True)
        ),
        preview_additions(project, day, asked),
        booking_of(payer, day),
    )


def licenses_of(project: UUID) -> dict[str, tuple[str, ...]]:
    """The licenses of a project that go on, by type."""
    found: dict[str, list[str]] = {}
    rows = models.License.objects.filter(project=project, lines__ended_on=None, lines__confirmed=True).order_by("code")
    for kind, code in rows.values_list("license_type__code", "code").distinct():
        found.setdefault(kind, []).append(code)
    return {kind: tuple(codes) for kind, codes in found.items()}


def _ids(project: UUID, wanted: Iterable[Wanted]) -> list[str]:
    taken, found = set(models.License.objects.filter(project=project).values_list("code", flat=True)), []
    for one in wanted:
        found.append(free_id(one.enlarges, taken))
        taken.add(found[-1])
    return found
