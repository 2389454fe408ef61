"""Books to import: sheets of rows as a workbook, and one that is in order."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from autossa.domain.imports.columns import BY_NAME

Sheets = dict[str, list[dict[str, Any]]]
TODAY = date(2026, 1, 20)
IBAN = "DE89370400440532013000"


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_order(number: int) -> Sheets:
    """A customer with a project under a contract that is billed by the month up to 15 February 2026."""
    project, customer = f"P{number}", f"K{number}"
    return {
        "customers": [{"number": customer, "name": f"Customer {number}", "country": "DE", "vat": "domestic"}],
        "projects": [{"reference": project, "customer": customer, "name": "Office", "balance": Decimal("12.5")}],
        "licenses": [
            {"project": project, "license": code, "type": "PORT", "quantity": 1200, "acquired_on": day("2024-06-01")}
            for code in ("L1", "L2")
        ],
        "coverage": [{"project": project, "from": day("2024-06-01"), "until": day("2024-12-01")}],
        "contracts": [
            {
                "project": project, "option": "annual_monthly", "anchor": day("2025-01-15"),
                "booked_until": day("2026-02-15"),
            }
        ],
        "options": [],
        "devices": [
            {
                "project": project, "name": "Frankfurt", "hardware_id": f"SERIAL {number:06}",
                "license": "L1", "quantity": 7, "since": day("2025-03-01"),
            }
        ],
        "mandates": [
            {
                "reference": f"M-{number}", "payer": customer, "iban": IBAN, "holder": f"Customer {number}",
                "signed_on": day("2025-01-02"),
            }
        ],
    }  # fmt: skip


def together(*books: Sheets) -> Sheets:
    """The rows of several, sheet by sheet."""
    return {name: [row for book in books for row in book.get(name, [])] for name in BY_NAME}


def workbook(sheets: Mapping[str, list[dict[str, Any]]]) -> bytes:
    """The file of them; every column is there."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        columns = [column.name for column in BY_NAME[name].columns]
        page = book.add_worksheet(name)
        page.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            for column, value in row.items():
                _write(page, number, columns.index(column), value, days)
    book.close()
    return file.getvalue()


def _write(page: Any, row: int, column: int, value: Any, days: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, days)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    elif value is not None:
        page.write_number(row, column, value)
