"""A letter of dunning as it was written: all that is printed on it (billing 16)."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import everything_reference


@dataclass(frozen=True, slots=True)
class LetterLine:
    """An overdue claim; money in minor units. `level` is the name of its stage, "" for a fee, which reaches none."""

    number: str
    day: date
    due_on: date
    level: str
    rest: Money
    interest: Money = 0

    @property
    def is_fee(self) -> bool:
        """An open fee of an earlier letter, or of a returned debit."""
        return not self.level


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """The letter: numbered, in the language of its payer; `fee` is claimed with it, `total` is all that is to be paid.

    `text` has the words of its level, and what happens next.
    """

    number: str
    day: date
    level: str
    currency: str
    places: int
    seller: Seller
    buyer: Party
    lines: tuple[LetterLine, ...]
    fee: Money
    total: Money
    pay_until: date
    text: str

    @property
    def language(self) -> str:
        """That of the payer."""
        return self.buyer.language

    @property
    def paragraphs(self) -> list[str]:
        """Its text, paragraph by paragraph."""
        return [part for part in self.text.split("\n") if part.strip()]

    @property
    def interest(self) -> Money:
        """What is claimed with it for late payment."""
        return sum(line.interest for line in self.lines)

    @property
    def open(self) -> Money:
        """What was open before."""
        return sum(line.rest for line in self.lines)

    @property
    def reference(self) -> str:
        """One for everything that the payer owes (billing 11); the letter's number for a payer without one."""
        return everything_reference(self.buyer.number) or self.number
