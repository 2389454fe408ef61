"""All payments for staff: searched, narrowed, the newest first, page by page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from autossa.domain.currencies import places_of
from autossa.domain.dates import read_day
from autossa.queries.access import read_key
from autossa.queries.billing.payments.rows import COLUMNS, PaymentRow, payments_from
from autossa.queries.errors import Unknown
from autossa.queries.words import MOST_WORDS, has_word, literally
from autossa.store import models
from autossa.store.ids import read_public_id

PAGE = 50
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,3}))?")
_ORGANISATION_WORDS = "search_words(name || ' ' || number || ' ' || vat_id)"
_PLAIN = "upper(regexp_replace(p.reference || p.sender, '[^A-Za-z0-9]', '', 'g'))"


class Which(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    UNASSIGNED = "unassigned"
    ON_ACCOUNT = "on_account"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; `after` is the place that the page begins after, or `before` the one that it ends before."""

    words: str = ""
    which: Which = Which.ALL
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Not everything that there is was asked for."""
        return bool(self.words) or self.which is not Which.ALL


@dataclass(frozen=True, slots=True)
class Payments:
    """A page of the list, and where the next begins, or the one before it ends: "" where there is none."""

    rows: tuple[PaymentRow, ...]
    next_after: str


_WHICH = {
    Which.ALL: "true",
    Which.UNASSIGNED: "p.payer_id IS NULL",
    Which.ON_ACCOUNT: "p.payer_id IS NOT NULL AND p.amount > p.allocated + p.returned + p.paid_out + p.moved",
    Which.RETURNED: "p.returned > 0",
}


def list_payments(asked: Asked, limit: int = PAGE) -> Payments:
    """The next payments, at most so many. Two queries, and one for what the words of a search mean."""
    where, given = [_WHICH[asked.which]], dict[str, Any](limit=limit + 1)
    for index, word in enumerate(asked.words.split()[:MOST_WORDS]):
        where.append(f"({' OR '.join(_ways(word, f'w{index}', given))})")
    is_back = bool(asked.before)
    if place := _place(asked.before or asked.after):
        where.append(f"(p.day, p.id) {'>' if is_back else '<'} (%(after_day)s, %(after_id)s)")
        given |= {"after_day": place[0], "after_id": place[1]}
    order = "p.day, p.id" if is_back else "p.day DESC, p.id DESC"
    rows = payments_from(
        f"SELECT {COLUMNS} FROM payments p LEFT JOIN organisations o ON o.id = p.payer_id"
        f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %(limit)s",
        given,
    )
    last = rows[limit - 1] if len(rows) > limit else None
    shown = rows[:limit]
    more = f"{last.day.isoformat()}.{last.id}" if last else ""
    return Payments(tuple(reversed(shown)) if is_back else shown, more)


def place_of(public: str) -> str:
    """Where a payment stands, to go on after it or to end before it. Raises Unknown."""
    key = read_key("pmt", public)
    day = models.Payment.objects.filter(pk=key).values_list("day", flat=True).first()
    if day is None:
        raise Unknown("there is no such payment")
    return f"{day.isoformat()}.{public}"


def _ways(word: str, name: str, given: dict[str, Any]) -> Iterator[str]:
    """Each of what a word can be: of a payer's name, a reference, a sender, an amount, a document's number."""
    given[name] = literally(word)
    yield f"p.payer_id IN (SELECT id FROM organisations WHERE {has_word(_ORGANISATION_WORDS, f'%({name})s')})"
    squeezed = "".join(sign for sign in word.upper() if sign.isascii() and sign.isalnum())
    if squeezed:
        given[f"{name}_plain"] = f"%{squeezed}%"
        yield f"{_PLAIN} LIKE %({name}_plain)s"
    given[f"{name}_number"] = word.upper()
    yield (
        "EXISTS (SELECT FROM allocations a JOIN claims c ON c.id = a.document"
        f" WHERE a.payment_id = p.id AND c.number = %({name}_number)s)"
    )
    if amounts := list(_amounts(word)):
        given[f"{name}_amounts"] = amounts
        yield f"p.amount = ANY(%({name}_amounts)s)"


def _amounts(word: str) -> Iterator[int]:
    """What is meant in minor units, for each number of decimals that a currency here has."""
    if not (found := _AMOUNT.fullmatch(word)):
        return
    whole, decimals = found[1], found[2] or ""
    for places in sorted({places_of(code) for code in _currencies()}):
        if len(decimals) <= places:
            yield int(whole) * 10**places + int(decimals.ljust(places, "0") or 0)


def _currencies() -> set[str]:
    """Of all price lists, and the one that most have."""
    return {"EUR", *models.PriceList.objects.values_list("currency", flat=True)}


def _place(text: str) -> tuple[date, UUID] | None:
    """The day and the id to go on after; anything unreadable is the beginning."""
    day, _, key = text.partition(".")
    try:
        return read_day(day), read_public_id("pmt", key)
    except ValueError:
        return None
