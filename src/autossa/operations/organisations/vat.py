"""What is checked of an organisation's VAT: the share that its invoices carry, and its VAT id."""

from fractions import Fraction

from autossa.domain.vat_ids import read_vat_id
from autossa.operations.organisations.errors import InvalidVatId, VatRateOutOfBounds


def check_tax_rate(tax_rate: Fraction) -> None:
    """A share of VAT (19 % is 19/100). Raises VatRateOutOfBounds."""
    if not 0 <= tax_rate < 1:
        raise VatRateOutOfBounds


def clean_vat_id(country: str, text: str) -> str:
    """A VAT id in its plain form. Raises InvalidVatId for one that the country does not have."""
    try:
        return read_vat_id(country, text)
    except ValueError:
        raise InvalidVatId(country=country) from None
