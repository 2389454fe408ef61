"""Money that a bank takes back: what it reopens, what is claimed for it, which mandate stops (billing 12)."""

from dataclasses import dataclass
from enum import StrEnum

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import Allocation, Return, Why
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refusals import No, Refused


class ReasonCode(StrEnum):
    """The reasons for which banks return direct debits (ISO 20022), those that have words of their own."""

    ACCOUNT_WRONG = "AC01"
    ACCOUNT_CLOSED = "AC04"
    ACCOUNT_BLOCKED = "AC06"
    DEBIT_FORBIDDEN = "AC13"
    TRANSACTION_FORBIDDEN = "AG01"
    OPERATION_WRONG = "AG02"
    INSUFFICIENT_FUNDS = "AM04"
    DUPLICATE = "AM05"
    CREDITOR_WRONG = "BE05"
    NO_MANDATE = "MD01"
    REFUND_REQUESTED = "MD06"
    PAYER_DECEASED = "MD07"
    NOT_SAID_BY_CUSTOMER = "MS02"
    NOT_SAID_BY_BANK = "MS03"
    BANK_WRONG = "RC01"
    REGULATORY = "RR04"
    SERVICE_OF_BANK = "SL01"


STOPS_MANDATE = frozenset(
    {
        ReasonCode.ACCOUNT_WRONG,
        ReasonCode.ACCOUNT_CLOSED,
        ReasonCode.NO_MANDATE,
        ReasonCode.REFUND_REQUESTED,
        ReasonCode.PAYER_DECEASED,
    }
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return writes: itself, what it takes from documents, the fee to claim (0: none), whether a mandate stops.

    `short` is what had been paid out of that money before: the payer owes it as a credit below 0.
    """

    fact: Return
    rows: tuple[Allocation, ...]
    fee: Money
    stops_mandate: bool
    short: Money

    @property
    def reopened(self) -> tuple[str, ...]:
        """The documents that it took money from."""
        return tuple(row.document for row in self.rows)


def take_back(account: Account, fact: Return, policy: PaymentPolicy) -> Returned | No:
    """A bank took a payment back, or a part of it: what is on account of it goes first, then the documents it paid.

    So a payment that is returned whole reopens exactly its documents. Refused: unknown, more than is left to return.
    """
    if fact.receipt not in account.by_key:
        return No(Refused.NO_SUCH_PAYMENT)
    if fact.amount <= 0:
        return No(Refused.NOT_ABOVE_ZERO)
    receipt = account.by_key[fact.receipt]
    gone = sum(one.amount for one in account.returns if one.receipt == fact.receipt)
    gone += sum(one.amount for one in account.moves if one.receipt == fact.receipt)
    if fact.amount > receipt.amount - gone:
        return No(Refused.ALREADY_RETURNED, receipt.amount - gone)
    rest = fact.amount - max(account.left_of(fact.receipt, fact.day), 0)
    rows = []
    for document in dict.fromkeys(row.document for row in reversed(account.allocations) if row.receipt == fact.receipt):
        amount = min(rest, account.allocated_to(document, fact.receipt, fact.day))
        if amount > 0:
            rows.append(Allocation(fact.receipt, document, fact.day, -amount, Why.RETURNED))
            rest -= amount
    fee = fact.fee if policy.passes_on_fees else 0
    return Returned(fact, tuple(rows), fee, fact.code in STOPS_MANDATE, max(rest, 0))
