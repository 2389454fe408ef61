"""A settlement: charges paid from the balance first, the rest invoiced and recharged, then consumed (rules 2, 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import PLACES, Money, Ssc, half_up_ratio
from autossa.domain.charges import Charge, total
from autossa.domain.coverage import Period
from autossa.domain.credits import Credits, Draw, Lot, LotSource, add_lot, draw_free, draws_held, moved
from autossa.domain.invoices import Invoice, InvoiceLine, Reason, make_invoice
from autossa.domain.prices import unit_price
from autossa.domain.refusals import Code, Refusal


class Part(NamedTuple):
    """One charge and how it was paid: from the balance, and from what was invoiced, in hundredths of an SSC.

    `factor` is 1 + the adjustment, where it is not that of the whole settlement: another option holds then (rule 7).
    """

    charge: Charge
    from_balance: Ssc
    invoiced: Ssc
    price: Fraction | None
    net: Money
    factor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """One booking, all or nothing: what was charged for [start, end), how it was paid, and what it covers."""

    day: date
    reason: Reason
    start: date
    end: date
    parts: tuple[Part, ...]
    draws: tuple[Draw, ...]
    recharge: Lot | None = None
    invoice: Invoice | None = None
    coverage: Period | None = None
    contract: int | None = None
    from_held: bool = False
    factor: Fraction = Fraction(1)

    @property
    def ssc(self) -> Ssc:
        """What was consumed, in hundredths of an SSC."""
        return sum(part.charge.ssc for part in self.parts)

    @property
    def recharged(self) -> Ssc:
        """What was invoiced and came in for it, in hundredths of an SSC."""
        return self.recharge.free if self.recharge else 0

    @property
    def from_balance(self) -> Ssc:
        """What the balance held of it, in hundredths of an SSC."""
        return self.ssc - self.recharged

    @property
    def places(self) -> int:
        """The decimal places of the money that it was invoiced in."""
        return self.invoice.places if self.invoice else PLACES


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be settled: charges with the price their invoiced rest costs (None while there is none in force).

    `places` are the decimal places of the money that it is invoiced in. `factors` are those of the charges, by place,
    where they are not all `factor`: an addition that reaches over a change of the option (rule 7).
    """

    reason: Reason
    start: date
    end: date
    charges: tuple[tuple[Charge, Fraction | None], ...]
    factor: Fraction = Fraction(1)
    tax_rate: Fraction = Fraction(0)
    coverage: Period | None = None
    contract: int | None = None
    places: int = PLACES
    factors: tuple[Fraction, ...] | None = None


def settle(bill: Bill, credits: Credits, day: date) -> Settlement | Refusal:
    """Pay a bill: the free balance first, oldest line first, the rest invoiced (rule 5). Refused: `no_price`."""
    parts = []
    free, factor, own = credits.free, bill.factor, None
    unit, priced = (0, 1), None  # what 0.01 SSC costs at the price and the factor that the line before had
    for place, (charge, price) in enumerate(bill.charges):
        ssc = charge.ssc
        from_balance = free if free < ssc else ssc
        free -= from_balance
        invoiced = ssc - from_balance
        if invoiced and price is None:
            return Refusal(Code.NO_PRICE)
        if bill.factors is not None:
            factor = bill.factors[place]
            own, priced = factor if factor != bill.factor else None, None
        if invoiced and price is not None and price is not priced:
            unit, priced = unit_price(price, factor, bill.places), price
        net = half_up_ratio(invoiced * unit[0], unit[1]) if invoiced else 0
        parts.append(Part(charge, from_balance, invoiced, price, net, own))
    return _settlement(bill, credits, day, tuple(parts))


def settle_from_balance(bill: Bill, credits: Credits, day: date) -> Settlement:
    """Pay a bill whose whole amount the free balance is known to hold (rules 6, 8)."""
    return _settlement(bill, credits, day, _paid(bill))


def settle_from_held(bill: Bill, credits: Credits, day: date) -> Settlement:
    """Consume what was held for a late gap (rule 4)."""
    return Settlement(
        day,
        bill.reason,
        bill.start,
        bill.end,
        _paid(bill),
        draws_held(credits),
        coverage=bill.coverage,
        contract=bill.contract,
        from_held=True,
        factor=bill.factor,
    )


def unpriced(charges: Iterable[Charge]) -> tuple[tuple[Charge, None], ...]:
    """Charges that are never invoiced."""
    return tuple((charge, None) for charge in charges)


def credits_after(credits: Credits, settlement: Settlement) -> Credits:
    """The credits once a settlement is booked: the recharge came in, the draws went out."""
    if settlement.recharge is not None:
        credits = add_lot(credits, settlement.recharge)
    if settlement.from_held:
        return moved(credits, settlement.draws, free=0, held=-1)
    return moved(credits, settlement.draws, free=-1, held=0)


def _paid(bill: Bill) -> tuple[Part, ...]:
    return tuple(Part(charge, charge.ssc, 0, price, 0) for charge, price in bill.charges)


def _settlement(bill: Bill, credits: Credits, day: date, parts: tuple[Part, ...]) -> Settlement:
    lines = invoice_lines(parts, bill.factor)
    invoice = make_invoice(bill.reason, bill.start, bill.end, lines, bill.tax_rate, bill.places)
    recharged = sum(part.invoiced for part in parts)
    lot = None
    if recharged:
        lot = Lot(credits.next_lot, LotSource.RECHARGE, recharged, paid=invoice.net if invoice else 0)
        credits = add_lot(credits, lot)
    draws = draw_free(credits, total(part.charge for part in parts))
    return Settlement(
        day,
        bill.reason,
        bill.start,
        bill.end,
        parts,
        draws,
        recharge=lot,
        invoice=invoice,
        coverage=bill.coverage,
        contract=bill.contract,
        factor=bill.factor,
    )


def invoice_lines(parts: Iterable[Part], factor: Fraction) -> tuple[InvoiceLine, ...]:
    """What of the parts is invoiced, at 1 + the adjustment of the plan (rule 5)."""
    return tuple(
        InvoiceLine(charge.line.license_id, charge.line.number, invoiced, price, own or factor, net)
        for charge, _, invoiced, price, net, own in parts
        if invoiced and price is not None
    )
