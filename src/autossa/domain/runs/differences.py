"""A period that will be charged beside the last one of the same contract: by how much it differs, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import Money, Ssc
from autossa.domain.charges import total
from autossa.domain.dates import months
from autossa.domain.settlements import Part, Settlement


class Why(StrEnum):
    """What makes a period cost another amount than the one before, in the order in which it is said."""

    ADDED = "added"
    REMOVED = "removed"
    QUANTITY = "quantity"
    RATE = "rate"
    PRICE = "price"
    ADJUSTMENT = "adjustment"
    LENGTH = "length"
    BALANCE = "balance"
    VAT = "vat"


@dataclass(frozen=True, slots=True)
class Difference:
    """Net and gross of the last period (minor units), how much more the next one is, and each reason there is.

    `licenses` are those that were added, removed or changed in quantity, by what they are called.
    """

    net_before: Money
    gross_before: Money
    net: Money
    gross: Money
    why: tuple[Why, ...]
    licenses: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Something costs more or less than before."""
        return bool(self.net or self.gross or self.why)


def difference(before: Settlement, after: Settlement) -> Difference:
    """What a period differs by from the one booked last (rules 2, 5, 7)."""
    old, new = _parts(before), _parts(after)
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    both = [(old[number], new[number]) for number in sorted(old.keys() & new.keys())]
    resized = [later for earlier, later in both if earlier.charge.line.quantity != later.charge.line.quantity]
    reasons = {
        Why.ADDED: bool(added),
        Why.REMOVED: bool(removed),
        Why.QUANTITY: bool(resized),
        Why.RATE: any(a.charge.line.rate != b.charge.line.rate for a, b in both),
        Why.PRICE: any(a.price != b.price for a, b in both if a.price is not None and b.price is not None),
        Why.ADJUSTMENT: any(_factor(a, before) != _factor(b, after) for a, b in both),
        Why.LENGTH: any(_length(a) != _length(b) for a, b in both),
        Why.BALANCE: _paid_by_balance(before) != _paid_by_balance(after),
        Why.VAT: _tax_rate(before, after) != _tax_rate(after, before),
    }
    touched = [*(new[number] for number in added), *(old[number] for number in removed), *resized]
    net, gross = _billed(before)
    net_after, gross_after = _billed(after)
    return Difference(
        net,
        gross,
        net_after - net,
        gross_after - gross,
        tuple(why for why, holds in reasons.items() if holds),
        tuple(dict.fromkeys(part.charge.line.license_id for part in touched)),
    )


def worth(settlement: Settlement) -> Fraction | None:
    """What a booking's credits are worth at its prices, whoever pays them (minor units); None where a price lacks."""
    whole = Fraction(0)
    for part in settlement.parts:
        if part.price is None:
            return None
        whole += part.charge.ssc * part.price * _factor(part, settlement)
    return whole


def _parts(settlement: Settlement) -> Mapping[int, Part]:
    """By the number of their line: what was split off a license is a line of its own."""
    return {part.charge.line.number: part for part in settlement.parts}


def _factor(part: Part, settlement: Settlement) -> Fraction:
    return settlement.factor if part.factor is None else part.factor


def _length(part: Part) -> Fraction:
    return months(part.charge.start, part.charge.end, part.charge.anchor)


def _paid_by_balance(settlement: Settlement) -> tuple[Ssc, bool]:
    """From the balance, and whether that was all of it: with nothing from it twice nothing differs."""
    paid = sum(part.from_balance for part in settlement.parts)
    return (paid, paid == total(part.charge for part in settlement.parts)) if paid else (0, False)


def _tax_rate(settlement: Settlement, other: Settlement) -> Fraction:
    """Of an invoice; where one of both is none, its rate is no difference."""
    if settlement.invoice is None or other.invoice is None:
        return Fraction(0)
    return settlement.invoice.tax_rate


def _billed(settlement: Settlement) -> tuple[Money, Money]:
    invoice = settlement.invoice
    return (invoice.net, invoice.gross) if invoice else (0, 0)
