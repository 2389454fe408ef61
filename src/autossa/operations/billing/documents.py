"""Files of invoices, credit notes, quotes, letters: made on first demand or ahead of it, kept by content (billing 6).

The files are written before the rows that name them, under names made of their contents: whoever makes them again, at
the same time or after a kill, makes the same ones. A row says what a file was; it is never another one.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.db import transaction

from autossa.documents.billing.design import Design
from autossa.documents.billing.rendering import VERSION, Format, render
from autossa.domain.billing.documents import Document
from autossa.domain.billing.einvoices import lacks
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.queries.billing import shelf
from autossa.queries.billing.document_files import without_files
from autossa.queries.billing.documents import document_of, documents_of
from autossa.queries.billing.dunning.letters import letter_document
from autossa.queries.orders.documents import quote_document
from autossa.queries.vendor.settings import logo, look
from autossa.store import models
from autossa.store.ids import new_id
from autossa.wording import documents as words

log = structlog.get_logger()
CHUNK = 25


class InvoiceNotFound(NotFound):
    """There is no such invoice or credit note."""


class NotElectronic(Invalid):
    """There is no electronic form of this document: {why}."""

    field = "format"


class FileDamaged(OperationError):
    """The stored file of this document was changed. `autossa verify` names it; restore it from a backup."""


class FileNotTheSame(OperationError):
    """The stored file of this document is gone, and another one would be made today. Restore it from a backup."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """How many documents were made, and how many could not be."""

    made: int = 0
    failed: int = 0


def file_of(*, invoice: UUID, form: Format, ctx: ActionContext) -> bytes:
    """A file of a document; made now where it was not yet.

    Raises InvoiceNotFound, NotElectronic, FileDamaged, FileNotTheSame.
    """
    if not models.Invoice.objects.filter(pk=invoice).exists():
        raise InvoiceNotFound
    if not models.DocumentFile.objects.filter(invoice=invoice).exists():
        make_files({invoice: document_of(invoice)}, present_design(), ctx)
    row = models.DocumentFile.objects.filter(invoice=invoice, format=form.value).select_related("design").first()
    if row is None:
        raise NotElectronic(why=words.lacks(lacks(document_of(invoice))))
    return read_file(row)


def read_file(row: models.DocumentFile) -> bytes:
    """A kept file; made again where the storage has lost it. Raises FileDamaged, FileNotTheSame."""
    content = shelf.read(row.path)
    if content is None:
        return _made_again(row)
    if shelf.digest(content) != row.sha256:
        raise FileDamaged
    return content


def render_missing(
    *, ctx: ActionContext, should_continue: Callable[[], bool] = lambda: True, also_lost: bool = False
) -> Rendered:
    """Make the files of all documents that have none, a transaction for each chunk; one that fails stops no other.

    `also_lost`: those that the storage lost, too.
    """
    made, failed, after, design = 0, 0, None, present_design()
    while should_continue() and (chunk := without_files(CHUNK, after)):
        done = _make_chunk(chunk, design, ctx)
        made, failed, after = made + done, failed + len(chunk) - done, chunk[-1]
    lost = _make_lost(should_continue) if also_lost else Rendered()
    return Rendered(made + lost.made, failed + lost.failed)


def present_design() -> Design:
    """Name, colour and logo as the vendor has set them now."""
    shown, picture = look(), logo()
    return Design(shown.name, shown.accent, picture.data if picture else b"")


def _make_chunk(invoices: Sequence[UUID], design: Design, ctx: ActionContext) -> int:
    """All at once; where one fails, one by one."""
    try:
        make_files(documents_of(invoices), design, ctx)
    except Exception:  # whatever it is: it is this document's
        return sum(_is_made(invoice, design, ctx) for invoice in invoices)
    return len(invoices)


def _is_made(invoice: UUID, design: Design, ctx: ActionContext) -> bool:
    try:
        make_files({invoice: document_of(invoice)}, design, ctx)
    except Exception:
        log.exception("document not made", invoice=str(invoice))
        return False
    return True


def make_files(
    documents: Mapping[UUID, Document], design: Design, ctx: ActionContext, *, of: str = "invoice_id"
) -> None:
    """As `keep_files`, of documents."""
    keep_files(((key, render(document, design)) for key, document in documents.items()), design, ctx, of=of)


def keep_files(
    files: Iterable[tuple[UUID, Mapping[Format, bytes]]], design: Design, ctx: ActionContext, *, of: str
) -> None:
    """Files first, then rows, which name by `of` what they are files of; those that others wrote meanwhile stay."""
    kept = _keep_design(design, ctx)
    rows = [
        models.DocumentFile(
            id=new_id(),
            **{of: key},
            format=form.value,
            sha256=put_file(content),
            size=len(content),
            path=shelf.path_of(shelf.digest(content)),
            design_id=kept,
            version=VERSION,
            made_at=ctx.now,
        )
        for key, made in files
        for form, content in made.items()
    ]
    with transaction.atomic():
        models.DocumentFile.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_design(design: Design, ctx: ActionContext) -> str:
    """The design by its digest, written once."""
    parts = (design.name.encode(), design.accent.encode(), design.logo)
    key = hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()
    row = models.DocumentDesign(sha256=key, name=design.name, accent=design.accent, logo=design.logo, made_at=ctx.now)
    models.DocumentDesign.objects.bulk_create([row], ignore_conflicts=True)
    return key


def put_file(content: bytes) -> str:
    """Keep a file by what is in it; what a kill left half written under its name is written anew. Its digest."""
    sha256, storage = shelf.digest(content), shelf.shelf()
    path = shelf.path_of(sha256)
    there = shelf.read(path)
    if there == content:
        return sha256
    if there is not None:
        storage.delete(path)
    name = storage.save(path, ContentFile(content))
    if name != path:  # another worker wrote the same meanwhile
        storage.delete(name)
    return sha256


def letter_files(letter: UUID, design: Design) -> dict[Format, bytes]:
    """A letter of dunning, as PDF alone."""
    from autossa.documents.billing.dunning.letters import letter_pdf  # what draws pages is loaded where it is needed

    return {Format.PDF: letter_pdf(letter_document(letter), design)}


def _files(row: models.DocumentFile, design: Design) -> Mapping[Format, bytes]:
    if row.letter_id is not None:
        return letter_files(row.letter_id, design)
    if row.quote_id is not None:
        return render(quote_document(row.quote_id), design)
    assert row.invoice_id is not None  # by a constraint of the table
    return render(document_of(row.invoice_id), design)


def _make_lost(should_continue: Callable[[], bool]) -> Rendered:
    """Files that their rows name and the storage has not."""
    made = failed = 0
    for row in models.DocumentFile.objects.select_related("design").order_by("id").iterator(chunk_size=500):
        if not should_continue():
            break
        if shelf.shelf().exists(row.path):
            continue
        try:
            _made_again(row)
            made += 1
        except FileNotTheSame:
            failed += 1
    return Rendered(made, failed)


def _made_again(row: models.DocumentFile) -> bytes:
    """The file of a row that the storage has lost, kept again. Raises FileNotTheSame."""
    kept = row.design
    design = Design(kept.name, kept.accent, bytes(kept.logo))
    content = _files(row, design).get(Format(row.format), b"")
    if shelf.digest(content) != row.sha256:
        raise FileNotTheSame
    put_file(content)
    return content
