"""What dunning should have done, told once more by the pure rules: from money, documents and holds, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain.billing.books.items import days_overdue
from autossa.domain.billing.dunning.cases import Case
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.billing.dunning.plans import after, plan_day
from autossa.domain.billing.payments.account import Account
from autossa.domain.dates import DAY
from autossa.queries.billing.dunning.cases import cases_of
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from tests.laws.payment_year import DUNNING
from tests.operations.billing.year.payers import Payer

Row = tuple[object, ...]


@dataclass(frozen=True)
class Told:
    """What a payer got, and when its contract was suspended and resumed."""

    letters: list[Row]
    warnings: list[Row]
    suspensions: list[Row]


def by_the_rules(payer: Payer, first: date, last: date) -> Told:
    """The stages of all days, asked of `plan_day` with what was known then."""
    account = account_of(payer.key, "EUR")
    letter_fees = {
        str(key): day
        for key, day in models.Fee.objects.filter(payer=payer.key, reason=FeeReason.LETTER.value).values_list(
            "id", "day"
        )
    }
    own = {str(key): frozenset({str(contract)}) for key, contract in _contracts(payer.key)}
    case = Case(account, own, cases_of([payer.key])[str(payer.key), "EUR"].case.holds)
    day = first
    while day <= last:
        if case.suspended() or any(days_overdue(item, day) for item in account.items.values()):
            of_day = replace(case, account=_without_fees_of(account, letter_fees, day))
            running = frozenset({str(payer.contract)}) - {one.contract for one in case.suspended()}
            resumed = plan_day(of_day, DUNNING, day, running).resumed  # at once where money is booked
            of_day = of_day.resumed(resumed, day)
            plan = plan_day(of_day, DUNNING, day, running | frozenset(resumed))
            case = replace(after(of_day, plan, day), account=account)
        day += DAY
    return Told(
        [
            (one.day, one.level, one.fee, sorted((line.document, line.level, line.rest) for line in one.lines))
            for one in case.letters
        ],
        [(one.day, one.suspend_on, sorted(one.documents)) for one in case.warnings],
        [(one.day, sorted(one.documents), one.resumed_on) for one in case.suspensions],
    )


def by_the_store(payer: Payer) -> Told:
    """What the rows say."""
    letters = models.DunningLetter.objects.filter(payer=payer.key).order_by("day", "id")
    warnings = models.SuspensionWarning.objects.filter(payer=payer.key).order_by("day", "id")
    suspensions = models.DunningSuspension.objects.filter(payer=payer.key).order_by("day", "id")
    return Told(
        list(map(_letter, letters)),
        [(one.day, one.suspend_on, sorted(map(str, one.documents))) for one in warnings],
        [(one.day, sorted(map(str, one.documents)), one.resumed_on) for one in suspensions],
    )


def _letter(letter: models.DunningLetter) -> Row:
    fees = letter.fees.filter(reason=FeeReason.LETTER.value).values_list("amount", flat=True)
    lines = letter.lines.values_list("claim_id", "level", "rest")
    return letter.day, letter.level, sum(fees), sorted((str(claim), level, rest) for claim, level, rest in lines)


def _contracts(payer: UUID) -> Iterator[tuple[UUID, UUID]]:
    found = models.Claim.objects.filter(payer=payer).exclude(contract=None)
    yield from found.values_list("id", "contract")


def _without_fees_of(account: Account, fees: dict[str, date], day: date) -> Account:
    """A letter does not list the fee that is claimed with it."""
    wrong = {key for key, made in fees.items() if made >= day}
    return replace(account, documents=tuple(one for one in account.documents if one.key not in wrong))
