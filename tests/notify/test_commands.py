"""`autossa mails`: what is shown, retried, and worded."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from autossa.cli import mails as command
from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import MailRefused
from autossa.operations.runs.delivery import deliver
from autossa.store import models
from tests.cast.members import at
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def booted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database of the test."""
    monkeypatch.setattr(command, "boot_ready", lambda: None)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command.app, arguments, input=stdin)


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def park() -> None:
    run("test", "a@example.com")
    gateway = MemoryGateway(failures=[MailRefused("550 no such user")])
    for _ in range(2):
        deliver(gateway=gateway, now=at("2030-01-01"))
    models.OutboxMessage.objects.filter(delivered_at=None).update(parked_at=at("2030-01-01"))


def test_what_failed_is_shown_and_retried() -> None:
    park()
    (row,) = lines(run("list", "--failed", "--json"))
    assert (row["state"], row["to"], row["error"]) == ("parked", "a@example.com", "MailRefused: 550 no such user")
    assert run("retry", str(row["message"])).stdout == "1 will be retried.\n"
    (row,) = lines(run("list", "--failed", "--json"))
    assert row["state"] == "waits"
    models.OutboxMessage.objects.filter(delivered_at=None).update(parked_at=at("2030-01-01"))
    assert lines(run("retry", "--all", "--json")) == [{"messages": 1}]


def test_what_failed_can_be_given_up() -> None:
    park()
    (row,) = lines(run("list", "--failed", "--json"))
    assert run("discard", str(row["message"])).stdout == "1 given up.\n"
    assert lines(run("list", "--failed", "--json")) == []
    assert run("discard", str(row["message"])).exit_code == 2
    park()
    assert lines(run("discard", "--all", "--json")) == [{"messages": 1}]


@pytest.mark.parametrize("arguments", [(), ("msg_x", "--all"), ("msg_x",), ("msg_00000000000000000000000000",)])
def test_a_retry_names_what_exists(arguments: tuple[str, ...]) -> None:
    assert run("retry", *arguments).exit_code == 2
    assert run("discard", *arguments).exit_code == 2


def test_texts_are_shown_set_and_reset(tmp_path: Path) -> None:
    shown = run("show", "test", "-l", "de").stdout
    assert shown.startswith("Test-E-Mail von {vendor}\n\n")
    file = tmp_path / "own.txt"
    file.write_text("Moin von {vendor}\n\nAlles gut.\n\nPortal: {link}\n", encoding="utf-8")
    assert "Moin von Vera's PBX" in run("preview", "test", "-l", "de", "--file", str(file)).stdout
    assert run("set", "test", str(file), "-l", "de").exit_code == 0
    assert "Moin" in run("preview", "test", "-l", "de", "--html").stdout
    (own,) = [row for row in lines(run("texts", "--json")) if row["de"] == "own"]
    assert (own["mail"], own["en"]) == ("test", "shipped")
    assert run("reset", "test", "-l", "de").exit_code == 0
    assert "Test-E-Mail" in run("preview", "test", "-l", "de").stdout


def test_what_cannot_be_sent_is_refused_with_the_reason() -> None:
    result = run("set", "test", "-", stdin="Hello {nobody}\n\nText")
    assert result.exit_code == 2
    assert "There is no placeholder {nobody} in this e-mail" in result.stderr
    assert run("preview", "nonsense").exit_code == 2
    assert run("set", "test", "/nowhere/at/all").exit_code == 2
    assert run("test", "no address").exit_code == 2


def test_a_test_mail_says_where_it_goes() -> None:
    result = run("test", "a@example.com")
    assert "in the outbox" in result.stdout
    assert "AUTOSSA_SMTP_URL" in result.stderr


def test_the_status_fails_where_somebody_must_look(settings: Any) -> None:
    assert lines(run("status", "--json"))[0]["parked"] == 0
    park()
    assert run("status").exit_code == 1
    run("discard", "--all", "--reason", "nobody there")
    assert models.OutboxMessage.objects.filter(last_error="not sent: given up by hand: nobody there").count() == 1
    assert run("status").exit_code == 0
    models.MailOutage.objects.create(began_at=at("2030-01-01"), tried_at=at("2030-01-01"), cause="421 busy")
    assert "421 busy" in run("status", "--json").stdout
    assert run("status").exit_code == 1
    models.MailOutage.objects.all().delete()
    settings.MAILS_WAIT = True
    assert run("status").exit_code == 1
    assert "it waits" in run("test", "a@example.com").stderr
