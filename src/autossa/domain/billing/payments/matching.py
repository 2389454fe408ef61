"""Which documents a payment is for, without a guess (billing 10).

In order: what its text names; one open document of exactly its amount; all that is overdue, where that is exactly its
amount. The last two only where the payer is known: amounts of strangers coincide. Else it waits for a person, with what
it may be for and why.

An order is paid by itself only where it is all that is named, and in full: booking it is more than using money, so an
amount alone does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.facts import Why
from autossa.domain.billing.payments.open_book import Candidate, OpenBook

MOST_SUGGESTIONS = 6


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payment that came; `payer` is known by the account it came from or by hand, "" where it is not."""

    day: date
    amount: Money
    currency: str
    text: str = ""
    sender: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """Of which payer it is, and for which documents, in the order in which it pays them.

    What they do not need goes on account; a payment that is short pays the last of them in part.
    """

    payer: str
    documents: tuple[str, ...]
    why: Why


class Waiting(StrEnum):
    """Why it waits for a person."""

    UNKNOWN_PAYER = "unknown_payer"
    NO_EXACT_AMOUNT = "no_exact_amount"
    SEVERAL_EXACT = "several_exact"
    SEVERAL_PAYERS = "several_payers"
    OTHER_CURRENCY = "other_currency"
    ORDER_SHORT = "order_short"
    ORDER_AND_MORE = "order_and_more"
    ORDER_NOT_NAMED = "order_not_named"


_OF_ORDERS = {Waiting.ORDER_SHORT, Waiting.ORDER_AND_MORE}


class Hint(StrEnum):
    """Why something is suggested."""

    NAMED = "named"
    SAME_AMOUNT = "same_amount"
    ALMOST = "almost"
    ALL_OPEN = "all_open"
    OLDEST = "oldest"
    PAYER_NAMED = "payer_named"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What it may be for; no document: it may be of that payer."""

    payer: str
    documents: tuple[str, ...]
    hint: Hint


@dataclass(frozen=True, slots=True)
class Waits:
    """It waits: why, and what it may be for, the likeliest first."""

    reason: Waiting
    suggestions: tuple[Suggestion, ...] = ()


def match(incoming: Incoming, book: OpenBook, tolerance: Money = 0) -> Matched | Waits:
    """What a payment is for, else why it waits. `tolerance` only makes a suggestion of what is almost right."""
    found = decide(incoming, book)
    return found if isinstance(found, Matched) else Waits(found, _suggested(found, incoming, book, tolerance))


def decide(incoming: Incoming, book: OpenBook) -> Matched | Waiting:
    """As `match`, without suggestions: looking for those takes longer than all else."""
    if named := book.named_in(incoming.text):
        return _named(incoming, named)
    if payer := book.everything_in(incoming.text):
        documents = tuple(one.key for one in book.open_of(payer, incoming.currency) if not one.is_order)
        return Matched(payer, documents, Why.NAMED)
    return _by_amount(incoming, book) if incoming.payer else Waiting.UNKNOWN_PAYER


def _named(incoming: Incoming, named: list[Candidate]) -> Matched | Waiting:
    """Those that are settled already say whose it is: the money is that payer's credit (paid twice)."""
    if any(one.currency != incoming.currency for one in named):
        return Waiting.OTHER_CURRENCY
    if len({one.payer for one in named}) > 1:
        return Waiting.SEVERAL_PAYERS
    to_pay = [one for one in named if one.rest > 0]
    if any(one.is_order for one in to_pay):
        if len(to_pay) > 1:
            return Waiting.ORDER_AND_MORE
        if incoming.amount < to_pay[0].rest:
            return Waiting.ORDER_SHORT
    return Matched(named[0].payer, tuple(one.key for one in to_pay), Why.NAMED)


def _by_amount(incoming: Incoming, book: OpenBook) -> Matched | Waiting:
    theirs = book.open_of(incoming.payer, incoming.currency)
    exact = [one for one in theirs if one.rest == incoming.amount]
    if len(exact) == 1 and not exact[0].is_order:
        return Matched(incoming.payer, (exact[0].key,), Why.EXACT)
    overdue = [one for one in theirs if one.is_overdue(incoming.day)]
    if not exact and overdue and sum(one.rest for one in overdue) == incoming.amount:
        return Matched(incoming.payer, tuple(one.key for one in overdue), Why.ALL_OVERDUE)
    return _reason(exact)


def _reason(exact: list[Candidate]) -> Waiting:
    if not exact:
        return Waiting.NO_EXACT_AMOUNT
    return Waiting.SEVERAL_EXACT if len(exact) > 1 else Waiting.ORDER_NOT_NAMED


def _suggested(why: Waiting, incoming: Incoming, book: OpenBook, tolerance: Money) -> tuple[Suggestion, ...]:
    """What is named, then the rest; where what is named is clear, that alone."""
    named = book.named_in(incoming.text)
    if why is Waiting.OTHER_CURRENCY:
        return tuple(_of_named(named))
    if why in _OF_ORDERS:
        return tuple(_of_named([one for one in named if one.rest > 0]))
    return (*_of_named(named), *_suggestions(incoming, book, tolerance))[:MOST_SUGGESTIONS]


def _suggestions(incoming: Incoming, book: OpenBook, tolerance: Money) -> tuple[Suggestion, ...]:
    """Without repetition: what is said of a likelier hint is not said again."""
    found: dict[tuple[str, tuple[str, ...]], Suggestion] = {}
    for one in _all_suggestions(incoming, book, tolerance):
        found.setdefault((one.payer, one.documents), one)
    return tuple(found.values())[:MOST_SUGGESTIONS]


def _all_suggestions(incoming: Incoming, book: OpenBook, tolerance: Money) -> Iterator[Suggestion]:
    hinted = book.payers_named(f"{incoming.text} {incoming.sender}")
    payers = [incoming.payer] if incoming.payer else hinted
    for payer in payers:
        yield from _of_payer(incoming, payer, book.open_of(payer, incoming.currency), tolerance)
    for one in book.with_rest(incoming.amount, incoming.currency):
        yield Suggestion(one.payer, (one.key,), Hint.SAME_AMOUNT)
    for payer in payers:
        yield Suggestion(payer, (), Hint.PAYER_NAMED)


def _of_payer(incoming: Incoming, payer: str, theirs: list[Candidate], tolerance: Money) -> Iterator[Suggestion]:
    for one in theirs:
        if one.rest == incoming.amount:
            yield Suggestion(payer, (one.key,), Hint.SAME_AMOUNT)
    for one in theirs:
        if 0 < abs(one.rest - incoming.amount) <= tolerance:
            yield Suggestion(payer, (one.key,), Hint.ALMOST)
    claims = [one for one in theirs if not one.is_order]
    for count, total in enumerate(accumulate(one.rest for one in claims), start=1):
        if total == incoming.amount:
            hint = Hint.ALL_OPEN if count == len(claims) else Hint.OLDEST
            yield Suggestion(payer, tuple(one.key for one in claims[:count]), hint)


def _of_named(named: list[Candidate]) -> Iterator[Suggestion]:
    for payer in dict.fromkeys(one.payer for one in named):
        yield Suggestion(payer, tuple(one.key for one in named if one.payer == payer), Hint.NAMED)
