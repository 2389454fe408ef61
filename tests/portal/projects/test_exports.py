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

from autossa.domain.rights import Role
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


@pytest.fixture
def staff(world: World) -> Client:
    return as_staff()


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
    header = as_staff("de").get("/projects.csv?q=kiel").getvalue().decode()  # type: ignore[attr-defined]
    assert "Projekt,Kunde" in header.splitlines()[0]


def test_only_what_was_chosen(world: World) -> None:
    office, showrooms = (world.projects[name] for name in ("Office", "Showrooms"))
    customer = models.Project.objects.get(pk=office).customer_id
    owner = sign_in(Client(), make_person("chooses@example.com", (customer, Role.OWNER)))
    chosen = [public_id("prj", office), public_id("prj", showrooms), "prj_x", "\x00"]
    assert [row["Project"] for row in read(owner.post("/projects.csv", {"project": chosen}))] == ["Office"]
    assert read(owner.post("/projects.csv", {})) == []
    workbook = owner.post("/projects.xlsx", {"project": chosen})
    assert [row[0][1] for row in read_workbook(workbook.getvalue())] == ["Project", "Office"]  # type: ignore[attr-defined]


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
    ((cell,),) = csv.reader(io.StringIO("".join(csv_lines([[text]]))[1:], newline=""))
    assert cell == f"'{text}"


def test_csv_writes_dates_numbers_and_nothing_plainly() -> None:
    lines = "".join(csv_lines([[date(2027, 1, 5), Decimal("-0.50"), 1234567, None, 'a "b", c', Decimal("1E+3")]]))
    assert lines == '\ufeff2027-01-05,-0.50,1234567,,"a ""b"", c",1000\r\n'


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
