"""The pages of invoices and credit notes as pictures: made when somebody looks, kept for a moment, never stored.

A picture is a glance at a document. The file is the document: who prints or keeps it takes that.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from autossa.documents.billing.design import Design
from autossa.documents.billing.rendering import Format
from autossa.operations.billing.documents import file_of
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.billing.documents import document_of
from autossa.queries.billing.shelf import digest
from autossa.store import models

_KEPT = 16  # documents a process; some 200 kB a page


class PageNotFound(NotFound):
    """This document has no such page."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How many pages the file has."""

    pages: int

    @property
    def numbers(self) -> range:
        """The pages, from 1."""
        return range(1, self.pages + 1)


def preview_of(*, invoice: UUID, ctx: ActionContext) -> Preview:
    """What there is to look at; the file is made now where it was not yet. Raises as `file_of`."""
    import pikepdf  # as `rendering`: who shows none does without

    content = file_of(invoice=invoice, form=Format.PDF, ctx=ctx)
    with pikepdf.open(io.BytesIO(content)) as opened:
        return Preview(len(opened.pages))


def picture_of(*, invoice: UUID, number: int, ctx: ActionContext) -> bytes:
    """A page as PNG, from 1, in the design that the kept file has. Raises PageNotFound, and as `file_of`."""
    pages = _pictures(invoice, digest(file_of(invoice=invoice, form=Format.PDF, ctx=ctx)))
    if not 1 <= number <= len(pages):
        raise PageNotFound
    return pages[number - 1]


@lru_cache(_KEPT)
def _pictures(invoice: UUID, _sha256: str) -> tuple[bytes, ...]:
    from autossa.documents.billing.pdf import pictures

    row = models.DocumentFile.objects.select_related("design").get(invoice=invoice, format=Format.PDF.value)
    design = Design(row.design.name, row.design.accent, bytes(row.design.logo))
    return pictures(document_of(invoice), design)
