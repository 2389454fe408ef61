"""`autossa terms`, and `contracts conclude --accept-terms`: what is in force is named, or nothing is concluded."""

import json
from pathlib import Path

import pytest
from typer.testing import Result

from autossa.cli import contracts as conclude_command
from autossa.cli.vendor import terms as command
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.shop import Shop
from tests.cast.terms import PDF

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run, contracts = runner(command.app), runner(conclude_command.app)


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conclude_command, "boot_ready", lambda: None)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "terms.txt").write_text("Pay in time.\n", encoding="utf-8")
    (tmp_path / "service.pdf").write_bytes(PDF)
    (tmp_path / "fake.pdf").write_bytes(b"<html>")
    (tmp_path / "latin.txt").write_bytes("Grüße".encode("latin-1"))
    return tmp_path


def publish(kind: str, day: str, *more: str) -> Result:
    return run("publish", kind, "--from", day, "--on", day, *more)


def test_what_is_published_is_listed_and_asked_for(shop: Shop, files: Path) -> None:
    assert publish("terms", "2026-01-10", "--en", str(files / "terms.txt")).exit_code == 0
    assert publish("service", "2026-01-10", "--de", str(files / "service.pdf")).exit_code == 0
    rows = [json.loads(line) for line in run("--json").stdout.splitlines()]
    assert {row["version"] for row in rows} == {"terms-1", "service-1"}
    shop.project()
    given = ("conclude", "C1/Office", "annual_monthly", "--on", "2026-01-20")
    refused = contracts(*given)
    assert refused.exit_code == 2
    assert "--accept-terms terms-1 --accept-terms service-1" in refused.stderr
    for names in (["terms-1"], ["terms-1", "service-2"], ["terms-1", "service"]):
        wrong = contracts(*given, *(part for name in names for part in ("--accept-terms", name)))
        assert wrong.exit_code == 2, names
    assert not models.Contract.objects.exists()
    assert contracts(*given, "--accept-terms", "terms-1", "--accept-terms", "service-1").exit_code == 0
    (terms, service) = [json.loads(line) for line in run("accepted", "C1/Office", "--json").stdout.splitlines()]
    assert (terms["kind"], terms["version"], service["version"]) == ("terms", 1, 1)
    assert terms["accepted_by"].endswith("(command line)")
    assert terms["organisation"] == "Alice Ltd"


def test_what_was_accepted_before_need_not_be_named(shop: Shop, files: Path) -> None:
    publish("terms", "2026-01-10", "--en", str(files / "terms.txt"))
    for name, more in (("Office", ("--accept-terms", "terms-1")), ("Branch", ())):
        shop.project(name)
        assert contracts("conclude", f"C1/{name}", "annual_monthly", "--on", "2026-01-20", *more).exit_code == 0


def test_one_that_has_not_begun_is_withdrawn(shop: Shop, files: Path) -> None:
    file = str(files / "terms.txt")
    assert run("publish", "terms", "--from", "2026-03-01", "--on", "2026-01-10", "--en", file).exit_code == 0
    late = run("withdraw", "terms", "--from", "2026-03-01", "--reason", "A slip", "--on", "2026-03-01")
    assert late.exit_code == 2
    assert "has begun" in late.stderr
    assert run("withdraw", "terms", "--from", "2026-03-01", "--reason", "A slip", "--on", "2026-02-28").exit_code == 0
    shop.booked()
    assert "nothing to show" in run("lacking", "terms").stdout


@pytest.mark.parametrize(
    ("file", "words"),
    [("fake.pdf", "no whole PDF"), ("latin.txt", "no text in UTF-8"), ("missing.txt", "cannot be read")],
)
def test_what_cannot_be_published_is_said(shop: Shop, files: Path, file: str, words: str) -> None:
    wrong = publish("terms", "2026-01-10", "--en", str(files / file))
    assert wrong.exit_code == 2
    assert words in wrong.stderr
    assert publish("terms", "2026-01-10").exit_code == 2
    assert not models.TermsVersion.objects.exists()
