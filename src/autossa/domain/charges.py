"""What coverage costs, in SSC (rule 2). A charge keeps what it was computed from, so that it can be explained."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import Ssc, half_up, half_up_ratio
from autossa.domain.dates import month_ratio, months
from autossa.domain.lines import Line, Ssa

ONCE = Fraction(1)


class Charge(NamedTuple):
    """What one line is charged for [start, end) of the run with that anchor; SSC in hundredths.

    `origin` is o of rule 2; `multiplier` is 1 but for a gap that is calculated twice (rule 4).
    """

    line: Line
    anchor: date
    origin: date
    start: date
    end: date
    ssc: Ssc
    multiplier: Fraction = ONCE


def need(line: Line, start: date, end: date, anchor: date) -> Fraction:
    """need(line, s, e; A) in SSC (rule 2): quantity × rate × months ÷ 12, exact."""
    return line.quantity * line.rate * months(start, end, anchor) / 12


def rounded_need(line: Line, start: date, end: date, anchor: date) -> Ssc:
    """R(need) in hundredths of an SSC (rule 2), in integers: it is computed for every line of every renewal."""
    span, over = month_ratio(start, end, anchor)
    rate, per = line.rate.as_integer_ratio()
    return half_up_ratio(100 * line.quantity * rate * span, 12 * per * over)


def charge_line(line: Line, start: date, end: date, anchor: date) -> Charge | None:
    """The charge of a line for [s, e) of a run (rule 2): R(need(o, e)) − R(need(o, s)), o = max(A, charged_from).

    None when it was alive and charged on no day of it, and for a line of any other type than `charged`. Charges of one
    run thus add up to R of the whole need (law 5).
    """
    if line.ssa is not Ssa.CHARGED:
        return None
    origin, last, ended = line.charged_from, end, line.ended_on
    if origin < anchor:
        origin = anchor
    first = start if start > origin else origin
    if ended is not None and ended < end:
        last = ended
    if first >= last:
        return None
    ssc = rounded_need(line, origin, last, anchor)
    if first > origin:
        ssc -= rounded_need(line, origin, first, anchor)
    return Charge(line, anchor, origin, first, last, ssc)


def charge_lines(lines: Iterable[Line], start: date, end: date, anchor: date) -> tuple[Charge, ...]:
    """The charges of all confirmed lines alive and charged in [s, e), oldest line first (rule 5)."""
    charges = (charge_line(line, start, end, anchor) for line in lines if line.confirmed)
    return tuple(charge for charge in charges if charge is not None)


def multiplied(charge: Charge, multiplier: Fraction) -> Charge:
    """The line's charge × late_multiplier (rule 4); a multiplier with a fraction is rounded half up."""
    return Charge(
        charge.line,
        charge.anchor,
        charge.origin,
        charge.start,
        charge.end,
        half_up(charge.ssc * multiplier),
        multiplier,
    )


def total(charges: Iterable[Charge]) -> Ssc:
    """The sum, in hundredths of an SSC."""
    return sum(charge.ssc for charge in charges)
