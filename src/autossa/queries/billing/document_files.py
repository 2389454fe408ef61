"""Documents and their files as lists: by number, newest first; which have none yet."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from autossa.domain.amounts import show
from autossa.domain.billing.documents import Document
from autossa.domain.currencies import places_of
from autossa.queries.billing.documents import document_of
from autossa.queries.billing.register.asked import Asked
from autossa.queries.billing.register.listing import EVERYTHING, RegisterRow, each_document
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id, read_public_id
from autossa.store.models.billing.invoices import COLLECTIVE

CONTENT_TYPES = {"pdf": "application/pdf", "cii": "application/xml", "ubl": "application/xml"}
_ENDINGS = {"pdf": ".pdf", "cii": "-cii.xml", "ubl": "-ubl.xml"}


def find_invoice(text: str) -> UUID:
    """A document by `inv_…` or by its number such as INV-2026-000017. Raises Unknown."""
    found = models.Invoice.objects.filter(**_wanted(text)).values_list("id", flat=True).first()
    if found is None:
        raise Unknown(f"no invoice or credit note {text}; give its number such as INV-2026-000017, or inv_…")
    return found


def file_name(invoice: UUID, form: str) -> str:
    """What a file of a document is called outside, such as INV-2026-000017.pdf: of letters, digits and - alone."""
    row = models.Invoice.objects.get(pk=invoice)
    return f"{row.full_number}{_ENDINGS[form]}"


def list_invoices(asked: Asked, day: date, limit: int) -> Iterator[dict[str, Any]]:
    """The documents that are asked for as facts, at most so many, with which files they have."""
    rows = list(islice(each_document(asked, EVERYTHING, day), limit))
    files: dict[str, list[str]] = {}
    kept = models.DocumentFile.objects.filter(invoice__in=[read_public_id("inv", row.id) for row in rows])
    for invoice, form in kept.order_by("format").values_list("invoice", "format"):
        files.setdefault(public_id("inv", invoice), []).append(form)
    for row in rows:
        yield _of_row(row) | {"files": files.get(row.id, [])}


def _of_row(row: RegisterRow) -> dict[str, Any]:
    places = places_of(row.currency)
    return {
        "number": row.number,
        "id": row.id,
        "issued_on": row.issued_on.isoformat(),
        "due_on": _day(row.due_on),
        "state": row.state.value if row.state else "credit_note",
        "payer": row.payer,
        "project": row.project_id or None,
        "order_number": row.order_number,
        "reason": row.reason.value if row.reason else COLLECTIVE,
        "net": show(row.net, places),
        "tax": show(row.tax, places),
        "gross": show(row.gross, places),
        "left": show(row.left, places),
        "currency": row.currency,
    }


def invoice_facts(invoice: UUID) -> dict[str, Any]:
    """All that a document says, as facts, and its files with their digests."""
    document = document_of(invoice)
    kept = models.DocumentFile.objects.filter(invoice=invoice).order_by("format")
    return {
        **_of_document(document),
        "lines": [_of_line(document, number) for number in range(len(document.lines))],
        "files": [
            {"format": row.format, "sha256": row.sha256, "size": row.size, "made_at": row.made_at.isoformat()}
            for row in kept
        ],
    }


def without_files(limit: int, after: UUID | None = None) -> list[UUID]:
    """Documents of which no file was made yet, oldest first; `after` passes by what comes before."""
    made = models.DocumentFile.objects.filter(invoice=OuterRef("pk"), format="pdf")
    found = models.Invoice.objects.filter(~Exists(made)).order_by("id")
    if after is not None:
        found = found.filter(pk__gt=after)
    return list(found.values_list("id", flat=True)[:limit])


def _wanted(text: str) -> dict[str, Any]:
    try:
        if text.startswith("inv_"):
            return {"pk": read_public_id("inv", text)}
        series, year, number = text.split("-")
        return {"series": series, "year": int(year), "number": int(number)}
    except ValueError:
        raise Unknown(f"{text} is neither a number such as INV-2026-000017 nor inv_…") from None


def _of_document(document: Document) -> dict[str, Any]:
    return {
        "number": document.number,
        "kind": document.kind.value,
        "reason": document.reason,
        "issued_on": _day(document.issued_on),
        "due_on": _day(document.due_on),
        "supplied_from": _day(document.supplied_from),
        "supplied_until": _day(document.supplied_until),
        "language": document.language,
        "currency": document.currency,
        "seller": document.seller.party.name,
        "buyer": document.buyer.name,
        "order_number": document.order_number,
        "reference": document.reference,
        "corrects": document.corrects[0] if document.corrects else None,
        "vat": [
            {"category": total.category.value, "rate": str(total.rate), "net": _money(document, total.net),
             "tax": _money(document, total.tax)}
            for total in document.vat
        ],
        "net": _money(document, document.net),
        "tax": _money(document, document.tax),
        "gross": _money(document, document.gross),
    }  # fmt: skip


def _of_line(document: Document, number: int) -> dict[str, Any]:
    line = document.lines[number]
    return {
        "line": number + 1,
        "section": line.section,
        "license": line.license_id,
        "type": line.license_type,
        "quantity": line.quantity,
        "start": _day(line.start),
        "end": _day(line.end),
        "needed": show(line.needed),
        "from_balance": show(line.from_balance),
        "invoiced": show(line.units),
        "price": str(line.price),
        "factor": str(line.factor),
        "net": _money(document, line.net),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _money(document: Document, amount: int) -> str:
    return show(amount, document.places)
