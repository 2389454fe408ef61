"""A payer's statement: every movement of its account with the balance after it (billing 1, 10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import ClaimKind, excesses
from autossa.domain.billing.payments.account import Account
from autossa.domain.dates import DAY


class Movement(StrEnum):
    """What a line of a statement is; `needless` takes back what was given up of a document that was credited later."""

    DOCUMENT = "document"
    FEE = "fee"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    RETURN = "return"
    PAID_OUT = "paid_out"
    MOVED = "moved"
    WRITTEN_OFF = "written_off"
    WAIVED = "waived"
    NEEDLESS = "needless"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement of a day: above 0 the payer owes more, below 0 less. `of` is the key of its document or payment."""

    day: date
    what: Movement
    of: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What the payer owed before the first day, what moved, and what it owes after the last; below 0: its credit."""

    first: date
    last: date
    opening: Money
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> Money:
        """What the payer owes at the end of the last day, its credit deducted."""
        return self.lines[-1].balance if self.lines else self.opening


def sign(number: str, currency: str, first: date, last: date) -> str:
    """What a statement is called: of which payer and days, in which currency; the same for ever (decision 77)."""
    return f"{number}-{currency}-{first:%y%m%d}-{last:%y%m%d}"


def balance(account: Account, day: date) -> Money:
    """What the payer owes at the end of a day, its credit on account deducted; below 0 where that is more."""
    return account.owed(day) - account.on_account(day)


def statement(account: Account, first: date, last: date) -> Statement:
    """The movements of some days, both included; which document a payment is for moves nothing."""
    opening = total = balance(account, first - DAY)
    lines = []
    moved = [one for one in _movements(account, last) if first <= one[0] <= last]
    for day, what, of, amount in sorted(moved, key=lambda one: one[0]):
        total += amount
        lines.append(StatementLine(day, what, of, amount, total))
    return Statement(first, last, opening, tuple(lines))


def _movements(account: Account, last: date) -> Iterator[tuple[date, Movement, str, Money]]:
    """Of one day, what is claimed comes first."""
    fees = {claim.key for claim in account.documents if claim.kind is ClaimKind.FEE}
    for claim in account.documents:
        yield claim.day, Movement.FEE if claim.key in fees else Movement.DOCUMENT, claim.key, claim.gross
    for _, note in account.notes:
        yield note.day, Movement.CREDIT_NOTE, note.key, note.gross
    for key, item in account.items.items():
        for excess in excesses(item, last):
            if not excess.is_money:
                yield excess.day, Movement.NEEDLESS, key, excess.amount
    for receipt in account.receipts:
        yield receipt.known_on, Movement.PAYMENT, receipt.key, -receipt.amount
    for back in account.returns:
        yield back.day, Movement.RETURN, back.receipt, back.amount
    for payout in account.payouts:
        yield payout.day, Movement.PAID_OUT, payout.receipt, payout.amount
    for move in account.moves:
        yield move.day, Movement.MOVED, move.receipt, move.amount
    for one in account.write_offs:
        what = Movement.WAIVED if one.document in fees else Movement.WRITTEN_OFF
        yield one.day, what, one.document, -one.amount
