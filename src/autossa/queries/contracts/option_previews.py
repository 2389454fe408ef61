"""What another option would do to a contract, and what comes at its term's end: plans of the use cases, unapplied."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import option_changes
from autossa.domain.cancellations import reachable_end
from autossa.domain.comparisons import Cost, cost_from
from autossa.domain.contracts import Contract, OptionFrom, Status, first_term_end, option_on
from autossa.domain.dates import DAY
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.option_changes import changes_on
from autossa.domain.plans import Option
from autossa.domain.projects import Project, the_contract
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import ProjectAsOf, plan, project_as_of

YEAR = 12


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """An option that a contract could go on with from a day; `refusal` says why not, as for the one that holds anyway.

    `year` is what the 12 months from that day cost then; None without a price for them.
    """

    option: Option
    starts_on: date
    year: Cost | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class ChangeOptionPage:
    """Every option of the contract's policy, from when on it could hold; in review it would replace the present one."""

    contract: Contract
    option: Option
    in_review: bool
    currency: str
    choices: tuple[OptionChoice, ...]

    def choice(self, name: str) -> OptionChoice | None:
        """The option of that name, if it can be chosen."""
        found = (one for one in self.choices if one.option.name == name and one.refusal is None)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class UndoOptionPage:
    """What lies ahead and would be taken back, and the option that goes on."""

    contract: Contract
    scheduled: tuple[OptionFrom, ...]
    option: Option


@dataclass(frozen=True, slots=True)
class TermOutcomes:
    """What can come at a contract's next term end that can still be decided on: it goes on, by the month, or it ends.

    `day` is the first day after that term, `last_day` the last one to decide on it. It goes on as `option` up to
    `next_end` at least; `monthly` is a shorter option to go on with from `day`, None where it goes on so anyway.
    """

    day: date
    last_day: date
    option: Option
    next_end: date
    monthly: Option | None

    @property
    def by_month(self) -> bool:
        """It goes on month by month by itself."""
        return self.option.term_months == 1


def change_option_page(project: UUID, today: date) -> ChangeOptionPage | Refusal:
    """Each option with the day from which it could hold, and what a year of it costs."""
    found = _found(project, today)
    if refusal := refused_in_state(Action.CHANGE_OPTION, found.project.contract):
        return refusal
    contract = the_contract(found.project)
    return ChangeOptionPage(
        contract=contract,
        option=option_on(contract, today),
        in_review=contract.is_under_review,
        currency=found.currency,
        choices=tuple(_choice(found, contract, option) for option in found.project.terms.policy.options),
    )


def undo_option_page(project: UUID, today: date) -> UndoOptionPage | Refusal:
    """Take back what lies ahead today."""
    found = _found(project, today)
    outcome = plan(found, lambda facts: option_changes.undo(facts, today))
    if isinstance(outcome, Refusal):
        return outcome
    contract = the_contract(found.project)
    first = contract.scheduled[0].starts_on
    return UndoOptionPage(contract, contract.scheduled, option_on(the_contract(outcome.project), first))


def term_outcomes(project: Project, today: date) -> TermOutcomes | None:
    """The outcomes of an active contract without an end; None for any other."""
    contract = project.contract
    if contract is None or contract.status is not Status.ACTIVE:
        return None
    end = reachable_end(contract, today)
    return TermOutcomes(
        end.day,
        end.last_day,
        option_on(contract, end.day),
        first_term_end(contract, end.day + DAY),
        _monthly(project, contract, end.day, today),
    )


def _monthly(project: Project, contract: Contract, day: date, today: date) -> Option | None:
    """The shortest option of the policy, where it is by the month and could hold from that day on."""
    shortest = min(project.terms.policy.options, key=lambda option: option.term_months)
    holds = option_on(contract, day)
    if shortest.term_months > 1 or shortest.term_months >= holds.term_months:
        return None
    return shortest if changes_on(contract, today, shortest) == day else None


def _choice(found: ProjectAsOf, contract: Contract, option: Option) -> OptionChoice:
    starts_on = changes_on(contract, found.day, option)
    outcome = plan(found, lambda facts: option_changes.change_option(facts, found.day, option.name))
    refusal = outcome if isinstance(outcome, Refusal) else None
    after = found.project if isinstance(outcome, Refusal) else outcome.project
    cost = cost_from(after, found.day, starts_on, YEAR)
    return OptionChoice(option, starts_on, None if isinstance(cost, Refusal) else cost, refusal)


def _found(project: UUID, today: date) -> ProjectAsOf:
    found = project_as_of(project, today)
    if found is None:
        raise LookupError(f"there is no project {project}")
    return found
