"""`autossa import` and `autossa export --book`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autossa.cli import export as exporting
from autossa.cli.main import app
from autossa.cli.vendor import imports as importing
from autossa.store import models
from tests.cast.books import in_order, workbook

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("shop")]


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (exporting, importing):
        monkeypatch.setattr(module, "boot_ready", lambda: None)


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_book_is_tried_imported_and_exported(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook(in_order(1)))
    code, _, said = run("import", file, "--dry-run", "--on", "2026-01-20")
    assert (code, "would import 1 customers, 1 projects, 1 mandates" in said) == (0, True), said
    assert not models.Import.objects.exists()
    assert run("import", file, "--on", "2026-01-20")[0] == 0
    out = tmp_path / "out.csv"
    assert run("export", "--book", out)[0] == 0
    assert "K1,Customer 1" in out.read_text()


def test_faults_are_lines_and_an_exit_code(tmp_path: Path) -> None:
    book = in_order(1)
    book["licenses"][0]["type"] = "NOPE"
    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook(book))
    code, out, said = run("import", file, "--on", "2026-01-20", "--json")
    faults = [json.loads(line)["fault"] for line in out.splitlines() if '"fault"' in line]
    assert [(one["sheet"], one["row"], one["column"], one["code"]) for one in faults] == [
        ("licenses", 2, "type", "no_such_type")
    ]
    assert (code, "nothing was imported" in said) == (1, True)


def test_what_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(b"PK\x03\x04")
    assert run("import", file)[0] == 2
    assert run("import", tmp_path / "nothing.xlsx")[0] == 2
