"""A quote as a document: its frozen lines, its parties as they were (billing 1, 8)."""

from typing import Any
from uuid import UUID

from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.vat import Category
from autossa.domain.currencies import places_of
from autossa.store import models
from autossa.store.exact import fraction


def quote_document(quote: UUID) -> Document:
    """One quote. Raises KeyError for none."""
    row = models.Quote.objects.select_related("project").filter(pk=quote).first()
    if row is None:
        raise KeyError(quote)
    return Document(
        kind=Kind.QUOTE,
        number=row.full_number,
        reason=row.about,
        issued_on=row.issued_on,
        language=row.language,
        currency=row.currency,
        seller=Seller(_party(row.seller)),
        buyer=_party(row.buyer),
        lines=tuple(_line(line, row) for line in row.lines.order_by("position")),
        places=places_of(row.currency),
        order_number=row.order_number,
        valid_until=row.valid_until,
        intro=row.intro,
        closing=row.closing,
    )


def _party(kept: dict[str, Any]) -> Party:
    return Party(**kept)


def _line(line: models.QuoteLine, quote: models.Quote) -> DocumentLine:
    return DocumentLine(
        section=quote.project.name,
        name=line.name,
        license_id=line.license_id,
        license_type=line.license_type,
        quantity=line.quantity,
        start=line.start,
        end=line.end,
        needed=line.needed,
        from_balance=line.from_balance,
        units=line.units,
        price=fraction(line.price),
        factor=fraction(line.factor),
        net=line.net,
        category=Category(line.category),
        rate=fraction(quote.tax_rate),
    )
