"""The money of the days ahead, by method and by how sure it is; what was expected and what came (issue of payments).

Every amount stands on one day: the one on which it is expected if nobody does anything out of the ordinary.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Item, is_collecting, rest_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.domain.dates import DAY, add_months

DAYS = 90
MONTHS = 12


class Certainty(StrEnum):
    """How sure it is, the surest first: `renewal` is what is not booked yet."""

    COLLECTING = "collecting"
    OPEN = "open"
    PROMISED = "promised"
    RENEWAL = "renewal"
    OVERDUE = "overdue"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Expected:
    """Money that is expected on a day, in minor units of a currency."""

    day: date
    amount: Money
    currency: str
    method: Method
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected in a currency from `first` on for so many days, by day, method and certainty."""

    currency: str
    first: date
    days: int
    amounts: dict[tuple[date, Method, Certainty], Money]

    def by_certainty(self) -> dict[Certainty, Money]:
        """The sums, each certainty that there is any money of, the surest first."""
        sums = {one: sum(a for (_, _, of), a in self.amounts.items() if of is one) for one in Certainty}
        return {one: amount for one, amount in sums.items() if amount}

    def by_method(self) -> dict[Method, Money]:
        """The sums, each method that there is any money by."""
        sums = {one: sum(a for (_, of, _), a in self.amounts.items() if of is one) for one in Method}
        return {one: amount for one, amount in sums.items() if amount}

    def weeks(self) -> list[tuple[date, dict[Certainty, Money]]]:
        """The sums of seven days each, by their first day, empty ones too: what a picture shows."""
        found: list[tuple[date, dict[Certainty, Money]]] = [
            (self.first + timedelta(days=n), defaultdict(int)) for n in range(0, self.days, 7)
        ]
        for (day, _, certainty), amount in self.amounts.items():
            found[(day - self.first).days // 7][1][certainty] += amount
        return [(day, dict(amounts)) for day, amounts in found]

    @property
    def total(self) -> Money:
        """All of it."""
        return sum(self.amounts.values())


def of_item(
    item: Item, day: date, method: Method, promised_until: date | None = None, is_disputed: bool = False
) -> Expected | None:
    """What is expected of a document, None where nothing is left of it.

    On its due day; what is overdue, disputed or promised for a day that is past is expected today, and less sure.
    """
    rest = rest_of(item, day)
    if not rest:
        return None
    due, certainty = item.claim.due_on, Certainty.OPEN
    if is_disputed:
        certainty = Certainty.DISPUTED
    elif is_collecting(item, day):
        certainty = Certainty.COLLECTING
    elif promised_until is not None and promised_until >= day:
        due, certainty = promised_until, Certainty.PROMISED
    elif due < day:
        certainty = Certainty.OVERDUE
    return Expected(max(due, day), rest, item.claim.currency, method, certainty)


def forecast(expected: Iterable[Expected], day: date, days: int = DAYS) -> tuple[Outlook, ...]:
    """What is expected today and in the days after it, by currency; what lies beyond is left out."""
    found: dict[str, dict[tuple[date, Method, Certainty], Money]] = {}
    for one in expected:
        if day <= one.day < day + timedelta(days=days):
            amounts = found.setdefault(one.currency, defaultdict(int))
            amounts[one.day, one.method, one.certainty] += one.amount
    return tuple(Outlook(currency, day, days, dict(found[currency])) for currency in sorted(found))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month: what was due in it, less what credit notes took back of that; and what came, less what went."""

    first: date
    expected: Money
    received: Money


def months_before(accounts: Iterable[Account], currency: str, day: date, months: int = MONTHS) -> tuple[Month, ...]:
    """Expected against received of the months that end with the present one, as known at the end of a day."""
    firsts = [add_months(day.replace(day=1), -n) for n in range(months - 1, -1, -1)]
    expected: dict[date, Money] = dict.fromkeys(firsts, 0)
    received: dict[date, Money] = dict.fromkeys(firsts, 0)
    for account in accounts:
        if account.currency != currency:
            continue
        for on, amount in _due(account, day):
            if (first := on.replace(day=1)) in expected:
                expected[first] += amount
        for on, amount in _came(account):
            if on <= day and (first := on.replace(day=1)) in received:
                received[first] += amount
    return tuple(Month(first, expected[first], received[first]) for first in firsts)


def end_of(month: Month) -> date:
    """Its last day."""
    return add_months(month.first, 1) - DAY


def _due(account: Account, day: date) -> Iterable[tuple[date, Money]]:
    for item in account.items.values():
        if item.claim.day <= day:
            yield item.claim.due_on, item.claim.gross + sum(note.gross for note in item.notes if note.day <= day)


def _came(account: Account) -> Iterable[tuple[date, Money]]:
    """What was moved to another payer came once: to the first."""
    yield from ((receipt.day, receipt.amount) for receipt in account.receipts if not receipt.moved_in)
    yield from ((back.day, -back.amount) for back in account.returns)
    yield from ((payout.day, -payout.amount) for payout in account.payouts)
