"""`autossa webhooks` and `autossa events`."""

from datetime import UTC, datetime
from typing import Any

import pytest

from autossa.cli.accounts import events as events_command
from autossa.cli.accounts import webhooks as command
from autossa.operations.accounts.webhooks import taking_up
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.commands import as_rows, runner
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run, events = runner(command.app), runner(events_command.app)
URL = "https://example.com/hooks"


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_command, "boot_ready", lambda: None)


def add(*more: str) -> dict[str, Any]:
    done = run("add", URL, "-o", "C1", "--json", *more)
    assert done.exit_code == 0, done.stderr
    (row,) = as_rows(done.stdout)
    return row


def take_up() -> None:
    now = datetime.now(UTC)
    taking_up.take_up(today=now.date(), now=now)


def test_a_webhook_from_the_first_to_the_last() -> None:
    row = add("--type", "contract.approved", "--full")
    assert row["secret"].startswith("whsec_")
    (listed,) = as_rows(run("list", "--json").stdout)
    assert (listed["url"], listed["state"], listed["sends"]) == (URL, "new", "full")
    assert as_rows(run("list", "-o", "C2", "--json").stdout) == []
    assert row["secret"] not in run("list").stdout
    assert as_rows(run("rotate", row["id"], "--json").stdout)[0]["secret"] != row["secret"]
    assert run("disable", row["id"]).exit_code == 0
    refused = run("test", row["id"])
    assert (refused.exit_code, "switched off" in refused.stderr) == (2, True)
    assert run("enable", row["id"]).exit_code == 0
    assert run("test", row["id"]).exit_code == 0
    (attempt,) = as_rows(run("attempts", row["id"], "--json").stdout)
    assert (attempt["type"], attempt["state"]) == ("webhook.test", "waiting")
    assert run("remove", row["id"]).exit_code == 0
    assert as_rows(run("list", "--json").stdout) == []


@pytest.mark.parametrize("url", ["http://example.com/", "https://127.0.0.1/", "nonsense"])
def test_an_address_that_cannot_be_called_is_refused(url: str) -> None:
    assert run("add", url, "-o", "C1").exit_code == 2


@pytest.mark.parametrize("wrong", [("remove", "x"), ("test", "whk_1"), ("add", URL, "-o", "nobody")])
def test_what_is_not_there_is_said(wrong: tuple[str, ...]) -> None:
    assert run(*wrong).exit_code == 2


def test_events_are_listed_and_sent_again(shop: Shop) -> None:
    row = add()
    office = public_id("prj", shop.booked())
    take_up()
    models.WebhookEndpoint.objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    found = as_rows(events("list", "--project", "C1/Office", "--json").stdout)
    assert found[0]["project"] == office
    assert found[0]["sequence"] == len(found)
    (approved,) = as_rows(events("list", "--type", "contract.approved", "--json").stdout)
    assert events("resend", approved["id"], row["id"]).exit_code == 0
    assert models.WebhookDelivery.objects.filter(ended_at=None).exists()
    models.WebhookDelivery.objects.update(state="failed", ended_at=datetime.now(UTC))
    lost = as_rows(events("list", "--undelivered", row["id"], "--json").stdout)
    assert approved["id"] in {one["id"] for one in lost}
    assert run("resend", row["id"], "--json").stdout.strip() == f'{{"events": {len(lost)}}}'
    assert events("resend", "evt_1", row["id"]).exit_code == 2
