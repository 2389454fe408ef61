"""The VAT of a month: what its documents say, per treatment and rate (billing 20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Claim, ClaimKind
from autossa.domain.billing.books.postings import Span
from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import DAY, add_months


@dataclass(frozen=True, slots=True)
class VatLine:
    """What the documents of one treatment and rate come to; `noted_net` and `noted_tax` are those of credit notes.

    Money in minor units of `currency`, below 0 for credit notes.
    """

    currency: str
    treatment: Treatment
    rate: Fraction
    documents: int
    billed_net: Money
    billed_tax: Money
    notes: int = 0
    noted_net: Money = 0
    noted_tax: Money = 0

    @property
    def net(self) -> Money:
        """What is taxed."""
        return self.billed_net + self.noted_net

    @property
    def tax(self) -> Money:
        """What is owed to the tax office."""
        return self.billed_tax + self.noted_tax

    def with_claim(self, claim: Claim) -> "VatLine":
        """One document more."""
        return self.plus(of_claims(claim.kind is ClaimKind.CREDIT_NOTE, 1, claim.net, claim.tax, self))

    def plus(self, other: "VatLine") -> "VatLine":
        """Both together, of one treatment and rate."""
        return VatLine(
            self.currency,
            self.treatment,
            self.rate,
            self.documents + other.documents,
            self.billed_net + other.billed_net,
            self.billed_tax + other.billed_tax,
            self.notes + other.notes,
            self.noted_net + other.noted_net,
            self.noted_tax + other.noted_tax,
        )


def of_claims(is_credit_note: bool, count: int, net: Money, tax: Money, like: VatLine) -> VatLine:
    """So many documents, or credit notes, of the treatment and rate of another line."""
    head = (like.currency, like.treatment, like.rate)
    return VatLine(*head, 0, 0, 0, count, net, tax) if is_credit_note else VatLine(*head, count, net, tax)


def nothing(currency: str, treatment: Treatment, rate: Fraction) -> VatLine:
    """A line without documents."""
    return VatLine(currency, treatment, rate, 0, 0, 0)


def month_of(day: date) -> Span:
    """The calendar month that a day lies in."""
    first = day.replace(day=1)
    return Span(first, add_months(first, 1) - DAY)


def vat_of(claims: Iterable[Claim], span: Span) -> tuple[VatLine, ...]:
    """What the documents of some days come to, by currency, treatment and rate; fees are not taxed."""
    found: dict[tuple[str, Treatment, Fraction], VatLine] = {}
    for claim in claims:
        if claim.day in span and claim.kind is not ClaimKind.FEE:
            key = (claim.currency, claim.treatment, claim.rate)
            found[key] = found.get(key, nothing(*key)).with_claim(claim)
    return in_order(found.values())


def in_order(lines: Iterable[VatLine]) -> tuple[VatLine, ...]:
    """By currency, then as the treatments are named, the highest rate first."""
    order = list(Treatment)
    return tuple(sorted(lines, key=lambda line: (line.currency, order.index(line.treatment), -line.rate)))
