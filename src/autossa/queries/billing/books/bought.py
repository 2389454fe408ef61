"""Lots that were bought ahead (top-ups), with what bookings took of them; and the orders that brought them.

An order is invoiced when it is booked: its invoice is among the documents. One from before that is its own document
here, paid on the day that it was booked. What names no order was sold without a document.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Claim, ClaimKind, Item, Payment
from autossa.domain.billing.books.lots import GivenBack, Lot, Movement, PaidBack, Taken, TakenAway, with_movements
from autossa.domain.billing.vat import Treatment
from autossa.domain.invoices import Reason
from autossa.queries.billing.books.streams import stream
from autossa.store.exact import fraction
from autossa.store.ids import public_id

# An order and its lot are written at one moment; of several alike at one moment the first order has the first lot.
_ORDERS = """
SELECT o.id, o.project_id, t.lot, t.day, o.payer_id, o.currency, o.net, o.tax, o.gross, v.treatment, o.tax_rate,
    EXISTS (SELECT FROM invoices i WHERE i.credit_order_id = o.id)
FROM (
    SELECT *, row_number() OVER (PARTITION BY project_id, decided_at, ssc ORDER BY id) AS nth
    FROM credit_orders WHERE state = 'booked'
) o
JOIN (
    SELECT project_id, booked_at, ssc, day, lots[1] AS lot,
        row_number() OVER (PARTITION BY project_id, booked_at, ssc ORDER BY id) AS nth
    FROM transfers WHERE kind = 'top_up'
) t ON t.project_id = o.project_id AND t.booked_at = o.decided_at AND t.ssc = o.ssc AND t.nth = o.nth
JOIN organisations p ON p.id = o.payer_id LEFT JOIN vat_treatments v ON v.id = p.treatment_id
WHERE t.day <= %(last)s
ORDER BY o.id
"""

_BOUGHT = """
SELECT l.project_id, l.number, l.ssc, l.paid, l.day, c.currency,
    t.kind, t.day, t.settlement, d.ssc, s.reason, s.start, s."end"
FROM lots l
JOIN projects p ON p.id = l.project_id
JOIN price_lists c ON c.id = p.price_list_id
JOIN transfers t ON t.project_id = l.project_id
CROSS JOIN LATERAL unnest(t.lots, t.lot_ssc) AS d(lot, ssc)
LEFT JOIN settlements s ON s.id = t.settlement
WHERE l.source <> 'recharge' AND l.paid > 0 AND l.day <= %(last)s AND d.lot = l.number
    AND t.kind NOT IN ('hold', 'release')
ORDER BY l.project_id, l.number, t.id
"""


class _Movement(NamedTuple):
    project: UUID
    lot: int
    lot_ssc: int
    paid: Money
    lot_day: date
    currency: str
    kind: str
    day: date
    settlement: UUID | None
    ssc: int
    reason: str
    start: date
    end: date


class Order(NamedTuple):
    """A booked order with the lot that it brought: the key of its project, and the lot's number there.

    `item` says how it is taxed; it is a document of its own where the order `is_invoiced` by none.
    """

    lot: tuple[UUID, int]
    item: Item
    is_invoiced: bool


_NOTES = """
SELECT credit_order_id, issued_on, -net FROM invoices
WHERE credit_order_id IS NOT NULL AND series = 'CN' AND issued_on <= %(last)s ORDER BY id
"""


def read_orders(last: date) -> list[Order]:
    """The orders that were booked up to a day. One statement; there are few beside what the run invoices."""
    return [_order(row) for row in stream(_ORDERS, {"last": last})]


def read_bought_lots(orders: list[Order], last: date) -> Iterator[Lot]:
    """Every lot that was bought ahead up to a day, with all that happened to it. Two statements."""
    by_lot = {order.lot: order.item.claim for order in orders}
    notes: dict[str, list[PaidBack]] = defaultdict(list)
    for order, day, net in stream(_NOTES, {"last": last}):
        notes[str(order)].append(PaidBack(day, net))
    for key, rows in groupby(stream(_BOUGHT, {"last": last}), key=lambda row: (row[0], row[1])):
        moved = [_Movement(*row) for row in rows]
        claim = by_lot.get(key)
        movements = [*filter(None, map(_movement, moved)), *(notes.get(claim.key, ()) if claim else ())]
        movements.sort(key=lambda movement: movement.day)  # as they happened: those of a day stay in their order
        yield with_movements(_lot(moved[0], claim), moved[0].lot_ssc, movements)


def _order(row: tuple[Any, ...]) -> Order:
    key, project, lot, day, payer, currency, net, tax, gross, of_payer, tax_rate, is_invoiced = row
    rate = fraction(tax_rate)
    treatment = _treatment(rate, of_payer)
    number, payer = public_id("ord", key), str(payer)
    claim = Claim(
        ClaimKind.ORDER, str(key), number, day, day, payer, currency, net, tax, gross, rate, treatment
    )  # fmt: skip
    return Order((project, lot), Item(claim, (), (Payment(day, gross, payer, currency, claim.key),)), is_invoiced)


def _treatment(rate: Fraction, of_payer: str | None) -> Treatment:
    """VAT is that of a domestic payer; without VAT none is one."""
    if rate:
        return Treatment.DOMESTIC
    return Treatment.REVERSE_CHARGE if of_payer == Treatment.REVERSE_CHARGE else Treatment.THIRD_COUNTRY


def _lot(row: _Movement, claim: Claim | None) -> Lot:
    currency = claim.currency if claim else row.currency
    taxed = (claim.treatment, claim.rate) if claim else (Treatment.DOMESTIC, Fraction(0))
    key = f"{public_id('prj', row.project)}/{row.lot}"
    return Lot(key, currency, *taxed, row.lot_day, row.paid, has_document=claim is not None)


def _movement(row: _Movement) -> Movement | None:
    """None for what brought the lot itself."""
    if row.kind == "write_off":
        return TakenAway(row.day, row.ssc)
    if row.settlement is None:
        return None
    if row.kind == "restore":
        return GivenBack(str(row.settlement), row.day)
    return Taken(str(row.settlement), Reason(row.reason), row.day, row.start, row.end, row.ssc)
