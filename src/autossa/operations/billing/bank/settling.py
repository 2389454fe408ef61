"""What came on statements is booked by the rules: whose it is, what for; the rest waits for a person (billing 10).

Portion by portion, and in each payer by payer under its lock; several payments of a payer are one transaction. What
cannot be said of one payment keeps no other from being booked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.billing.bank.imported import Settled
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Fact
from autossa.domain.billing.payments.allocating import take_in
from autossa.domain.billing.payments.facts import Receipt, Source, Why
from autossa.domain.billing.payments.matching import Incoming, Matched, Waits, match
from autossa.domain.billing.payments.open_book import OpenBook
from autossa.operations.billing.bank.going_out import settle_out
from autossa.operations.billing.payments.desk import Desk, open_desk, write_rows
from autossa.operations.context import ActionContext
from autossa.queries.billing.bank.books import book_of, who_owes
from autossa.queries.billing.bank.going_back import payer_whose_refund_came_back
from autossa.queries.billing.bank.named import OpenOrder, named_book, open_orders_of
from autossa.queries.billing.bank.payers import known_payers
from autossa.queries.billing.bank.waiting import MoneyIn, money_in
from autossa.store import models

PORTION = 5_000
BookOrder = Callable[[MoneyIn, str, ActionContext], bool]
"""Books the order with a public id by a payment; False where it cannot be booked as things are."""


@dataclass
class _Portion:
    """What is known of the payments at hand: what they name, whose accounts they came from, which payers owe."""

    ctx: ActionContext
    named: OpenBook
    known: dict[str, UUID]
    by_payer: dict[UUID, list[tuple[MoneyIn, Why | None]]] = field(default_factory=lambda: defaultdict(list))
    orders: list[tuple[MoneyIn, str]] = field(default_factory=list)


def settle(*, book_order: BookOrder, ctx: ActionContext) -> Settled:
    """Book what waits, as far as the rules find it; `book_order` books an order that is named.

    While accounts are learnt, what came from them is tried again.
    """
    done = Settled()
    ibans: set[str] | None = None
    while ibans is None or ibans:
        ibans = _settle_in(book_order, ctx, done, ibans)
    returned, refunds = settle_out(ctx=ctx)
    return replace(done, returned=returned, refunds=refunds)


def _settle_in(book_order: BookOrder, ctx: ActionContext, done: Settled, ibans: set[str] | None) -> set[str]:
    """One pass; gives the accounts that it learnt of and that were unknown to payments it had passed already."""
    passed, learnt, after = set[str](), set[str](), None
    if ibans is None:
        done.waiting = 0
    while portion := money_in(PORTION, after, ibans):
        after = (portion[-1].day, portion[-1].key)
        left = _settle_portion(portion, book_order, ctx, done)
        learnt |= {one.iban for one in portion if one.key not in left} & passed
        passed |= {one.iban for one in portion if one.key in left and one.iban}
        done.waiting += len(left) if ibans is None else len(left) - len(portion)
    return learnt


def _settle_portion(portion: Sequence[MoneyIn], book_order: BookOrder, ctx: ActionContext, done: Settled) -> set[UUID]:
    """Those that wait on."""
    named, known = named_book(one.text for one in portion), known_payers(one.iban for one in portion)
    at_hand = _Portion(ctx, named, known)
    _learn(at_hand, portion)
    for one in portion:
        _sort(at_hand, one)
    settled = set[UUID]()
    owing = who_owes(at_hand.by_payer)
    orders = _by_payer(open_orders_of(at_hand.by_payer))
    for payer, payments in at_hand.by_payer.items():
        settled |= _settle_payer(at_hand, payer, payments, orders.get(payer, []), owes=payer in owing)
    done.assigned += len(settled)
    for money, order in at_hand.orders:
        if book_order(money, order, ctx):
            settled.add(money.key)
            done.assigned += 1
            done.orders += 1
    return {one.key for one in portion} - settled


def _learn(at_hand: _Portion, portion: Sequence[MoneyIn]) -> None:
    """An account from which a document of one payer is paid is that payer's, for the others of the portion too."""
    found = defaultdict(set)
    for one in portion:
        named = match(_incoming(one), at_hand.named)
        if one.iban and isinstance(named, Matched):
            found[one.iban].add(UUID(named.payer))
    for iban, payers in found.items():
        payers |= {at_hand.known[iban]} if iban in at_hand.known else set()
        if len(payers) == 1:
            at_hand.known[iban] = next(iter(payers))
        else:
            at_hand.known.pop(iban, None)


def _sort(at_hand: _Portion, one: MoneyIn) -> None:
    """Whose it may be; an order is booked by itself, since its project is locked before its payer."""
    if one.debit is not None:
        of_debit = models.Debit.objects.values_list("mandate__payer_id", flat=True).get(pk=one.debit)
        at_hand.by_payer[of_debit].append((one, Why.COLLECTED))
        return
    if one.return_code:
        if payer := payer_whose_refund_came_back(one):
            at_hand.by_payer[payer].append((one, Why.NAMED))
        return
    named = match(_incoming(one), at_hand.named)
    if isinstance(named, Matched):
        if any(document.is_order for document in at_hand.named.named_in(one.text) if document.rest > 0):
            at_hand.orders.append((one, named.documents[0]))
        else:
            at_hand.by_payer[UUID(named.payer)].append((one, None))
    elif one.iban in at_hand.known and not at_hand.named.named_in(one.text):
        at_hand.by_payer[at_hand.known[one.iban]].append((one, None))


def _settle_payer(
    at_hand: _Portion,
    payer: UUID,
    payments: list[tuple[MoneyIn, Why | None]],
    orders: list[OpenOrder],
    *,
    owes: bool,
) -> set[UUID]:
    """Those of the payments of one payer that are its own for certain. One transaction a currency."""
    settled = set[UUID]()
    for currency in dict.fromkeys(one.currency for one, _ in payments):
        of_currency = [(one, why) for one, why in payments if one.currency == currency]
        if not owes:
            of_currency = [(one, why) for one, why in of_currency if why or _names_only_settled(at_hand.named, one)]
        if not of_currency:
            continue
        with suppress(IntegrityError), transaction.atomic():  # somebody said whose it is at the same moment: next time
            desk = open_desk(payer, currency, replace(at_hand.ctx, seen=None))
            settled |= _settle_at(desk, of_currency, at_hand.named, orders)
    return settled


def _names_only_settled(named: OpenBook, one: MoneyIn) -> bool:
    return isinstance(match(_incoming(one), named), Matched)


def _settle_at(
    desk: Desk, payments: list[tuple[MoneyIn, Why | None]], named: OpenBook, orders: list[OpenOrder]
) -> set[UUID]:
    keys = [one.key for one, _ in payments]
    free = set(models.Payment.objects.filter(pk__in=keys, payer=None).values_list("pk", flat=True))
    parts = _parts_of(one.debit for one, _ in payments)
    assigned, rows = dict[UUID, Why](), list[Fact]()
    for one, why in payments:
        if one.key not in free:
            continue
        found = _found(desk, one, why, named, orders, parts)
        if isinstance(found, Waits):
            continue
        facts = take_in(
            desk.account, _receipt(one, desk.ctx), found.documents, desk.ctx.today, desk.terms.policy, found.why,
            desk.left_out,
        )  # fmt: skip
        assigned[one.key] = found.why
        rows += facts
        desk = desk.seen_with(facts)
    ctx = desk.ctx
    models.PaymentAssignment.objects.bulk_create(
        models.PaymentAssignment(
            payment_id=key, payer_id=desk.payer, day=ctx.today, why=why.value, by=ctx.actor.user, at=ctx.now
        )
        for key, why in assigned.items()
    )
    write_rows(rows, ctx)
    return set(assigned)


def _found(
    desk: Desk,
    one: MoneyIn,
    why: Why | None,
    named: OpenBook,
    orders: list[OpenOrder],
    parts: dict[UUID, list[str]],
) -> Matched | Waits:
    """What it is for, of the account as it is now."""
    if why is not None:
        return Matched(str(desk.payer), tuple(parts.get(one.debit, ()) if one.debit else ()), why)
    book = book_of(desk.account, desk.ctx.today, desk.left_out, named, orders)
    return match(replace(_incoming(one), payer=str(desk.payer)), book)


def _parts_of(debits: Iterable[UUID | None]) -> dict[UUID, list[str]]:
    wanted = [one for one in debits if one is not None]
    found = defaultdict(list)
    if wanted:
        for debit, claim in models.DebitPart.objects.filter(debit__in=wanted).values_list("debit_id", "claim_id"):
            found[debit].append(str(claim))
    return found


def _receipt(one: MoneyIn, ctx: ActionContext) -> Receipt:
    later = ctx.today if ctx.today > one.day else None
    method, source = Method(one.method), Source(one.source)
    return Receipt(str(one.key), one.day, one.amount, method, source, later, one.final_on, one.text)


def _incoming(one: MoneyIn) -> Incoming:
    return Incoming(one.day, one.amount, one.currency, one.text, one.sender)


def _by_payer(orders: Iterable[OpenOrder]) -> dict[UUID, list[OpenOrder]]:
    found = defaultdict(list)
    for order in orders:
        found[UUID(order.payer)].append(order)
    return found
