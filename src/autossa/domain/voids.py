"""A void: a booking taken back, naming what it corrects; nothing booked is changed (rule 10)."""

from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.credits import Credits, moved
from autossa.domain.invoices import NOT_NOTED, Invoice, InvoiceLine, Noted, tax_of_note
from autossa.domain.settlements import Settlement


@dataclass(frozen=True, slots=True)
class Void:
    """Staff voided a settlement on a day, with a reason: its credits flow back, its coverage is revoked.

    `noted` is what credit notes took back before (billing 7).
    """

    day: date
    settlement: Settlement
    reason: str
    noted: Noted = NOT_NOTED

    @property
    def credit_note(self) -> Invoice | None:
        """What is left of the invoice, with every amount negated; None when nothing was invoiced or is left."""
        invoice = self.settlement.invoice
        left = left_of(invoice, self.noted) if invoice and self.noted.invoice else invoice
        return negated(left) if left else None


def left_of(invoice: Invoice, noted: Noted) -> Invoice | None:
    """An invoice less what was credited of each of its lines; None when nothing is left. All lines stay, some of 0.

    Its VAT is what notes still take of the document that it stands on.
    """
    lines = tuple(
        line._replace(net=line.net - taken, ssc=line.ssc if not taken else 0)
        for line, taken in zip(invoice.lines, noted.lines, strict=True)
    )
    net = sum(line.net for line in lines)
    if not net:
        return None
    tax = tax_of_note(noted.invoice, net, invoice.tax_rate)
    return replace(invoice, lines=lines, net=net, tax=tax, gross=net + tax)


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
    return line._replace(ssc=-line.ssc, net=-line.net)
