"""`autossa contracts`: what it lists first, and that it approves and resumes through the same door as the portal."""

import json

import pytest
from typer.testing import CliRunner, Result

from autossa.cli import contracts as command
from autossa.cli import licenses as licenses_command
from autossa.operations import contracts
from autossa.queries.contracts.previews import preview_approval
from autossa.store import models
from autossa.store.engine.load import load_projects
from tests.cast.commands import runner
from tests.cast.shop import ALICE, Shop, d, on
from tests.store.looking import activities, periods

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run = runner(command.app)


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


PASTED = "We charge\u00a051.56\u00a0EUR:\u202fwhy?"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("ask", "C1/Office", PASTED), "question"), (("reject", "C1/Office", "--reason", PASTED), "rejected")],
)
def test_an_amount_pasted_from_a_page_is_kept_with_plain_spaces(
    shop: Shop, arguments: tuple[str, ...], status: str
) -> None:
    project = shop.in_review()
    assert run(*arguments, "--on", "2026-01-20").exit_code == 0
    contract = models.Contract.objects.get(project=project)
    said = models.ContractMessage.objects.filter(contract=contract).latest("id")
    assert (contract.status, said.text) == (status, "We charge 51.56 EUR: why?")


@pytest.mark.parametrize(
    "arguments", [("ask", "C1/Office", "a\u200bb"), ("reject", "C1/Office", "--reason", "a\u202eb")]
)
def test_what_nobody_sees_is_refused_with_its_place(shop: Shop, arguments: tuple[str, ...]) -> None:
    project = shop.in_review()
    result = run(*arguments, "--on", "2026-01-20")
    assert result.exit_code == 2
    assert "holds a character that cannot be shown: U+20" in result.stderr
    assert "at position 2" in result.stderr
    assert models.Contract.objects.get(project=project).status == "in_review"


def test_one_limit_for_one_text_whatever_the_door(shop: Shop) -> None:
    shop.booked()
    result = run("suspend", "C1/Office", "--reason", "x" * 501, "--on", "2026-01-20")
    assert (result.exit_code, "at most 500" in result.stderr) == (2, True)


def test_an_id_of_a_license_is_kept_cleaned(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licenses_command, "boot_ready", lambda: None)
    project = shop.project()

    def add(name: str) -> Result:
        return CliRunner().invoke(
            licenses_command.app, ["add", "C1/Office", name, "PORT", "1", "--order", "PO\u00a07", "--on", "2026-01-20"]
        )

    assert add("L\u00a0u\u0308").exit_code == 0
    row = models.License.objects.get(project=project, order_reference="PO 7")
    assert row.code == "L ü"
    assert (add("L ü").exit_code, "exists" in add("L\u202fü").stderr) == (2, True)


def test_those_that_wait_for_a_review_come_first(shop: Shop) -> None:
    """The longest wait first of all, as the help says; an open question waits too."""
    for name, day in (("Old", "2026-01-15"), ("Newer", "2026-01-17"), ("Asked", "2026-01-16")):
        shop.in_review(name, day)
    old = models.Project.objects.get(name="Old").id
    contracts.approve(project=old, ctx=on("2026-01-18"))
    contracts.ask(project=models.Project.objects.get(name="Asked").id, question="Why?", ctx=on("2026-01-18", ALICE))
    listed = [json.loads(line)["name"] for line in run("--json").stdout.splitlines()]
    assert listed == ["Asked", "Newer", "Old"]
