"""A letter of dunning as PDF: made on first demand from frozen rows, kept by what is in it (billing 16)."""

from uuid import UUID

from autossa.documents.billing.rendering import Format
from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import keep_files, letter_files, present_design, read_file
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.billing.dunning.letters import find_letter, letter_file_name
from autossa.queries.errors import Unknown
from autossa.store import models


class LetterNotFound(NotFound):
    """There is no such letter."""


def letter_file(*, letter: str, payer: UUID, ctx: ActionContext) -> Attachment:
    """A letter of a payer, by its public id or number, as PDF; made once, and the same ever after.

    Raises LetterNotFound, and as the files of invoices do FileDamaged, FileNotTheSame.
    """
    try:
        key = find_letter(letter, payer)
    except Unknown:
        raise LetterNotFound from None
    return _kept(key, ctx)


def letter_attached(letter: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """A letter as a file that goes with a mail; None for any form but PDF. Raises as `letter_file`."""
    return _kept(letter, ctx) if form == Format.PDF.value else None


def _kept(letter: UUID, ctx: ActionContext) -> Attachment:
    kept = models.DocumentFile.objects.filter(letter=letter, format=Format.PDF.value).select_related("design")
    if not kept.exists():
        design = present_design()
        keep_files([(letter, letter_files(letter, design))], design, ctx, of="letter_id")
    return Attachment(letter_file_name(letter), "application/pdf", read_file(kept.get()))
