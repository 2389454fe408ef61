"""Gateways: a mail as MIME, files that only we can read, SMTP with a server that may say no."""

import contextlib
import stat
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from autossa.gateways.mail import connection
from autossa.gateways.mail import smtp as smtp_module
from autossa.gateways.mail.files import FileGateway
from autossa.gateways.mail.protocol import Attachment, Mail, MailRefused, MailRefusedForGood, MailUnavailable, message
from autossa.gateways.mail.smtp import SmtpGateway, smtp_settings
from autossa.notify.links import check_base_url, default_base_url
from autossa.queries.vendor.mails import written_mail, written_mails
from tests.cast.mail_server import DRIP, HANG_UP, SILENCE, MailServer, mail_server

SENDER = "Example Systems <portal@example.com>"


def mail(**changes: str) -> Mail:
    given = {
        "to": "alice@example.com", "subject": "Grüße", "text": "Hallo", "html": "<p>Hallo</p>", "language": "de",
        "reference": "msg_01",
    }  # fmt: skip
    return Mail(**(given | changes))


# ---- the message


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hi\nBcc: all@example.com"},
        {"subject": "Hi\r\nBcc: all@example.com"},
        {"subject": "Hi\u2028there"},
        {"subject": " "},
        {"subject": "a" * 301},
        {"to": "alice@example.com\nBcc: bob@example.com"},
        {"to": "alice@example.com, bob@example.com"},
        {"to": "alice@example.com;bob@example.com"},
        {"to": "Alice <alice@example.com>"},
        {"to": "alice"},
        {"to": ""},
        {"reference": "x>\r\nBcc: y"},
        {"reference": "a b"},
        {"language": "de\n"},
    ],
)
def test_no_header_can_be_smuggled_in(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"address|subject|plain words"):
        mail(**changes)


def test_a_mail_has_text_and_html_and_says_that_a_machine_wrote_it() -> None:
    made = message_from_bytes(message(mail(), SENDER).message().as_bytes(), policy=policy.default)
    assert made["Message-ID"] == "<msg_01@example.com>"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Content-Language"] == "de"
    assert (made["To"], made["From"], made["Subject"]) == ("alice@example.com", SENDER, "Grüße")
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]


def test_a_resend_is_recognisable() -> None:
    first, second = message(mail(), SENDER), message(mail(), SENDER)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


# ---- files


def test_mails_are_written_to_files_that_only_we_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "mails"
    gateway = FileGateway(folder, SENDER)
    gateway.send(mail())
    gateway.send(mail())  # a resend replaces it
    gateway.send(mail(reference="msg_02", subject="Other"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600, 0o600]
    assert [found.subject for found in written_mails(folder)] == ["Other", "Grüße"]
    found = written_mail(folder, "msg_01")
    assert found is not None
    assert (found.to, found.text.strip(), found.html.strip()) == ("alice@example.com", "Hallo", "<p>Hallo</p>")


def test_files_are_written_and_named(tmp_path: Path) -> None:
    file = Attachment("INV-2026-000001.pdf", "application/pdf", b"%PDF\n\x00")
    FileGateway(tmp_path, SENDER).send(replace(mail(), attachments=(file,)))
    found = written_mail(tmp_path, "msg_01")
    assert found is not None
    assert (found.attached, found.text.strip()) == (("INV-2026-000001.pdf",), "Hallo")


def test_a_reference_is_no_path(tmp_path: Path) -> None:
    FileGateway(tmp_path / "mails", SENDER).send(mail())
    assert written_mail(tmp_path / "mails", "../mails/msg_01") is None
    assert written_mails(tmp_path / "nowhere") == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MailUnavailable, match="cannot be written"):
        FileGateway(tmp_path / "file" / "mails", SENDER).send(mail())


# ---- SMTP


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p%40ss@mail.example.com", ("mail.example.com", 587, "u", "p@ss", True, False)),
        ("smtps://mail.example.com", ("mail.example.com", 465, "", "", False, True)),
        ("smtp+plain://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", False, False)),
    ],
)
def test_an_address_of_a_server_is_read(url: str, expected: tuple[Any, ...]) -> None:
    assert tuple(smtp_settings(url).values()) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "http://hunter2@mail",
        "smtp://",
        "smtp://u:hunter2@h:port",
        "smtp+plain://u:hunter2@h",
        "smtp://h/hunter2",
    ],
)
def test_a_wrong_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r"SMTP|smtp") as error:
        smtp_settings(url)
    assert "hunter2" not in str(error.value)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def smtp(server: MailServer) -> Iterator[SmtpGateway]:
    gateway = SmtpGateway(SENDER)
    yield gateway
    gateway.close()


def test_several_mails_share_a_connection(server: MailServer, smtp: SmtpGateway) -> None:
    for number in range(3):
        smtp.send(mail(reference=f"msg_{number}"))
    assert (len(server.received), server.sessions) == (3, 1)
    assert b"Message-ID: <msg_2@example.com>" in server.received[2]


def test_a_connection_that_was_given_up_is_opened_again(server: MailServer, smtp: SmtpGateway) -> None:
    server.drop_after = 1
    smtp.send(mail())
    smtp.send(mail())
    assert (len(server.received), server.sessions) == (2, 2)


OF_ONE = [
    ("RCPT", "550 5.1.1 no such user", MailRefusedForGood), ("CONTENT", "554 looks like spam", MailRefusedForGood),
    ("DATA", "554 no", MailRefusedForGood), ("MAIL", "552 too large", MailRefusedForGood),
    ("RCPT", "451 try later", MailRefused), ("RCPT", "421 busy", MailRefused), ("CONTENT", "452 full", MailRefused),
    ("MAIL", "451 slow down", MailRefused),
]  # fmt: skip


@pytest.mark.parametrize(("command", "answer", "error"), OF_ONE)
def test_a_mail_that_is_refused_keeps_no_other(
    server: MailServer, smtp: SmtpGateway, command: str, answer: str, error: type[MailRefused]
) -> None:
    server.answers[command] = answer
    with pytest.raises(MailRefused, match=f"^{answer}$") as found:
        smtp.send(mail())
    assert type(found.value) is error
    server.answers.clear()
    smtp.send(mail())
    assert server.received


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of a mail lasts a moment at most."""
    for name in ("COMMAND_SECONDS", "CONTENT_SECONDS"):
        monkeypatch.setattr(smtp_module, name, 0.3)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "CONTENT"])
@pytest.mark.parametrize(("fault", "said"), [(HANG_UP, "hung up"), (SILENCE, "silent"), (DRIP, "silent")])
@pytest.mark.usefixtures("hasty")
def test_a_server_that_breaks_off_over_one_mail_keeps_no_other(
    server: MailServer, smtp: SmtpGateway, command: str, fault: str, said: str
) -> None:
    server.answers[command] = fault
    begun = time.monotonic()
    with pytest.raises(MailRefused, match=said):
        smtp.send(mail())
    assert time.monotonic() < begun + 5
    server.answers.clear()
    smtp.send(mail())
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("command", "answer"),
    [("CONNECT", "554 go away"), ("CONNECT", "421 busy"), ("MAIL", "530 log in first"), ("MAIL", "421 closing")],
)
def test_a_server_that_takes_none_is_away_and_its_words_are_kept(
    server: MailServer, smtp: SmtpGateway, command: str, answer: str
) -> None:
    server.answers[command] = answer
    with pytest.raises(MailUnavailable, match=answer):
        smtp.send(mail())


@pytest.mark.parametrize("fault", [HANG_UP, SILENCE, DRIP])
def test_a_server_that_does_not_greet_is_away(
    server: MailServer, smtp: SmtpGateway, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONNECT_SECONDS", "COMMAND_SECONDS"):
        monkeypatch.setattr(connection, name, 0.3)
    server.answers["CONNECT"] = fault
    with pytest.raises(MailUnavailable, match="not reached"):
        smtp.send(mail())


def test_a_refused_log_in_is_the_servers_matter_and_said_without_the_password(
    server: MailServer, smtp: SmtpGateway
) -> None:
    coded = b64encode(b"\0portal\0hunter2").decode()
    server.answers |= {"EHLO": "250-mail\r\n250 AUTH PLAIN", "AUTH": f"535 5.7.8 wrong: hunter2 {coded}"}
    with (
        override_settings(EMAIL_HOST_USER="portal", EMAIL_HOST_PASSWORD="hunter2"),
        pytest.raises(MailUnavailable, match=r"535 5\.7\.8 wrong: \[…\] \[…\]"),
    ):
        smtp.send(mail())


def test_no_server_is_away_too() -> None:
    with override_settings(**smtp_settings("smtp+plain://127.0.0.1:1")):
        gateway = SmtpGateway(SENDER)
        with pytest.raises(MailUnavailable, match=r"not reached: ConnectionRefusedError"):
            gateway.send(mail())
        with contextlib.suppress(MailUnavailable):
            gateway.close()


# ---- where links begin


@pytest.mark.parametrize("url", ["", "portal.example.com", "ftp://x", "https://u@x", "https://x/?a", "https://x/<b>"])
def test_a_base_url_must_begin_a_link(url: str) -> None:
    with pytest.raises(ValueError, match="AUTOSSA_BASE_URL"):
        check_base_url(url)


@pytest.mark.parametrize(
    ("hosts", "https", "url"),
    [
        (["portal.example.com", "localhost"], True, "https://portal.example.com"),
        ([".example.com"], True, "https://example.com"),
        (["*"], False, "http://127.0.0.1:8000"),
        (["127.0.0.1"], False, "http://127.0.0.1:8000"),
    ],
)
def test_without_a_setting_links_lead_to_the_first_host(hosts: list[str], https: bool, url: str) -> None:
    assert default_base_url(hosts, https=https) == url
    check_base_url(url)
