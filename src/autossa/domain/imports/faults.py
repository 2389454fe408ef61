"""What is wrong with a book: where, and what, by a code. The words are `wording.imports`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Wrong(StrEnum):
    """What is wrong with a cell, or with a row."""

    MISSING = "missing"
    NOT_A_DAY = "not_a_day"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_COUNT = "not_a_count"
    TOO_LARGE = "too_large"
    TOO_EXACT = "too_exact"
    BELOW_NOTHING = "below_nothing"
    TOO_LONG = "too_long"
    UNSEEN = "unseen"
    UNKNOWN_WORD = "unknown_word"
    NOT_AN_EMAIL = "not_an_email"
    UNKNOWN_SHEET = "unknown_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    TWICE = "twice"
    TAKEN = "taken"
    CHANGED = "changed"
    NO_COUNTRY = "no_country"
    NO_VAT_ID = "no_vat_id"
    VAT_ID_NEEDED = "vat_id_needed"
    NO_SUCH_RATE = "no_such_rate"
    NO_SUCH_CUSTOMER = "no_such_customer"
    NO_SUCH_PROJECT = "no_such_project"
    NO_SUCH_LICENSE = "no_such_license"
    NO_SUCH_TYPE = "no_such_type"
    NO_SUCH_PRICE_LIST = "no_such_price_list"
    NO_SUCH_OPTION = "no_such_option"
    OTHER_TYPE = "other_type"
    TO_COME = "to_come"
    ENDS_BEFORE = "ends_before"
    OVERLAPS = "overlaps"
    NOT_A_PERIOD_END = "not_a_period_end"
    ENDS_TOO_EARLY = "ends_too_early"
    NOT_A_TERM_END = "not_a_term_end"
    NO_LICENSE_LEFT = "no_license_left"
    COVERED_ELSEWHERE = "covered_elsewhere"
    NO_CONTRACT = "no_contract"
    NOT_HARDWARE = "not_hardware"
    TOO_MANY_ON_DEVICES = "too_many_on_devices"
    ACTIVATED_BEFORE = "activated_before"
    NOT_AN_IBAN = "not_an_iban"
    NOT_SEPA = "not_sepa"
    BIC_NEEDED = "bic_needed"
    AGAINST_RULES = "against_rules"


class Place(NamedTuple):
    """Where something stands: sheet, row (from 1, as a spreadsheet counts) and column, empty for a whole row."""

    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at a place; `given` is what stands there, or what helps."""

    place: Place
    wrong: Wrong
    given: str = field(default="", compare=False)
