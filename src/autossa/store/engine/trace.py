"""A settlement read back from its rows, with the ids a correction must name (rule 10)."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.charges import Charge
from autossa.domain.coverage import Period, Source
from autossa.domain.credits import Draw, Lot, LotSource
from autossa.domain.currencies import places_of
from autossa.domain.invoices import NOT_NOTED, Invoice, Noted, Reason, make_invoice
from autossa.domain.lines import Line
from autossa.domain.settlements import Part, Settlement, invoice_lines
from autossa.store import models
from autossa.store.engine.billing.issued import UNKNOWN
from autossa.store.exact import fraction
from autossa.store.models.base import Identified


class Billed(NamedTuple):
    """Under which contract an invoice was issued, to whom, and by which prices.

    What it names besides is known once it is issued, and repeated on its credit note.
    """

    contract: UUID | str | None
    payer: UUID
    price_list: UUID
    currency: str
    section: str
    order_number: str
    buyer: UUID | str = UNKNOWN
    vat_category: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The rows of one settlement: itself, its transfers, its grant of coverage, its invoice and how that was billed."""

    settlement: UUID
    consumed: UUID | None
    recharged: UUID | None
    grant: UUID | None
    invoice: UUID | None
    billed: Billed | None


@dataclass(frozen=True, slots=True)
class TracedSettlement(Settlement):
    """A settlement that knows its rows, and what credit notes took back of its invoice."""

    trace: Trace | None = None
    noted: Noted = NOT_NOTED


def trace_of(settlement: Settlement) -> Trace:
    """The rows of a settlement that was read back. Raises TypeError for one that was not."""
    if not isinstance(settlement, TracedSettlement) or settlement.trace is None:
        raise TypeError("only a settlement read from the store can be corrected there")
    return settlement.trace


def load_settlement(settlement_id: UUID) -> TracedSettlement:
    """A booked settlement. Raises models.Settlement.DoesNotExist."""
    row = models.Settlement.objects.get(pk=settlement_id)
    transfers = {
        t.kind: t for t in models.Transfer.objects.filter(project=row.project_id, settlement=row.id, corrects=None)
    }
    entries = models.CoverageEntry.objects.filter(project=row.project_id)  # both have an index of projects alone
    grant = entries.filter(settlement=row.id, revokes=None).first()
    invoice = _invoice_of(row.id)
    recharge = transfers.pop("recharge", None)
    consumed = next(iter(transfers.values()), None)
    billed = _billed(invoice, row) if invoice else None
    charges = list(row.charges.order_by("position"))
    factor = fraction(charges[0].factor) if charges else Fraction(1)
    parts = tuple(part_of(charge, factor) for charge in charges)
    trace = Trace(row.id, _id(consumed), _id(recharge), _id(grant), _id(invoice), billed)
    return TracedSettlement(
        day=row.day,
        reason=Reason(row.reason),
        start=row.start,
        end=row.end,
        parts=parts,
        draws=_draws(consumed),
        recharge=_lot(row, sum(part.net for part in parts)),
        invoice=_invoice(row, invoice, parts, factor),
        coverage=_period(row),
        contract=_contract_number(row.contract),
        from_held=row.from_held,
        factor=factor,
        trace=trace,
        noted=load_noted(trace, parts),
    )


def _invoice_of(settlement: UUID) -> models.Invoice | None:
    """The document that a booking stands on: its own, or a collective one; none as long as it waits for that."""
    own = models.Invoice.objects.filter(settlement=settlement, series="INV").first()
    return own or models.Invoice.objects.filter(sections__settlement=settlement).first()


def load_noted(trace: Trace, parts: tuple[Part, ...]) -> Noted:
    """What credit notes took back so far of a booking's lines and of its document, net in minor units."""
    if trace.invoice is None:
        return NOT_NOTED
    notes = models.Invoice.objects.filter(corrects=trace.invoice, series="CN").values_list("net", flat=True)
    found = models.CreditedLine.objects.filter(settlement=trace.settlement).values_list("position", "net")
    taken: Counter[int] = Counter()
    for position, net in found:
        taken[position] += net
    lines = [taken[place] for place, part in enumerate(parts) if part.invoiced and part.price is not None]
    return Noted(tuple(lines), -sum(notes))


def _billed(row: models.Invoice, settlement: models.Settlement) -> Billed:
    section, price_list = row.section, row.price_list
    if price_list is None or row.settlement is None:
        collected = models.Collected.objects.get(pk=settlement.pk)
        section, price_list = collected.section, collected.price_list
    return Billed(
        settlement.contract,
        row.payer,
        price_list,
        row.currency,
        section,
        row.order_number,
        row.buyer,
        row.vat_category,
    )


def _id(found: Identified | None) -> UUID | None:
    return found.id if found else None


def part_of(row: models.Charge, factor: Fraction) -> Part:
    """A stored charge as the domain has it; `factor` is that of its settlement."""
    rate = fraction(row.rate)
    line = Line(row.line, row.line, row.license, row.license_type, row.quantity, rate, row.origin, row.origin)
    charge = Charge(line, row.anchor, row.origin, row.start, row.end, row.ssc, fraction(row.multiplier))
    price = None if row.price is None else fraction(row.price)
    own = fraction(row.factor)
    return Part(charge, row.from_balance, row.ssc - row.from_balance, price, row.net, own if own != factor else None)


def _draws(transfer: models.Transfer | None) -> tuple[Draw, ...]:
    if transfer is None:
        return ()
    return tuple(Draw(lot, ssc) for lot, ssc in zip(transfer.lots, transfer.lot_ssc, strict=True))


def _lot(row: models.Settlement, net: Money) -> Lot | None:
    if row.recharge_lot is None:
        return None
    return Lot(row.recharge_lot, LotSource.RECHARGE, row.recharged, paid=net)


def _invoice(
    row: models.Settlement, invoice: models.Invoice | None, parts: tuple[Part, ...], factor: Fraction
) -> Invoice | None:
    if invoice is None:
        return None
    rate, lines = fraction(invoice.tax_rate), invoice_lines(parts, factor)
    return make_invoice(Reason(row.reason), row.start, row.end, lines, rate, places_of(invoice.currency))


def _period(row: models.Settlement) -> Period | None:
    if not row.covers or row.anchor is None:
        return None
    return Period(row.start, row.end, Source(row.covers), row.anchor)


def _contract_number(contract: UUID | None) -> int | None:
    return None if contract is None else models.Contract.objects.get(pk=contract).number
