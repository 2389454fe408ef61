"""`autossa export books`: one form at a time, tables as JSON, files whole or not at all."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine

from autossa.cli.billing import books as books_command
from autossa.queries.billing.books.page import read_books
from tests.cast.world import TODAY, World
from tests.cli.files import autossa

pytestmark = pytest.mark.store
ON = ("--on", TODAY.isoformat())


@pytest.fixture(autouse=True)
def in_the_world(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command takes the database of the test for its own, on the day of its people."""
    monkeypatch.setattr(books_command, "boot_ready", lambda: None)
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC)):
        yield


def rows(*options: str) -> list[dict[str, Any]]:
    result = autossa("export", "books", *options, *ON, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def cents(row: dict[str, Any], key: str) -> int:
    whole, _, rest = row[key].partition(".")
    assert len(rest) == 2
    return int(whole + rest)


def test_open_items_and_deferred_are_those_of_the_page() -> None:
    page = read_books(TODAY, TODAY)
    assert sum(cents(row, "open") for row in rows("--open-items")) == page.receivables[0].everybody.total.rest
    deferred = rows("--deferred")
    assert cents(deferred[0], "deferred") == page.ahead[0].deferred
    assert [cents(row, "deferred") for row in deferred[1:]] == [month.deferred for month in page.ahead[0].months]


def test_the_vat_of_a_month() -> None:
    (row,) = rows("--vat", "--month", "2026-12")
    (line,) = read_books(TODAY, TODAY.replace(year=2026, month=12)).vat
    assert (cents(row, "vat"), cents(row, "net"), row["rate"]) == (line.tax, line.net, "19")


def test_people_get_a_table() -> None:
    result = autossa("export", "books", "--vat", "--month", "2026-12", *ON)
    assert result.exit_code == 0
    assert "currency" in result.stdout
    assert "EUR" in result.stdout


@pytest.mark.parametrize("form", ["--beancount", "--datev", "--xlsx"])
def test_a_file_is_written(form: str, tmp_path: Path) -> None:
    file = tmp_path / "books"
    result = autossa("export", "books", form, "--month", "2026-12", "--output", str(file), *ON)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert file.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == ["books"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "choose one of"),
        (("--vat", "--datev"), "choose one of"),
        (("--vat", "--month", "2026-13"), "is not a month such as 2026-10"),
        (("--vat", "--month", "2026-1"), "is not a month such as 2026-10"),
        (("--vat", "--on", "soon"), "is not a date"),
        (("--datev", "--currency", "KWD"), "more than two decimals"),
        (("--beancount", "--output", "/nowhere/at/all/books"), "cannot write"),
    ],
)
def test_what_is_wrong_is_one_sentence(options: tuple[str, ...], said: str) -> None:
    result = autossa("export", "books", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
