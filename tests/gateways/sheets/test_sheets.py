"""Workbooks and CSV are read as cells; what could do harm is refused before it does."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from autossa.domain.imports.tables import MOST_BYTES, Table, UnreadableFile
from autossa.gateways.sheets import xlsx
from autossa.gateways.sheets.files import read_tables

_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '{properties}<sheets><sheet name="projects" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = "<worksheet><sheetData>{rows}</sheetData></worksheet>"


def workbook(rows: str, *, before: str = "", properties: str = "", more: dict[str, bytes] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        archive.writestr("xl/workbook.xml", _BOOK.format(properties=properties))
        archive.writestr("xl/worksheets/sheet1.xml", before + _SHEET.format(rows=rows))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def read(content: bytes) -> Table:
    (table,) = read_tables(content)
    return table


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as found:
        read_tables(content)
    return found.value.reason


def test_what_a_spreadsheet_writes_is_read() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("projects")
    page.write_row(0, 0, ["name", "balance"])
    page.write_row(2, 0, ["Büro", 12.1])
    book.close()
    assert read(file.getvalue()).rows == ((1, ("name", "balance")), (3, ("Büro", Decimal("12.1"))))


def test_of_a_formula_the_value_is_taken() -> None:
    row = (
        '<row r="2"><c r="A2"><f>HYPERLINK("http://x")</f><v>7</v></c><c r="B2" t="str"><f>A1</f><v>=cmd</v></c></row>'
    )
    assert read(workbook(row)).rows == ((2, (Decimal(7), "=cmd")),)


@pytest.mark.parametrize(("text", "value"), [("0.1", "0.1"), ("19.989999999999998", "19.99"), ("1E3", "1000")])
def test_numbers_are_what_somebody_wrote(text: str, value: str) -> None:
    assert xlsx.number(text) == Decimal(value)


def test_days_may_count_from_1904() -> None:
    assert (
        read(workbook('<row><c t="n"><v>1</v></c></row>', properties='<workbookPr date1904="1"/>')).epoch.year == 1904
    )


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert reason(workbook("<row><c t='str'><v>&b;</v></c></row>", before=bomb)) == "document_type"


def test_what_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_UNZIPPED", 100_000)
    assert reason(workbook("<row/>" * 20_000)) == "too_large"
    assert reason(workbook("<row/>", more={"xl/media/a.bin": bytes(200_000)})) == "too_large"


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, b"\xfe\xff\x00a", b"a\x00b"])
def test_what_is_no_file_of_tables_is_said(content: bytes) -> None:
    assert reason(content) in ("broken", "not_utf8")


def test_a_file_has_at_most_25_megabytes() -> None:
    assert reason(b"a," * (MOST_BYTES // 2 + 1)) == "too_large"


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_names_the_sheet_of_each_row(between: str) -> None:
    lines = [("sheet", "name", "code"), ("projects", "'=Office", ""), ("licenses", "", "L1")]
    tables = read_tables(("\ufeff" + "\n".join(between.join(line) for line in lines)).encode())
    assert [(table.name, table.rows) for table in tables] == [
        ("projects", ((1, ("name",)), (2, ("=Office",)))),
        ("licenses", ((1, ("code",)), (3, ("L1",)))),
    ]
