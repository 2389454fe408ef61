"""Use cases of a contract: concluded, reviewed, suspended, terminated, its option changed, cancelled (rules 4, 7)."""

from autossa.operations.contracts.cancel import cancel, undo_cancellation
from autossa.operations.contracts.conclude import CustomerNotVerified, PayerNotFound, UnknownOption, conclude
from autossa.operations.contracts.messages import MAX_LENGTH
from autossa.operations.contracts.options import change_option, undo_change_option
from autossa.operations.contracts.review import (
    ContractReplaced,
    OwnConclusion,
    answer,
    approve,
    ask,
    reject,
    withdraw,
)
from autossa.operations.contracts.several import Wish, conclude_each, conclude_several
from autossa.operations.contracts.suspend import resume, suspend, terminate

__all__ = [
    "MAX_LENGTH",
    "ContractReplaced",
    "CustomerNotVerified",
    "OwnConclusion",
    "PayerNotFound",
    "UnknownOption",
    "Wish",
    "answer",
    "approve",
    "ask",
    "cancel",
    "change_option",
    "conclude",
    "conclude_each",
    "conclude_several",
    "reject",
    "resume",
    "suspend",
    "terminate",
    "undo_cancellation",
    "undo_change_option",
    "withdraw",
]
