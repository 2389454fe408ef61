"""The files of invoices, credit notes and quotes as they were made, and in which design. Append-only."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of
from autossa.store.models.billing.invoices import Invoice
from autossa.store.models.billing.quotes import Quote

FORMATS = ["pdf", "cii", "ubl"]


class DocumentDesign(models.Model):
    """Name, colour and logo of the vendor as documents were printed with, by the SHA-256 of all three: kept once."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    accent = models.CharField(max_length=7)
    logo = models.BinaryField(max_length=200_000, blank=True, default=b"")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "document_designs"
        constraints = [check("document_designs_sha256", models.Q(sha256__regex="^[0-9a-f]{64}$"))]


class DocumentFile(Identified):
    """A file of an invoice or credit note, a quote or a letter: its digest, its size in bytes, its path in the storage.

    From `design`, and by the same `version` of what makes files, the same bytes are made again.
    """

    PREFIX = "doc"

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="files", db_index=False, null=True, blank=True
    )
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="files", db_index=False, null=True, blank=True
    )
    letter = models.ForeignKey(
        "store.DunningLetter", on_delete=models.PROTECT, related_name="files", db_index=False, null=True, blank=True
    )
    format = models.CharField(max_length=3)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=100)
    design = models.ForeignKey(DocumentDesign, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "document_files"
        constraints = [
            one_of("document_files_format", "format", FORMATS),
            models.UniqueConstraint(fields=["invoice", "format"], name="document_files_once"),
            models.UniqueConstraint(fields=["quote", "format"], name="document_files_quote_once"),
            models.UniqueConstraint(fields=["letter", "format"], name="document_files_letter_once"),
            check(
                "document_files_of_one",
                models.Q(invoice__isnull=False, quote=None, letter=None)
                | models.Q(invoice=None, quote__isnull=False, letter=None)
                | models.Q(invoice=None, quote=None, letter__isnull=False),
            ),
            check("document_files_size", models.Q(size__gte=1)),
            check("document_files_sha256", models.Q(sha256__regex="^[0-9a-f]{64}$")),
        ]
