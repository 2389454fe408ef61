"""A letter of dunning as PDF: made from frozen rows when it is asked for, in the vendor's design (billing 16)."""

from uuid import UUID

from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import present_design
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.billing.dunning.letters import find_letter, letter_document, letter_file_name
from autossa.queries.errors import Unknown


class LetterNotFound(NotFound):
    """There is no such letter."""


def letter_file(*, letter: str, payer: UUID) -> Attachment:
    """A letter of a payer, by its public id or number, as PDF. Raises LetterNotFound."""
    try:
        key = find_letter(letter, payer)
    except Unknown:
        raise LetterNotFound from None
    return _made(key)


def _made(letter: UUID) -> Attachment:
    from autossa.documents.billing.dunning.letters import letter_pdf  # what draws pages is loaded where it is needed

    content = letter_pdf(letter_document(letter), present_design())
    return Attachment(letter_file_name(letter), "application/pdf", content)


def letter_attached(letter: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """A letter as a file that goes with a mail; None for any form but PDF."""
    if form != "pdf":
        return None
    return _made(letter)
