"""`autossa payments`: what came, what it is for, what two people decide, on the command line."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autossa.cli.main import app
from autossa.domain.rights import Role
from autossa.operations.billing.payments.payout_accounts import confirm_account
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.members import member
from tests.cast.shop import ALICE, Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = ("--on", "2026-03-01")
FIONA, VERA = "fiona@vendor.example", "vera@vendor.example"
IBAN = "DE02120300000000202051"


@pytest.fixture(autouse=True)
def numbers(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of two invoices of Alice's company; Fiona and Vera may decide, Rita and Bob may not."""
    for name, module in list(sys.modules.items()):
        if name.startswith("autossa.cli.") and hasattr(module, "boot_ready"):
            monkeypatch.setattr(module, "boot_ready", lambda: None)
    for email, role in ((FIONA, Role.FINANCE), (VERA, Role.ADMIN), ("rita@vendor.example", Role.REVIEWER)):
        member(shop.vendor, email, role.value)
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    return list(models.Claim.objects.order_by("due_on", "id").values_list("number", flat=True)[:2])


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["payments", *arguments])
    assert result.exit_code == code, result.output
    return result


def said(*arguments: str) -> dict[str, Any]:
    """The one JSON object that a command prints."""
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_enter_show_reverse_and_allocate(numbers: list[str]) -> None:
    first, second = numbers
    entered = said("enter", "C1", "5.00", "--for", first, "--reference", "Thanks", *DAY)
    assert (entered["for"], entered["left"], entered["payer"]) == ({first: "5.00"}, "0.00", "Alice Ltd")
    key = entered["id"]
    assert said("reverse", key, first, *DAY)["left"] == "5.00"
    assert said("allocate", key, second, "--amount", "2.00", *DAY)["for"] == {second: "2.00"}
    shown = said("show", key)
    assert [(step["number"], step["amount"]) for step in shown["steps"]] == [
        (first, "5.00"), (first, "-5.00"), (second, "2.00"),
    ]  # fmt: skip
    assert key in run("list", "--search", "thanks").stdout
    assert run("list", "--state", "returned").stdout == "nothing to show\n"
    assert second in run("show", key).stdout


def test_an_account_names_its_one_reference(numbers: list[str]) -> None:
    found = said("account", "C1", "--as-of", DAY[1])
    assert found["reference"].startswith("RF")
    assert {row["number"] for row in found["open"]} >= set(numbers)
    assert found["owed"] == found["to_pay"]
    assert numbers[0] in run("account", "C1", "--as-of", DAY[1]).stdout


def test_a_payment_goes_back(numbers: list[str]) -> None:
    key = said("enter", "C1", "5.00", "--for", numbers[0], *DAY)["id"]
    assert "AC04" in run("return", key, "--code", "closed", *DAY, code=2).stderr
    back = said("return", key, "--code", "AM04", "--fee", "3.50", *DAY)
    assert (back["returned"], back["for"]) == ("5.00", {})
    fee = models.Claim.objects.get(kind="fee")
    assert said("write-off", fee.number, "--reason", "Good will", *DAY)["in_force"]


def test_a_payment_is_moved_to_its_payer(shop: Shop, numbers: list[str]) -> None:
    key = said("enter", "C1", "1.00", "--for", numbers[0], *DAY)["id"]
    assert "no organisation" in run("move", key, "C9", *DAY, code=2).stderr
    assert "that payer's already" in run("move", key, "C1", *DAY, code=2).stderr
    there = said("move", key, "C2", *DAY)
    assert (there["left"], there["for"], there["moved"]) == ("1.00", {}, "0.00")
    off = said("show", key)
    assert (off["moved"], off["left"], off["for"]) == ("1.00", "0.00", {})
    assert "Nothing is there" in run("move", key, "C2", "--as", FIONA, *DAY, code=2).stderr
    assert models.PaymentMove.objects.get().payment.payer_id == shop.alice


def test_two_people_write_off(numbers: list[str]) -> None:
    command = ("write-off", numbers[0], "--reason", "Insolvent", *DAY)
    assert "say who you are" in run(*command, code=2).stderr
    for who in ("rita@vendor.example", "nobody@vendor.example"):
        run(*command, "--as", who, code=2)
    key = said(*command, "--as", FIONA)["id"]
    assert said("waiting")["id"] == key
    assert "another person has to approve it" in run("approve", key, "--as", FIONA, *DAY, code=2).stderr
    assert said("approve", key, "--as", VERA, *DAY) == {"id": key, "done": "approved"}
    assert models.Claim.objects.get(number=numbers[0]).rest == 0
    run("approve", key, "--as", VERA, *DAY, code=2)
    run("approve", "inv_x", "--as", VERA, *DAY, code=2)


def test_two_people_pay_out(shop: Shop) -> None:
    said("enter", "C1", "500.00", *DAY)
    command = ("refund", "C1", "1.00", "--reason", "Asked for", "--as", FIONA, *DAY)
    assert "has not confirmed an account" in run(*command, code=2).stderr
    confirm_account(payer=shop.alice, iban=IBAN, holder="Alice Ltd", ctx=on("2026-03-01", ALICE))
    key = said(*command)["id"]
    waits = run("waiting").stdout
    assert key in waits
    assert "DE02" not in waits
    assert "declined" in run("decline", key, "--as", VERA, *DAY).stdout
    key = said(*command)["id"]
    assert "approved" in run("approve", key, "--as", VERA, *DAY).stdout
    assert models.Payout.objects.get().amount == 1_00


def test_a_statement_is_written(tmp_path: Path) -> None:
    target = tmp_path / "statement.pdf"
    run("statement", "C1", "--from", "2026-01-01", "--until", "2026-03-01", "--output", str(target))
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "arguments",
    [
        ("enter", "C1", "5.001"),
        ("enter", "C9", "5.00"),
        ("enter", "C1", "0"),
        ("enter", "C1", "5", "--currency", "XXX"),
        ("enter", "C1", "5", "--for", "INV-2026-999999"),
        ("enter", "C1", "5", "--received", "2026-03-02"),
        ("statement", "C1", "--from", "2026-03-02", "--until", "2026-03-01"),
        ("show", "pmt_x"),
        ("account", "C9"),
    ],
)
def test_what_is_wrong_is_refused_in_one_sentence(arguments: tuple[str, ...]) -> None:
    day = () if arguments[0] in ("show", "statement") else DAY
    result = run(*arguments, *day, code=2)
    assert len(result.stderr.strip().splitlines()) == 1
    assert not models.Payment.objects.exists()
