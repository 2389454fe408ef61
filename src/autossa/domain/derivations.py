"""Why this number: the inputs, the rule and the steps of a charge and of what was invoiced for it.

A derivation is data; `wording.explanations` says it in words. Each number is computed by the function that computed
the charge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from autossa.domain.amounts import PLACES, Money, Ssc, show, show_fraction
from autossa.domain.charges import Charge, need, rounded_need
from autossa.domain.contracts import Gap
from autossa.domain.dates import months
from autossa.domain.invoices import Invoice
from autossa.domain.settlements import Part


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts to be added, in hundredths of an SSC or minor money units; a single one is the amount itself.

    `places` are the decimal places of the money.
    """

    amounts: tuple[Ssc | Money, ...]
    places: int = PLACES


Figure: TypeAlias = date | Fraction | int | Sum | str
"""A value of a step: a day, an exact number, a count, an amount, or a name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the key of its phrase, the number of its rule, and its figures, written by who explains it."""

    key: str
    rule: str
    figures: Mapping[str, Figure]

    @property
    def values(self) -> dict[str, str]:
        """The figures in the plainest form: 2027-03-31, 29/31, 1234.50."""
        return {name: plain(figure) for name, figure in self.figures.items()}


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a number is, and the steps that lead to it."""

    result: str
    steps: tuple[Step, ...]


def plain(figure: Figure) -> str:
    """A figure as scenarios and the command line write it."""
    match figure:
        case date():
            return figure.isoformat()
        case Fraction():
            return show_fraction(figure)
        case Sum():
            return " + ".join(show(amount, figure.places) for amount in figure.amounts)
    return str(figure)


def why_charge(charge: Charge, *, ahead: bool = False) -> Derivation:
    """Why a line is charged so many SSC for a period (rules 1, 2, 4). `ahead`: it is not booked yet."""
    steps = [_line_step(charge), _origin_step(charge), _need_step("need_to_end", charge, charge.end)]
    if charge.start > charge.origin:
        steps.append(_need_step("need_so_far" if ahead else "need_before", charge, charge.start))
    steps.append(_difference_step(charge))
    if charge.multiplier != 1:
        values: dict[str, Figure] = {
            "single": _amount(single_charge(charge)),
            "multiplier": charge.multiplier,
            "ssc": _amount(charge.ssc),
        }
        steps.append(Step("to_multiply" if ahead else "multiplied", "4", values))
    return Derivation(show(charge.ssc), tuple(steps))


def why_part(part: Part, factor: Fraction, places: int = PLACES, *, ahead: bool = False) -> Derivation:
    """Why a charge costs so much money: what the balance pays, and the price of the rest (rules 2, 5).

    `places` are those of the currency. `ahead`: it is not booked yet.
    """
    steps = list(why_charge(part.charge, ahead=ahead).steps)
    paid: dict[str, Figure] = {"balance": _amount(part.from_balance), "invoiced": _amount(part.invoiced)}
    steps.append(Step("to_pay" if ahead else "paid", "5", paid))
    if part.invoiced and part.price is not None:
        own = factor if part.factor is None else part.factor
        steps.append(net_step(part.invoiced, part.price, own, part.net, places))
    return Derivation(show(part.net, places), tuple(steps))


def why_invoice(invoice: Invoice) -> Derivation:
    """Why an invoice is of that amount: its lines, and VAT on their total (rule 2)."""
    places = invoice.places
    lines = Sum(tuple(line.net for line in invoice.lines), places)
    total = Step("net_total", "2", {"lines": lines, "net": _amount(invoice.net, places)})
    tax = tax_steps(invoice.net, invoice.tax, invoice.tax_rate, places)
    return Derivation(show(invoice.gross, places), (total, *tax))


def net_step(ssc: Ssc, price: Fraction, factor: Fraction, net: Money, places: int = PLACES) -> Step:
    """What SSC (hundredths) cost at a price in units of the currency, times a factor (rule 2)."""
    figures: dict[str, Figure] = {
        "ssc": _amount(ssc),
        "price": price,
        "factor": factor,
        "exact": ssc * price * factor / 100,
        "net": _amount(net, places),
    }
    return Step("net", "2", figures)


def tax_steps(net: Money, tax: Money, rate: Fraction, places: int = PLACES) -> tuple[Step, Step]:
    """VAT on a net total, and both together (rule 2); `rate` 19/100 is 19 %."""
    of_tax: dict[str, Figure] = {
        "net": _amount(net, places),
        "rate": rate * 100,
        "exact": net * rate / 10**places,
        "tax": _amount(tax, places),
    }
    of_gross: dict[str, Figure] = {
        "net": _amount(net, places),
        "tax": _amount(tax, places),
        "gross": _amount(net + tax, places),
    }
    return Step("tax", "2", of_tax), Step("gross", "2", of_gross)


def why_gap(gap: Gap, grace_days: int) -> Derivation:
    """Why a gap is calculated once or twice: days since L against the grace, or a waiver (rule 4)."""
    uncovered = (gap.end - gap.start).days + 1
    values: dict[str, Figure] = {
        "start": gap.start,
        "end": gap.end,
        "days": uncovered,
        "excused": gap.excused_days,
        "grace": grace_days,
    }
    key = "gap_late" if gap.late else "gap_waived" if gap.waived else "gap_simple"
    charges = _sum(charge.ssc for charge in gap.charges)
    total = Step("gap_sum" if len(gap.charges) > 1 else "gap_cost", "4", {"charges": charges, "ssc": _amount(gap.ssc)})
    excused = (Step("gap_excused", "4", {"excused": gap.excused_days}),) if gap.excused_days else ()
    return Derivation(show(gap.ssc), (Step(key, "4", values), *excused, total))


def single_charge(charge: Charge) -> int:
    """The charge before any multiplier, in hundredths of an SSC."""
    before = rounded_need(charge.line, charge.origin, charge.start, charge.anchor)
    return rounded_need(charge.line, charge.origin, charge.end, charge.anchor) - before


def _amount(amount: Ssc | Money, places: int = PLACES) -> Sum:
    return Sum((amount,), places)


def _sum(amounts: Iterable[Ssc]) -> Sum:
    return Sum(tuple(amounts))


def _line_step(charge: Charge) -> Step:
    line = charge.line
    figures: dict[str, Figure] = {
        "license": line.license_id,
        "type": line.license_type,
        "quantity": line.quantity,
        "rate": line.rate,
        "start": charge.start,
        "end": charge.end,
    }
    return Step("line", "2", figures)


def _origin_step(charge: Charge) -> Step:
    key = "origin_anchor" if charge.origin == charge.anchor else "origin_added"
    return Step(key, "2", {"origin": charge.origin, "anchor": charge.anchor})


def _need_step(key: str, charge: Charge, end: date) -> Step:
    line, origin, anchor = charge.line, charge.origin, charge.anchor
    figures: dict[str, Figure] = {
        "origin": origin,
        "end": end,
        "months": months(origin, end, anchor),
        "quantity": line.quantity,
        "rate": line.rate,
        "exact": need(line, origin, end, anchor),
        "rounded": _amount(rounded_need(line, origin, end, anchor)),
    }
    return Step(key, "2", figures)


def _difference_step(charge: Charge) -> Step:
    line, origin, anchor = charge.line, charge.origin, charge.anchor
    figures = {
        "to_end": _amount(rounded_need(line, origin, charge.end, anchor)),
        "before": _amount(rounded_need(line, origin, charge.start, anchor)),
        "ssc": _amount(single_charge(charge)),
    }
    return Step("difference" if charge.start > origin else "whole", "2", figures)
