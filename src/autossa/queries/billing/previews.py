"""What a void would give back and revoke (rule 10): the same decision as that of the use case, unapplied."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import corrections
from autossa.domain.amounts import Money, Ssc
from autossa.domain.invoices import Invoice, Reason
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import is_due
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from autossa.queries.as_of import as_of, plan
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.engine.trace import load_settlement, trace_of


@dataclass(frozen=True, slots=True)
class VoidPreview:
    """A booking and what voiding it does. `given_back` SSC were used of the balance, `recharged` were invoiced.

    `is_due_again` says that the next run books a voided period anew.
    """

    settlement: Settlement
    currency: str
    invoice_number: str
    refusal: Refusal | None
    given_back: Ssc
    recharged: Ssc
    balance: Ssc
    is_due_again: bool
    credit_note: Invoice | None

    @property
    def gross(self) -> Money:
        """What the credit note takes back, VAT included: what is left of the invoice."""
        return -self.credit_note.gross if self.credit_note else 0


def is_voided(settlement: UUID) -> bool:
    """It was voided already: the same days may stand again by another settlement."""
    return models.VoidEntry.objects.filter(settlement=settlement).exists()


def preview_void(project: UUID, settlement: UUID, day: date) -> VoidPreview | None:
    """What a void on a day would do; None for a settlement that is not this project's."""
    with snapshot():
        if not models.Settlement.objects.filter(pk=settlement, project=project).exists():
            return None
        booked = load_settlement(settlement)
        found = as_of(load_projects([project], day, lock=False, used_up_lots=True)[project], day)
        voided = is_voided(settlement)
        result = plan(
            found, lambda facts: corrections.void(facts, day, booked, "preview", is_voided=voided, noted=booked.noted)
        )
        key = trace_of(booked).invoice
        invoice = models.Invoice.objects.filter(pk=key).first() if key else None
    after = found.project if isinstance(result, Refusal) else result.project
    return VoidPreview(
        settlement=booked,
        currency=invoice.currency if invoice else found.currency,
        invoice_number=invoice.full_number if invoice else "",
        refusal=result if isinstance(result, Refusal) else None,
        given_back=booked.from_balance,
        recharged=booked.recharged,
        balance=after.credits.free,
        credit_note=Void(day, booked, "preview", booked.noted).credit_note,
        is_due_again=booked.reason is Reason.EXTENSION and is_due(after, day),
    )
