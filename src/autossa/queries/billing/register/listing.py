"""The register of invoices and credit notes: everything, of an organisation or of a project; searched, page by page.

A page is one statement over indexes; what the words of a search mean is found out before it, a few statements a word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Item, State, rest_of, state_of
from autossa.domain.invoices import Reason
from autossa.queries.access import read_key
from autossa.queries.billing.payments.items import items_of
from autossa.queries.billing.register.asked import Asked, Sort, Which
from autossa.queries.billing.register.search import conditions_of, currencies_by_places
from autossa.queries.errors import Unknown
from autossa.store import models
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

    `state` is that of an invoice, None for a credit note; `left` is what is still to be paid of an invoice, `corrects`
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
    """A page of the register, and where the next begins, or the one before it ends: "" where there is none."""

    rows: tuple[RegisterRow, ...]
    next_after: str


_ROWS = """
SELECT i.id, i.series, i.year, i.number, i.issued_on, i.due_on, i.reason, i.start, i."end", i.section, i.project_id,
    coalesce(c.name, ''), o.name, i.order_number, i.currency, i.net, i.tax, i.gross,
    x.series, x.year, x.number
FROM ({found}) AS i
LEFT JOIN projects p ON p.id = i.project_id LEFT JOIN organisations c ON c.id = p.customer_id
JOIN organisations o ON o.id = i.payer
LEFT JOIN invoices x ON x.id = i.corrects
ORDER BY {order}
"""
_ORDER = {Sort.NEWEST: "i.id DESC", Sort.OLDEST: "i.id", Sort.LARGEST: "i.gross DESC, i.id DESC"}
_LATER = {
    Sort.NEWEST: "i.id < %(after_id)s",
    Sort.OLDEST: "i.id > %(after_id)s",
    Sort.LARGEST: "(i.gross, i.id) < (%(after_gross)s, %(after_id)s)",
}
_BACKWARDS = {Sort.NEWEST: "i.id", Sort.OLDEST: "i.id DESC", Sort.LARGEST: "i.gross, i.id"}
_EARLIER = {
    Sort.NEWEST: _LATER[Sort.OLDEST],
    Sort.OLDEST: _LATER[Sort.NEWEST],
    Sort.LARGEST: "(i.gross, i.id) > (%(after_gross)s, %(after_id)s)",
}
# What is left of them today; where each of a page stands exactly says the rule, of its own rows.
_COLLECTING = """EXISTS (
    SELECT FROM debit_parts d JOIN debits t ON t.id = d.debit_id WHERE d.document = k.id AND t.ended_on IS NULL
        AND NOT EXISTS (SELECT FROM payments m WHERE m.debit_id = t.id)
)"""
_CLAIM = "i.series = 'INV' AND i.id IN (SELECT k.id FROM claims k WHERE {})"
_WHICH = {
    Which.OPEN: _CLAIM.format(f"k.rest > 0 AND (k.due_on >= %(day)s OR {_COLLECTING})"),
    Which.OVERDUE: _CLAIM.format(f"k.rest > 0 AND k.due_on < %(day)s AND NOT {_COLLECTING}"),
    Which.PAID: _CLAIM.format("k.rest = 0 AND k.allocated > 0"),
    Which.CREDITED: _CLAIM.format("k.rest = 0 AND k.noted > 0"),
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
    is_back = bool(asked.before)
    if place := _read_key(asked.before or asked.after):
        where.append((_EARLIER if is_back else _LATER)[asked.sort])
        given |= {"after_gross": place[0], "after_id": place[1]}
    order = (_BACKWARDS if is_back else _ORDER)[asked.sort]
    found = f"SELECT i.* FROM invoices i WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(found=found, order=order), given)
        listed = cursor.fetchall()
    items = items_of(row[0] for row in listed)
    rows = tuple(_row(row, items, day) for row in listed)
    more, rows = rows[limit - 1].key if len(rows) > limit else "", rows[:limit]
    return Register(tuple(reversed(rows)) if is_back else rows, more)


def place_of(public: str) -> str:
    """The key of a document, to go on after it or to end before it. Raises Unknown."""
    key = read_key("inv", public)
    gross = models.Invoice.objects.filter(pk=key).values_list("gross", flat=True).first()
    if gross is None:
        raise Unknown("there is no such document")
    return f"{gross}.{key}"


def each_document(asked: Asked, scope: Scope, day: date) -> Iterator[RegisterRow]:
    """Everything that is asked for, in its order, page by page."""
    asked = replace(asked, after="", before="")
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


def _row(row: tuple[Any, ...], items: Mapping[UUID, Item], day: date) -> RegisterRow:
    (
        key, series, year, number, issued_on, due_on, reason, start, end, project, project_key, customer, payer,
        order_number, currency, net, tax, gross, of_series, of_year, of_number,
    ) = row  # fmt: skip
    item = items.get(key)
    return RegisterRow(
        id=public_id("inv", key),
        number=full_number(series, year, number),
        corrects=full_number(of_series, of_year, of_number) if item is None else "",
        state=state_of(item, day) if item else None,
        issued_on=issued_on, due_on=due_on, reason=None if reason == COLLECTIVE else Reason(reason),
        start=start, end=end,
        project=project, project_id=public_id("prj", project_key) if project_key else "", customer=customer,
        payer=payer, order_number=order_number, currency=currency, net=net, tax=tax, gross=gross,
        left=rest_of(item, day) if item else 0, key=f"{gross}.{key}",
    )  # fmt: skip


def _read_key(text: str) -> tuple[int, UUID] | None:
    """The amount and the id to go on after; anything unreadable is the beginning."""
    gross, _, key = text.partition(".")
    try:
        amount = int(gross)
        return (amount, UUID(key)) if abs(amount) < _BEYOND and len(gross) < 20 else None
    except ValueError:
        return None
