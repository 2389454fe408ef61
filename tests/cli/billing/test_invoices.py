"""`autossa invoices`: what finance does with documents on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autossa.cli.billing import collective
from autossa.cli.billing import invoices as command
from autossa.cli.main import app
from autossa.operations.billing import documents
from autossa.queries.billing import shelf
from autossa.store import models
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def number(shop: Shop, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number of an invoice to an authority's taste: all addresses known."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    options = {"location": str(tmp_path / "documents")}
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "documents": storage}
    models.Organisation.objects.filter(kind="vendor").update(vat_id="DE136695976", country="DE")
    models.Organisation.objects.filter(pk=shop.alice).update(country="DE", city="Bonn")
    shop.booked()
    return models.Invoice.objects.order_by("id")[0].full_number


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["invoices", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_list_and_show(number: str) -> None:
    (row, *_) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    invoice = models.Invoice.objects.get(pk=models.Invoice.objects.order_by("-id")[0].pk)
    assert (row["number"], row["currency"], row["files"]) == (invoice.full_number, "EUR", [])
    facts = json.loads(run("show", number, "--json").stdout)
    assert facts["number"] == number
    assert facts["vat"][0]["category"] == "S"
    assert facts["lines"][0]["license"]
    assert number in run("show", number).stdout
    assert "no invoice or credit note" in run("show", "INV-2026-999999", code=2).stderr
    assert "neither a number" in run("show", "seventeen", code=2).stderr


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("cii", b"<?xml"), ("ubl", b"<?xml")])
def test_a_file_is_written(number: str, tmp_path: Path, form: str, begins: bytes) -> None:
    target = tmp_path / f"invoice.{form}"
    run("document", number, "--format", form, "--output", str(target))
    assert target.read_bytes().startswith(begins)
    assert run("document", number, "--format", form).stdout_bytes == target.read_bytes()
    assert shelf.digest(target.read_bytes()) in run("show", number, "--json").stdout


def test_what_is_wrong_is_one_sentence(number: str, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "invoice.pdf"
    assert "No such file or directory" in run("document", number, "--output", str(nowhere), code=1).stderr
    row = models.DocumentFile.objects.get(format="pdf", invoice__year=2026, invoice__number=1)
    Path(shelf.shelf().path(row.path)).write_bytes(b"%PDF-1.7 forged")
    assert "was changed" in run("document", number, code=1).stderr


def test_render_missing(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count = models.Invoice.objects.count()
    assert "--missing" in run("render", code=2).stderr
    assert json.loads(run("render", "--missing", "--json").stdout) == {"made": count, "failed": 0}
    assert run("render", "--missing").stdout == "0 made, 0 failed.\n"
    shelf.shelf().delete(models.DocumentFile.objects.filter(format="cii")[0].path)
    assert run("render", "--missing").stdout == "1 made, 0 failed.\n"
    monkeypatch.setattr(documents, "render_missing", lambda **_: documents.Rendered(0, 1))
    assert run("render", "--missing", code=1).stdout == "0 made, 1 failed.\n"


def test_credit_a_line(number: str) -> None:
    would = json.loads(run("credit", number, "--reason", "Sorry", "--line", "1=10.00", "--dry-run", "--json").stdout)
    assert (would["number"], would["net"], would["tax"], would["gross"]) == (None, "10.00", "1.90", "11.90")
    assert not models.CreditReason.objects.exists()
    wrong = (("2", "no such line"), ("x", "is no line"), ("1=1.000", "is no amount"), ("1=9999x", "more licenses"))
    for line, words in wrong:
        assert words in run("credit", number, "--reason", "Sorry", "--line", line, "--on", "2026-01-20", code=2).output
    assert "CN-2026-000001: credited 11.90 EUR" in _credit(number, "--line", "1=10.00", "--on", "2026-01-20")
    assert "credited 107.10 EUR" in _credit(number, "--on", "2026-01-20")
    assert "Nothing is left" in run("credit", number, "--reason", "Sorry", "--on", "2026-01-20", code=2).output


def _credit(number: str, *more: str) -> str:
    return str(run("credit", number, "--reason", "Sorry", *more).stdout)


def test_how_a_payer_is_invoiced_and_what_waits(number: str, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collective, "boot_ready", lambda: None)
    assert "monthly on day 5" in run("cycle", "C1", "--every", "monthly", "--day", "5").stdout
    assert "takes a --day" in run("cycle", "C1", "--every", "monthly", code=2).output
    assert run("waiting", "C1", "--json").stdout == ""
    header, line = run("lines", number).stdout.splitlines()
    assert header.startswith("invoice,section,license")
    assert line.startswith(f"{number},Office,L1,PORT,1200,")
