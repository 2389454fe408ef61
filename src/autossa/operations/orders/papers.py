"""A quote as PDF: made on first demand, kept by what is in it, as the files of invoices (billing 6, 8)."""

from uuid import UUID

from autossa.documents.billing.rendering import Format
from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import make_files, present_design, read_file
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.orders.documents import quote_document, quote_file_name
from autossa.store import models


class QuoteNotFound(NotFound):
    """There is no such quote."""


def quote_file(*, quote: UUID, ctx: ActionContext) -> bytes:
    """A quote as PDF; made now where it was not yet.

    Raises QuoteNotFound, and as the files of invoices do FileDamaged, FileNotTheSame.
    """
    if not models.Quote.objects.filter(pk=quote).exists():
        raise QuoteNotFound
    kept = models.DocumentFile.objects.filter(quote=quote, format=Format.PDF.value).select_related("design")
    if not kept.exists():
        make_files({quote: quote_document(quote)}, present_design(), ctx, of="quote_id")
    return read_file(kept.get())


def quote_attached(quote: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """A quote as a file that goes with a mail; None for any form but PDF. Raises as `quote_file`."""
    if form != Format.PDF.value:
        return None
    return Attachment(quote_file_name(quote), "application/pdf", quote_file(quote=quote, ctx=ctx))
