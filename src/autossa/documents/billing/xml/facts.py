"""What both syntaxes say of a document, in the order of EN 16931's numbers (BT): codes, amounts, words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.billing.documents import Document, DocumentLine, Kind, VatTotal
from autossa.domain.billing.einvoices import (
    Arithmetic,
    Means,
    arithmetic,
    exact_decimal,
    is_xrechnung,
    means,
    sign_of,
)
from autossa.domain.billing.vat import Category
from autossa.wording import documents as words

UNIT = "C62"
"""One piece, whether of SSC or of licenses (UN/ECE recommendation 20)."""
EMAIL = "EM"
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
EN16931 = "urn:cen.eu:en16931:2017"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_TYPES = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}
_EXEMPT = {Category.REVERSE_CHARGE: "VATEX-EU-AE", Category.OUTSIDE: "VATEX-EU-O"}


@dataclass(frozen=True, slots=True)
class Tax:
    """A VAT category as XML has it: its code, its percentage (None outside the scope of VAT), why there is none."""

    code: str
    percent: str | None
    reason: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its arithmetic, its texts and what is worth knowing beside."""

    number: str
    line: DocumentLine
    sums: Arithmetic
    tax: Tax
    adjustment: str
    properties: tuple[tuple[str, str], ...]
    otherwise: str

    @property
    def name(self) -> str:
        """BT-153, which must not be empty."""
        return self.line.name or self.line.license_id or self.line.license_type or self.otherwise

    @property
    def last_day(self) -> date | None:
        """BT-135: the last day of its period."""
        return words.last(self.line.end)


class Facts:
    """A document for XML; all amounts as texts, above 0 for credit notes too."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._sign = sign_of(document)
        self.is_credit_note = document.kind is Kind.CREDIT_NOTE
        self.type_code = _TYPES[document.kind]
        self.profile = XRECHNUNG if is_xrechnung(document) else EN16931
        self.means: Means = means(document)
        self.has_account = self.means in (Means.SEPA_TRANSFER, Means.CREDIT_TRANSFER)
        self.debited = document.debited if self.means is Means.SEPA_DEBIT else None  # BG-19
        self.has_vat_ids = all(total.category is not Category.OUTSIDE for total in document.vat)  # BR-O-2

    def money(self, amount: Money) -> str:
        """An amount of the document."""
        return show(self._sign * amount, self.document.places)

    def own(self, amount: Money) -> str:
        """An amount that is above 0 already."""
        return show(amount, self.document.places)

    @property
    def notes(self) -> tuple[str, ...]:
        """BT-22."""
        return tuple(filter(None, (self.document.intro, self.document.closing)))

    @property
    def terms(self) -> str:
        """BT-20: what is said where no day to pay by is."""
        return words.settled_how(self.document)

    @property
    def seller_id(self) -> str:
        """BT-29: by what the buyer knows the seller where no VAT id stands (BR-CO-26)."""
        seller = self.document.seller
        if seller.party.number or (self.has_vat_ids and seller.party.vat_id):
            return seller.party.number
        return seller.party.vat_id or seller.tax_number or seller.register

    @property
    def seller_email(self) -> str:
        """BT-34."""
        return self.document.seller.party.email or self.document.seller.contact_email

    @property
    def last_day(self) -> date | None:
        """BT-74: the last day of supply."""
        return words.last(self.document.supplied_until)

    @property
    def taxes(self) -> Iterator[tuple[VatTotal, Tax]]:
        """BG-23."""
        for total in self.document.vat:
            yield total, self._tax(total.category, total.rate)

    @property
    def lines(self) -> Iterator[Line]:
        """BG-25."""
        language = self.document.language
        for number, line in enumerate(self.document.lines, start=1):
            sums = arithmetic(line, self._sign, self.document.places)
            said = words.adjustment(line, language)
            yield Line(
                str(number),
                line,
                sums,
                self._tax(line.category, line.rate),
                said,
                self._properties(line),
                words.credits_name(language),
            )

    def _tax(self, category: Category, rate: Fraction) -> Tax:
        percent = None if category is Category.OUTSIDE else number(exact_decimal(rate * 100))
        code = "Z" if category is Category.STANDARD and not rate else category.value
        return Tax(code, percent, words.tax_reason(self.document, category), _EXEMPT.get(category, ""))

    def _properties(self, line: DocumentLine) -> tuple[tuple[str, str], ...]:
        """BG-32: project, license type, and how much of its need the balance paid."""
        language = self.document.language
        found = [(words.label("project", language), line.section), (words.label("type", language), line.license_type)]
        if line.needed:
            found += [
                (words.label("licenses", language), str(line.quantity)),
                (words.label("needed", language), self._ssc(line.needed)),
                (words.label("from_balance", language), self._ssc(line.from_balance)),
            ]
        return tuple((name, value) for name, value in found if value)

    def _ssc(self, amount: Ssc) -> str:
        return show(self._sign * amount)


def number(value: Decimal) -> str:
    """Without an exponent."""
    return f"{value:f}"
