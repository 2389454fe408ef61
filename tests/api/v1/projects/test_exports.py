"""Whole lists as files: what pages export, by programs."""

import csv
import io
from zipfile import ZipFile

import pytest

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


@pytest.fixture
def files(shop: Shop) -> dict[str, str]:
    project, company = public_id("prj", shop.booked("Office")), public_id("org", shop.alice)
    return {
        "exports/projects": "Office", f"projects/{project}/exports/activity": "Office",
        f"organisations/{company}/exports/activity": "Office", f"projects/{project}/exports/accepted-terms": "version",
        "exports/activity": "Office", "exports/missing-order-numbers": "",
    }  # fmt: skip


def test_every_list_is_a_file_in_both_formats(files: dict[str, str], admin: str) -> None:
    for path, word in files.items():
        sheet = ask("GET", f"{path}?format=csv", token=admin)
        assert (sheet.status, sheet.headers["content-type"]) == (200, "text/csv; charset=utf-8"), sheet.body
        rows = list(csv.reader(io.StringIO(sheet.body.decode("utf-8-sig"))))
        assert rows[0]
        assert word in str(rows)
        book = ask("GET", f"{path}?format=xlsx", token=admin)
        assert book.headers["content-disposition"].endswith('.xlsx"')
        assert "xl/workbook.xml" in ZipFile(io.BytesIO(book.body)).namelist()
        assert ask("GET", f"{path}?format=ods", token=admin).status == 400


def test_a_file_has_what_the_list_has(files: dict[str, str], shop: Shop, token: Tokens) -> None:
    shop.project("Annex")
    owner, stranger = token("read"), token("read", organisation=shop.charlie)
    found = ask("GET", "exports/projects?search=Annex", token=owner, headers={"Accept-Language": "de"}).body.decode()
    assert "Annex" in found
    assert "Office" not in found
    assert ";" in found.splitlines()[0]  # as German spreadsheets expect it
    assert "Office" not in ask("GET", "exports/projects", token=stranger).body.decode()
    for path in list(files)[1:]:
        assert ask("GET", path, token=stranger).status == 404, path


def test_exports_are_counted_as_those_of_pages(
    files: dict[str, str], admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Deed] = []
    monkeypatch.setattr(limits, "count", lambda deed, *_args, **_more: counted.append(deed))
    for path in files:
        assert ask("GET", path, token=admin).status == 200
    assert counted == [Deed.EXPORT] * len(files)
