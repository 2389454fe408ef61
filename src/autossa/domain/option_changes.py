"""Another option from a term end on, and taking that back (rule 7); in review the option is replaced at once."""

from collections.abc import Iterator
from datetime import date

from autossa.domain.cancellations import TermEnd
from autossa.domain.contracts import Contract, first_term_end, option_on
from autossa.domain.dates import DAY, add_months
from autossa.domain.entries import OptionChanged
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, record, the_contract
from autossa.domain.refusals import Code, Refusal


def change_option(project: Project, day: date, name: str) -> Outcome | Refusal:
    """Go on with another option of the contract's own policy from the earliest term end possible (rule 7).

    In review it replaces the option at once; conclusion day, start and gap stay. Refused, in this order: `not_active`
    or `already_ending` (an end is set), `same_option`, and in review `before_minimum_term` for an agreed end that lies
    within the new option's first term. Raises KeyError for an option that the policy lacks.
    """
    if refusal := refused_in_state(Action.CHANGE_OPTION, project.contract):
        return refusal
    contract = the_contract(project)
    option = project.terms.policy.option(name)
    starts_on = changes_on(contract, day, option)
    if option_on(contract, starts_on) == option:
        return Refusal(Code.SAME_OPTION)
    if contract.is_under_review and contract.fixed_end is not None:
        earliest = add_months(contract.start, option.term_months)
        if contract.fixed_end < earliest:
            return Refusal(Code.BEFORE_MINIMUM_TERM, earliest_end=earliest)
    return record(project, OptionChanged(day, option, starts_on))


def undo(project: Project, day: date) -> Outcome | Refusal:
    """Take back every change of the option whose first period is not booked (rule 7).

    Refused, in this order: `not_active` or `already_ending`, `no_change_to_undo`.
    """
    if refusal := refused_in_state(Action.UNDO_OPTION, project.contract):
        return refusal
    contract = the_contract(project)
    if not contract.scheduled:
        return Refusal(Code.NO_CHANGE_TO_UNDO)
    first = contract.scheduled[0].starts_on
    return record(project, OptionChanged(day, option_on(contract, first - DAY), first, undone=True))


def changes_on(contract: Contract, day: date, option: Option) -> date:
    """The first day on which another option can hold that is asked for on a day (rule 7); in review, the start.

    A shorter term waits for the first term end whose last day to cancel is not before the day, so that nobody leaves a
    term earlier than by cancelling; any other for the first one after the day whose period is not booked.
    """
    if contract.is_under_review:
        return contract.start
    return next(
        end.day
        for end in _term_ends(contract, max(day + DAY, contract.booked_until))
        if option.term_months >= end.option.term_months or end.last_day >= day
    )


def _term_ends(contract: Contract, day: date) -> Iterator[TermEnd]:
    """The term ends from a day on, each with the option whose term ends there."""
    while True:
        end = first_term_end(contract, day)
        yield TermEnd(end, option_on(contract, end - DAY))
        day = end + DAY
