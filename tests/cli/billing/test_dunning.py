"""`autossa dunning`: the run and what it will do, what keeps it silent, on and off."""

import json
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from autossa.cli.billing import dunning as command
from autossa.cli.boot import action_context
from autossa.cli.main import app
from autossa.store import models
from tests.cast.shop import Shop
from tests.operations.billing.dunning.story import dunned, pass_day

pytestmark = [pytest.mark.store, pytest.mark.django_db]
REMINDER = "2026-02-05"


def soon() -> str:
    """A month from now: what is typed is done today."""
    return (action_context().today + timedelta(days=30)).isoformat()


@pytest.fixture
def late(shop: Shop, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    settings.TODAY = REMINDER
    dunned()
    shop.under_contract("Office", option="annual_yearly")
    pass_day("2026-01-15")
    return shop


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["dunning", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_a_dry_run_says_what_the_run_does(late: Shop) -> None:
    row = json.loads(run("run", "--dry-run", "--today", REMINDER, "--json").stdout)
    assert (row["payer"], row["stage"], row["currency"]) == ("Alice Ltd", "reminder", "EUR")
    assert not models.DunningLetter.objects.exists()
    facts = json.loads(run("run", "--today", REMINDER, "--json").stdout)
    assert (facts["payers"], facts["letters"], facts["failed"]) == (1, 1, 0)
    letter = json.loads(run("list", "--json").stdout)
    assert (letter["number"], letter["amount"]) == ("DUN-2026-000001", row["amount"])
    assert "letters 0" in run("run", "--today", REMINDER).stdout


def test_a_payer_is_paused_and_goes_on(late: Shop) -> None:
    run("pause", "C1", "--until", soon(), "--reason", "Talks")
    assert json.loads(run("run", "--json").stdout)["letters"] == 0
    run("pause", "C1", "--end")
    assert json.loads(run("run", "--json").stdout)["letters"] == 1
    assert "not paused" in run("pause", "C1", "--end", code=2).stderr


def test_an_invoice_is_disputed_and_settled_and_a_payment_promised(late: Shop) -> None:
    number = models.Claim.objects.get().number
    run("dispute", "C1", number, "--reason", "Wrong")
    assert json.loads(run("run", "--json").stdout)["letters"] == 0
    run("dispute", "C1", number, "--settled", "Right")
    run("promise", "C1", "--until", soon(), "--note", "By phone")
    assert json.loads(run("run", "--json").stdout)["letters"] == 0
    assert "owes nothing by the number" in run("dispute", "C1", "INV-2026-999999", "--reason", "x", code=2).stderr


def test_it_is_switched_off_and_on_with_what_was_set(late: Shop) -> None:
    rows = [json.loads(line) for line in run("policy", "--off", "--json").stdout.splitlines()]
    assert [(row["stage"], row["on"]) for row in rows][:2] == [("reminder", False), ("first", False)]
    assert json.loads(run("run", "--json").stdout)["letters"] == 0
    run("policy", "--on")
    assert models.DunningPolicy.objects.order_by("-id")[0].levels[1]["fees"] == {"EUR": 500}
    assert json.loads(run("run", "--json").stdout)["letters"] == 1


def test_the_first_switch_takes_the_standard_stages(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    assert "nothing to show" in run("policy").output
    run("policy", "--on")
    levels = models.DunningPolicy.objects.get().levels
    assert [level["days"] for level in levels] == [7, 21, 35, 49]
    assert all(level["en"] and level["de"] for level in levels)
