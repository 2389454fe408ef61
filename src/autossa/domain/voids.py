"""A void: a booking taken back, naming what it corrects; nothing booked is changed (rule 10)."""

from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.credits import Credits, moved
from autossa.domain.invoices import Invoice, InvoiceLine
from autossa.domain.settlements import Settlement


@dataclass(frozen=True, slots=True)
class Void:
    """Staff voided a settlement on a day, with a reason: its credits flow back, its coverage is revoked."""

    day: date
    settlement: Settlement
    reason: str

    @property
    def credit_note(self) -> Invoice | None:
        """The invoice that was issued, with every amount negated; None when nothing was invoiced."""
        return negated(self.settlement.invoice) if self.settlement.invoice else None


def negated(invoice: Invoice) -> Invoice:
    """The same invoice with the opposite sign on SSC and money, so that both add up to nothing."""
    lines = tuple(_negated_line(line) for line in invoice.lines)
    return replace(invoice, lines=lines, net=-invoice.net, tax=-invoice.tax, gross=-invoice.gross)


def credits_after_void(credits: Credits, settlement: Settlement) -> Credits:
    """Credits flow back to the lots they came from; what had been recharged for it leaves again (rule 10)."""
    credits = moved(credits, settlement.draws, free=1, held=0)
    if settlement.recharge is None:
        return credits
    recharged = [draw for draw in settlement.draws if draw.lot == settlement.recharge.number]
    return moved(credits, recharged, free=-1, held=0)


def _negated_line(line: InvoiceLine) -> InvoiceLine:
    return replace(line, ssc=-line.ssc, net=-line.net)
