"""The command line does nothing for a day to come, and reads a day as the forms do."""

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner, Result

from autossa.cli import contracts as contracts_command
from autossa.cli import credits as credits_command
from autossa.cli import licenses as licenses_command
from autossa.cli import main
from autossa.cli import run as run_command
from tests.cast.shop import Shop
from tests.store.looking import contents, periods

pytestmark = [pytest.mark.store, pytest.mark.django_db]
AHEAD = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of the test."""
    for module in (contracts_command, credits_command, licenses_command, run_command):
        monkeypatch.setattr(module, "boot_ready", lambda: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, arguments)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (AHEAD, "is after today"), ("2062-01-01", "is after today"), ("9999-12-31", "is not a date"),
        ("20260120", "is not a date"), ("01/31/2026", "is not a date"), ("never", "is not a date"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--today"), ("run", "--retry", "C1/Office", "--today"), ("contracts", "cancel", "C1/Office", "--on"),
        ("credits", "top-up", "C1/Office", "1", "--on"), ("licenses", "add", "C1/Office", "L9", "PORT", "1", "--on"),
        ("contracts", "suspend", "C1/Office", "--reason", "Unpaid", "--on"),
    ],
)  # fmt: skip
def test_nothing_is_booked_for_a_day_to_come(shop: Shop, arguments: tuple[str, ...], day: str, said: str) -> None:
    shop.booked()
    before = contents()
    result = run(*arguments, day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert contents() == before


def test_a_day_that_was_may_be_named(shop: Shop) -> None:
    project = shop.booked()
    assert run("run", "--today", "1.2.2026", "--allow", "Nobody was here.").exit_code == 0
    assert len(periods(project)) == 2
