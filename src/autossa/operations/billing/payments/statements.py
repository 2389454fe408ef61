"""A payer's statement as a file: made when it is asked for, of what is known then, and not kept."""

from datetime import date
from uuid import UUID

from autossa.documents.billing.statement import statement_pdf
from autossa.operations.billing.documents import present_design
from autossa.operations.billing.payments.desk import NoSuchPayer
from autossa.operations.errors import Invalid
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
