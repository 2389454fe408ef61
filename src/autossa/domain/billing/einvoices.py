"""What an electronic invoice (EN 16931) asks of a document: what it lacks, its arithmetic, its codes (billing 6)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money
from autossa.domain.billing.documents import Document, DocumentLine, Kind, Method
from autossa.domain.billing.leitweg import is_leitweg_id
from autossa.domain.billing.vat import Category
from autossa.domain.prices import net_amount

_BY_TAX_ID = (Category.STANDARD, Category.REVERSE_CHARGE)


class Lack(StrEnum):
    """What a document lacks to be an electronic invoice; the first ones are of every profile, `reach` of XRechnung."""

    NOT_AN_INVOICE = "not_an_invoice"
    LINES = "lines"
    SELLER_COUNTRY = "seller_country"
    BUYER_COUNTRY = "buyer_country"
    SELLER_TAX_ID = "seller_tax_id"
    BUYER_VAT_ID = "buyer_vat_id"
    ONE_CATEGORY = "one_category"
    PLACES = "places"
    CONTACT = "contact"
    ADDRESSES = "addresses"
    EMAILS = "emails"
    DEBIT = "debit"


class Means(StrEnum):
    """How it is paid (UNCL 4461)."""

    UNDEFINED = "1"
    CREDIT_TRANSFER = "30"
    CARD = "48"
    SEPA_TRANSFER = "58"
    SEPA_DEBIT = "59"
    CLEARING = "97"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A line as EN 16931 counts: R(quantity × price ÷ base) − allowance + charge = net, all of them 0 or more.

    The list price stays what it is; what the adjustment changes on it is an allowance or a charge of the line. `base`
    is above 1 only where no decimal says the price of one exactly. Money in minor units, for credit notes too.
    """

    quantity: Decimal
    price: Decimal
    base: int
    allowance: Money
    charge: Money
    net: Money


def arithmetic(line: DocumentLine, sign: int, places: int = PLACES) -> Arithmetic:
    """The arithmetic of a line of a document; `sign` is −1 for a credit note, whose amounts are below 0."""
    units, net = sign * line.units, sign * line.net
    base = _denominator_left(line.price)
    off = net_amount(units, line.price, Fraction(1), places) - net
    return Arithmetic(
        quantity=exact_decimal(Fraction(units, 10**PLACES)),
        price=exact_decimal(line.price * base),
        base=base,
        allowance=max(off, 0),
        charge=max(-off, 0),
        net=net,
    )


def sign_of(document: Document) -> int:
    """Credit notes have amounts below 0 in our books, above 0 in their XML."""
    return -1 if document.kind is Kind.CREDIT_NOTE else 1


def exact_decimal(value: Fraction) -> Decimal:
    """The decimal that says a number exactly, without zeros at its end. Raises ValueError where none does."""
    if _denominator_left(value) != 1:
        raise ValueError(f"no decimal is {value}")
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return Decimal((value * 10**places).numerator).scaleb(-places)


def is_xrechnung(document: Document) -> bool:
    """It goes to an authority by its Leitweg-ID, and has what the profile XRechnung wants beyond EN 16931."""
    return is_leitweg_id(document.buyer.buyer_reference) and not lacks_for_xrechnung(document)


def means(document: Document) -> Means:
    """How it is paid: a credit note is set off; a transfer needs an account to go to."""
    if document.kind is Kind.CREDIT_NOTE:
        return Means.CLEARING
    if document.method is Method.DIRECT_DEBIT:
        return Means.SEPA_DEBIT
    if document.method is Method.CARD:
        return Means.CARD
    if not document.seller.iban:
        return Means.UNDEFINED
    return Means.SEPA_TRANSFER if document.currency == "EUR" else Means.CREDIT_TRANSFER


def lacks(document: Document) -> tuple[Lack, ...]:
    """What is missing for an electronic invoice, empty when it can be made."""
    found = {
        Lack.NOT_AN_INVOICE: document.kind is Kind.QUOTE,
        Lack.LINES: not document.lines,
        Lack.SELLER_COUNTRY: not document.seller.party.country,
        Lack.BUYER_COUNTRY: not document.buyer.country,
        Lack.PLACES: document.places > PLACES,
        **_of_tax(document),
    }
    return tuple(lack for lack, is_lacking in found.items() if is_lacking)


def lacks_for_xrechnung(document: Document) -> tuple[Lack, ...]:
    """What the profile XRechnung wants beyond `lacks`: whom to ask, whole addresses, a way to reach both sides."""
    seller, buyer = document.seller, document.buyer
    contact = (seller.contact_name or seller.party.name, seller.contact_phone, seller.contact_email)
    addresses = (seller.party.city, seller.party.post_code, buyer.city, buyer.post_code)
    found = {
        Lack.CONTACT: not all(contact),
        Lack.ADDRESSES: not all(addresses),
        Lack.EMAILS: not (buyer.email and (seller.party.email or seller.contact_email)),
        Lack.DEBIT: means(document) is Means.SEPA_DEBIT and document.debited is None,  # its mandate must be named
    }
    return tuple(lack for lack, is_lacking in found.items() if is_lacking)


def _of_tax(document: Document) -> dict[Lack, bool]:
    categories = {line.category for line in document.lines}
    seller = document.seller
    return {
        Lack.SELLER_TAX_ID: not (seller.party.vat_id or seller.tax_number or _is_known_otherwise(document)),
        Lack.BUYER_VAT_ID: Category.REVERSE_CHARGE in categories and not document.buyer.vat_id,
        Lack.ONE_CATEGORY: Category.OUTSIDE in categories and len(categories) > 1,
    }


def _is_known_otherwise(document: Document) -> bool:
    """Where no VAT is owed, a seller may be known by another number than the tax office's."""
    by_tax_id = any(line.category in _BY_TAX_ID for line in document.lines)
    return not by_tax_id and bool(document.seller.party.number or document.seller.register)


def _denominator_left(value: Fraction) -> int:
    """What is left of a denominator without its 2s and 5s: 1 where a decimal says the number."""
    left = value.denominator
    for factor in (2, 5):
        while left % factor == 0:
            left //= factor
    return left
