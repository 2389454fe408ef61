"""Why a payment, a refund or a write-off is refused: by code, with the amount that would do (billing 10, 13)."""

from dataclasses import dataclass
from enum import StrEnum

from autossa.domain.amounts import Money


class Refused(StrEnum):
    """The codes."""

    NO_SUCH_DOCUMENT = "no_such_document"
    NO_SUCH_PAYMENT = "no_such_payment"
    OTHER_CURRENCY = "other_currency"
    NOT_ABOVE_ZERO = "not_above_zero"
    MORE_THAN_LEFT_OF_PAYMENT = "more_than_left_of_payment"
    MORE_THAN_LEFT_OF_DOCUMENT = "more_than_left_of_document"
    MORE_THAN_ALLOCATED = "more_than_allocated"
    NOTHING_LEFT = "nothing_left"
    NOT_ASSIGNED = "not_assigned"
    NOTHING_TO_MOVE = "nothing_to_move"
    NOT_MOVABLE = "not_movable"
    ALREADY_RETURNED = "already_returned"
    NEEDS_REASON = "needs_reason"
    NEEDS_SECOND_PERSON = "needs_second_person"
    SAME_PERSON = "same_person"
    IBAN_NOT_CONFIRMED = "iban_not_confirmed"
    MORE_THAN_CREDIT = "more_than_credit"
    IN_COLLECTION = "in_collection"


@dataclass(frozen=True, slots=True)
class No:
    """No, why, and what would be possible at most, in minor units; nothing has happened."""

    code: Refused
    most: Money | None = None
