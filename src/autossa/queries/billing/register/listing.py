"""The register of invoices and credit notes: everything, of an organisation or of a project; searched, page by page.

A page is one statement over indexes; what the words of a search mean is found out before it, a few statements a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import State
from autossa.domain.invoices import Reason
from autossa.queries.billing.register.asked import Asked, Sort, Which
from autossa.queries.billing.register.search import conditions_of, currencies_by_places
from autossa.store.ids import public_id
from autossa.store.models.billing.invoices import COLLECTIVE, full_number

PAGE = 50
_EXPORTED = 2000  # rows a statement of an export


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose documents: all, those of some projects, those that one pays."""

    everything: bool = False
    projects: tuple[UUID, ...] = ()
    payer: UUID | None = None


EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document; money in minor units of `currency`, below 0 on a credit note.

    `state` is that of an invoice, None for a credit note; `left` is what credit notes left of an invoice, `corrects`
    the number that a credit note takes back. Names are those of today, but the project's as it was printed;
    `project_id` is its public id, "" where the document is of none.
    """

    id: str
    number: str
    corrects: str
    state: State | None
    issued_on: date
    due_on: date | None
    reason: Reason | None
    start: date
    end: date
    project: str
    project_id: str
    customer: str
    payer: str
    order_number: str
    currency: str
    net: Money
    tax: Money
    gross: Money
    left: Money
    key: str

    @property
    def is_credit_note(self) -> bool:
        """It takes an invoice back."""
        return self.state is None


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, and where the next begins: "" where there is none."""

    rows: tuple[RegisterRow, ...]
    next_after: str


# As `items.rest_of` and `items.state_of`, for a page of rows; a test holds them against each other.
_ROWS = """
SELECT i.id, i.series, i.year, i.number, i.issued_on, i.due_on, i.reason, i.start, i."end", i.section, i.project_id,
    coalesce(c.name, ''), o.name, i.order_number, i.currency, i.net, i.tax, i.gross, coalesce(n.gross, 0),
    x.series, x.year, x.number, coalesce(k.paid_on, l.paid_on)
FROM ({found}) AS i
LEFT JOIN projects p ON p.id = i.project_id LEFT JOIN organisations c ON c.id = p.customer_id
JOIN organisations o ON o.id = i.payer
LEFT JOIN LATERAL (
    SELECT sum(n.gross)::bigint AS gross FROM invoices n WHERE n.corrects = i.id AND n.issued_on <= %(day)s
) n ON true
LEFT JOIN invoices x ON x.id = i.corrects
LEFT JOIN credit_orders k ON k.id = i.credit_order_id LEFT JOIN license_orders l ON l.id = i.license_order_id
ORDER BY {order}
"""
_ORDER = {Sort.NEWEST: "i.id DESC", Sort.OLDEST: "i.id", Sort.LARGEST: "i.gross DESC, i.id DESC"}
_LATER = {
    Sort.NEWEST: "i.id < %(after_id)s",
    Sort.OLDEST: "i.id > %(after_id)s",
    Sort.LARGEST: "(i.gross, i.id) < (%(after_gross)s, %(after_id)s)",
}
_CREDITED = "i.gross + (SELECT sum(n.gross) FROM invoices n WHERE n.corrects = i.id AND n.issued_on <= %(day)s) <= 0"
# Orders are paid before they are booked, or not yet; other payments are not booked here.
_PAID = """(i.credit_order_id IS NOT NULL OR i.license_order_id IS NOT NULL) AND (
    EXISTS (SELECT FROM credit_orders o WHERE o.id = i.credit_order_id AND o.paid_on <= %(day)s)
    OR EXISTS (SELECT FROM license_orders o WHERE o.id = i.license_order_id AND o.paid_on <= %(day)s))"""
_TO_PAY = f"({_CREDITED}) IS NOT TRUE AND NOT ({_PAID})"
_WHICH = {
    Which.OPEN: f"i.series = 'INV' AND i.due_on >= %(day)s AND {_TO_PAY}",
    Which.OVERDUE: f"i.series = 'INV' AND i.due_on < %(day)s AND {_TO_PAY}",
    Which.PAID: f"i.series = 'INV' AND {_PAID}",
    Which.CREDITED: f"i.id IN (SELECT k.corrects FROM invoices k WHERE k.corrects IS NOT NULL) AND {_CREDITED}",
    Which.NOTES: "i.corrects IS NOT NULL",
}


def read_register(asked: Asked, scope: Scope, day: date, limit: int = PAGE) -> Register:
    """The next documents of the register, at most so many."""
    where, given = conditions_of(asked.words)
    where.append(_whose(scope))
    given |= {"projects": list(scope.projects), "payer": scope.payer, "day": day, "limit": limit + 1}
    if asked.which is not Which.ALL:
        where.append(_WHICH[asked.which])
    if asked.least is not None or asked.most is not None:
        where.append(_between(asked.least, asked.most, given))
    if after := _read_key(asked.after):
        where.append(_LATER[asked.sort])
        given |= {"after_gross": after[0], "after_id": after[1]}
    order = _ORDER[asked.sort]
    found = f"SELECT i.* FROM invoices i WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(found=found, order=order), given)
        rows = tuple(_row(row, day) for row in cursor.fetchall())
    return Register(rows[:limit], rows[limit - 1].key if len(rows) > limit else "")


def each_document(asked: Asked, scope: Scope, day: date) -> Iterator[RegisterRow]:
    """Everything that is asked for, in its order, page by page."""
    asked = replace(asked, after="")
    while True:
        found = read_register(asked, scope, day, _EXPORTED)
        yield from found.rows
        if not found.next_after:
            return
        asked = replace(asked, after=found.next_after)


_BEYOND = 2**62


def _between(least: Fraction | None, most: Fraction | None, given: dict[str, Any]) -> str:
    """SQL for the amounts, each currency by its own minor units."""
    ways = []
    for places, codes in sorted(currencies_by_places().items()):
        given[f"codes{places}"] = codes
        given[f"least{places}"] = ceil((least or 0) * 10**places)
        given[f"most{places}"] = _BEYOND if most is None else floor(most * 10**places)
        low, high = f"%(least{places})s", f"%(most{places})s"
        amount = f"(i.gross BETWEEN {low} AND {high} OR i.gross BETWEEN -{high} AND -{low})"
        ways.append(f"(i.currency = ANY(%(codes{places})s) AND {amount})")
    return f"({' OR '.join(ways or ['false'])})"


def _whose(scope: Scope) -> str:
    if scope.everything:
        return "true"
    return "(i.project_id = ANY(%(projects)s) OR i.payer = %(payer)s)"


def _row(row: tuple[Any, ...], day: date) -> RegisterRow:
    (
        key, series, year, number, issued_on, due_on, reason, start, end, project, project_key, customer, payer,
        order_number, currency, net, tax, gross, noted, of_series, of_year, of_number, paid_on,
    ) = row  # fmt: skip
    is_note = of_series is not None
    left = 0 if is_note else max(gross + noted, 0)
    is_paid = paid_on is not None and paid_on <= day
    return RegisterRow(
        id=public_id("inv", key),
        number=full_number(series, year, number),
        corrects=full_number(of_series, of_year, of_number) if is_note else "",
        state=None if is_note else state_after(left, due_on, day, is_paid=is_paid),
        issued_on=issued_on, due_on=due_on, reason=None if reason == COLLECTIVE else Reason(reason),
        start=start, end=end,
        project=project, project_id=public_id("prj", project_key) if project_key else "", customer=customer,
        payer=payer, order_number=order_number,
        currency=currency, net=net, tax=tax, gross=gross, left=0 if is_paid else left, key=f"{gross}.{key}",
    )  # fmt: skip


def state_after(left: Money, due_on: date | None, day: date, *, is_paid: bool) -> State:
    """Where an invoice stands of which so much is not credited (`items.state_of`); orders alone are known as paid."""
    if not left:
        return State.CREDITED
    if is_paid:
        return State.PAID
    return State.OVERDUE if due_on is not None and due_on < day else State.OPEN


def _read_key(text: str) -> tuple[int, UUID] | None:
    """The amount and the id to go on after; anything unreadable is the beginning."""
    gross, _, key = text.partition(".")
    try:
        amount = int(gross)
        return (amount, UUID(key)) if abs(amount) < _BEYOND and len(gross) < 20 else None
    except ValueError:
        return None
