"""Postings: a pure function of documents, payments and lots to balanced transactions (billing 19).

Every transaction adds up to 0; a debit is above 0, a credit below.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Claim, ClaimKind, Excess, Item, Payment, PaymentKind, excesses
from autossa.domain.billing.books.lots import Lot
from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import DAY, add_months


class Ledger(StrEnum):
    """The accounts; `clearing` is the other side of credits that were sold without any document."""

    RECEIVABLE = "receivable"
    BANK = "bank"
    PAYER_CREDIT = "payer_credit"
    CLEARING = "clearing"
    VAT = "vat"
    DEFERRED = "deferred"
    REVENUE = "revenue"
    BREAKAGE = "breakage"
    FEES = "fees"
    WRITE_OFFS = "write_offs"
    ROUNDING = "rounding"


NOBODY = ""
"""The payer of money of which it is not known yet whose it is."""


class Account(NamedTuple):
    """An account: of a payer (receivable, payer_credit), of a reason (revenue), of how it is taxed (vat, revenue)."""

    ledger: Ledger
    of: str = ""
    treatment: Treatment | None = None
    rate: Fraction | None = None


class Leg(NamedTuple):
    """An amount on an account, in minor units: a debit above 0, a credit below."""

    account: Account
    amount: Money


class What(StrEnum):
    """What a transaction is for."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"
    FEE = "fee"
    SOLD = "sold"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    ALLOCATED = "allocated"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"
    WAIVED = "waived"
    PAID_OUT = "paid_out"
    EXCESS = "excess"
    EARNED = "earned"
    BREAKAGE = "breakage"


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is posted on a day in a currency; `claim` is the document that it is about, if any."""

    day: date
    what: What
    currency: str
    legs: tuple[Leg, ...]
    payer: str = ""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are posted, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def of_items(items: Iterable[Item], span: Span) -> Iterator[Transaction]:
    """What documents, their credit notes and what was allocated to them post within some days."""
    for item in items:
        yield from (_of_claim(claim) for claim in item.claims if claim.day in span)
        yield from (_of_payment(payment, item.claim) for payment in item.payments if payment.day in span)
        yield from (_of_excess(item.claim, one) for one in excesses(item, span.last) if one.day in span)


def of_payments(payments: Iterable[Payment], span: Span) -> Iterator[Transaction]:
    """What money on account posts within some days: it came, was found to be of a payer, returned or paid out."""
    return (_of_payment(payment, None) for payment in payments if payment.day in span)


@dataclass(frozen=True, slots=True)
class Earned:
    """What was earned in a part of a month, up to and including `day`; below 0 where more was taken back."""

    day: date
    currency: str
    account: Account
    amount: Money


def of_lots(lots: Iterable[Lot], span: Span) -> Iterator[Transaction]:
    """What lots post within some days: those sold without a document, and what was earned, a transaction a month."""
    earned: dict[tuple[date, str, Account], Money] = defaultdict(int)
    for lot in lots:
        if not lot.has_document and lot.value and lot.day in span:
            legs = (Leg(Account(Ledger.CLEARING), lot.value), Leg(Account(Ledger.DEFERRED), -lot.value))
            yield Transaction(lot.day, What.SOLD, lot.currency, legs)
        for one in earned_of(lot, span):
            earned[one.day, one.currency, one.account] += one.amount
    for (day, currency, account), amount in sorted(earned.items(), key=_sorting):
        if amount:
            yield _of_earned(day, currency, account, amount)


def earned_of(lot: Lot, span: Span) -> Iterator[Earned]:
    """What a lot earned in each month of some days, as of the month's last day or the last of them all."""
    taxed = (lot.treatment, lot.rate)
    for use in lot.uses:
        if use.settled_on < span.first:
            continue
        account = Account(Ledger.REVENUE, use.reason.value, *taxed)
        before = use.earned_until(span.first - DAY)
        for day in month_ends(max(span.first, use.day), min(span.last, _end_of_month(use.settled_on))):
            now = use.earned_until(day)
            if now != before:
                yield Earned(day, lot.currency, account, now - before)
            before = now
    for cut in lot.breakage:
        if cut.day in span and cut.amount:
            day = min(_end_of_month(cut.day), span.last)
            yield Earned(day, lot.currency, Account(Ledger.BREAKAGE, "", *taxed), cut.amount)


def month_ends(first: date, last: date) -> Iterator[date]:
    """The last day of every month from `first` on, and `last` itself; nothing where that lies before."""
    day = _end_of_month(first)
    while day < last:
        yield day
        day = _end_of_month(day + DAY)
    if first <= last:
        yield last


def balances(transactions: Iterable[Transaction]) -> dict[tuple[str, Account], Money]:
    """What is on each account, by currency."""
    found: dict[tuple[str, Account], Money] = defaultdict(int)
    for transaction in transactions:
        for leg in transaction.legs:
            found[transaction.currency, leg.account] += leg.amount
    return dict(found)


_CREDITED = {ClaimKind.FEE: Ledger.FEES}
_WHAT = {kind: What(kind.value) for kind in ClaimKind}


def _of_claim(claim: Claim) -> Transaction:
    """A claim on the payer; what is left of it beside net and VAT would be a rounding, and is nothing."""
    legs = [
        Leg(Account(Ledger.RECEIVABLE, claim.payer), claim.gross),
        Leg(Account(_CREDITED.get(claim.kind, Ledger.DEFERRED)), -claim.net),
        Leg(Account(Ledger.VAT, "", claim.treatment, claim.rate), -claim.tax),
        Leg(Account(Ledger.ROUNDING), claim.net + claim.tax - claim.gross),
    ]
    return Transaction(claim.day, _WHAT[claim.kind], claim.currency, _not_empty(legs), claim.payer, claim)


def _of_payment(payment: Payment, claim: Claim | None) -> Transaction:
    owed = Account(Ledger.RECEIVABLE if claim else Ledger.PAYER_CREDIT, payment.payer)
    debit = {
        PaymentKind.RECEIVED: Account(Ledger.BANK),
        PaymentKind.ASSIGNED: Account(Ledger.PAYER_CREDIT, NOBODY),
        PaymentKind.ALLOCATED: Account(Ledger.PAYER_CREDIT, payment.payer),
        PaymentKind.RETURNED: Account(Ledger.BANK),
        PaymentKind.WRITTEN_OFF: Account(Ledger.WRITE_OFFS),
        PaymentKind.WAIVED: Account(Ledger.FEES),
        PaymentKind.PAID_OUT: owed,
    }[payment.kind]
    credit = Account(Ledger.BANK) if payment.kind is PaymentKind.PAID_OUT else owed
    legs = (Leg(debit, payment.amount), Leg(credit, -payment.amount))
    return Transaction(payment.day, What(payment.kind.value), payment.currency, legs, payment.payer, claim)


def _of_excess(claim: Claim, excess: Excess) -> Transaction:
    """Money beyond a document is the payer's; what had been given up of it is no loss any more."""
    if not excess.is_money:
        is_fee = claim.kind is ClaimKind.FEE
        kind = PaymentKind.WAIVED if is_fee else PaymentKind.WRITTEN_OFF
        return _of_payment(Payment(excess.day, -excess.amount, claim.payer, claim.currency, claim.key, kind), claim)
    legs = (
        Leg(Account(Ledger.RECEIVABLE, claim.payer), excess.amount),
        Leg(Account(Ledger.PAYER_CREDIT, claim.payer), -excess.amount),
    )
    return Transaction(excess.day, What.EXCESS, claim.currency, legs, claim.payer, claim)


def _of_earned(day: date, currency: str, account: Account, amount: Money) -> Transaction:
    what = What.BREAKAGE if account.ledger is Ledger.BREAKAGE else What.EARNED
    return Transaction(day, what, currency, (Leg(Account(Ledger.DEFERRED), amount), Leg(account, -amount)))


def _not_empty(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    return tuple(leg for leg in legs if leg.amount)


def _end_of_month(day: date) -> date:
    return add_months(day.replace(day=1), 1) - DAY


def _sorting(one: tuple[tuple[date, str, Account], Money]) -> tuple[str, ...]:
    day, currency, account = one[0]
    return (day.isoformat(), currency, *(str(part) for part in account))
