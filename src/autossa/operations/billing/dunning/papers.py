"""A letter of dunning as PDF: made from frozen rows when it is asked for, in the vendor's design (billing 16)."""

from uuid import UUID

from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import present_design
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.billing.dunning.letters import letter_document, letter_file_name
from autossa.store import models


class LetterNotFound(NotFound):
    """There is no such letter."""


def letter_file(*, letter: UUID) -> bytes:
    """A letter as PDF. Raises LetterNotFound."""
    from autossa.documents.billing.dunning.letters import letter_pdf  # what draws pages is loaded where it is needed

    if not models.DunningLetter.objects.filter(pk=letter).exists():
        raise LetterNotFound
    return letter_pdf(letter_document(letter), present_design())


def letter_attached(letter: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """A letter as a file that goes with a mail; None for any form but PDF. Raises LetterNotFound."""
    if form != "pdf":
        return None
    return Attachment(letter_file_name(letter), "application/pdf", letter_file(letter=letter))
