"""`autossa invoices cycle`, `waiting`, `lines`, `run --dry-run`: what waits for which document; wrong input."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from autossa.cli import run as run_command
from autossa.cli.billing import collective, invoices
from autossa.cli.main import app
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.commands import as_rows, runner
from tests.cast.shop import Shop, on
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(app)


@pytest.fixture(autouse=True)
def here(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the shop, on 20 January."""
    for command in (collective, invoices, run_command):
        monkeypatch.setattr(command, "boot_ready", lambda: None)
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        yield


def said(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return str(result.stdout)


def test_what_waits_is_said_before_and_after_it_is_booked(shop: Shop) -> None:
    assert (
        said("invoices", "cycle", "C1", "--every", "monthly", "--day", "1") == "C1: monthly on day 1 from 2026-01-20\n"
    )
    shop.under_contract("Office", "2026-01-20")
    (planned,) = as_rows(said("run", "--dry-run", "--json"))
    assert planned == {
        "project": planned["project"], "from": "2026-01-20", "until": "2026-02-20", "ssc": "100.00",
        "from_balance": "0.00", "gross": "119.00", "currency": "EUR", "net_before": None, "difference": None,
        "why": [], "collective_invoice_on": "2026-02-01",
    }  # fmt: skip
    assert "2026-02-01" in said("run", "--dry-run")
    renewals.run(ctx=on("2026-01-20"))
    (waiting,) = as_rows(said("invoices", "waiting", "C1", "--json"))
    assert waiting == {
        "invoice_on": "2026-02-01", "order_number": "", "project": planned["project"], "section": "Office",
        "reason": "extension", "from": "2026-01-20", "until": "2026-02-20", "booked_on": "2026-01-20", "net": "100.00",
        "currency": "EUR",
    }  # fmt: skip
    renewals.run(ctx=on("2026-02-01"))
    number = models.Invoice.objects.get().full_number
    (line, *_) = csv.DictReader(io.StringIO(said("invoices", "lines", number)))
    assert (line["invoice"], line["section"], line["net"], line["currency"]) == (number, "Office", "100.00", "EUR")


def test_who_is_invoiced_each_by_itself_has_no_collective_invoice(shop: Shop) -> None:
    shop.under_contract("Office", "2026-01-20")
    assert [row["collective_invoice_on"] for row in as_rows(said("run", "--dry-run", "--json"))] == [None]
    assert said("invoices", "waiting", "C1") == "nothing to show\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cycle", "C9", "--every", "daily"), "C9"),
        (("cycle", "C1"), "--every"),
        (("cycle", "C1", "--every", "weekly"), "weekly"),
        (("cycle", "C1", "--every", "daily", "--day", "5"), "--every monthly takes a --day"),
        (("cycle", "C1", "--every", "monthly"), "--every monthly takes a --day"),
        (("cycle", "C1", "--every", "monthly", "--day", "29"), "not in the range 1<=x<=28"),
        (("cycle", "C1", "--every", "daily", "--from", "soon"), "is not a date"),
        (("waiting", "C9"), "C9"),
        (("lines", "seventeen"), "neither a number"),
        (("lines", "INV-2026-000099"), "no invoice or credit note"),
        (("show", "inv_zzz"), "neither a number"),
        (("document", "INV-2026-000099"), "no invoice or credit note"),
        (("document", "INV-2026-000099", "--format", "docx"), "docx"),
        (("credit", "INV-2026-000099", "--reason", "Sorry"), "no invoice or credit note"),
        (("credit", "INV-2026-000001"), "--reason"),
        (("render",), "use --missing"),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_done(arguments: tuple[str, ...], words: str) -> None:
    before = contents()
    result = run("invoices", *arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents() == before
