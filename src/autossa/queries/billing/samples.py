"""An invoice that nobody gets: how the vendor's texts and details would look on one (billing 1, 6)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import CATEGORIES, Category, Treatment
from autossa.domain.dates import add_months
from autossa.domain.prices import net_amount
from autossa.queries.billing.parties import party_of
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.queries.billing.treatments import current_rates
from autossa.store import models

_BUYERS = {
    Treatment.DOMESTIC: ("Muster GmbH", "82319", "Starnberg", "DE", "DE136695976"),
    Treatment.REVERSE_CHARGE: ("Muster GmbH", "1010", "Wien", "AT", "ATU13585627"),
    Treatment.THIRD_COUNTRY: ("Sample AG", "8001", "Zürich", "CH", ""),
}


def sample_invoice(
    *, number: str, day: date, treatment: Treatment, language: str, texts: Mapping[str, str]
) -> Document:
    """A sample of that day by the vendor's present details; `texts` are those of `DocumentTexts`, by name."""
    seller, category = current_seller(), CATEGORIES[treatment]
    name, post_code, city, country, vat_id = _BUYERS[treatment]
    rate = next((rate for _, rate in current_rates(day)), Fraction(0)) if category is Category.STANDARD else Fraction(0)
    return Document(
        kind=Kind.INVOICE,
        number=number,
        reason="extension",
        issued_on=day,
        language=language,
        currency=models.PriceList.objects.order_by("id").values_list("currency", flat=True).first() or "EUR",
        seller=_seller(seller),
        buyer=Party(name, "C-0000", "Hauptstraße 1", "", post_code, city, country, vat_id, language=language),
        lines=tuple(_lines(day, category, rate)),
        order_number="PO 4711",
        supplied_from=day,
        supplied_until=add_months(day, 12),
        due_on=day + timedelta(_payment_days(day)),
        reference=creditor_reference(number),
        intro=texts[f"intro_{language}"],
        closing=texts[f"closing_{language}"],
        vat_reason="" if category is Category.STANDARD else texts[f"{treatment.value}_{language}"],
    )


def _payment_days(day: date) -> int:
    policy = models.PolicyVersion.objects.in_force(day).first()
    return policy.payment_days if policy else 0


def _seller(facts: SellerVersion) -> Seller:
    vendor = models.Party.objects.get(pk__in=models.Organisation.objects.filter(kind="vendor").values("party"))
    return Seller(
        party_of(vendor), facts.tax_number, facts.iban, facts.bic, facts.bank, facts.contact_name,
        facts.contact_phone, facts.contact_email, facts.register,
    )  # fmt: skip


def _lines(day: date, category: Category, rate: Fraction) -> Iterator[DocumentLine]:
    types = models.LicenseType.objects.order_by("code").values_list("code", "name")[:2]
    for position, (code, name) in enumerate(types, start=1):
        units, price = 12_000 * position, Fraction(5, 2)
        yield DocumentLine(
            section="Main building", name=name, license_id=f"L{position}", license_type=code, quantity=10 * position,
            start=day, end=add_months(day, 12), needed=units, from_balance=0, units=units, price=price,
            factor=Fraction(1), net=net_amount(units, price, Fraction(1)), category=category, rate=rate,
        )  # fmt: skip
