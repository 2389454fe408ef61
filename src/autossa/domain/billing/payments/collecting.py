"""What is collected when, by which mandate, and in which file (billing 12).

TARGET days are passed in: which days banks work on is not for these rules to know.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.mandates import Mandate, MandateState, Scheme, Sequence, sequence_of, state_of
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.dates import DAY

IsTarget = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Debit:
    """An open document that is paid by direct debit; `collect_on` is the day that its payer was told on `told_on`.

    `was_returned`: a collection of it was, and nobody has said that it may be tried again.
    """

    document: str
    payer: str
    rest: Money
    told_on: date
    collect_on: date
    was_returned: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is collected of one mandate on a day: its documents together, one entry on both statements.

    A return reopens exactly its documents. `tell_again` are those whose payer was told another day.
    """

    mandate: str
    payer: str
    scheme: Scheme
    sequence: Sequence
    collect_on: date
    documents: tuple[tuple[str, Money], ...]
    tell_again: tuple[str, ...] = ()

    @property
    def amount(self) -> Money:
        """What is collected, in cents."""
        return sum(amount for _, amount in self.documents)


@dataclass(frozen=True, slots=True)
class Planned:
    """What can be collected, and the documents that cannot: their mandate is not active, or they were returned."""

    transactions: tuple[Transaction, ...]
    left_out: tuple[tuple[str, MandateState | None], ...]

    def files(self) -> dict[tuple[date, Scheme], tuple[Transaction, ...]]:
        """One file for each day and scheme."""
        found: dict[tuple[date, Scheme], list[Transaction]] = defaultdict(list)
        for one in self.transactions:
            found[one.collect_on, one.scheme].append(one)
        return {key: tuple(found[key]) for key in sorted(found)}


def target_day(day: date, is_target: IsTarget) -> date:
    """The first TARGET day that is not before a day."""
    while not is_target(day):
        day += DAY
    return day


def collect_on(told_on: date, policy: PaymentPolicy, is_target: IsTarget) -> date:
    """The day on which a document is collected whose payer is told today: its due day (billing 9, 12)."""
    return target_day(told_on + timedelta(days=policy.prenotify_days), is_target)


def earliest(day: date, policy: PaymentPolicy, is_target: IsTarget) -> date:
    """The first day for which a bank still takes a file today: so many TARGET days on."""
    found = day
    for _ in range(policy.lead_days):
        found = target_day(found + DAY, is_target)
    return target_day(found, is_target)


def final_on(collected_on: date, scheme: Scheme, policy: PaymentPolicy) -> date:
    """The first day on which the payer cannot have it back."""
    return collected_on + timedelta(days=policy.final_days(scheme))


def plan(
    debits: Iterable[Debit], mandates: dict[str, Mandate], day: date, policy: PaymentPolicy, is_target: IsTarget
) -> Planned:
    """What is collected next, seen on a day; `mandates` by payer. The day that was told is kept where it still can be.

    Where it is too late for that day, it moves to the first that is long enough after the payer is told again, today.
    """
    by_mandate: dict[tuple[date, str], list[Debit]] = defaultdict(list)
    again: set[str] = set()
    left_out = []
    first = earliest(day, policy, is_target)
    for debit in sorted(debits, key=lambda one: (one.collect_on, one.document)):
        mandate = mandates.get(debit.payer)
        on = target_day(debit.collect_on, is_target)
        if on < first:
            on = max(first, collect_on(day, policy, is_target))
            again.add(debit.document)
        state = state_of(mandate, on, policy.mandate_months) if mandate else None
        if debit.was_returned or mandate is None or state is not MandateState.ACTIVE:
            left_out.append((debit.document, state))
        else:
            by_mandate[on, mandate.reference].append(debit)
    return Planned(tuple(_transactions(by_mandate, mandates, again)), tuple(left_out))


def _transactions(
    by_mandate: dict[tuple[date, str], list[Debit]], mandates: dict[str, Mandate], again: set[str]
) -> Iterable[Transaction]:
    """In the order of their days: only the first of a new mandate is its first, a one-off one is used once."""
    begun: set[str] = set()
    for on, reference in sorted(by_mandate):
        debits = by_mandate[on, reference]
        mandate = mandates[debits[0].payer]
        sequence = sequence_of(mandate, on, all(one.is_last for one in debits))
        if reference in begun and sequence is Sequence.ONE_OFF:
            continue
        if reference in begun and sequence is Sequence.FIRST:
            sequence = Sequence.RECURRING
        begun.add(reference)
        documents = tuple((one.document, one.rest) for one in debits)
        told_again = tuple(one.document for one in debits if one.document in again)
        yield Transaction(reference, mandate.payer, mandate.scheme, sequence, on, documents, told_again)
