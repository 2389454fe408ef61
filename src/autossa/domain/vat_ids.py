"""VAT ids, checked by format and check digit; whether one is registered is for staff to look up."""

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from autossa.domain.billing.vat import Treatment

EU = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
_LONGEST = 20


def is_required(country: str, vendor_country: str) -> bool:
    """Companies in other EU countries are invoiced without VAT, which takes an id; the others may have none."""
    return country in EU and country != vendor_country


def is_invoiced_with_vat(country: str, vat_id: str, vendor_country: str) -> bool:
    """Whether invoices to a company usually carry the vendor's VAT: at home, and in the EU without an id."""
    return country == vendor_country or (country in EU and not vat_id)


def usual_treatment(country: str, vat_id: str, vendor_country: str) -> Treatment:
    """How a company of a country is usually taxed: what staff is asked to confirm when it chooses another treatment."""
    if is_invoiced_with_vat(country, vat_id, vendor_country):
        return Treatment.DOMESTIC
    return Treatment.REVERSE_CHARGE if country in EU else Treatment.THIRD_COUNTRY


def read_vat_id(country: str, text: str) -> str:
    """A VAT id of the country in its plain form, "" for none. Raises ValueError for one that is not well formed.

    Outside the EU any short word is taken: forms differ, and no rule depends on it.
    """
    plain = "".join(text.split()).replace("-", "").replace(".", "").upper()
    if not plain:
        return ""
    if country not in EU:
        if len(plain) > _LONGEST or not plain.isascii() or not plain.isalnum():
            raise ValueError("not a VAT id")
        return plain
    prefix = "EL" if country == "GR" else country
    try:
        found = vat.validate(plain if plain.startswith(prefix) else prefix + plain)
    except ValidationError:
        raise ValueError("not a VAT id of this country") from None
    return str(found)
