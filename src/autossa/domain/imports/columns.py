"""The format of a book: which sheets there are, which columns each has, and what stands in them.

Days are ISO days or the days of a spreadsheet; `until`, `ends_on` and `given_up_on` are the first day that is not meant
any more. SSC and money have a decimal point and two decimals at most.
"""

from dataclasses import dataclass
from enum import StrEnum

MAX_NAME, MAX_NUMBER, MAX_REFERENCE, MAX_CODE = 200, 40, 100, 60


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"  # a whole number from 1 on
    SSC = "ssc"  # hundredths of an SSC, not below 0
    MONEY = "money"
    RATE = "rate"  # SSC per unit and year
    WORD = "word"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the first row; `words` are what may stand in it, the first one where it is empty."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    most: int = MAX_NAME
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name, and its columns."""

    name: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """One of them. Raises StopIteration for another name."""
        return next(column for column in self.columns if column.name == name)


def _text(name: str, most: int = MAX_NAME, *, required: bool = False) -> Column:
    return Column(name, required=required, most=most)


def _day(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DAY, required)


_PROJECT = _text("project", MAX_REFERENCE, required=True)

CUSTOMERS = Sheet(
    "customers",
    (
        _text("number", MAX_NUMBER, required=True),
        _text("name", required=True),
        Column("kind", Kind.WORD, words=("customer", "partner")),
        _text("street"),
        _text("more"),
        _text("post_code", 20),
        _text("city", 100),
        _text("country", 2),
        _text("vat_id", 20),
        Column("vat", Kind.WORD, words=("", "domestic", "reverse_charge", "third_country")),
        _text("vat_rate", 20),
        _text("vat_confirmation", MAX_REFERENCE),
        _day("vat_confirmed_on"),
        _text("vat_confirmed_by", MAX_REFERENCE),
        Column("invoice_email", Kind.EMAIL, most=254),
        Column("language", Kind.WORD, words=("en", "de")),
    ),
)
PROJECTS = Sheet(
    "projects",
    (
        _text("reference", MAX_REFERENCE, required=True),
        _text("customer", MAX_NUMBER, required=True),
        _text("name", required=True),
        _text("price_list", MAX_REFERENCE),
        Column("balance", Kind.SSC),
        _day("expected_on"),
        Column("expected_ssc", Kind.SSC),
        Column("expected_net", Kind.MONEY),
    ),
)
LICENSES = Sheet(
    "licenses",
    (
        _PROJECT,
        _text("license", MAX_REFERENCE, required=True),
        _text("type", MAX_CODE, required=True),
        Column("quantity", Kind.COUNT, required=True),
        _day("acquired_on", required=True),
        _day("added_on"),
        _day("given_up_on"),
        _day("included_until"),
        _day("activated_on"),
        Column("rate", Kind.RATE),
    ),
)
COVERAGE = Sheet(
    "coverage",
    (
        _PROJECT,
        _day("from", required=True),
        _day("until", required=True),
        Column("source", Kind.WORD, words=("manual", "auto", "back_payment")),
        _day("anchor"),
    ),
)
CONTRACTS = Sheet(
    "contracts",
    (
        _PROJECT,
        _text("option", MAX_CODE, required=True),
        _day("anchor", required=True),
        _day("booked_until", required=True),
        _day("concluded_on"),
        _day("fixed_end"),
        _day("ends_on"),
        Column("state", Kind.WORD, words=("active", "suspended")),
        _text("payer", MAX_NUMBER),
        _text("order_number", MAX_REFERENCE),
        Column("invoice_contact", Kind.EMAIL, most=254),
    ),
)
OPTIONS = Sheet("options", (_PROJECT, _day("from", required=True), _text("option", MAX_CODE, required=True)))
DEVICES = Sheet(
    "devices",
    (
        _PROJECT,
        _text("name", required=True),
        _text("hardware_id", MAX_REFERENCE, required=True),
        _text("license", MAX_REFERENCE),
        Column("quantity", Kind.COUNT),
        _day("since"),
    ),
)
MANDATES = Sheet(
    "mandates",
    (
        _text("reference", 35, required=True),
        _text("payer", MAX_NUMBER, required=True),
        _text("iban", 42, required=True),
        _text("holder", 70, required=True),
        Column("scheme", Kind.WORD, words=("CORE", "B2B")),
        _text("bic", 11),
        _text("town", 35),
        _text("country", 2),
        _day("signed_on", required=True),
        _day("confirmed_on"),
    ),
)
SHEETS = (CUSTOMERS, PROJECTS, LICENSES, COVERAGE, CONTRACTS, OPTIONS, DEVICES, MANDATES)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
