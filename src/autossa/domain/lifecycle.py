"""What may be done in which state: ONE decision table (rules 4, 6, 7, 8), printed into the docs by `autossa states`."""

from enum import StrEnum

from autossa.domain.contracts import Contract, Status
from autossa.domain.refusals import Code, Refusal


class Action(StrEnum):
    """What a person can do to a contract, or can do only while there is none."""

    CONCLUDE = "conclude_contract"
    ASK = "ask_question"
    ANSWER = "answer_question"
    APPROVE = "approve_contract"
    REJECT = "reject_contract"
    WITHDRAW = "withdraw_contract"
    SUSPEND = "suspend_contract"
    RESUME = "resume_contract"
    TERMINATE = "terminate_contract"
    CANCEL = "cancel_contract"
    UNDO = "undo_cancellation"
    CHANGE_OPTION = "change_option"
    UNDO_OPTION = "undo_change_option"
    EXTEND = "extend"


_ANY_CLOSED = frozenset({None, Status.ENDED, Status.REJECTED, Status.WITHDRAWN})
_REVIEW = frozenset({Status.IN_REVIEW, Status.QUESTION})
_RUNNING: frozenset[Status] = frozenset({Status.ACTIVE, Status.ENDING})

# For each action: the states it is allowed in (None: no contract yet), and the refusal everywhere else.
TABLE: dict[Action, tuple[frozenset[Status | None], Code]] = {
    Action.CONCLUDE: (_ANY_CLOSED, Code.CONTRACT_EXISTS),
    Action.ASK: (frozenset({Status.IN_REVIEW}), Code.NOT_IN_REVIEW),
    Action.ANSWER: (frozenset({Status.QUESTION}), Code.NOT_IN_QUESTION),
    Action.APPROVE: (_REVIEW, Code.NOT_IN_REVIEW),
    Action.REJECT: (_REVIEW, Code.NOT_IN_REVIEW),
    Action.WITHDRAW: (_REVIEW, Code.NOT_IN_REVIEW),
    Action.SUSPEND: (_RUNNING, Code.NOT_ACTIVE),
    Action.RESUME: (frozenset({Status.SUSPENDED}), Code.NOT_SUSPENDED),
    Action.TERMINATE: (frozenset({Status.SUSPENDED}), Code.NOT_SUSPENDED),
    Action.CANCEL: (_RUNNING | {Status.SUSPENDED}, Code.NOT_ACTIVE),
    Action.UNDO: (frozenset({Status.ENDING}), Code.NOT_ENDING),
    Action.CHANGE_OPTION: (_REVIEW | {Status.ACTIVE}, Code.NOT_ACTIVE),
    Action.UNDO_OPTION: (frozenset({Status.ACTIVE, Status.SUSPENDED}), Code.NOT_ACTIVE),
    Action.EXTEND: (_ANY_CLOSED, Code.CONTRACT_ACTIVE),
}

# Where an action has another refusal than elsewhere: whose end is set goes on with no other option (rule 7).
OTHERWISE: dict[tuple[Action, Status], Code] = {
    (Action.CHANGE_OPTION, Status.ENDING): Code.ALREADY_ENDING,
    (Action.UNDO_OPTION, Status.ENDING): Code.ALREADY_ENDING,
}

# Which states may follow one another, by whatever action or run; None: no contract yet.
NEXT: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.IN_REVIEW}),
    Status.IN_REVIEW: frozenset({Status.QUESTION, Status.REJECTED, Status.WITHDRAWN}) | _RUNNING,
    Status.QUESTION: frozenset({Status.IN_REVIEW, Status.REJECTED, Status.WITHDRAWN}) | _RUNNING,
    Status.ACTIVE: frozenset({Status.ENDING, Status.SUSPENDED}),
    Status.ENDING: frozenset({Status.ACTIVE, Status.SUSPENDED, Status.ENDED}),
    Status.SUSPENDED: _RUNNING | {Status.ENDED},
    Status.ENDED: frozenset(),
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


def refused_in_state(action: Action, contract: Contract | None) -> Refusal | None:
    """The refusal of an action in the contract's present state, or None when the table allows it."""
    allowed, code = TABLE[action]
    if contract is None:
        return None if None in allowed else Refusal(code)
    if contract.status in allowed:
        return None
    if OTHERWISE.get((action, contract.status)) is Code.ALREADY_ENDING:
        return Refusal(Code.ALREADY_ENDING, ends_on=contract.ends_on)
    return Refusal(code)
