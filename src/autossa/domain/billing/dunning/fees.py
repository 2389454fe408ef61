"""Fees are claims of their own: of a letter, of a return, interest; paid, open or waived with a reason (billing 16)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Claim, ClaimKind
from autossa.domain.billing.vat import Treatment


class FeeReason(StrEnum):
    """What a fee is for."""

    LETTER = "letter"
    RETURNED = "returned"
    INTEREST = "interest"


def fee_claim(key: str, number: str, day: date, payer: str, currency: str, amount: Money) -> Claim:
    """A fee as the books see it: due at once, and not taxed, it is compensation. Raises ValueError unless above 0."""
    if amount <= 0:
        raise ValueError("a fee is above 0")
    return Claim(
        ClaimKind.FEE, key, number, day, day, payer, currency, amount, 0, amount, Fraction(0), Treatment.DOMESTIC
    )
