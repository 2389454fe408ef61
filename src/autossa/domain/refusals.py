"""Coded refusals: what a rule says no with, and what helps. A refusal is data, nothing has happened."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.amounts import Ssc


class Code(StrEnum):
    """Every reason to refuse, in the words of the scenario format."""

    NO_LICENSES = "no_licenses"
    CONTRACT_EXISTS = "contract_exists"
    CONTRACT_ACTIVE = "contract_active"
    BEFORE_MINIMUM_TERM = "before_minimum_term"
    INSUFFICIENT_CREDITS = "insufficient_credits"
    INSUFFICIENT_CREDITS_FOR_GAP = "insufficient_credits_for_gap"
    NOT_IN_REVIEW = "not_in_review"
    PAST_FIXED_END = "past_fixed_end"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_SUCH_LICENSE = "no_such_license"
    NOT_ACTIVE = "not_active"
    NOT_ENDING = "not_ending"
    NOT_SUSPENDED = "not_suspended"
    ALREADY_ENDING = "already_ending"
    NOTICE_TOO_SHORT = "notice_too_short"
    QUANTITY_TOO_LARGE = "quantity_too_large"
    LAST_LICENSE = "last_license"
    SAME_OPTION = "same_option"
    NO_PRICE = "no_price"
    # What scenario files cannot ask for: review questions, requested lines, corrections (rules 4, 6, 10).
    NOT_IN_QUESTION = "not_in_question"
    NOT_REQUESTED = "not_requested"
    IN_CONTRACT = "in_contract"
    NOT_BOOKED = "not_booked"
    TOO_LATE_TO_VOID = "too_late_to_void"
    BOOKED_SINCE = "booked_since"
    NO_CHANGE_TO_UNDO = "no_change_to_undo"
    NO_LICENSE_PRICE = "no_license_price"


@dataclass(frozen=True, slots=True)
class Refusal:
    """No, why, and what would help: the SSC that are missing, the earliest end possible, or the end already set."""

    code: Code
    missing_ssc: Ssc | None = None
    earliest_end: date | None = None
    ends_on: date | None = None
