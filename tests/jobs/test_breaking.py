"""A night goes on while what it rests on breaks: the server stops at once, connections are cut, all want the same.

On a server of the test's own that waits for the disk, with contracts of five lines of which each has one period due.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import psycopg
import pytest

from autossa.operations.context import ActionContext
from autossa.operations.runs import renewals
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.workbench import servers
from autossa.workbench.postgres import cluster, roles
from autossa.workbench.postgres import server as postgres
from autossa.workbench.runs_bench import databases, fill, measure, teams
from autossa.workbench.scratch_databases import ANY_DAY
from tests.cast.databases import using
from tests.cast.sessions import starting
from tests.cast.shop import on, open_shop
from tests.jobs.doing import wait_until
from tests.jobs.processes import children, is_running, workers
from tests.store.looking import LAWS, broken_laws, value
from tests.trials import a_few_of
from tests.workbench.embedded import remove_home

pytestmark = [pytest.mark.store, pytest.mark.slow]
FILLED, NIGHT = "filled", "night"
HOURS = 3600.0
# What breaks how often in a night of so many projects.
STOPS = [(2, 80), (50, 6000)]
CUTS = [(4, 80), (100, 6000)]
NUMBERED = ("invoice numbers have no gap", "as many numbers are given as there are documents")
"""Laws that are quick to ask of many thousand projects; the others are asked by `verify`, too."""
RACES = [(1, 3, 80), (20, 8, 20_000)]


@dataclass(frozen=True)
class Place:
    """A durable server, and what a database on it is filled with."""

    server: postgres.Server
    home: Path

    @property
    def addresses(self) -> servers.Addresses:
        """Of the night's database."""
        return servers.at(self.server, NIGHT)

    def fill(self, projects: int) -> None:
        """Make what each night is a copy of."""
        databases.make(self.server, FILLED)
        measure.fill_database(self.server, FILLED, servers.at(self.server, FILLED), projects)

    def begin(self) -> servers.Addresses:
        """The night's database as it was filled."""
        roles.drop_database(self.server, NIGHT)
        roles.create_from_template(self.server, NIGHT, FILLED)
        return self.addresses


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Place]:
    home = Path(tempfile.mkdtemp(prefix="pgt-", dir="/tmp"))
    if "disk" in request.node.name:
        command = ["mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", str(home)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a disk of its own takes root")
    home.chmod(0o711)
    monkeypatch.setenv("AUTOSSA_HOME", str(home))
    try:
        yield Place(databases.start_server(None), home)
    finally:
        remove_home(home)
        subprocess.run(["umount", "--lazy", str(home)], capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def booked(place: Place) -> int:
    """Periods of the night's runs; as none can be asked for while the server is away, it is asked until it answers."""
    end = monotonic() + 60
    while True:
        try:
            with psycopg.connect(place.addresses.owner) as session:
                row = session.execute(
                    "SELECT count(*) FROM settlements WHERE run IS NOT NULL AND booked_at >= %s",
                    [fill.NIGHT.replace(hour=0)],
                ).fetchone()
                return int(row[0]) if row else 0
        except psycopg.Error:
            assert monotonic() < end
            sleep(0.1)


def share_a_night(place: Place, folder: Path, projects: int, times: int, harm: Callable[[], None]) -> int:
    """Two workers book while harm is done so often, and until all is booked; how often it was done while they did."""
    chance, done, end = random.Random(times), 0, monotonic() + HOURS
    with workers(place.addresses, folder, 2, 2, today=fill.DUE.isoformat()) as running:
        while booked(place) < projects:
            assert monotonic() < end
            assert [one.poll() for one in running] == [None, None]
            sleep(chance.uniform(0.05, 0.6))
            if done < times:
                harm()
                done += 1
        for one in running:
            one.terminate()
            assert one.wait(60) == 0
    return done


def all_is_right(projects: int, laws: Iterable[str] = LAWS) -> None:
    assert not models.Project.objects.due(fill.DUE).exists()
    assert value("SELECT count(DISTINCT (project_id, start)) - count(*) FROM settlements WHERE run IS NOT NULL") == 0
    assert value("SELECT sum(periods) FROM runs") == projects
    assert not models.Project.objects.filter(parked_at__isnull=False).exists()
    assert broken_laws(laws) == {}
    assert list(check_all()) == []


@pytest.mark.parametrize(("stops", "projects"), a_few_of(STOPS, 1))
def test_a_server_that_stops_at_once_loses_and_doubles_nothing(
    place: Place, tmp_path: Path, django_db_blocker: Any, stops: int, projects: int
) -> None:
    def stop() -> None:
        postgres.stop(place.server, "immediate")
        postgres.ensure_running(place.server.data_dir.parent, profile="demo")

    place.fill(projects)
    place.begin()
    assert share_a_night(place, tmp_path, projects, stops, stop) >= stops // 2
    with using(django_db_blocker, NIGHT, place.addresses):
        all_is_right(projects)


@pytest.mark.parametrize(("cuts", "projects"), a_few_of(CUTS, 1))
def test_connections_that_are_cut_lose_and_double_nothing(
    place: Place, tmp_path: Path, django_db_blocker: Any, cuts: int, projects: int
) -> None:
    def cut() -> None:
        with databases.superuser(place.server, "postgres") as session:
            session.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [NIGHT])

    place.fill(projects)
    place.begin()
    assert share_a_night(place, tmp_path, projects, cuts, cut) >= cuts // 2
    with using(django_db_blocker, NIGHT, place.addresses):
        all_is_right(projects)


@pytest.mark.trials
def test_a_full_disk_loses_and_doubles_nothing(place: Place, tmp_path: Path, django_db_blocker: Any) -> None:
    """What is booked stays, the rest waits, and goes on by itself once there is room again."""
    projects, ballast = 4000, place.home / "ballast"
    place.fill(projects)
    place.begin()
    with workers(place.addresses, tmp_path, 2, 20, today=fill.DUE.isoformat()) as running:
        wait_until(lambda: booked(place) > 0)
        _fill_up(ballast, left=8 << 20)
        wait_until(lambda: _is_full(place))
        sleep(10)
        ballast.unlink()
        postgres.ensure_running(place.server.data_dir.parent, profile="demo")
        there = booked(place)
        assert there < projects, "the disk was full too late"
        end = monotonic() + HOURS
        while booked(place) < projects:
            assert monotonic() < end
            assert [one.poll() for one in running] == [None, None]
            sleep(1)
        for one in running:
            one.terminate()
            assert one.wait(60) == 0
    with using(django_db_blocker, NIGHT, place.addresses):
        all_is_right(projects)


def _fill_up(path: Path, left: int) -> None:
    """Take all room of a disk but so many bytes."""
    found = os.statvfs(path.parent)
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize - left)


def _is_full(place: Place) -> bool:
    found = os.statvfs(place.home)
    return found.f_bavail * found.f_frsize < 1 << 20 or not cluster.is_alive(place.server.data_dir)


@pytest.mark.parametrize(("rounds", "together", "projects"), a_few_of(RACES, 1))
def test_workers_that_race_book_everything_once(
    place: Place, django_db_blocker: Any, rounds: int, together: int, projects: int
) -> None:
    place.fill(projects)
    for number in range(rounds):
        addresses = place.begin()
        env = {**ANY_DAY, "DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner}
        finish = teams.race([["autossa.workbench.runs_bench.runner", str(one)] for one in range(together)], env)
        assert sum(int(answer["periods"]) for answer in finish.answers) == projects, f"round {number}"
        with using(django_db_blocker, NIGHT, place.addresses):
            assert value("SELECT count(DISTINCT (project_id, start)) - count(*) FROM settlements") == 0
            assert broken_laws(NUMBERED) == {}
            if number == rounds - 1:
                all_is_right(projects, NUMBERED)


def test_a_run_that_is_killed_leaves_no_worker(database: servers.Addresses, tmp_path: Path) -> None:
    """Its workers are held up until it is gone; none of them books on without it."""
    open_shop().under_contract()
    demo = {"AUTOSSA_DEMO": "1", "AUTOSSA_TODAY": "2026-02-01", "AUTOSSA_HOME": str(tmp_path)}
    env = {**os.environ, **ANY_DAY, **demo, "DATABASE_URL": database.app}
    command = [sys.executable, "-m", "autossa", "run", "--workers", "2"]
    with subprocess.Popen(command, env=env) as parent, psycopg.connect(database.owner) as session:
        wait_until(lambda: len(children(parent.pid)) >= 2)
        session.execute("LOCK TABLE django_migrations")  # they ask it whether they may write
        started = children(parent.pid)
        parent.kill()
        parent.wait()
        wait_until(lambda: not any(map(is_running, started)))


def test_without_its_lock_a_race_would_be_one_and_the_database_refuses_it(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: two that claim the same find each other out only by what the database does not take twice."""
    shop, both, refused = open_shop(), threading.Barrier(2, timeout=60), list[str]()
    for number in range(4):
        shop.under_contract(f"Office {number}")

    class Heard:
        def warning(self, event: str, **more: object) -> None:
            refused.append(event)

    def claim(ctx: ActionContext, chunk: int) -> list[UUID]:
        found = list(models.Project.objects.due(ctx.today).values_list("id", flat=True))
        if found and not refused:
            both.wait()
        return found

    monkeypatch.setattr(renewals, "_claim", claim)
    monkeypatch.setattr(renewals, "log", Heard())
    with starting() as start:
        reports = [job.result(60) for job in [start(lambda: renewals.run(ctx=on("2026-01-15"))) for _ in range(2)]]
    assert refused
    assert sum(report.periods for report in reports) == 4
    assert broken_laws() == {}
