"""`autossa contracts`: what it lists first, and that it approves and resumes through the same door as the portal."""

import json

import pytest
from typer.testing import CliRunner, Result

from autossa.cli import contracts as command
from autossa.operations import contracts
from autossa.queries.contracts.previews import preview_approval
from autossa.store import models
from autossa.store.engine.load import load_projects
from tests.cast.shop import ALICE, Shop, d, on, open_shop
from tests.store.looking import activities, periods

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The command finds the database of the test."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    return open_shop()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.app, arguments)


def test_approve_books_at_once_what_the_portal_previews(shop: Shop) -> None:
    project = shop.in_review()
    preview = preview_approval(load_projects([project], d("2026-02-20"), lock=False)[project], d("2026-02-20"))
    result = run("approve", "C1/Office", "--on", "2026-02-20", "--json")
    assert result.exit_code == 0
    invoiced = [fact["gross"] for fact in map(json.loads, result.stdout.splitlines()) if fact["fact"] == "invoice"]
    assert [f"{one.invoice.gross / 100:.2f}" for one in preview.booked if one.invoice] == invoiced
    assert [period.split()[-1] for period in periods(project)] == ["2026-02-20", "2026-02-20"]


def test_resume_books_at_once_what_fell_due(shop: Shop) -> None:
    project = shop.booked()
    assert run("suspend", "C1/Office", "--reason", "Unpaid", "--on", "2026-01-20").exit_code == 0
    assert run("resume", "C1/Office", "--on", "2026-03-02").exit_code == 0
    assert [period.split()[-1] for period in periods(project)] == ["2026-01-15", "2026-03-02", "2026-03-02"]
    assert [what for _, what, _ in activities(project)][-2:] == ["suspend_contract", "resume_contract"]


def test_those_that_wait_for_a_review_come_first(shop: Shop) -> None:
    """The longest wait first of all, as the help says; an open question waits too."""
    for name, day in (("Old", "2026-01-15"), ("Newer", "2026-01-17"), ("Asked", "2026-01-16")):
        shop.in_review(name, day)
    old = models.Project.objects.get(name="Old").id
    contracts.approve(project=old, ctx=on("2026-01-18"))
    contracts.ask(project=models.Project.objects.get(name="Asked").id, question="Why?", ctx=on("2026-01-18", ALICE))
    listed = [json.loads(line)["name"] for line in run("--json").stdout.splitlines()]
    assert listed == ["Asked", "Newer", "Old"]
