"""The letter that a payer gets on a day, if any (billing 16, 18)."""

from collections.abc import Iterable
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import ClaimKind, rest_of
from autossa.domain.billing.dunning.cases import Case, Late, Letter, Line, late_documents, level_of
from autossa.domain.billing.dunning.interest import BaseRate, interest_to_claim
from autossa.domain.billing.dunning.levels import DunningPolicy

_FIRST_WITH_INTEREST = 2  # the first level reminds, and claims nothing


def letter_due(
    case: Case, policy: DunningPolicy, day: date, running: frozenset[str], rates: Iterable[BaseRate] = ()
) -> Letter | None:
    """One letter with everything overdue that has reached a level, where a document has reached a new one.

    Its level is the highest that is new: what was missed in between is not sent any more. Open fees are listed, and
    bring about no letter.
    """
    lates = late_documents(case, day)
    levels = {late.key: level_of(case, late, policy, running) for late in lates}
    new = [levels[late.key] for late in lates if levels[late.key] > case.level_sent(late.key, late.since)]
    if not new:
        return None
    told = [late for late in lates if levels[late.key]]
    lines = tuple(Line(late.key, levels[late.key], late.rest) for late in told)
    level, account = max(new), case.account
    fee = policy.levels[level - 1].fees.get(account.currency, 0)
    interest = _interest(case, policy, told, day, tuple(rates)) if level >= _FIRST_WITH_INTEREST else ()
    return Letter(account.payer, account.currency, day, level, (*lines, *_fees(case, day)), fee, interest)


def _fees(case: Case, day: date) -> tuple[Line, ...]:
    items = [item for item in case.account.open(day) if item.claim.kind is ClaimKind.FEE]
    return tuple(
        Line(item.claim.key, 0, rest_of(item, day)) for item in items if not case.holds.is_silent(item.claim.key, day)
    )


def _interest(
    case: Case, policy: DunningPolicy, told: list[Late], day: date, rates: tuple[BaseRate, ...]
) -> tuple[tuple[str, Money], ...]:
    """What is claimed now of each document, beyond what earlier letters claimed."""
    if policy.interest_points is None:
        return ()
    claimed: dict[str, Money] = {}
    for letter in case.letters:
        for document, amount in letter.interest:
            claimed[document] = claimed.get(document, 0) + amount
    found = []
    for late in told:
        item = case.account.as_received(late.key)
        amount = interest_to_claim(item, day, rates, policy.interest_points, claimed.get(late.key, 0))
        if amount:
            found.append((late.key, amount))
    return tuple(found)
