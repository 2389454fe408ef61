"""Paying credit on account out, by two people, to an IBAN that the payer confirmed (billing 13)."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import released
from autossa.domain.billing.payments.facts import Allocation, Payout
from autossa.domain.billing.payments.refusals import No, Refused


@dataclass(frozen=True, slots=True)
class Refund:
    """What somebody proposed to pay out; `iban_confirmed` says that the payer confirmed that account."""

    key: str
    amount: Money
    iban: str
    iban_confirmed: bool
    proposed_by: str


def refundable(account: Account, day: date) -> Money:
    """The credit that can be paid out: money that its sender's bank can still take back cannot (billing 12)."""
    account = account.plus(released(account, day))
    found = sum(_final_rest(account, receipt.key, day) for receipt in account.receipts)
    return max(min(found, account.on_account(day)), 0)


def propose(account: Account, refund: Refund, day: date) -> No | None:
    """Why a refund cannot be proposed, None where it can."""
    if refund.amount <= 0:
        return No(Refused.NOT_ABOVE_ZERO)
    if not refund.iban_confirmed:
        return No(Refused.IBAN_NOT_CONFIRMED)
    most = refundable(account, day)
    return No(Refused.MORE_THAN_CREDIT, most) if refund.amount > most else None


def approve(account: Account, refund: Refund, day: date, person: str) -> tuple[Allocation | Payout, ...] | No:
    """What another person's approval writes: the payouts, oldest money first, and before them what they release.

    Refused as a proposal is, at the account as it is now, and to whoever proposed it.
    """
    if person == refund.proposed_by:
        return No(Refused.SAME_PERSON)
    if refusal := propose(account, refund, day):
        return refusal
    rows: list[Allocation | Payout] = [*released(account, day)]
    account, rest = account.plus(rows), refund.amount
    for receipt in sorted(account.receipts, key=lambda one: one.day):
        amount = min(rest, _final_rest(account, receipt.key, day))
        if amount > 0:
            rows.append(Payout(receipt.key, day, amount, refund.key))
            rest -= amount
    return tuple(rows)


def _final_rest(account: Account, receipt: str, day: date) -> Money:
    final_on = account.by_key[receipt].final_on
    return max(account.left_of(receipt, day), 0) if final_on is None or final_on <= day else 0
