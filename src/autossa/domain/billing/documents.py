"""A document: all that is printed on it and written into its XML, frozen when it was issued (billing 1, 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money, Ssc
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.vat import Category
from autossa.domain.prices import tax_amount


class Kind(StrEnum):
    """What a document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    QUOTE = "quote"


class Method(StrEnum):
    """How it will be paid (billing 9)."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line; SSC in hundredths, money in minor units; `start` up to, not including, `end` is what it pays for.

    `section` is the project it stands under, `license_id` "" where it is for none (an order of SSC). `price` is that of
    one unit of `units`, before `factor` (1 + adjustment): `net` = R(units × price × factor). `units` are SSC, in
    hundredths, or pieces × 100 for licenses that are sold. All amounts of a credit note are below 0, but `price`.
    """

    section: str
    name: str
    license_id: str
    license_type: str
    quantity: int
    start: date | None
    end: date | None
    needed: Ssc
    from_balance: Ssc
    units: int
    price: Fraction
    factor: Fraction
    net: Money
    category: Category
    rate: Fraction


@dataclass(frozen=True, slots=True)
class VatTotal:
    """What all lines of one category and rate come to, in minor units."""

    category: Category
    rate: Fraction
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class DebitedFrom:
    """From where a direct debit is collected: the last four signs of the account, the mandate, the creditor's id."""

    account: str
    mandate: str
    creditor_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as issued; money in minor units of `currency`, which has so many `places`.

    `supplied_from` up to, not including, `supplied_until` is the period of supply, `supplied_on` the day of supply for
    VAT: without one it is the first day of the period, or that of issue. `corrects` are number and day of the
    invoice that a credit note takes back. `valid_until` is the last day of a quote, `due_on` the last day to pay,
    `paid_on` the day on which the whole of it was paid, where that was before it was issued (an order, billing 8).
    `vat_reason` says why there is no VAT, in the language of the document. `stated` is the VAT where it is not that of
    the lines alone: a credit note's is the rest after the notes before it (billing 7).
    """

    kind: Kind
    number: str
    reason: str
    issued_on: date
    language: str
    currency: str
    seller: Seller
    buyer: Party
    lines: tuple[DocumentLine, ...]
    places: int = PLACES
    order_number: str = ""
    contract_number: str = ""
    corrects: tuple[str, date] | None = None
    supplied_from: date | None = None
    supplied_until: date | None = None
    due_on: date | None = None
    valid_until: date | None = None
    method: Method = Method.TRANSFER
    debited: DebitedFrom | None = None
    reference: str = ""
    intro: str = ""
    closing: str = ""
    vat_reason: str = ""
    supplied_on: date | None = None
    paid_on: date | None = None
    stated: tuple[VatTotal, ...] = ()

    @property
    def day_of_supply(self) -> date:
        """The day of supply for VAT (billing 3)."""
        return self.supplied_on or self.supplied_from or self.issued_on

    @property
    def vat(self) -> tuple[VatTotal, ...]:
        """What is taxed, per category and rate."""
        return self.stated or vat_totals(self.lines)

    @property
    def net(self) -> Money:
        """Σ of the lines."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> Money:
        """Σ of the VAT."""
        return sum(total.tax for total in self.vat)

    @property
    def gross(self) -> Money:
        """What is to be paid."""
        return self.net + self.tax

    @property
    def due(self) -> Money:
        """What of it is still to be paid when it is issued."""
        return 0 if self.paid_on else self.gross


def vat_totals(lines: Iterable[DocumentLine]) -> tuple[VatTotal, ...]:
    """VAT = R(net × rate) per category and rate, in the order of their codes (billing 4)."""
    nets: dict[tuple[Category, Fraction], Money] = {}
    for line in lines:
        key = (line.category, line.rate)
        nets[key] = nets.get(key, 0) + line.net
    return tuple(VatTotal(*key, net, _tax(net, key[1])) for key, net in sorted(nets.items()))


def _tax(net: Money, rate: Fraction) -> Money:
    """What a credit note takes back is what its invoice said: rounded alike, below 0."""
    return tax_amount(net, rate) if net >= 0 else -tax_amount(-net, rate)
