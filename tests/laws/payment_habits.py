"""How payers pay: in time, late, in part, twice, without a word, wrongly. The pure year and the stored one share it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random

from autossa.domain.amounts import Money
from autossa.domain.billing.references import creditor_reference, grouped


class Habit(Enum):
    """How a payer pays."""

    IN_TIME = 0
    LATE = 1
    IN_PARTS = 2
    TWICE = 3
    DEBIT = 4
    DEBIT_RETURNED = 5
    UNKNOWN_ACCOUNT = 6
    SHORT = 7
    VERY_LATE = 8
    NEVER_LONG = 9
    MISMATCHED = 10
    BY_CHEQUE = 11


@dataclass(frozen=True)
class Sent:
    """Money that a payer sends so many days after the invoice; from an account that is the payer's own, or not."""

    days: int
    amount: Money
    text: str
    is_known: bool = True


def intents(
    habit: Habit, random: Random, number: str, gross: Money, day: date, everything: str, back: date = date(2026, 9, 1)
) -> Iterator[Sent]:
    """What a payer sends for an invoice of a day. `everything` is the reference for all that is open; who has paid
    nothing for long does so in the month of `back`."""
    rf = creditor_reference(number)
    match habit:
        case Habit.IN_TIME | Habit.DEBIT | Habit.DEBIT_RETURNED:  # by debit, where there is a mandate
            yield Sent(random.randint(1, 14), gross, rf)
        case Habit.LATE:
            yield Sent(random.randint(10, 45), gross, f"Rechnung {number}")
        case Habit.IN_PARTS:
            half, later = gross // 2, random.randint(20, 40)
            yield Sent(random.randint(1, 14), half, grouped(rf))
            yield Sent(later, gross - half, "Rest, danke")
        case Habit.TWICE:
            for days in (10, 17) if random.random() < 0.3 else (10,):
                yield Sent(days, gross, rf)
        case Habit.UNKNOWN_ACCOUNT:
            yield Sent(random.randint(5, 20), gross, "Danke", is_known=False)
        case Habit.SHORT:
            less = random.choice([0, 3, 1000])
            yield Sent(12, gross - less, rf)
            if less == 1000:
                yield Sent(40, less, rf)
        case Habit.VERY_LATE:
            yield Sent(random.randint(40, 100), gross, rf)
        case Habit.NEVER_LONG:
            days = (back.replace(day=random.randint(1, 28)) - day).days
            yield Sent(max(days, 5), gross, everything)
        case Habit.MISMATCHED:  # an invoice that is nobody's, and another amount
            yield Sent(random.randint(3, 9), gross + random.choice([7, gross]), "INV-1999-000001", is_known=False)
        case Habit.BY_CHEQUE:
            yield Sent(random.randint(8, 30), gross, "cheque", is_known=False)
