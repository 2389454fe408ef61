"""`autossa orders` and `quotes`: the good case, what is wrong in one sentence, the shape of the JSON."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from autossa.cli.main import app
from autossa.cli.orders import orders as orders_command
from autossa.cli.orders import quotes as quotes_command
from autossa.domain.rights import Role
from autossa.store import models
from tests.cast.commands import as_rows, runner
from tests.cast.people import make_person
from tests.cast.shop import Shop
from tests.cast.sold import sell
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(app)
GONE_ORDER, GONE_QUOTE = "lor_00000000000000000000000000", "quo_00000000000000000000000000"


@pytest.fixture(autouse=True)
def sold(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Alice's Office, on a day on which a port is sold at 50.00."""
    for command in (orders_command, quotes_command):
        monkeypatch.setattr(command, "boot_ready", lambda: None)
    sell(shop)
    shop.project()
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        yield


def said(*arguments: str, code: int = 0) -> str:
    result = run(*arguments)
    assert result.exit_code == code, (arguments, result.output)
    return str(result.stdout if code == 0 else result.stderr)


def rows(*arguments: str) -> list[dict[str, Any]]:
    return as_rows(said(*arguments, "--json"))


def placed() -> tuple[str, str]:
    """An order of credits and one of licenses."""
    of_credits = said("orders", "credits", "C1/Office", "120.00", "--order-number", "PO-1").strip()
    of_licenses = said("orders", "licenses", "C1/Office", "--line", "PORT:10", "--line", "PORT:5:L1").strip()
    return of_credits, of_licenses


def test_orders_wait_are_listed_and_booked() -> None:
    of_credits, of_licenses = placed()
    assert re.fullmatch(r"ord_\w{26}", of_credits)
    assert re.fullmatch(r"lor_\w{26}", of_licenses)
    waiting = {row["order"]: row for row in rows("orders", "list")}
    assert set(waiting) == {of_credits, of_licenses}
    assert (waiting[of_credits]["gross"], waiting[of_licenses]["gross"]) == ("142.80", "892.50")
    booked = rows("orders", "book", of_credits)
    assert (booked[0]["fact"], booked[0]["entry"]) == ("credits", "top_up")
    assert "license" in said("orders", "book", of_licenses, "--paid-on", "2026-01-20")
    assert rows("orders", "list") == []
    assert {row["order"] for row in rows("orders", "list", "--past")} == {of_credits, of_licenses}
    assert models.Invoice.objects.filter(reason="order").count() == 2
    assert "decided already" in said("orders", "book", of_credits, code=2)


def test_orders_are_declined_and_withdrawn() -> None:
    of_credits, of_licenses = placed()
    assert said("orders", "decline", of_credits, "--reason", "No longer sold") == f"{of_credits} declined\n"
    assert said("orders", "withdraw", "C1/Office", of_licenses) == f"{of_licenses} withdrawn\n"
    assert "nothing to show" in said("orders", "list")
    states = {row["state"] for row in rows("orders", "list", "--past")}
    assert states == {"declined", "withdrawn"}
    assert "decided already" in said("orders", "withdraw", "C1/Office", of_licenses, code=2)


def test_orders_of_a_trusted_payer_are_booked_at_once() -> None:
    assert said("orders", "booking", "C1", "on_issue", "--reason", "Pays well") == "C1: on_issue\n"
    placed()
    assert rows("orders", "list") == []
    assert models.Invoice.objects.filter(reason="order").count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("orders", "credits", "C1/Nowhere", "10"), "Nowhere"),
        (("orders", "credits", "C1/Office", "much"), "decimal number"),
        (("orders", "credits", "C1/Office", "0"), "above 0"),
        (("orders", "credits", "C1/Office", "1000000.01"), "1000000.00"),
        (("orders", "credits", "C1/Office", "10", "--payer", "C2"), "customer pays"),
        (("orders", "credits", "C1/Office", "10", "--payer", "C9"), "C9"),
        (("orders", "credits", "C1/Office", "10", "--on", "soon"), "is not a date"),
        (("orders", "licenses", "C1/Office", "--line", "PORT"), "is not a line"),
        (("orders", "licenses", "C1/Office", "--line", "PORT:0"), "quantity"),
        (("orders", "licenses", "C1/Office", "--line", "PORT:x"), "is not a line"),
        (("orders", "licenses", "C1/Office", "--line", "FAX:1"), "no license type FAX"),
        (("orders", "licenses", "C1/Office", "--line", "PORT:1:L9"), "L9"),
        (("orders", "licenses", "C1/Office"), "--line"),
        (("orders", "book", "ORDER"), "ORDER"),
        (("orders", "book", GONE_ORDER), "no order"),
        (("orders", "decline", GONE_ORDER, "--reason", "x"), "no order"),
        (("orders", "withdraw", "C1/Office", GONE_ORDER), "no order"),
        (("orders", "booking", "C9", "on_issue", "--reason", "x"), "C9"),
        (("orders", "booking", "C1", "never", "--reason", "x"), "never"),
        (("quotes", "credits", "C1/Office", "much"), "decimal number"),
        (("quotes", "licenses", "C1/Office", "--line", "FAX:1"), "no license type FAX"),
        (("quotes", "contract", "C1/Office", "--option", "weekly"), "no such option"),
        (("quotes", "show", "Q-2026-000099"), "Q-2026-000099"),
        (("quotes", "show", "seventeen"), "seventeen"),
        (("quotes", "document", GONE_QUOTE), "no quote"),
        (("quotes", "accept", GONE_QUOTE), "no quote"),
        (("quotes", "withdraw", GONE_QUOTE), "no quote"),
        (("quotes", "ask", GONE_QUOTE, "alice@example.com"), "no quote"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_done(arguments: tuple[str, ...], words: str) -> None:
    before = contents()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert contents() == before


def test_a_payment_has_a_day_that_is_possible() -> None:
    of_credits, _ = placed()
    for day in ("2026-01-19", "2026-01-21"):
        assert "A payment arrives" in said("orders", "book", of_credits, "--paid-on", day, code=2)
    assert "is not a date" in said("orders", "book", of_credits, "--paid-on", "soon", code=2)


def test_quotes_are_made_listed_shown_and_accepted(shop: Shop) -> None:
    of_credits = said("quotes", "credits", "C1/Office", "120.00").strip()
    of_licenses = said("quotes", "licenses", "C1/Office", "--line", "PORT:10", "--order-number", "PO-2").strip()
    of_contract = said("quotes", "contract", "C1/Office", "--option", "annual_monthly").strip()
    assert [of_credits, of_licenses, of_contract] == [f"Q-2026-00000{number}" for number in (1, 2, 3)]
    listed = {row["number"]: row for row in rows("quotes", "list")}
    assert (listed[of_credits]["gross"], listed[of_licenses]["gross"]) == ("142.80", "595.00")
    shown = json.loads(said("quotes", "show", of_licenses))
    assert shown["number"] == of_licenses
    assert shown["lines"][0]["quantity"] == 10
    for quote in (of_credits, of_licenses, of_contract):
        assert said("quotes", "accept", quote) == f"{quote} accepted\n"
        assert said("quotes", "accept", quote) == f"{quote} was accepted before\n"
    assert len(rows("orders", "list")) == 2
    assert models.Contract.objects.get().payer_id == shop.alice


def test_a_quote_is_withdrawn_or_sent_for_approval(shop: Shop) -> None:
    make_person("alice@example.com", (shop.alice, Role.OWNER))
    number = said("quotes", "licenses", "C1/Office", "--line", "PORT:10").strip()
    assert said("quotes", "ask", number, "alice@example.com") == f"alice@example.com was asked to approve {number}\n"
    assert "bob@example.com" in said("quotes", "ask", number, "bob@example.com", code=2)
    assert said("quotes", "withdraw", number) == f"{number} withdrawn\n"
    assert "withdrawn" in said("quotes", "accept", number, code=2).lower()
