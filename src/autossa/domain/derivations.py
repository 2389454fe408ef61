"""Why this number: the inputs, the rule and the steps of a charge and of what was invoiced for it.

A derivation is data; `phrases` says it in words. Each number is computed by the function that computed the charge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import show, show_fraction
from autossa.domain.charges import Charge, need, rounded_need
from autossa.domain.contracts import Gap
from autossa.domain.dates import months
from autossa.domain.invoices import Invoice
from autossa.domain.settlements import Part


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the key of its phrase, the number of its rule, and the values as text."""

    key: str
    rule: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a number is, and the steps that lead to it."""

    result: str
    steps: tuple[Step, ...]


def why_charge(charge: Charge) -> Derivation:
    """Why a line is charged so many SSC for a period (rules 1, 2, 4)."""
    steps = [_line_step(charge), _origin_step(charge), _need_step("need_to_end", charge, charge.end)]
    if charge.start > charge.origin:
        steps.append(_need_step("need_before", charge, charge.start))
    steps.append(_difference_step(charge))
    if charge.multiplier != 1:
        values = {
            "single": show(single_charge(charge)),
            "multiplier": show_fraction(charge.multiplier),
            "ssc": show(charge.ssc),
        }
        steps.append(Step("multiplied", "4", values))
    return Derivation(show(charge.ssc), tuple(steps))


def why_part(part: Part, factor: Fraction) -> Derivation:
    """Why a charge cost so much money: what the balance paid, and the price of the rest (rules 2, 5)."""
    steps = list(why_charge(part.charge).steps)
    steps.append(Step("paid", "5", {"balance": show(part.from_balance), "invoiced": show(part.invoiced)}))
    if part.invoiced and part.price is not None:
        steps.append(
            Step(
                "net",
                "2",
                {
                    "ssc": show(part.invoiced),
                    "price": show_fraction(part.price),
                    "factor": show_fraction(factor),
                    "exact": show_fraction(part.invoiced * part.price * factor / 100),
                    "net": show(part.net),
                },
            )
        )
    return Derivation(show(part.net), tuple(steps))


def why_invoice(invoice: Invoice) -> Derivation:
    """Why an invoice is of that amount: its lines, and VAT on their total (rule 2)."""
    steps = [
        Step(
            "net_total", "2", {"lines": " + ".join(show(line.net) for line in invoice.lines), "net": show(invoice.net)}
        ),
        Step(
            "tax",
            "2",
            {
                "net": show(invoice.net),
                "rate": show_fraction(invoice.tax_rate * 100),
                "exact": show_fraction(invoice.net * invoice.tax_rate / 100),
                "tax": show(invoice.tax),
            },
        ),
        Step("gross", "2", {"net": show(invoice.net), "tax": show(invoice.tax), "gross": show(invoice.gross)}),
    ]
    return Derivation(show(invoice.gross), tuple(steps))


def why_gap(gap: Gap, grace_days: int) -> Derivation:
    """Why a gap is calculated once or twice: days since the last covered day against the grace (rule 4)."""
    uncovered = (gap.end - gap.start).days + 1
    values = {
        "start": gap.start.isoformat(),
        "end": gap.end.isoformat(),
        "days": str(uncovered),
        "excused": str(gap.excused_days),
        "grace": str(grace_days),
    }
    key = "gap_late" if gap.late else "gap_simple"
    charges = " + ".join(show(charge.ssc) for charge in gap.charges)
    total = Step("gap_sum" if len(gap.charges) > 1 else "gap_cost", "4", {"charges": charges, "ssc": show(gap.ssc)})
    return Derivation(show(gap.ssc), (Step(key, "4", values), total))


def single_charge(charge: Charge) -> int:
    """The charge before any multiplier, in hundredths of an SSC."""
    before = rounded_need(charge.line, charge.origin, charge.start, charge.anchor)
    return rounded_need(charge.line, charge.origin, charge.end, charge.anchor) - before


def _line_step(charge: Charge) -> Step:
    line = charge.line
    values = {
        "license": line.license_id,
        "type": line.license_type,
        "quantity": str(line.quantity),
        "rate": show_fraction(line.rate),
        "start": charge.start.isoformat(),
        "end": charge.end.isoformat(),
    }
    return Step("line", "2", values)


def _origin_step(charge: Charge) -> Step:
    key = "origin_anchor" if charge.origin == charge.anchor else "origin_added"
    return Step(key, "2", {"origin": charge.origin.isoformat(), "anchor": charge.anchor.isoformat()})


def _need_step(key: str, charge: Charge, end: date) -> Step:
    line, origin, anchor = charge.line, charge.origin, charge.anchor
    values = {
        "origin": origin.isoformat(),
        "end": end.isoformat(),
        "months": show_fraction(months(origin, end, anchor)),
        "quantity": str(line.quantity),
        "rate": show_fraction(line.rate),
        "exact": show_fraction(need(line, origin, end, anchor)),
        "rounded": show(rounded_need(line, origin, end, anchor)),
    }
    return Step(key, "2", values)


def _difference_step(charge: Charge) -> Step:
    line, origin, anchor = charge.line, charge.origin, charge.anchor
    values = {
        "to_end": show(rounded_need(line, origin, charge.end, anchor)),
        "before": show(rounded_need(line, origin, charge.start, anchor)),
        "ssc": show(single_charge(charge)),
    }
    return Step("difference" if charge.start > origin else "whole", "2", values)
