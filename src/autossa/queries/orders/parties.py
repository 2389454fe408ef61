"""Seller and buyer of a quote, as they are on the day that it is made; the language that the buyer reads."""

import re
from fractions import Fraction

from django.conf import settings

from autossa.domain import vat_ids
from autossa.domain.billing.parties import Party
from autossa.domain.billing.vat import Category
from autossa.store import models

_TOWN = re.compile(r"(?:[A-Z]{1,3}-)?(\S*\d\S*)\s+(.+)")
_GERMAN = ("DE", "AT", "CH")


def party_of(organisation: models.Organisation) -> Party:
    """Name, number, VAT id, and the address: the last line with a postcode is the town."""
    street, *rest = [line.strip() for line in organisation.address.splitlines() if line.strip()] or [""]
    town = next((found for line in reversed(rest) if (found := _TOWN.fullmatch(line))), None)
    return Party(
        name=organisation.name,
        number=organisation.number,
        street=street,
        more="\n".join(line for line in rest if town is None or line != town[0]),
        post_code=town[1] if town else "",
        city=town[2] if town else "",
        country=organisation.country or settings.VENDOR_COUNTRY,
        vat_id=organisation.vat_id,
    )


def vendor_party() -> Party:
    """The seller."""
    return party_of(models.Organisation.objects.get(kind="vendor"))


def language_of(payer: models.Organisation) -> str:
    """That of the payer's contact for invoices, else of its country."""
    contact = models.Contact.objects.filter(organisation=payer, purpose="billing").order_by("email").first()
    return contact.language if contact else "de" if payer.country in _GERMAN else "en"


def category_of(payer: models.Organisation, rate: Fraction) -> Category:
    """How a payer is taxed, as authorities know it (billing 3)."""
    country = payer.country or settings.VENDOR_COUNTRY
    if rate or country == settings.VENDOR_COUNTRY:
        return Category.STANDARD
    return Category.REVERSE_CHARGE if country in vat_ids.EU else Category.OUTSIDE
