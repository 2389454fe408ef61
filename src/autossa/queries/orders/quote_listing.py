"""Quotes for the command line: as rows, one as facts, who can be asked by address."""

from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from autossa.domain.amounts import show, show_fraction
from autossa.domain.currencies import places_of
from autossa.domain.orders.quotes import About
from autossa.queries.errors import Unknown
from autossa.queries.orders.approvers import approvers
from autossa.queries.orders.documents import quote_document
from autossa.queries.orders.quotes import all_quotes, find_quote
from autossa.store import models
from autossa.store.ids import public_id


def list_quotes(today: date, now: datetime) -> list[dict[str, Any]]:
    """The newest of them."""
    return [
        {
            "number": one.number,
            "id": one.id,
            "project": one.project,
            "payer": one.payer,
            "about": one.about.value,
            "gross": show(one.gross, places_of(one.currency)),
            "currency": one.currency,
            "valid_until": one.valid_until.isoformat(),
            "state": one.state.value,
        }
        for one in all_quotes(today, now)
    ]


def quote_facts(quote: UUID, today: date, now: datetime) -> dict[str, Any]:
    """All that a quote says, and how it stands."""
    row, document = find_quote(public_id("quo", quote), today, now), quote_document(quote)
    places = places_of(document.currency)
    return {
        "number": document.number,
        "id": public_id("quo", quote),
        "state": row.state.value if row else "",
        "issued_on": document.issued_on.isoformat(),
        "valid_until": document.valid_until.isoformat() if document.valid_until else None,
        "currency": document.currency,
        "seller": asdict(document.seller.party),
        "buyer": asdict(document.buyer),
        "lines": [_plain(asdict(line)) for line in document.lines],
        "net": show(document.net, places),
        "tax": show(document.tax, places),
        "gross": show(document.gross, places),
        "order_number": document.order_number,
    }


def number_of(quote: UUID) -> str:
    """The number of a quote."""
    return models.Quote.objects.get(pk=quote).full_number


def find_approver(quote: UUID, email: str) -> str:
    """Whoever can be asked to approve a quote, by address. Raises Unknown."""
    row = models.Quote.objects.select_related("project").get(pk=quote)
    for one in approvers(row.project.customer_id, About(row.about)):
        if one.email == email.strip().lower():
            return one.id
    raise Unknown(f"nobody of the customer with the address {email} may approve this quote")


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in line.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Fraction):
        return show_fraction(value)
    return value.isoformat() if isinstance(value, date) else value
