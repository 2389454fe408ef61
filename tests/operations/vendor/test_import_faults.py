"""A file with two hundred planted faults: exactly those are said, each at its row and column."""

from datetime import date
from typing import Any

import pytest

from autossa.domain.imports.faults import Wrong as W
from autossa.operations.vendor.imports.importing import import_book
from autossa.store import models
from tests.cast.books import Sheets, day, in_order, together, workbook
from tests.cast.shop import on

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("shop")]
WANTED = 200
LATER = date(2027, 5, 1)

# Sheet, row of the project there (the last one where there are two), column, what is planted, what is to be said.
FAULTS: list[tuple[str, str, Any, W]] = [
    ("customers", "name", None, W.MISSING),
    ("customers", "name", "x" * 201, W.TOO_LONG),
    ("customers", "name", "Cust\u200bomer", W.UNSEEN),
    ("customers", "kind", "friend", W.UNKNOWN_WORD),
    ("customers", "country", "D1", W.NO_COUNTRY),
    ("customers", "vat_id", "DE123", W.NO_VAT_ID),
    ("customers", "vat_rate", "half", W.NO_SUCH_RATE),
    ("customers", "vat", "reverse_charge", W.VAT_ID_NEEDED),
    ("customers", "language", "fr", W.UNKNOWN_WORD),
    ("customers", "invoice_email", "nobody", W.NOT_AN_EMAIL),
    ("projects", "name", None, W.MISSING),
    ("projects", "customer", "nobody", W.NO_SUCH_CUSTOMER),
    ("projects", "price_list", "Dollar", W.NO_SUCH_PRICE_LIST),
    ("projects", "balance", "many", W.NOT_A_NUMBER),
    ("projects", "balance", "1.234", W.TOO_EXACT),
    ("projects", "balance", "-5", W.BELOW_NOTHING),
    ("projects", "expected_on", "31.01.2026", W.NOT_A_DAY),
    ("licenses", "project", "nobody", W.NO_SUCH_PROJECT),
    ("licenses", "type", None, W.MISSING),
    ("licenses", "type", "NOPE", W.NO_SUCH_TYPE),
    ("licenses", "quantity", "0", W.NOT_A_COUNT),
    ("licenses", "quantity", 1.5, W.NOT_A_COUNT),
    ("licenses", "quantity", 10**10, W.TOO_LARGE),
    ("licenses", "acquired_on", "soon", W.NOT_A_DAY),
    ("licenses", "acquired_on", LATER, W.TO_COME),
    ("licenses", "given_up_on", day("2020-01-01"), W.ENDS_BEFORE),
    ("licenses", "activated_on", LATER, W.TO_COME),
    ("licenses", "rate", "free", W.NOT_A_NUMBER),
    ("coverage", "until", day("2024-01-01"), W.ENDS_BEFORE),
    ("coverage", "until", day("2025-02-01"), W.OVERLAPS),
    ("coverage", "from", None, W.MISSING),
    ("coverage", "source", "luck", W.UNKNOWN_WORD),
    ("coverage", "anchor", day("2024-07-01"), W.ENDS_BEFORE),
    ("contracts", "option", "nope", W.NO_SUCH_OPTION),
    ("contracts", "anchor", None, W.MISSING),
    ("contracts", "booked_until", day("2026-02-16"), W.NOT_A_PERIOD_END),
    ("contracts", "booked_until", day("2025-01-01"), W.ENDS_BEFORE),
    ("contracts", "concluded_on", LATER, W.TO_COME),
    ("contracts", "ends_on", day("2025-12-31"), W.ENDS_TOO_EARLY),
    ("contracts", "state", "asleep", W.UNKNOWN_WORD),
    ("contracts", "payer", "nobody", W.NO_SUCH_CUSTOMER),
    ("contracts", "invoice_contact", "nobody", W.NOT_AN_EMAIL),
    ("devices", "hardware_id", "a", W.NOT_HARDWARE),
    ("devices", "license", "L9", W.NO_SUCH_LICENSE),
    ("devices", "quantity", None, W.MISSING),
    ("devices", "quantity", 1201, W.TOO_MANY_ON_DEVICES),
    ("devices", "since", LATER, W.TO_COME),
    ("mandates", "iban", "DE00370400440532013000", W.NOT_AN_IBAN),
    ("mandates", "payer", "nobody", W.NO_SUCH_CUSTOMER),
    ("mandates", "holder", None, W.MISSING),
    ("mandates", "signed_on", LATER, W.TO_COME),
    ("mandates", "confirmed_on", day("2024-01-01"), W.ENDS_BEFORE),
    ("mandates", "scheme", "CASH", W.UNKNOWN_WORD),
    ("mandates", "reference", "M/", W.NOT_SEPA),
]
AT = {("coverage", W.OVERLAPS): "from"}  # said of the row's first day


def plant(number: int, fault: tuple[str, str, Any, W]) -> Sheets:
    sheet, column, value, _ = fault
    book = in_order(number)
    if column == "reference":
        value = f"{value}{number}/"
    book[sheet][-1][column] = value
    return book


def test_two_hundred_faults_and_no_other() -> None:
    planted = [FAULTS[number % len(FAULTS)] for number in range(WANTED)]
    book = together(*(plant(number, fault) for number, fault in enumerate(planted)))
    expected = set()
    for number, (sheet, column, _value, wrong) in enumerate(planted):
        rows = len(in_order(number)[sheet])
        expected.add((sheet, 1 + (number + 1) * rows, AT.get((sheet, wrong), column), wrong.value))
    report = import_book(content=workbook(book), name="book.xlsx", dry_run=False, ctx=on("2026-01-20"))
    found = [(*fault.place, fault.wrong.value) for fault in report.faults]
    assert set(found) == expected
    assert len(found) == WANTED
    assert not models.Import.objects.exists()
    assert not models.Organisation.objects.filter(number__startswith="K").exists()
