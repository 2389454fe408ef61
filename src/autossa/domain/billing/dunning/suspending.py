"""Which contracts are warned, suspended, resumed on a day because of their own documents (billing 17, 18)."""

from collections import defaultdict
from datetime import date, timedelta

from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.dunning.cases import Case, Suspension, Warning, late_documents, was_warned
from autossa.domain.billing.dunning.levels import DunningPolicy


def warnings_due(case: Case, policy: DunningPolicy, day: date, running: frozenset[str]) -> tuple[Warning, ...]:
    """What is said now because a suspension lies so many days ahead; for each contract and document once.

    After a silence it is said late, and the suspension waits for it: nobody is suspended without a warning.
    """
    if policy.suspension is None:
        return ()
    found: dict[str, list[str]] = defaultdict(list)
    reached: dict[str, date] = {}
    for late in late_documents(case, day):
        if late.days < policy.suspension.days - policy.warn_days:
            continue
        for contract in sorted(case.contracts.get(late.key, frozenset()) & running):
            if case.warned_on(contract, late.key, late.since) is None:
                found[contract].append(late.key)
                on = late.since + timedelta(days=policy.suspension.days)
                reached[contract] = min(on, reached.get(contract, on))
    earliest = day + timedelta(days=policy.warn_days)
    return tuple(Warning(key, day, max(earliest, reached[key]), tuple(found[key])) for key in sorted(found))


def suspensions_due(case: Case, policy: DunningPolicy, day: date, running: frozenset[str]) -> tuple[Suspension, ...]:
    """The running contracts that are suspended now, each with all of its documents that it is suspended for."""
    blocking = _blocking(case, policy, day)
    already = {one.contract for one in case.suspended()}
    return tuple(
        Suspension(contract, day, tuple(blocking[contract])) for contract in sorted(blocking.keys() & running - already)
    )


def resumptions_due(case: Case, policy: DunningPolicy, day: date) -> tuple[str, ...]:
    """The contracts that resume by themselves: nothing is left of what they were suspended for, nor of more such.

    A disputed document holds nobody. One in a collection does until its money is there; a pause or a promise keeps
    dunning silent, and resumes nothing.
    """
    blocking = _blocking(case, policy, day)
    return tuple(
        one.contract
        for one in case.suspended()
        if one.contract not in blocking and not any(_is_unpaid(case, document, day) for document in one.documents)
    )


def _blocking(case: Case, policy: DunningPolicy, day: date) -> dict[str, list[str]]:
    """By contract, the documents that have reached the level of suspension, and were warned of long enough."""
    found: dict[str, list[str]] = defaultdict(list)
    if policy.suspension is None:
        return found
    for late in late_documents(case, day):
        if late.days < policy.suspension.days:
            continue
        for contract in case.contracts.get(late.key, frozenset()):
            if was_warned(case, contract, late, policy, day):
                found[contract].append(late.key)
    return found


def _is_unpaid(case: Case, document: str, day: date) -> bool:
    return bool(rest_of(case.account.items[document], day)) and not case.holds.is_disputed(document, day)
