"""`autossa payments import`: a sentence for each wrong file, exit codes, and a dry run that keeps nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autossa.cli.billing import statements as command
from autossa.cli.main import app
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from tests.cast.shop import Shop, on
from tests.cast.statements import OTHERS, OURS, paid, statement

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def files(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A right statement and one of another account."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    monkeypatch.setattr(command, "action_context", lambda: on("2026-03-01"))
    save_seller(new=SellerText(iban=OURS), ctx=on("2026-01-02"))
    for name, account in (("right.xml", OURS), ("wrong.xml", OTHERS)):
        (tmp_path / name).write_bytes(statement(paid(5_00, "?"), account=account).getvalue())
    return [str(tmp_path / "right.xml"), str(tmp_path / "wrong.xml")]


def _run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["payments", "import", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_a_wrong_file_is_one_sentence_and_the_right_one_is_imported(files: list[str]) -> None:
    done = _run(*files, code=1)
    assert done.stderr.splitlines() == [
        "autossa: wrong.xml: This statement is of another account; nothing of it was imported."
    ]
    assert "right.xml: 1 new entry." in done.stdout
    assert "1 payment is unmatched." in done.stdout
    assert "all of it was imported before" in _run(files[0]).stdout


def test_a_dry_run_says_it_and_keeps_nothing(files: list[str]) -> None:
    facts = [json.loads(line) for line in _run(files[0], "--dry-run", "--json").stdout.splitlines()]
    assert (facts[0]["file"], facts[0]["new"], facts[1]["waiting"], facts[1]["dry_run"]) == ("right.xml", 1, 1, True)
    assert not models.BankFile.objects.exists()
    assert "nothing is kept" in _run(files[0], "--dry-run").stdout


def test_a_file_that_is_not_there_ends_it_before_anything_happens(files: list[str]) -> None:
    assert "No such file" in _run(files[0], "/no/such.xml", code=2).stderr
    assert not models.BankFile.objects.exists()
