"""The files of documents and those for the bank: each is the one that was made (billing 6, 12, 13).

Statements of the bank are not kept as files: their entries are, and `bank_files` has the digest of what was read.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from autossa.queries.billing import shelf
from autossa.queries.runs.verify.findings import Finding
from autossa.store import models

_GONE = {
    "document_files": "its file is gone; `autossa invoices render --missing` makes it",
    "bank_orders": "its file is gone; restore it from a backup",
}


def changed_files() -> Iterator[Finding]:
    """A file of an invoice, quote or letter with another byte than when it was made, or none: it can be made again."""
    yield from _changed("document_files", models.DocumentFile.objects.order_by("id"))


def changed_bank_orders() -> Iterator[Finding]:
    """A file for the bank with another byte than when it was made, or none: it is never made again."""
    yield from _changed("bank_orders", models.BankOrder.objects.order_by("id"))


def without_their_pdf() -> Iterator[Finding]:
    """XML without the PDF that holds it."""
    pdf = models.DocumentFile.objects.filter(invoice=OuterRef("invoice"), format="pdf")
    xml = models.DocumentFile.objects.exclude(format="pdf")
    for key in xml.filter(~Exists(pdf)).order_by("id").values_list("id", flat=True):
        yield Finding("document_files", str(key), "there is no PDF of its document")


def _changed(table: str, rows: Any) -> Iterable[Finding]:
    kept = rows.values_list("id", "path", "sha256", "size")
    for key, path, sha256, size in kept.iterator(chunk_size=500):
        content = shelf.read(path)
        if content is None:
            yield Finding(table, str(key), _GONE[table])
        elif len(content) != size:
            yield Finding(table, str(key), f"its file has {len(content)} bytes, {size} were written")
        elif shelf.digest(content) != sha256:
            yield Finding(table, str(key), "its file was changed: its SHA-256 is another one")
