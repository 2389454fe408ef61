"""The workbook: a sheet for each table, numbers as numbers, and no cell that is a formula."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from autossa.documents.books.tables import Table
from autossa.documents.books.workbook import write_tables, write_workbook
from autossa.domain.billing.books.vat import month_of
from autossa.queries.billing.books.reading import books
from autossa.store import models
from tests.cast.world import TODAY, World

HOSTILE = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "https://example.com/x",
    "<b>&",
    "\u202eabc",
    "é" * 40_000,
]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def sheets(found: dict[str, str]) -> list[str]:
    return sorted(name for name in found if name.startswith("xl/worksheets/sheet"))


def test_texts_are_texts_whatever_they_begin_with() -> None:
    table = Table("t", "Texts", (("a", "A"),), ((text,) for text in HOSTILE))
    file = io.BytesIO()
    write_tables(file, [table])
    found = parts(file.getvalue())
    assert not any("<f>" in text or "<hyperlink" in text for text in found.values())
    (sheet,) = sheets(found)
    cells = re.findall(r'<c r="A\d+"[^>]* t="(\w+)"', found[sheet])
    assert cells == ["inlineStr"] * (1 + len(HOSTILE))


def test_what_a_sheet_has_no_room_for_goes_on() -> None:
    table = Table("t", "Many", (("n", "N"),), ((number,) for number in range(7)))
    file = io.BytesIO()
    write_tables(file, [table], most=3)
    found = parts(file.getvalue())
    assert [found[name].count("<row ") for name in sheets(found)] == [4, 4, 2]
    assert re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"]) == ["Many", "Many 2", "Many 3"]


@pytest.mark.parametrize(("amount", "shown"), [(Decimal("5156"), "#,##0"), (Decimal("1.234"), "#,##0.000")])
def test_an_amount_has_the_decimals_of_its_currency(amount: Decimal, shown: str) -> None:
    file = io.BytesIO()
    write_tables(file, [Table("t", "Amounts", (("a", "A"),), iter([(amount,), (date(2026, 1, 5),)]))])
    found = parts(file.getvalue())
    assert f"<v>{amount}</v>" in found[sheets(found)[0]]
    assert shown in found["xl/styles.xml"] or shown == "#,##0"  # that one is built in


@pytest.mark.store
def test_the_month_has_its_documents_and_hostile_names_stay_text(own: World) -> None:
    models.Organisation.objects.filter(kind="customer").update(name="=1+1")
    month = month_of(date(2026, 12, 1))
    file = io.BytesIO()
    with books(TODAY) as found:
        write_workbook(file, found, month)
    data = parts(file.getvalue())
    assert len(sheets(data)) == 5
    assert not any("<f>" in text for text in data.values())
    issued = models.Invoice.objects.filter(issued_on__range=(month.first, month.last)).count()
    assert data[sheets(data)[0]].count("<row ") == 1 + issued
