"""What dunning knows of a payer in one currency: its account, what keeps silent, what went out before (billing 16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import ClaimKind, Item, days_overdue, rest_of
from autossa.domain.billing.dunning.holds import Holds
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.payments.account import Account
from autossa.domain.dates import DAY


@dataclass(frozen=True, slots=True)
class Line:
    """An overdue document on a letter; `level` counts from 1, 0 for an open fee, which reaches none."""

    document: str
    level: int
    rest: Money


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a payer: its level counts from 1. `fee` and `interest`, by document, are claimed with it."""

    payer: str
    currency: str
    day: date
    level: int
    lines: tuple[Line, ...]
    fee: Money = 0
    interest: tuple[tuple[str, Money], ...] = ()

    @property
    def total(self) -> Money:
        """What is to be paid, the fee and the interest of this letter included."""
        return sum(line.rest for line in self.lines) + self.fee + sum(amount for _, amount in self.interest)


@dataclass(frozen=True, slots=True)
class Warning:
    """A contract will be suspended for these documents on `suspend_on`, unless they are paid: said on `day`."""

    contract: str
    day: date
    suspend_on: date
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A contract is suspended for these documents from `day` on; it resumed on `resumed_on`."""

    contract: str
    day: date
    documents: tuple[str, ...]
    resumed_on: date | None = None


@dataclass(frozen=True)
class Case:
    """A payer in one currency. `contracts` has the contracts that each document is of; an order is of none.

    `letters`, `warnings` and `suspensions` are what happened, in order.
    """

    account: Account
    contracts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)
    letters: tuple[Letter, ...] = ()
    warnings: tuple[Warning, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    def level_sent(self, document: str, since: date) -> int:
        """The highest level that letters told of a document, those before it was open again aside."""
        lines = (line for letter in self.letters if letter.day > since for line in letter.lines)
        return max((line.level for line in lines if line.document == document), default=0)

    def warned_on(self, contract: str, document: str, since: date) -> date | None:
        """The day on which the suspension of a contract for a document was first said."""
        warnings = (one for one in self.warnings if one.contract == contract and document in one.documents)
        return min((one.day for one in warnings if one.day > since), default=None)

    def suspended(self) -> list[Suspension]:
        """The suspensions that last."""
        return [one for one in self.suspensions if one.resumed_on is None]

    def resumed(self, contracts: Iterable[str], day: date) -> "Case":
        """The case after contracts were resumed, by the rule or by hand."""
        named = frozenset(contracts)
        changed = (
            replace(one, resumed_on=day) if one.contract in named and one.resumed_on is None else one
            for one in self.suspensions
        )
        return replace(self, suspensions=tuple(changed))


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue document: for how many days, counted from the day after `since`."""

    item: Item
    rest: Money
    days: int
    since: date

    @property
    def key(self) -> str:
        """That of the document."""
        return self.item.claim.key


def late_documents(case: Case, day: date) -> list[Late]:
    """What is overdue and not kept silent at the end of a day, fees aside, the oldest first.

    What was paid and opened again, such as by a return, is late since then: nobody is dunned for days on which it was
    paid.
    """
    found = []
    for item in case.account.open(day):
        is_fee = item.claim.kind is ClaimKind.FEE
        if is_fee or not days_overdue(item, day) or case.holds.is_silent(item.claim.key, day):
            continue
        since = open_since(item, day)
        if day > since:
            found.append(Late(item, rest_of(item, day), (day - since).days, since))
    return found


def open_since(item: Item, day: date) -> date:
    """The due day, or a later one on which it was opened again, after all of it was paid."""
    changes = sorted({payment.day for payment in item.payments if item.claim.due_on < payment.day <= day}, reverse=True)
    for changed in changes:
        if rest_of(item, changed) and not rest_of(item, changed - DAY):
            return changed
    return item.claim.due_on


def level_of(case: Case, late: Late, policy: DunningPolicy, running: frozenset[str]) -> int:
    """The level that a document has reached: that of suspension only where a contract was warned for long enough.

    `running` are the contracts that can be suspended, or are suspended for it.
    """
    reached = policy.reached(late.days)
    if policy.suspension is None or reached < len(policy.levels):
        return reached
    can = case.contracts.get(late.key, frozenset()) & running
    day = late.since + late.days * DAY
    is_warned = any(was_warned(case, contract, late, policy, day) for contract in can)
    return reached if is_warned else policy.letter_levels()


def was_warned(case: Case, contract: str, late: Late, policy: DunningPolicy, day: date) -> bool:
    """The suspension for this document was said so many days ago (billing 17)."""
    warned = case.warned_on(contract, late.key, late.since)
    return warned is not None and (day - warned).days >= policy.warn_days
