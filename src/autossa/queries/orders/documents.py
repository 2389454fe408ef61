"""A quote as a document: its frozen lines, and the versions of the parties that it names (billing 1, 8)."""

from uuid import UUID

from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.vat import Category
from autossa.domain.currencies import places_of
from autossa.queries.billing.documents import seller_of
from autossa.queries.billing.parties import party_of
from autossa.queries.billing.seller import seller_versions
from autossa.store import models
from autossa.store.exact import fraction


def quote_document(quote: UUID) -> Document:
    """One quote. Raises KeyError for none."""
    row = models.Quote.objects.select_related("project", "seller", "buyer").filter(pk=quote).first()
    if row is None:
        raise KeyError(quote)
    facts, buyer = seller_versions({row.seller_facts_id})[row.seller_facts_id], party_of(row.buyer)
    lines = tuple(_line(line, row) for line in row.lines.order_by("position"))
    return Document(
        kind=Kind.QUOTE,
        number=row.full_number,
        reason=row.about,
        issued_on=row.issued_on,
        language=buyer.language,
        currency=row.currency,
        seller=seller_of(party_of(row.seller), facts),
        buyer=buyer,
        lines=lines,
        places=places_of(row.currency),
        order_number=row.order_number,
        valid_until=row.valid_until,
        intro=row.intro,
        closing=row.closing,
        vat_reason=facts.reason(lines[0].category, buyer.language),
    )


def quote_file_name(quote: UUID) -> str:
    """What its file is called outside, such as Q-2026-000017.pdf."""
    return f"{models.Quote.objects.get(pk=quote).full_number}.pdf"


def _line(line: models.QuoteLine, quote: models.Quote) -> DocumentLine:
    return DocumentLine(
        section=quote.section,
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
