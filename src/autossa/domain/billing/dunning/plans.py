"""All that dunning does with a payer on a day: one rule for the run and for the page of tomorrow (billing 16 to 18)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.billing.dunning.cases import Case, Letter, Suspension, Warning
from autossa.domain.billing.dunning.interest import BaseRate
from autossa.domain.billing.dunning.letters import letter_due
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.dunning.suspending import resumptions_due, suspensions_due, warnings_due


@dataclass(frozen=True, slots=True)
class DunningPlan:
    """What happens; nothing of it stands for an empty one."""

    resumed: tuple[str, ...] = ()
    suspended: tuple[Suspension, ...] = ()
    warnings: tuple[Warning, ...] = ()
    letter: Letter | None = None

    def __bool__(self) -> bool:
        return bool(self.resumed or self.suspended or self.warnings or self.letter)


def plan_day(
    case: Case, policy: DunningPolicy, day: date, running: frozenset[str], rates: Iterable[BaseRate] = ()
) -> DunningPlan:
    """What is due on a day; `running` are the payer's contracts that are active or ending.

    Each stage happens once, whatever days were missed; asked again with what it did, it finds nothing.
    """
    resumed = resumptions_due(case, policy, day)
    open_contracts = running | frozenset(one.contract for one in case.suspended())
    return DunningPlan(
        resumed,
        suspensions_due(case, policy, day, running),
        warnings_due(case, policy, day, open_contracts),
        letter_due(case, policy, day, open_contracts, rates),
    )


def after(case: Case, plan: DunningPlan, day: date) -> Case:
    """The case once a plan was carried out; fees and interest are claims, which are added to its account as such."""
    case = case.resumed(plan.resumed, day)
    return replace(
        case,
        suspensions=(*case.suspensions, *plan.suspended),
        warnings=(*case.warnings, *plan.warnings),
        letters=(*case.letters, *((plan.letter,) if plan.letter else ())),
    )
