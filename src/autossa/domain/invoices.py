"""Invoices: what the balance did not hold, one line per license line (rules 2, 5, 6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import PLACES, Money, Ssc
from autossa.domain.prices import tax_amount


class Reason(StrEnum):
    """What is settled; `manual` is paid from the balance alone and is never invoiced (rule 8).

    An `opening` is what another book had settled before it was taken over: it costs nothing here.

    An `order`, of SSC or licenses, is invoiced when it is booked (billing 8): it is no settlement.
    """

    EXTENSION = "extension"
    ADDITION = "addition"
    GAP = "gap"
    MANUAL = "manual"
    ORDER = "order"
    OPENING = "opening"


SETTLED = tuple(reason for reason in Reason if reason is not Reason.ORDER)
"""What a settlement can be for."""

INVOICED = tuple(reason for reason in Reason if reason is not Reason.OPENING)
"""What an invoice can be for."""


class InvoiceLine(NamedTuple):
    """SSC in hundredths × price of one SSC × factor, rounded once to `net`, in minor units (rule 2)."""

    license_id: str
    line: int
    ssc: Ssc
    price: Fraction
    factor: Fraction
    net: Money


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice for [start, end); money in minor units of so many `places`. Its number is given when it is stored."""

    reason: Reason
    start: date
    end: date
    lines: tuple[InvoiceLine, ...]
    net: Money
    tax: Money
    gross: Money
    tax_rate: Fraction
    places: int = PLACES


def make_invoice(
    reason: Reason,
    start: date,
    end: date,
    lines: tuple[InvoiceLine, ...],
    tax_rate: Fraction,
    places: int = PLACES,
) -> Invoice | None:
    """The invoice of these lines, VAT on the net total; None when it would be of 0.00 (rule 2)."""
    net = sum(line.net for line in lines)
    if net == 0:
        return None
    tax = tax_amount(net, tax_rate)
    return Invoice(reason, start, end, lines, net, tax, net + tax, tax_rate, places)


@dataclass(frozen=True, slots=True)
class Noted:
    """What notes took back so far, net: of each line of a booking, and of the whole invoice that it stands on."""

    lines: tuple[Money, ...] = ()
    invoice: Money = 0


NOT_NOTED = Noted()


def tax_of_note(before: Money, net: Money, rate: Fraction) -> Money:
    """VAT of a note of so much net, after notes of `before` net of the same invoice."""
    return tax_amount(before + net, rate) - tax_amount(before, rate)
