"""What is checked of what an organisation's invoices say: its address, its VAT id, its buyer reference."""

from autossa.domain.billing.addresses import CITY, CODE, PART, PostalAddress
from autossa.domain.billing.leitweg import read_buyer_reference
from autossa.domain.vat_ids import read_vat_id
from autossa.operations.organisations.errors import InvalidVatId, LeitwegIdInvalid
from autossa.operations.validation import MAX_REFERENCE, read_line


def clean_vat_id(country: str, text: str) -> str:
    """A VAT id in its plain form. Raises InvalidVatId for one that the country does not have."""
    try:
        return read_vat_id(country, text)
    except ValueError:
        raise InvalidVatId(country=country) from None


def clean_address(given: PostalAddress) -> PostalAddress:
    """An address whose parts can be kept; none of them is required. Raises as `read_line`."""
    return PostalAddress(
        read_line(given.street, "the street", PART, required=False, field="street"),
        read_line(given.more, "the second line of the address", PART, required=False, field="more"),
        read_line(given.post_code, "the postcode", CODE, required=False, field="post_code"),
        read_line(given.city, "the city", CITY, required=False, field="city"),
    )


def clean_buyer_reference(text: str) -> str:
    """A buyer reference in its plain form. Raises LeitwegIdInvalid, or as `read_line`."""
    text = read_line(text, "the buyer reference", MAX_REFERENCE, required=False, field="buyer_reference")
    try:
        return read_buyer_reference(text)
    except ValueError:
        raise LeitwegIdInvalid from None
