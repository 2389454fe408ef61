"""What the run of a day does with each payer: one plan for the run, the page of tomorrow and the command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from autossa.domain.billing.dunning.cases import Case
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.dunning.plans import DunningPlan, plan_day
from autossa.queries.billing.dunning.cases import FoundCase, cases_of, payers_to_look_at
from autossa.queries.billing.dunning.policies import DunningTerms, terms_in_force

CHUNK = 200
NO_LEVELS = DunningPolicy(())
"""Where dunning is off nothing happens, but what was suspended goes on once it is paid."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A payer in one currency, as it is with its contracts that run, and what the run will do."""

    payer: UUID
    case: Case
    plan: DunningPlan
    running: frozenset[str]


def plans(day: date, terms: DunningTerms | None, payers: Iterable[UUID] | None = None) -> Iterator[list[Planned]]:
    """Payer by payer what happens on a day, of these payers or of all; those where nothing does are left out.

    Read in chunks, nothing is locked: whoever carries it out plans again under the lock.
    """
    policy = terms.policy if terms else NO_LEVELS
    left = iter(payers_to_look_at(terms.policy if terms else None, day) if payers is None else payers)
    while chunk := list(islice(left, CHUNK)):
        found = cases_of(chunk)
        by_payer: dict[str, list[Planned]] = {}
        for (payer, _currency), one in found.items():
            if planned := planned_of(one, policy, day, terms):
                by_payer.setdefault(payer, []).append(planned)
        yield from by_payer.values()


def planned_of(found: FoundCase, policy: DunningPolicy, day: date, terms: DunningTerms | None) -> Planned | None:
    """What happens to one of them; None for nothing."""
    plan = plan_day(found.case, policy, day, found.running, terms.rates if terms else ())
    return Planned(UUID(found.case.account.payer), found.case, plan, found.running) if plan else None


def planned_for(day: date, payers: Iterable[UUID] | None = None) -> list[Planned]:
    """All that will happen on a day, by the policy of that day."""
    return [one for of_payer in plans(day, terms_in_force(day), payers) for one in of_payer]
