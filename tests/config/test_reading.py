"""Settings of the environment: a typing mistake is refused with the name of the setting and what would do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from autossa.config import reading
from autossa.gateways.mail.protocol import check_sender
from autossa.gateways.mail.smtp import smtp_settings

ROOT = Path(__file__).resolve().parents[2]
NAME = "AUTOSSA_X"


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (lambda: reading.flag(NAME, default=True), "no", False),
        (lambda: reading.flag(NAME, default=True), "OFF", False),
        (lambda: reading.flag(NAME, default=False), "true", True),
        (lambda: reading.flag(NAME, default=True), "", True),
        (lambda: reading.flag(NAME, default=True), None, True),
        (lambda: reading.count(NAME, 3), "0", 0),
        (lambda: reading.count(NAME, 3), None, 3),
        (lambda: reading.days(NAME, 3).days, "3650", 3650),
        (lambda: reading.seconds(NAME, 3), "86400", 86_400),
        (lambda: reading.choice(NAME, "json", ("json", "text")), "text", "text"),
        (lambda: reading.items(NAME, ("a", "b")), None, ["a", "b"]),
        (lambda: reading.items(NAME), "a, b,,c", ["a", "b", "c"]),
        (lambda: reading.zone(NAME, "Europe/Berlin"), "America/New_York", "America/New_York"),
        (lambda: reading.zone(NAME, "Europe/Berlin"), "", "Europe/Berlin"),
        (lambda: reading.choice(NAME, "json", ("json", "text")), "", "json"),
        (lambda: reading.count(NAME, 3), "", 3),
        (lambda: reading.day(NAME), "2026-02-28", "2026-02-28"),
        (lambda: reading.day(NAME), None, ""),
        (lambda: reading.country(NAME, "DE"), "AT", "AT"),
        (lambda: reading.line(NAME, "x"), "  Blue Ltd ", "Blue Ltd"),
        (lambda: reading.given(NAME), "$HOME", "$HOME"),
    ],
)
def test_what_is_right_is_read(read: Callable[[], Any], value: str | None, found: Any, monkeypatch: Any) -> None:
    give(monkeypatch, value)
    assert read() == found


@pytest.mark.parametrize(
    ("read", "value", "wanted"),
    [
        (lambda: reading.flag(NAME, default=True), "ture", 'AUTOSSA_X is true or false, not "ture"'),
        (lambda: reading.count(NAME, 3), "-1", "from 0 to 100000000"),
        (lambda: reading.count(NAME, 3), "1.5", 'not "1.5"'),
        (lambda: reading.count(NAME, 3), "00000000001", "not"),
        (lambda: reading.count(NAME, 3), "٣", "a whole number"),
        (lambda: reading.days(NAME, 3), "0", "from 1 to 3650"),
        (lambda: reading.seconds(NAME, 3), "86401", "up to 86400"),
        (lambda: reading.choice(NAME, "json", ("json", "text")), "xml", 'is one of json, text, not "xml"'),
        (lambda: reading.zone(NAME, "Europe/Berlin"), "Berlin", "such as Europe/Berlin"),
        (lambda: reading.zone(NAME, "Europe/Berlin"), "../etc", "such as Europe/Berlin"),
        (lambda: reading.day(NAME), "31.01.2026", "such as 2026-01-31"),
        (lambda: reading.country(NAME, "DE"), "Germany", "two letters"),
        (lambda: reading.country(NAME, "DE"), "de", "two letters"),
        (lambda: reading.line(NAME, "x"), "a\u200bb", "cannot be shown"),
        (lambda: reading.parsed(NAME, "mail.example.com", smtp_settings), None, "AUTOSSA_X: an SMTP server is smtp://"),
        (lambda: reading.parsed(NAME, "the portal", check_sender), None, "AUTOSSA_X: a sender is portal@example.com"),
        (lambda: reading.parsed(NAME, "a@b@c", check_sender), None, "AUTOSSA_X: a sender"),
    ],
)
def test_what_is_wrong_is_refused_by_name(
    read: Callable[[], Any], value: str | None, wanted: str, monkeypatch: Any
) -> None:
    give(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    assert str(refused.value).startswith(NAME)
    assert wanted in str(refused.value)


def test_the_error_of_an_address_repeats_no_password() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        reading.parsed(NAME, "smtp+plain://me:hunter2@mail.example.com", smtp_settings)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("sender", ["portal@example.com", "Portal <portal@example.com>", '"Blue, Ltd" <a@b.example>'])
def test_a_sender_may_have_a_name(sender: str) -> None:
    check_sender(sender)


def test_a_name_that_is_no_setting_is_found_with_the_one_that_may_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "os.environ", {"AUTOSSA_HTPS": "false", "AUTOSSA_HOME": "/x", "AUTOSSA_ZZZ": "", "PATH": "/bin"}
    )
    assert list(reading.unknown()) == ["AUTOSSA_HTPS is no setting; AUTOSSA_HTTPS is one", "AUTOSSA_ZZZ is no setting"]


def test_quotes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", {"DATABASE_URL": '"postgresql://x"'})
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL has quotes around it"):
        reading.check_quotes()


def test_every_name_that_is_read_is_known_and_described_and_no_other() -> None:
    source = " ".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'"AUTOSSA_([A-Z_]+)"', source))
    assert read == reading.NAMES
    guide = (ROOT / "docs" / "operating.md").read_text()
    assert {name for name in reading.NAMES if f"`AUTOSSA_{name}`" not in guide} == {"DEMO", "POSTGRES_BIN", "TODAY"}


def give(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(NAME, raising=False)
    else:
        monkeypatch.setenv(NAME, value)
