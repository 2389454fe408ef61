"""`autossa invoices list` and `mail`: found as on the register's page, sent as by its button."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from autossa.cli.billing import listing as command
from autossa.cli.main import app
from autossa.domain.billing.books.items import State
from autossa.operations.billing.credit_notes import credit
from autossa.queries.billing.register.asked import Sort, Which
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(app)


@pytest.fixture(autouse=True)
def invoices(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two invoices of Alice's, the second with an order number and a credit note of all of it."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    shop.booked()
    project = shop.under_contract("Branch")
    models.Contract.objects.filter(project=project).update(order_number="PO-4711")
    from autossa.operations.runs import renewals

    renewals.run_project(project=project, ctx=on("2026-01-15"))
    second = models.Invoice.objects.get(project=project)
    credit(invoice=second.id, picks=[], reason="Sorry", ctx=on("2026-01-16"))
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        yield


def listed(*options: str) -> list[dict[str, Any]]:
    result = run("invoices", "list", "--json", *options)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


FIRST, SECOND, NOTE = "INV-2026-000001", "INV-2026-000002", "CN-2026-000001"


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ((), [NOTE, SECOND, FIRST]),
        (("--sort", "oldest"), [FIRST, SECOND, NOTE]),
        (("--sort", "largest", "--limit", "1"), [SECOND]),
        (("--search", "INV-2026-000002"), [SECOND]),
        (("--search", "po-4711", "--state", "credited"), [SECOND]),
        (("--search", "branch"), [NOTE, SECOND]),
        (("--search", "alice office"), [FIRST]),
        (("--search", "nobody"), []),
        (("--search", "119.00", "--state", "open"), [FIRST]),
        (("--state", "notes"), [NOTE]),
        (("--state", "overdue"), []),
        (("--state", "paid"), []),
        (("--gross-from", "119.00", "--gross-to", "119.00"), [NOTE, SECOND, FIRST]),
        (("--gross-from", "119.01"), []),
        (("--gross-to", "118.99"), []),
    ],
)
def test_what_is_found(options: tuple[str, ...], numbers: list[str]) -> None:
    assert [row["number"] for row in listed(*options)] == numbers


def test_a_row_says_all_of_it() -> None:
    (row,) = listed("--state", "open")
    invoice = models.Invoice.objects.get(series="INV", number=1)
    assert row == {
        "number": FIRST, "id": invoice.public_id, "issued_on": "2026-01-15", "due_on": "2026-01-29", "state": "open",
        "payer": "Alice Ltd", "project": row["project"], "order_number": "", "reason": "extension", "net": "100.00",
        "tax": "19.00", "gross": "119.00", "left": "119.00", "currency": "EUR", "files": [],
    }  # fmt: skip
    assert row["project"].startswith("prj_")
    (note,) = listed("--state", "notes")
    assert (note["state"], note["gross"], note["due_on"]) == ("credit_note", "-119.00", None)
    table = run("invoices", "list", "--state", "open").stdout
    assert FIRST in table
    assert "119.00" in table
    assert run("invoices", "list", "--search", "nobody").stdout == "nothing to show\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--gross-from", "much"), "is not a decimal number"),
        (("--gross-to", "1.00001"), "more than 4 decimals"),
        (("--gross-from", "-1"), "-1 is below 0"),
        (("--state", "lost"), "lost"),
        (("--sort", "random"), "random"),
        (("--limit", "0"), "not in the range 1<=x<=100000"),
    ],
)
def test_wrong_input_is_one_sentence(options: tuple[str, ...], said: str) -> None:
    result = run("invoices", "list", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_words_are_those_of_the_register() -> None:
    for option, words in (("--state", Which), ("--sort", Sort)):
        offered = ", ".join(f"'{one.value}'" for one in words)
        assert f"is not one of {offered} (" in run("invoices", "list", option, "nope").stderr
    assert {one.value for one in Which} <= {*(one.value for one in State), "all", "notes"}


def mails() -> list[dict[str, Any]]:
    return list(models.OutboxMessage.objects.filter(topic="mail.document_again").values_list("payload", flat=True))


def test_it_is_sent_again_to_all_or_to_one(shop: Shop) -> None:
    row = models.Contact.objects.create(organisation_id=shop.alice, purpose="billing", email="books@alice.example")
    invoice = models.Invoice.objects.get(series="INV", number=1)
    assert run("invoices", "mail", FIRST).stdout == f"{FIRST} will be sent again.\n"
    to = run("invoices", "mail", FIRST, "--to", "Books@alice.example")
    assert to.stdout == f"{FIRST} will be sent again to Books@alice.example.\n"
    assert json.loads(run("invoices", "mail", FIRST, "--json").stdout) == {"number": FIRST, "to": None}
    whole, one = {"invoice": str(invoice.id)}, {"invoice": str(invoice.id), "contact": str(row.id)}
    assert mails() == [whole, one, whole]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((FIRST,), "Nobody can get this document by e-mail"),
        ((FIRST, "--to", "books@alice.example"), "books@alice.example is no contact of the payer"),
        (("INV-2026-000099",), "no invoice or credit note INV-2026-000099"),
        (("seventeen",), "neither a number"),
    ],
)
def test_what_cannot_be_sent_is_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    result = run("invoices", "mail", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert mails() == []
