"""What a payer gets as PDF, of what is known when it is asked for: its statement, copies of mandates (billing 1)."""

from datetime import date
from uuid import UUID

from autossa.documents.billing.statement import statement_pdf
from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import present_design
from autossa.operations.billing.payments.desk import NoSuchPayer
from autossa.operations.billing.payments.mandates import MandateNotFound
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.billing.methods.mandates import mandate_row
from autossa.queries.billing.methods.methods import creditor_name
from autossa.queries.billing.payments.policies import payment_terms
from autossa.queries.billing.payments.statements import StatementFacts, sides_of, statement_facts
from autossa.store import models

MOST_DAYS = 366 * 3


class StatementDays(Invalid):
    """The first day is after the last one, or the statement is of more than three years."""

    field = "last"


def read_statement(*, payer: UUID, currency: str, first: date, last: date) -> StatementFacts:
    """The movements of some days, both included. Raises NoSuchPayer, StatementDays."""
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise StatementDays
    if not models.Organisation.objects.filter(pk=payer).exists():
        raise NoSuchPayer
    return statement_facts(payer, currency, first, last)


def statement_file(*, payer: UUID, currency: str, first: date, last: date, language: str = "") -> bytes:
    """The same as PDF, in a language, else in that of the payer. Raises NoSuchPayer, StatementDays."""
    facts = read_statement(payer=payer, currency=currency, first=first, last=last)
    seller, buyer = sides_of(payer)
    return statement_pdf(facts, seller, buyer, present_design(), language or buyer.language or "en")


def mandate_file(*, mandate: UUID, day: date, payer: UUID | None = None) -> tuple[str, bytes]:
    """Name and content of the copy, with the account as it is on a day; `payer`: only one of its own.

    Raises MandateNotFound.
    """
    from autossa.documents.billing.mandates import MandateCopy, mandate_pdf  # typst: only who prints loads it

    row = mandate_row(mandate, day, payment_terms(day).policy.mandate_months)
    found = models.Mandate.objects.select_related("payer").filter(pk=mandate).first()
    if row is None or found is None or payer not in (None, found.payer_id):
        raise MandateNotFound
    copy = MandateCopy(
        reference=row.reference,
        scheme=row.scheme,
        signed_on=row.signed_on,
        creditor=creditor_name(),
        creditor_id=payment_terms(day).creditor_id,
        payer=found.payer.name,
        holder=row.holder,
        iban=row.iban,
        bic=row.bic,
        text=row.text,
    )
    return f"{row.reference}.pdf", mandate_pdf(copy, present_design(), found.payer.language)


def mandate_attached(mandate: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """The copy as a file that goes with a mail. Raises MandateNotFound."""
    name, content = mandate_file(mandate=mandate, day=ctx.today)
    return Attachment(name, "application/pdf", content) if form == "pdf" else None
