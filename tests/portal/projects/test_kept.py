"""What takes long to count: shown while it is counted anew, waited for by nobody but who comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread, current_thread

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from autossa.queries import kept as module
from autossa.queries.kept import RENEWED_AFTER, SHOWN_FOR, Kept
from autossa.queries.projects import dashboard
from autossa.queries.projects.counts import Counts

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
DAY = date(2026, 11, 30)


class Counter:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = list[str]()

    def __call__(self, key: str) -> int:
        self.asked.append(key)
        return len(self.asked)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What was begun beside the pages; the test does it when it likes."""
    found: list[Callable[[], None]] = []

    def beside(work: Callable[[], object], done: Callable[[], None]) -> None:
        def job() -> None:
            try:
                work()
            finally:
                done()

        found.append(job)

    monkeypatch.setattr(module, "beside", beside)
    return found


def test_within_a_minute_it_is_counted_once(begun: list[Callable[[], None]]) -> None:
    count = Counter()
    kept = Kept(count, lambda value: True)
    found = [kept.get("a", NOW + timedelta(seconds=second)) for second in (0, 30, 59)]
    assert [(one.value, one.as_of) for one in found] == [(1, NOW)] * 3
    assert begun == []


def test_after_a_minute_the_old_one_is_shown_and_one_counts(begun: list[Callable[[], None]]) -> None:
    count = Counter()
    kept, later = Kept(count, lambda value: True), NOW + RENEWED_AFTER
    kept.get("a", NOW)
    assert [kept.get("a", later).value for _ in range(3)] == [1, 1, 1]
    assert len(begun) == 1
    begun.pop()()
    assert (kept.get("a", later).value, kept.get("a", later).as_of) == (2, later)
    kept.get("a", later + RENEWED_AFTER)
    assert len(begun) == 1


def test_a_count_that_fails_is_begun_again(begun: list[Callable[[], None]]) -> None:
    answers: Iterator[int | Exception] = iter([1, RuntimeError("away"), 3])

    def count(_key: str) -> int:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    kept, later = Kept(count, lambda value: True), NOW + RENEWED_AFTER
    kept.get("a", NOW)
    kept.get("a", later)
    with pytest.raises(RuntimeError, match="away"):
        begun.pop()()
    assert kept.get("a", later).value == 1
    begun.pop()()
    assert kept.get("a", later).value == 3


@pytest.mark.parametrize("moment", [NOW + SHOWN_FOR, NOW - timedelta(seconds=1)])
def test_what_is_too_old_or_of_a_later_moment_is_waited_for(begun: list[Callable[[], None]], moment: datetime) -> None:
    kept = Kept(Counter(), lambda value: True)
    kept.get("a", NOW)
    assert kept.get("a", moment).value == 2
    assert begun == []


def test_another_key_is_counted_by_itself(begun: list[Callable[[], None]]) -> None:
    count = Counter()
    kept = Kept(count, lambda value: True)
    assert [kept.get(key, NOW).value for key in "aabba"] == [1, 1, 2, 2, 3]


def test_what_is_quick_is_always_of_the_moment(begun: list[Callable[[], None]]) -> None:
    kept = Kept(Counter(), lambda value: False)
    assert [kept.get("a", NOW).value for _ in range(3)] == [1, 2, 3]


def test_who_comes_while_it_is_counted_first_waits_and_it_is_counted_once() -> None:
    begun, go_on, asked = Event(), Event(), list[str]()

    def count(key: str) -> int:
        asked.append(key)
        begun.set()
        assert go_on.wait(10)
        return len(asked)

    kept = Kept(count, lambda value: True)
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(kept.get, "a", NOW) for _ in range(4)]
        assert begun.wait(10)
        go_on.set()
        assert [one.result(10).value for one in found] == [1, 1, 1, 1]
    assert asked == ["a"]


@pytest.mark.store
@pytest.mark.django_db
def test_it_is_done_in_a_thread_whose_connection_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, fails, really = list[str](), Event(), BaseDatabaseWrapper.close

    def close(wrapper: BaseDatabaseWrapper) -> None:
        closed.append(current_thread().name)
        really(wrapper)

    monkeypatch.setattr(BaseDatabaseWrapper, "close", close)
    monkeypatch.setattr("threading.excepthook", lambda _: fails.set())

    def work() -> None:
        raise RuntimeError

    done = Event()
    module.beside(work, done.set)
    assert fails.wait(10)
    assert done.is_set()
    assert closed == ["count"]


def test_a_database_that_is_away_keeps_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: BaseDatabaseWrapper) -> None:
        raise OperationalError("the database is away")

    fails = Event()
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", away)
    monkeypatch.setattr("threading.excepthook", lambda _: fails.set())
    kept = Kept(Counter(), lambda value: True)
    kept.get("a", NOW)
    assert kept.get("a", NOW + RENEWED_AFTER).value == 1
    assert fails.wait(10)
    found = list[int]()
    reader = Thread(target=lambda: found.append(kept.get("a", NOW + SHOWN_FOR).value), daemon=True)
    reader.start()
    reader.join(10)
    assert found == [2]


@pytest.mark.store
def test_figures_of_many_projects_are_kept_and_say_so(
    begun: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch, django_db_setup: None, db: None
) -> None:
    monkeypatch.setattr(dashboard, "MANY", 1)
    totals = iter([2, 3, 1])
    monkeypatch.setattr(dashboard, "_count", lambda day, scope: figures(next(totals)))
    dashboard.kept.forget()
    try:
        seen = [dashboard.read_figures(DAY, NOW + timedelta(seconds=after)) for after in (0, 30, 60)]
        assert [(one.counts.total, one.as_of) for one in seen] == [(2, None), (2, NOW), (2, NOW)]
        begun.pop()()
        assert dashboard.read_figures(DAY, NOW + timedelta(seconds=90)).counts.total == 3
    finally:
        dashboard.kept.forget()


def figures(total: int) -> dashboard.Figures:
    return dashboard.Figures(Counts({("later", ""): total}, 0), ())
