"""Suspending an unpaid contract, resuming it, terminating it (rule 4): while suspended nothing is booked."""

from datetime import date

from autossa.domain.contracts import Status
from autossa.domain.entries import ContractMoved, ContractTerminated
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.projects import Outcome, Project, record, the_contract
from autossa.domain.refusals import Refusal


def suspend(project: Project, day: date) -> Outcome | Refusal:
    """Suspend an active or ending contract (rule 4). Refused: `not_active`."""
    refusal = refused_in_state(Action.SUSPEND, project.contract)
    return refusal or record(project, ContractMoved(day, Status.SUSPENDED))


def resume(project: Project, day: date) -> Outcome | Refusal:
    """Resume it (rule 4); the daily run of that day books all periods due. Refused: `not_suspended`."""
    if refusal := refused_in_state(Action.RESUME, project.contract):
        return refusal
    has_end = the_contract(project).ends_on is not None
    return record(project, ContractMoved(day, Status.ENDING if has_end else Status.ACTIVE))


def terminate(project: Project, day: date) -> Outcome | Refusal:
    """Staff ends a suspended contract at once, with its last booked period, or with its start where none was (rule 4).

    Refused: `not_suspended`.
    """
    refusal = refused_in_state(Action.TERMINATE, project.contract)
    return refusal or record(project, ContractTerminated(day, the_contract(project).booked_until))
