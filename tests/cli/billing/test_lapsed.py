"""`autossa orders lapsed`: what is missing day by day, and ordered with the contract that follows."""

import json

import pytest
from typer.testing import CliRunner

from autossa.cli.main import app
from autossa.cli.orders import lapsed as command
from autossa.operations.credits import orders
from autossa.queries.as_of import project_as_of
from autossa.store import models
from tests.cast.shop import Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-05-01"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    monkeypatch.setattr(command, "action_context", lambda _: on(DAY))


def _run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["orders", "lapsed", "C1/Office", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_show_then_order_then_it_follows(shop: Shop) -> None:
    project = shop.covered()
    rows = [json.loads(line) for line in _run("--json").splitlines()]
    assert [row["paid_on"] for row in (rows[0], rows[-1])] == [DAY, "2026-05-15"]
    assert rows[-1]["missing_ssc"] == rows[-1]["order_ssc"]
    name = _run("--option", "annual_monthly").strip()
    order = models.CreditOrder.objects.get()
    assert order.public_id == name
    orders.book(order=order.pk, ctx=on(DAY))
    found = project_as_of(project, d(DAY))
    assert found is not None
    assert found.project.contract is not None


def test_where_nothing_is_missing_it_says_so(shop: Shop) -> None:
    shop.project()
    assert "No credits are missing" in _run(code=2)
