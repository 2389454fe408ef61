"""Tags of the books: a figure that opens its arithmetic."""

from typing import Any

from django import template

from autossa.domain.billing.books.vat import VatLine
from autossa.domain.billing.books.why import why_owed, why_vat
from autossa.domain.billing.vat import Treatment
from autossa.domain.derivations import Derivation
from autossa.queries.billing.books.receivables import Owed
from autossa.wording import formats
from autossa.wording.billing import books

register = template.Library()

register.filter("long_month", books.month)
register.filter("age", books.age)


@register.filter
def treatment(value: Treatment) -> str:
    """How something is taxed."""
    return str(books.TREATMENT[value])


@register.inclusion_tag("portal/billing/books/_figure.html")
def owed(amount: Owed, currency: str) -> dict[str, Any]:
    """What is to be paid of some documents."""
    why = why_owed(amount.documents, amount.billed, amount.noted, amount.settled, currency)
    return _figure(formats.bare_money(amount.rest, currency), why if amount.documents else None)


@register.inclusion_tag("portal/billing/books/_figure.html")
def vat(line: VatLine) -> dict[str, Any]:
    """The VAT of a rate."""
    return _figure(formats.bare_money(line.tax, line.currency), why_vat(line))


@register.inclusion_tag("portal/billing/books/_figure.html")
def taxed(line: VatLine) -> dict[str, Any]:
    """What is taxed at a rate."""
    return _figure(formats.bare_money(line.net, line.currency), why_vat(line))


@register.inclusion_tag("portal/billing/books/_figure.html")
def figure(text: str, why: Derivation) -> dict[str, Any]:
    """Any figure with why it is so much."""
    return _figure(text, why)


def _figure(text: str, why: Derivation | None) -> dict[str, Any]:
    return {"text": text, "steps": books.book_steps(why) if why else []}
