"""Every option of every command that is a day: what is none is refused in one sentence, a far one breaks nothing."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import typer

from autossa.cli import main
from autossa.cli.boot import action_context
from autossa.domain.billing.documents import Method
from autossa.operations.billing.payments import receiving, write_offs
from autossa.operations.licenses import activation_keys
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.cast.commands import runner
from tests.cast.hostile_days import FAR_DAYS, NO_DAYS
from tests.cast.members import member
from tests.cast.shop import Shop, on
from tests.cast.sold import order, quote, sell
from tests.operations.devices.machines import machine
from tests.store.looking import contents
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(main.app)

GIVEN = {
    "project": "C1/Office", "ssc": "5", "license_id": "L9", "license_type": "PORT", "quantity": "1", "line": "1",
    "key": "KEY", "settlement": "SETTLEMENT", "months": "1", "question": "Why?",
    "text": "So.", "reason": "Because", "option": "annual_yearly", "customer": "C1", "name": "New", "number": "C9",
    "kind": "customer", "vat": "domestic", "price": "1", "ssc_per_year": "1", "code": "PORT", "price_list": "Euro",
    "what": "price", "plan": "annual_yearly", "file": "no-such-file.yaml",
    "device": "Frankfurt", "to": "Berlin", "hardware_id": "SN-3000",
    "kid": "KID", "license_file": "-", "manifest": "-", "jwks": "-",
    "product": "PBX", "version": "14.0", "branch": "14", "lines": "PORT:1", "order": "ORDER", "quote": "QUOTE",
    "payment": "PAYMENT", "claim": "INV-2026-000001", "amount": "1.00", "person": "fiona@example.com",
    "proposal": "PROPOSAL",
    "percent": "19", "payer": "C1", "confirmed_by": "BZSt", "rate_class": "standard", "every": "daily",
    "iban": "DE75512108001245126199", "holder": "Alice", "reference": "C1-M1", "document": "INV-2026-000001",
    "method": "transfer",
}  # fmt: skip


MORE = {("terms", "publish"): ("--none",), ("export", "books"): ("--vat",)}
"""What else a command must be given, of which any one would do."""


def commands(group: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def _given(group: str, name: str) -> str:
    return "terms" if (group, name) == ("terms", "kind") else GIVEN[name]


def day_options() -> Iterator[tuple[str, ...]]:
    """Each command line that lacks nothing but the day at its end."""
    for words, command in commands(typer.main.get_command(main.app)):
        for wanted in command.params:
            if wanted.metavar != "DATE":
                continue
            given = [*words, *MORE.get(words[:2], ())]
            for one in command.params:
                if one is wanted or not one.required:
                    continue
                value = "2026-01-20" if one.metavar == "DATE" else _given(words[0], str(one.name))
                given += [value] if one.param_type_name == "argument" else [one.opts[0], value]
            yield (*given, *([] if wanted.param_type_name == "argument" else [wanted.opts[0]]))


OPTIONS = list(day_options())
SOME = a_few_of([(one,) for start in range(4) for one in OPTIONS[start::4]], len(OPTIONS) // 4)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of the test."""
    for name, module in list(sys.modules.items()):
        if name.startswith("autossa.cli.") and hasattr(module, "boot_ready"):
            monkeypatch.setattr(module, "boot_ready", lambda: None)


def at_a_project(shop: Shop, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The command line with what there is by now: a booking, and a key."""
    project = shop.booked()
    machine(project)
    machine(project, "Berlin", "SN-2000-B")
    settlement = models.Settlement.objects.get(project=project).public_id
    key = activation_keys.make(ssc=1_00, ctx=on("2026-01-20"))
    more = ("--instead", "2") if arguments[:2] == ("prices", "withdraw") and arguments[-1] == "--from" else ()
    sell(shop)
    order(shop, project, ctx=on("2026-01-20"))
    quote(shop, project, ctx=on("2026-01-20"))
    known = {"SETTLEMENT": settlement, "KEY": key, "QUOTE": "Q-2026-000001"}
    known["ORDER"] = models.LicenseOrder.objects.get().public_id
    if arguments[0] == "payments":
        known |= _money(shop, arguments[1])
    if arguments[:2] == ("invoices", "credit"):
        known["C9"] = models.Invoice.objects.get().full_number
    return (*arguments[:2], *more, *(known.get(one, one) for one in arguments[2:]))


def _money(shop: Shop, deed: str) -> dict[str, str]:
    """A payment, which nobody has yet where it is to be assigned; a proposal, and who decides it."""
    member(shop.vendor, "fiona@example.com", "finance")
    ctx, key = on("2026-01-20"), new_id()
    if deed == "assign":
        receiving.record(key, ctx.today, 1_00, "EUR", ctx, method="transfer", source="bank")
    else:
        payer = shop.charlie if deed == "move" else shop.alice
        receiving.enter(
            payment=key, payer=payer, amount=50_00, currency="EUR", method=Method.TRANSFER, day=ctx.today, ctx=ctx
        )
    done = write_offs.propose(claim=models.Claim.objects.get().id, reason="Because", ctx=ctx)
    return {"PAYMENT": public_id("pmt", key), "PROPOSAL": public_id("wof", done.key)}


def test_the_days_of_all_commands_are_found() -> None:
    found = {words[:2] for words in OPTIONS}
    assert {("contracts", "conclude"), ("contracts", "cancel"), ("credits", "extend"), ("run", "--today")} <= found
    assert len(OPTIONS) > 25


@pytest.mark.parametrize(("arguments",), SOME, ids=" ".join)  # noqa: PT006 - each is a tuple itself
def test_what_is_no_day_is_said_in_one_sentence(shop: Shop, arguments: tuple[str, ...]) -> None:
    line = at_a_project(shop, arguments)
    before = contents()
    for day in NO_DAYS:
        done = run(*line, day)
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), (day, done.stderr)
        assert f"`{day}` is not a date such as 2026-01-31, from 1900 to 2199" in done.stderr
    assert contents() == before


@pytest.mark.parametrize(("arguments",), SOME, ids=" ".join)  # noqa: PT006 - each is a tuple itself
def test_a_day_to_come_breaks_nothing(shop: Shop, arguments: tuple[str, ...]) -> None:
    line = at_a_project(shop, arguments)
    tomorrow = (action_context().today + timedelta(days=1)).isoformat()
    before = contents()
    for day in (tomorrow, *FAR_DAYS):
        done = run(*line, day)
        assert isinstance(done.exception, SystemExit | None), (day, done.exception)
        if arguments[-1] in ("--on", "--today"):
            assert done.exit_code == 2, (day, done.stdout)
            assert f"is after today, {action_context().today}: nothing is done for a day to come" in done.stderr
            assert contents() == before
        assert len(done.stderr.splitlines()) <= 1


def test_the_preview_of_a_run_looks_a_year_ahead_at_most(shop: Shop) -> None:
    shop.booked()
    today = action_context().today
    assert run("run", "--dry-run", "--today", (today + timedelta(days=40)).isoformat()).exit_code == 0
    for day in (date(2062, 1, 1), date(2199, 12, 31)):
        done = run("run", "--dry-run", "--today", day.isoformat())
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"autossa: {day} is more than a year after today, {today}: no run is previewed that far\n"
