"""`autossa forecast money`: the money ahead as a table, and as JSON for programs."""

import json

import pytest
from typer.testing import CliRunner

from autossa.cli.billing import forecast as command
from autossa.cli.main import app
from autossa.operations.runs import renewals
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["forecast", "money", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def _money(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    monkeypatch.setattr(command, "action_context", lambda: on("2026-03-20"))
    shop.under_contract()
    renewals.run(ctx=on("2026-03-20"))


def test_days_by_method_and_certainty() -> None:
    rows = [json.loads(line) for line in _run("--json").splitlines()]
    assert {"day", "currency", "method", "certainty", "amount"} == set(rows[0])
    assert {row["certainty"] for row in rows} == {"open", "renewal"}
    assert {row["amount"] for row in rows if row["certainty"] == "renewal"} == {"119.00"}
    assert "renewal" in _run("--days", "60")
    assert not _run("--days", "1", "--json")


def test_months() -> None:
    rows = [json.loads(line) for line in _run("--months", "--json").splitlines()]
    assert len(rows) == 12
    assert (rows[-1]["month"], rows[-1]["received"]) == ("2026-03", "0.00")
