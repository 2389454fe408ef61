"""Bookings read back with all that explains them; the derivations are the domain's (why this number)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from autossa.domain.amounts import PLACES, Ssc
from autossa.domain.charges import ONCE
from autossa.domain.contracts import Gap
from autossa.domain.currencies import places_of
from autossa.domain.dates import months
from autossa.domain.derivations import Derivation, why_charge, why_gap, why_invoice, why_part
from autossa.domain.invoices import Reason
from autossa.domain.settlements import Part, Settlement
from autossa.store import models
from autossa.store.engine.trace import part_of
from autossa.store.exact import fraction
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Explained:
    """One charge with what it costs, and why.

    `months` are those of [start, end); `multiplier` is 1 but for a gap that counts twice; `factor` is what the price is
    multiplied by.
    """

    license: str
    license_type: str
    quantity: int
    start: date
    end: date
    ssc: Ssc
    from_balance: Ssc
    invoiced: Ssc
    price: Fraction | None
    net: int
    rate: Fraction
    months: Fraction
    multiplier: Fraction
    factor: Fraction
    why: Derivation

    @property
    def adjustment(self) -> Fraction:
        """The option's share on the price: −1/50 for a discount of 2 %, 0 for none."""
        return self.factor - ONCE


@dataclass(frozen=True, slots=True)
class Booking:
    """One settlement: what it paid for, line by line; `gap` says why a gap counted once or twice."""

    id: str
    reason: Reason
    day: date
    start: date
    end: date
    ssc: Ssc
    factor: Fraction
    charges: tuple[Explained, ...]
    gap: Derivation | None
    voided_on: date | None
    void_reason: str


@dataclass(frozen=True, slots=True)
class GapTerms:
    """What decided whether a contract's gap counts once: the grace, and the days that did not count."""

    grace_days: int
    excused_days: int = 0
    waived: bool = False


def load_bookings(ids: Iterable[UUID], terms: Mapping[UUID, GapTerms], otherwise: GapTerms) -> dict[UUID, Booking]:
    """These settlements by id, in two queries; `terms` by contract, `otherwise` for gaps paid without one."""
    currency = models.Contract.objects.filter(pk=OuterRef("contract")).values("currency")
    found = models.Settlement.objects.filter(pk__in=set(ids)).annotate(currency=Subquery(currency))
    found = found.select_related("void").prefetch_related("charges")
    return {row.id: _booking(row, terms.get(row.contract, otherwise) if row.contract else otherwise) for row in found}


def explain(parts: Iterable[Part], factor: Fraction, places: int = PLACES, *, ahead: bool) -> tuple[Explained, ...]:
    """Each part of a settlement with its derivation; `places` are its money's. `ahead`: it is not booked yet."""
    return tuple(_explained(part, factor, places, ahead=ahead) for part in parts)


def explain_gap(gap: Gap) -> tuple[Explained, ...]:
    """What a gap costs, license by license; how it is paid is not said yet."""
    return explain((Part(charge, charge.ssc, 0, None, 0) for charge in gap.charges), ONCE, PLACES, ahead=True)


@dataclass(frozen=True, slots=True)
class ExplainedSettlement:
    """A booking that is not booked yet, with its lines, and why its invoice is of that amount, if there is one.

    SSC in hundredths.
    """

    settlement: Settlement
    lines: tuple[Explained, ...]
    why: Derivation | None

    @property
    def from_balance(self) -> Ssc:
        """What the balance pays of it."""
        return sum(part.from_balance for part in self.settlement.parts)

    @property
    def invoiced(self) -> Ssc:
        """What is invoiced and recharged."""
        return sum(part.invoiced for part in self.settlement.parts)


def explain_parts(settlement: Settlement) -> tuple[Explained, ...]:
    """What is not booked yet, line by line."""
    return explain(settlement.parts, settlement.factor, settlement.places, ahead=True)


def explain_settlement(settlement: Settlement) -> ExplainedSettlement:
    """A settlement with all that explains it."""
    why = why_invoice(settlement.invoice) if settlement.invoice else None
    return ExplainedSettlement(settlement, explain_parts(settlement), why)


def _booking(row: Any, terms: GapTerms) -> Booking:
    charges = sorted(row.charges.all(), key=lambda charge: charge.position)
    factor = fraction(charges[0].factor) if charges else ONCE
    parts = tuple(part_of(charge, factor) for charge in charges)
    reason = Reason(row.reason)
    void = getattr(row, "void", None)
    return Booking(
        id=public_id("set", row.id),
        reason=reason,
        day=row.day,
        start=row.start,
        end=row.end,
        ssc=row.ssc,
        factor=factor,
        charges=explain(parts, factor, places_of(row.currency or ""), ahead=False),
        gap=_why_gap(row, parts, terms) if reason is Reason.GAP else None,
        voided_on=void.day if void else None,
        void_reason=void.reason if void else "",
    )


def _explained(part: Part, factor: Fraction, places: int, *, ahead: bool) -> Explained:
    charge = part.charge
    return Explained(
        license=charge.line.license_id,
        license_type=charge.line.license_type,
        quantity=charge.line.quantity,
        start=charge.start,
        end=charge.end,
        ssc=charge.ssc,
        from_balance=part.from_balance,
        invoiced=part.invoiced,
        price=part.price,
        net=part.net,
        rate=charge.line.rate,
        months=months(charge.start, charge.end, charge.anchor),
        multiplier=charge.multiplier,
        factor=factor if part.factor is None else part.factor,
        why=why_part(part, factor, places, ahead=ahead) if part.invoiced else why_charge(charge, ahead=ahead),
    )


def _why_gap(row: models.Settlement, parts: tuple[Part, ...], terms: GapTerms) -> Derivation:
    charges = tuple(part.charge for part in parts)
    late = row.from_held or any(charge.multiplier != ONCE for charge in charges)
    gap = Gap(row.start, row.end, late, charges, terms.excused_days, terms.waived)
    return why_gap(gap, terms.grace_days)
