"""`verify` beside a run that books: it sees one moment, and so finds nothing where nothing is wrong."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections

from autossa.operations.runs import renewals
from autossa.queries.runs import verify
from autossa.queries.runs.verify import projects
from autossa.store import models
from tests.cast.databases import own_copy
from tests.cast.shop import on, open_shop

pytestmark = pytest.mark.store
FIRST = date(2026, 1, 31)


def _many() -> None:
    shop = open_shop()
    for number in range(30):
        shop.under_contract(f"Branch {number}", option="annual_monthly", day="2026-01-16")


@pytest.fixture
def books(django_db_blocker: Any) -> Iterator[None]:
    with own_copy(django_db_blocker, _many):
        yield


def _aside(work: Callable[[], None]) -> Thread:
    """In another thread, which has a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def _book(day: date) -> None:
    renewals.run(ctx=on(day.isoformat()))


def _booking_in_between(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Each time that `verify` loads projects whose rows it has read before, a run books first."""
    load, days = projects.load_projects, [FIRST + timedelta(days=30 * month) for month in range(6)]
    booked: list[date] = []

    def loaded(*given: Any, **named: Any) -> Any:
        if days:
            booked.append(days.pop(0))
            _aside(lambda: _book(booked[-1])).join()
        return load(*given, **named)

    monkeypatch.setattr(projects, "load_projects", loaded)
    return booked


def test_a_booking_in_the_middle_is_not_seen(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before, booked = models.Settlement.objects.count(), _booking_in_between(monkeypatch)
    assert list(verify.check_all()) == []
    assert booked
    assert models.Settlement.objects.count() > before, "it was booked meanwhile"


def test_without_one_moment_it_would_be(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same check, each statement with a moment of its own."""
    _booking_in_between(monkeypatch)
    with connection.cursor() as cursor:  # a cursor of the server, held without a transaction
        cursor.execute("SELECT 1")
    assert list(projects.wrong_projects())


def test_it_finds_nothing_in_a_loop_while_a_run_books(books: None) -> None:
    rounds = 0
    days = [FIRST + timedelta(days=30 * month) for month in range(10)]
    run = _aside(lambda: [_book(day) for day in days] and None)
    while run.is_alive() or not rounds:
        assert list(verify.check_all()) == []
        rounds += 1
    run.join()
    assert list(verify.check_all()) == []


def test_it_takes_no_more_memory_for_more_rows(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come in portions from a cursor of the server."""
    fetched: list[int] = []
    chunked = connection.chunked_cursor

    def counted() -> Any:
        cursor = chunked()
        own = cursor.fetchmany

        def fetch(size: int) -> Any:
            rows = own(size)
            fetched.append(len(rows))
            return rows

        cursor.fetchmany = fetch
        return cursor

    monkeypatch.setattr(connections["default"], "chunked_cursor", counted)
    monkeypatch.setattr(verify.findings, "PORTION", 5)
    assert list(verify.check_all()) == []
    assert sum(fetched) > 5 * 5
    assert max(fetched) <= 5
