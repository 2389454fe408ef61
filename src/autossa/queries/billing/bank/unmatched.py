"""Payments that wait for a person: why, and what each may be for (billing 10); and what went back unexplained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.payments.matching import Hint, Incoming, Matched, Suggestion, Waiting, match
from autossa.domain.billing.payments.open_book import Candidate
from autossa.queries.billing.bank.books import open_claims_of, suggesting_book
from autossa.queries.billing.bank.named import named_book, open_orders_of
from autossa.queries.billing.bank.payers import known_payers
from autossa.queries.billing.bank.waiting import MoneyIn, MoneyOut, count_in, money_in, money_out, one_in
from autossa.queries.billing.payments.policies import payment_terms
from autossa.queries.words import rows_with
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

PAGE = 15
_MOST_PAYERS = 12
_FEES = "FEE"  # the series of their numbers
_PAYMENT, _LINE = models.Payment.PREFIX, models.BankPayment.PREFIX


@dataclass(frozen=True, slots=True)
class Payer:
    """Who may have paid; `id` is public."""

    key: UUID
    id: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Paid:
    """An invoice, a fee or an order (then `number` is "") that may be paid; `key` is sent back."""

    key: str
    number: str
    due_on: date | None
    rest: Money
    currency: str
    is_order: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a payment may be for, and why; `beyond` is what of it goes on account, below 0 what stays open."""

    payer: Payer
    documents: tuple[Paid, ...]
    hint: Hint
    beyond: Money

    @property
    def short(self) -> Money:
        """What stays open."""
        return max(-self.beyond, 0)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A payment that waits. `payer` is known by the account it came from; the account is masked.

    `reason` is None where the rules would find it now: it was paid before its invoice was there.
    """

    key: UUID
    id: str
    day: date
    amount: Money
    currency: str
    text: str
    sender: str
    account: str
    line: str
    returned: str
    payer: Payer | None
    reason: Waiting | None
    suggestions: tuple[Suggested, ...]


@dataclass(frozen=True, slots=True)
class UnmatchedPage:
    """The oldest first, what went out unexplained, how many payments wait, and the key of the page after it."""

    rows: tuple[Unmatched, ...]
    out: tuple[MoneyOut, ...]
    count: int
    next_after: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """One payment with who was searched for, or who was chosen and what is open of it."""

    row: Unmatched
    found: tuple[Payer, ...]
    chosen: Payer | None
    open: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A payment as the statement has it; below 0 it went out."""

    day: date
    amount: Money
    currency: str
    name: str
    text: str


def unmatched_page(day: date, after: str = "", limit: int = PAGE) -> UnmatchedPage:
    """A page of what waits, in a constant number of queries."""
    listed = money_in(limit + 1, _key_of(after))
    shown = listed[:limit]
    more = public_id(_PAYMENT, shown[-1].key) if len(listed) > limit else ""
    return UnmatchedPage(_described(shown, day), tuple(money_out()) if not after else (), count_in(), more)


def out_page() -> tuple[MoneyOut, ...]:
    """What went out unexplained, the oldest first."""
    return tuple(money_out())


def payable_name(paid: Paid) -> str:
    """The public id of what may be paid; an order's key is one."""
    if paid.is_order:
        return paid.key
    return public_id("fee" if paid.number.startswith(_FEES) else "inv", UUID(paid.key))


def one_payment(payment: UUID, day: date, words: str = "", payer: str = "") -> OnePage | None:
    """A payment that waits, or that was set aside; None where there is none, or it is somebody's."""
    money = one_in(payment)
    if money is None:
        return None
    (row,) = _described([money], day)
    chosen = _payer(payer) or (None if words else row.payer)
    claims = open_claims_of(chosen.key) if chosen else []
    orders = [order.candidate for order in open_orders_of([chosen.key])] if chosen else []
    wanted = [one for one in (*claims, *orders) if one.currency == money.currency]
    return OnePage(row, _search(words), chosen, tuple(map(_paid, wanted)))


def line_page(line: UUID) -> Line | None:
    """A payment on a statement that nobody has booked or set aside; None where it is not."""
    found = models.BankPayment.objects.filter(
        pk=line, set_aside=None, payment_return=None, refund=None, payment__payer=None
    )
    row = found.select_related("entry").first()
    return Line(row.entry.day, row.amount, row.entry.currency, row.name, row.text) if row else None


def _described(listed: Sequence[MoneyIn], day: date) -> tuple[Unmatched, ...]:
    if not listed:
        return ()
    known = known_payers(one.iban for one in listed)
    texts = [f"{one.text} {one.sender}" for one in listed]
    book = suggesting_book(texts, set(known.values()), {one.amount for one in listed})
    tolerance = payment_terms(day).policy.tolerance
    found = []
    for one in listed:
        payer = str(known[one.iban]) if one.iban in known else ""
        incoming = Incoming(one.day, one.amount, one.currency, one.text, one.sender, payer)
        found.append((one, payer, match(incoming, book, tolerance)))
    wanted = {payer for _, payer, _ in found if payer}
    wanted |= {one.payer for _, _, what in found for one in _suggestions(what)}
    payers = _payers(map(UUID, wanted))
    documents = {one.key: one for one in book.documents}
    return tuple(_unmatched(one, payers.get(payer), what, payers, documents) for one, payer, what in found)


def _suggestions(found: object) -> tuple[Suggestion, ...]:
    """What was found by the rule is suggested too: the rule was not asked again since."""
    if isinstance(found, Matched):
        return (Suggestion(found.payer, found.documents, Hint.NAMED),)
    return getattr(found, "suggestions", ())


def _unmatched(
    one: MoneyIn, payer: Payer | None, found: object, payers: dict[str, Payer], documents: dict[str, Candidate]
) -> Unmatched:
    suggested = []
    for suggestion in _suggestions(found):
        paid = tuple(_paid(documents[key]) for key in suggestion.documents)
        beyond = one.amount - sum(document.rest for document in paid)
        if suggestion.payer in payers:
            suggested.append(Suggested(payers[suggestion.payer], paid, suggestion.hint, beyond))
    line = public_id(_LINE, one.bank_payment) if one.bank_payment else ""
    return Unmatched(
        one.key, public_id(_PAYMENT, one.key), one.day, one.amount, one.currency, " ".join(one.text.split()),
        one.sender, masked(one.iban) if one.iban else "", line, one.return_code, payer,
        getattr(found, "reason", None), tuple(suggested),
    )  # fmt: skip


def _paid(one: Candidate) -> Paid:
    return Paid(one.key, one.number, None if one.is_order else one.due_on, one.rest, one.currency, one.is_order)


def _payers(keys: Iterable[UUID]) -> dict[str, Payer]:
    found = models.Organisation.objects.filter(pk__in=list(keys)).exclude(kind="vendor")
    return {str(row.pk): Payer(row.pk, row.public_id, row.name, row.number) for row in found}


def _payer(text: str) -> Payer | None:
    try:
        key = read_public_id("org", text)
    except ValueError:
        return None
    return _payers([key]).get(str(key))


def _search(words: str) -> tuple[Payer, ...]:
    """By name or number of the payer, or by what is written on an invoice, a fee or an order."""
    if not words:
        return ()
    named = [UUID(one.payer) for one in named_book([words]).documents]
    by_words = models.Organisation.objects.exclude(kind="vendor").filter(pk__in=rows_with("organisations", words))
    keys = [*named, *by_words.order_by("name", "id").values_list("pk", flat=True)[:_MOST_PAYERS]]
    found = _payers(keys)
    return tuple(found[str(key)] for key in dict.fromkeys(keys) if str(key) in found)[:_MOST_PAYERS]


def _key_of(after: str) -> tuple[date, UUID] | None:
    try:
        key = read_public_id(_PAYMENT, after)
    except ValueError:
        return None
    day = models.Payment.objects.filter(pk=key).values_list("day", flat=True).first()
    return None if day is None else (day, key)
