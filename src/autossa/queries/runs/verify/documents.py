"""The files of documents: each is the one that was made (billing 6)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from autossa.queries.billing import shelf
from autossa.queries.runs.verify.findings import Finding
from autossa.store import models


def changed_files() -> Iterator[Finding]:
    """A file with another byte than when it was made, or none: that one can be made again."""
    rows = models.DocumentFile.objects.order_by("id").values_list("id", "path", "sha256", "size")
    for key, path, sha256, size in rows.iterator(chunk_size=500):
        content = shelf.read(path)
        if content is None:
            yield Finding("document_files", str(key), "its file is gone; `autossa invoices render --missing` makes it")
        elif len(content) != size:
            yield Finding("document_files", str(key), f"its file has {len(content)} bytes, {size} were written")
        elif shelf.digest(content) != sha256:
            yield Finding("document_files", str(key), "its file was changed: its SHA-256 is another one")


def without_their_pdf() -> Iterator[Finding]:
    """XML without the PDF that holds it."""
    pdf = models.DocumentFile.objects.filter(invoice=OuterRef("invoice"), format="pdf")
    xml = models.DocumentFile.objects.exclude(format="pdf")
    for key in xml.filter(~Exists(pdf)).order_by("id").values_list("id", flat=True):
        yield Finding("document_files", str(key), "there is no PDF of its document")
