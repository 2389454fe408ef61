"""The VAT of some days, added up by the database per treatment and rate."""

from autossa.domain.billing.books.postings import Span
from autossa.domain.billing.books.vat import VatLine, in_order, nothing, of_claims
from autossa.domain.billing.vat import TREATMENTS, Category, Treatment
from autossa.queries.billing.books.bought import Order
from autossa.queries.billing.books.streams import stream
from autossa.store.exact import fraction

_VAT = """
SELECT i.currency, i.tax_rate, i.vat_category, i.series = 'CN',
    count(*), sum(i.net)::bigint, sum(i.tax)::bigint
FROM invoices i
WHERE i.issued_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4
"""


def read_vat(span: Span, orders: list[Order]) -> tuple[VatLine, ...]:
    """As `vat.vat_of` for all documents of these days; orders that have none are added one by one. One statement."""
    found: dict[tuple[str, Treatment, object], VatLine] = {}
    for currency, tax_rate, category, is_credit_note, count, net, tax in stream(
        _VAT, {"first": span.first, "last": span.last}
    ):
        rate = fraction(tax_rate)
        empty = nothing(currency, TREATMENTS[Category(category)], rate)
        key = (currency, empty.treatment, rate)
        found[key] = found.get(key, empty).plus(of_claims(is_credit_note, count, net, tax, empty))
    for claim in (order.item.claim for order in orders):
        if claim.day in span:
            key = (claim.currency, claim.treatment, claim.rate)
            found[key] = found.get(key, nothing(claim.currency, claim.treatment, claim.rate)).with_claim(claim)
    return in_order(found.values())
