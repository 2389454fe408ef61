"""What came on statements is booked by the rules: whose it is, what for; the rest waits for a person (billing 10).

Portion by portion, and in each some payers at a time, under their locks. What cannot be said of one payment keeps no
other from being booked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.billing.bank.imported import Settled
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.allocating import take_in
from autossa.domain.billing.payments.facts import Allocation, Receipt, Source, Why
from autossa.domain.billing.payments.matching import Incoming, Matched, Waiting, decide
from autossa.domain.billing.payments.open_book import OpenBook
from autossa.operations.billing.bank.desks import Booked, open_desks
from autossa.operations.billing.bank.going_out import settle_out
from autossa.operations.billing.payments.desk import Desk
from autossa.operations.context import ActionContext
from autossa.queries.billing.bank.books import book_of, candidates_of, who_owes
from autossa.queries.billing.bank.going_back import payer_whose_refund_came_back
from autossa.queries.billing.bank.named import OpenOrder, named_book, open_orders_of
from autossa.queries.billing.bank.payers import known_payers
from autossa.queries.billing.bank.waiting import MoneyIn, money_in
from autossa.store import models

PORTION = 20_000
BookOrder = Callable[[MoneyIn, str, ActionContext], bool]
"""Books the order with a public id by a payment; False where it cannot be booked as things are."""
Sorted = tuple[MoneyIn, Why | None]
"""A payment, and why it is its payer's for certain; None: the rule is asked on the account."""
_PAYERS = 50
"""In one transaction."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What payments of a payer are compared with beside its account; `parts` are claims by debit."""

    named: OpenBook
    orders: list[OpenOrder]
    parts: dict[UUID, list[str]]


@dataclass
class _Portion:
    """What is known of the payments at hand: what they name, whose accounts they came from, what each says by itself,
    whose mandates its debits are by."""

    ctx: ActionContext
    named: OpenBook
    known: dict[str, UUID]
    said: dict[UUID, Matched | Waiting]
    debtors: dict[UUID, UUID]
    by_payer: dict[UUID, list[Sorted]] = field(default_factory=lambda: defaultdict(list))
    orders: list[tuple[MoneyIn, str]] = field(default_factory=list)

    @cached_property
    def order_keys(self) -> frozenset[str]:
        """The orders that are named and wait."""
        return frozenset(one.key for one in self.named.documents if one.is_order and one.rest > 0)


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
    said = {one.key: decide(_incoming(one), named) for one in portion}
    at_hand = _Portion(ctx, named, known, said, _debtors(one.debit for one in portion))
    _learn(at_hand, portion)
    for one in portion:
        _sort(at_hand, one)
    settled = _settle_by_payer(at_hand)
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
        said = at_hand.said[one.key]
        if one.iban and isinstance(said, Matched):
            found[one.iban].add(UUID(said.payer))
    for iban, payers in found.items():
        payers |= {at_hand.known[iban]} if iban in at_hand.known else set()
        if len(payers) == 1:
            at_hand.known[iban] = next(iter(payers))
        else:
            at_hand.known.pop(iban, None)


def _sort(at_hand: _Portion, one: MoneyIn) -> None:
    """Whose it may be; an order is booked by itself, since its project is locked before its payer."""
    if one.debit is not None:
        at_hand.by_payer[at_hand.debtors[one.debit]].append((one, Why.COLLECTED))
        return
    if one.return_code:
        if payer := payer_whose_refund_came_back(one):
            at_hand.by_payer[payer].append((one, Why.NAMED))
        return
    said = at_hand.said[one.key]
    if isinstance(said, Matched):
        if said.documents and said.documents[0] in at_hand.order_keys:
            at_hand.orders.append((one, said.documents[0]))
        else:
            at_hand.by_payer[UUID(said.payer)].append((one, None))
    elif one.iban in at_hand.known and said is Waiting.UNKNOWN_PAYER:
        at_hand.by_payer[at_hand.known[one.iban]].append((one, None))


def _settle_by_payer(at_hand: _Portion) -> set[UUID]:
    """Those of the payments that are somebody's for certain; so many payers in a transaction."""
    owing = who_owes(at_hand.by_payer)
    of: dict[tuple[UUID, str], list[Sorted]] = defaultdict(list)
    for payer, payments in at_hand.by_payer.items():
        for one, why in payments:
            if why is not None or payer in owing or isinstance(at_hand.said[one.key], Matched):
                of[payer, one.currency].append((one, why))
    settled, keys = set[UUID](), sorted(of, key=lambda key: (key[0].int, key[1]))
    for place in range(0, len(keys), _PAYERS):
        chunk = {key: of[key] for key in keys[place : place + _PAYERS]}
        try:
            settled |= _settle_payers(at_hand, chunk)
        except IntegrityError:  # somebody said of one at the same moment whose it is: the others one by one
            for key, payments in chunk.items():
                with suppress(IntegrityError):
                    settled |= _settle_payers(at_hand, {key: payments})
    return settled


def _settle_payers(at_hand: _Portion, payments: dict[tuple[UUID, str], list[Sorted]]) -> set[UUID]:
    every = [one for listed in payments.values() for one, _ in listed]
    with transaction.atomic():
        desks = list(open_desks(payments, at_hand.ctx))
        waiting = models.Payment.objects.filter(pk__in=[one.key for one in every], payer=None)
        free, parts = set(waiting.values_list("pk", flat=True)), _parts_of(one.debit for one in every)
        orders = _by_payer(open_orders_of(desk.payer for desk in desks))
        booked = Booked()
        for desk in desks:
            listed = [(one, why) for one, why in payments[desk.payer, desk.account.currency] if one.key in free]
            _settle_at(desk, listed, _Known(at_hand.named, orders.get(desk.payer, []), parts), booked)
        booked.write(at_hand.ctx)
    return set(booked.assigned)


def _settle_at(desk: Desk, payments: list[Sorted], known: _Known, booked: Booked) -> None:
    """One after the other, each on the account as the one before has left it."""
    today, left_out = desk.ctx.today, desk.left_out
    book = book_of(desk.account, today, left_out, known.named, known.orders)
    for one, why in payments:
        found = _found(desk, one, why, known, book)
        if isinstance(found, Waiting):
            continue
        facts = take_in(
            desk.account, _receipt(one, desk.ctx), found.documents, today, desk.terms.policy, found.why, left_out
        )
        booked.assigned[one.key] = desk.payer, found.why
        booked.rows += facts
        desk = desk.seen_with(facts)
        changed = {fact.document for fact in facts if isinstance(fact, Allocation)}
        book = book.plus(candidates_of(desk.account, changed, today, left_out))


def _found(desk: Desk, one: MoneyIn, why: Why | None, known: _Known, book: OpenBook) -> Matched | Waiting:
    """What it is for, of the account as it is now."""
    if why is not None:
        return Matched(str(desk.payer), tuple(known.parts.get(one.debit, ()) if one.debit else ()), why)
    return decide(replace(_incoming(one), payer=str(desk.payer)), book)


def _debtors(debits: Iterable[UUID | None]) -> dict[UUID, UUID]:
    """Whose mandate a debit is by."""
    wanted = [one for one in debits if one is not None]
    found = models.Debit.objects.filter(pk__in=wanted) if wanted else models.Debit.objects.none()
    return dict(found.values_list("pk", "mandate__payer_id"))


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
