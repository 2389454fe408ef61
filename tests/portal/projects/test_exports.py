"""The list of projects for other programs: exactly what is listed, nothing that a program runs, no money for some."""

import csv
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import get_language, override

from autossa.domain.rights import Role
from autossa.domain.texts import neutral
from autossa.portal.ui.tables_export import csv_lines, write_xlsx
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import make_person, sign_in
from tests.cast.world import TODAY, World
from tests.portal.projects.test_home import names
from tests.portal.staff import as_staff

pytestmark = pytest.mark.store

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read(response: Any) -> list[dict[str, str]]:
    text = response.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def read_workbook(content: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the only sheet, as kind and value: `n` for numbers and dates, `inlineStr` for texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert sheet.findall(".//m:f", NS) == []
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.findall("m:c", NS)]
        for row in sheet.findall(".//m:row", NS)
    ]


@pytest.mark.parametrize(
    "query",
    ["", "state=none", "left=30&sort=name", "q=kiel", "sort=customer", "state=none&left=grace&q=office", "q=zz"],
)
def test_what_is_exported_is_what_is_listed(world: World, staff: Client, query: str) -> None:
    shown = names(staff.get(f"/?{query}").content.decode())
    assert [row["Project"] for row in read(staff.get(f"/projects.csv?{query}"))] == shown
    cells = read_workbook(staff.get(f"/projects.xlsx?{query}").getvalue())  # type: ignore[attr-defined]
    assert [row[0][1] for row in cells[1:]] == shown


def test_an_export_begins_at_the_beginning_wherever_the_list_is(world: World, staff: Client) -> None:
    page = staff.get("/?sort=name").content.decode()
    assert len(read(staff.get("/projects.csv", {"sort": "name", "after": "WzAsICJ6Il0"}))) == len(names(page))


def test_each_cell_is_plain(world: World, staff: Client) -> None:
    (row,) = read(staff.get("/projects.csv?q=kiel"))
    assert row == {
        "Project": "Telephony Kiel",
        "Customer": "Nordlicht Klinikverbund gGmbH",
        "Number": "C-1001",
        "Id": public_id("prj", world.projects["Telephony Kiel"]),
        "Covered until": "2027-01-30",
        "Days left": "25",
        "Auto SSA": "Active",
        "Option": "Annual, billed monthly",
        "Ends on": "",
        "Balance, SSC": "15.00",
        "Held, SSC": "0.00",
        "Next charge on": "2027-01-17",
        "Next charge, SSC": row["Next charge, SSC"],
        "Next invoice, gross": "43.85",
        "Currency": "EUR",
        "Action needed": "",
    }
    assert Decimal(row["Next charge, SSC"]) > 15


def test_in_the_language_of_the_reader(world: World) -> None:
    """With the separators of its spreadsheets, and in that language to the last row."""
    text = as_staff("de").get("/projects.csv?q=kiel").getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = text.splitlines()
    assert head.startswith('"Projekt";"Kunde";')
    assert '"2027-01-30";"25";"Aktiv";' in row
    assert '"15,00";"0,00";' in row


def test_only_what_was_chosen(world: World) -> None:
    office, showrooms = (world.projects[name] for name in ("Office", "Showrooms"))
    customer = models.Project.objects.get(pk=office).customer_id
    owner = sign_in(Client(), make_person("chooses@example.com", (customer, Role.OWNER)))
    chosen = [public_id("prj", office), public_id("prj", showrooms), "prj_x", "\x00"]
    assert [row["Project"] for row in read(owner.post("/projects.csv", {"project": chosen}))] == ["Office"]
    workbook = owner.post("/projects.xlsx", {"project": chosen})
    assert [row[0][1] for row in read_workbook(workbook.getvalue())] == ["Project", "Office"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("chosen", [{}, {"project": ["prj_x", "\x00"]}])
@pytest.mark.parametrize("path", ["/projects.csv", "/projects.xlsx"])
def test_an_export_of_a_selection_without_one_says_so(world: World, path: str, chosen: dict[str, list[str]]) -> None:
    page = as_staff().post(path, {**chosen, "next": "/?state=none"}, follow=True)
    assert page.redirect_chain == [("/?state=none", 302)]  # type: ignore[attr-defined]
    assert "Select at least one project" in page.content.decode()


def test_without_the_right_to_see_billing_there_is_no_money(world: World) -> None:
    project = models.Project.objects.get(pk=world.projects["Office"])
    partner = models.Organisation.objects.create(kind="partner", name="Exporting partner", number="P-EX")
    models.HandOver.objects.create(
        customer=project.customer, partner=partner, rights=["licenses"], starts_on=TODAY - timedelta(days=1),
        created_at=project.created_at,
    )  # fmt: skip
    client = sign_in(Client(), make_person("exports@example.com", (partner.id, Role.MANAGER)))
    (row,) = read(client.get("/projects.csv"))
    empty = ("Balance, SSC", "Held, SSC", "Next charge on", "Next charge, SSC", "Next invoice, gross", "Currency")
    assert [row[column] for column in empty] == [""] * len(empty)
    assert row["Action needed"] == "Gap: normal price until 22 January 2027"
    assert row["Covered until"] == "2026-12-23"


def test_strangers_get_nothing(world: World) -> None:
    for path in ("/projects.csv", "/projects.xlsx"):
        assert Client().get(path)["location"].startswith("/account/login/")


# ---------------------------------------------------------------- sheets

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_program_takes_a_text_of_csv_for_a_formula(text: str) -> None:
    for language, separator in (("en", ","), ("de", ";")):
        lines = "".join(csv_lines([[text, f"a{text}"]], language))
        ((cell, _),) = csv.reader(io.StringIO(lines[1:], newline=""), delimiter=separator)
        assert cell.startswith("'")
        assert cell.replace("'", "") == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", [";", "; ", "\t", ",", ", ", "\n", "\r\n", '";"', "|", ';"', ";;"])
def test_nor_what_stands_behind_another_program_s_separator(sign: str, before: str) -> None:
    """However the line is cut: at commas, semicolons, tabs or lines, minding quotation marks or not."""
    for language in ("en", "de"):
        lines = "".join(csv_lines([[f"Kiel{before}{sign}HYPERLINK(1)", "end"]], language))[1:]
        for separator in ",;|\t":
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
                cut = lines.splitlines() if quoting == csv.QUOTE_NONE else io.StringIO(lines, newline="")
                for row in csv.reader(cut, delimiter=separator, quoting=quoting):
                    assert not [cell for cell in row if cell.lstrip(' "').startswith(sign)], row


def test_a_text_without_formulas_is_left_alone() -> None:
    for text in ("Kiel-Süd", "1 + 1 = 2", "a@b.example", "A; B, C", "5 %", "O'Neill", "'=1"):
        assert neutral(text) == text


def test_csv_writes_dates_numbers_and_nothing_plainly() -> None:
    row = [date(2027, 1, 5), Decimal("-0.50"), 1234567, None, 'a "b", c', Decimal("1E+3")]
    english, german = ("".join(csv_lines([row], language)) for language in ("en", "de"))
    assert english == '\ufeff"2027-01-05","-0.50","1234567","","a ""b"", c","1000"\r\n'
    assert german == '\ufeff"2027-01-05";"-0,50";"1234567";"";"a ""b"", c";"1000"\r\n'


def test_between_two_rows_others_speak_their_own_language() -> None:
    with override("en"):
        spoken: list[str] = []
        lines = csv_lines(([spoken.append(get_language() or "")] for _ in range(2)), "de")
        next(lines)
        assert (spoken, get_language()) == (["de"], "en")


def test_a_workbook_keeps_texts_as_texts_dates_as_dates_and_numbers_as_numbers() -> None:
    file = io.BytesIO()
    texts = [*FORMULAS[:4], "https://example.com", "0049", "x" * 40_000]
    write_xlsx(
        file,
        "A name that is too long for a sheet of one",
        ["a"] * 10,
        [[*texts, date(2027, 1, 5), Decimal("0.5"), None, 3]],
    )
    head, cells = read_workbook(file.getvalue())
    assert len(head) == 10
    assert cells[:7] == [("inlineStr", text[:32_767]) for text in texts]
    assert cells[7:] == [("n", "46392"), ("n", "0.5"), ("n", "3")]
