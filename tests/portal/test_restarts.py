"""A database that restarts, and a server that does: pages say to try again, and no request is lost."""

import http.client
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from autossa.gateways.dumps import postgres as dumps
from autossa.portal.web import middleware
from autossa.workbench import servers
from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.serving import KEY, environment, free_port
from tests.cast.world import World
from tests.jobs.processes import children
from tests.portal.staff import as_staff
from tests.workbench.embedded import remove_home

pytestmark = pytest.mark.store


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("the connection is closed")])
def test_while_the_database_is_away_pages_say_to_try_again(
    error: Exception, own: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page reads nothing at all, no session either: whatever it asked would fail like the page before it."""
    client = as_staff("de")
    client.raise_request_exception = False
    asked: list[str] = []

    def away(*_: Any) -> Any:
        asked.append("away")
        raise error

    monkeypatch.setattr(middleware, "load_account", away)
    with connection.execute_wrapper(lambda execute, sql, *more: asked.append(sql) or execute(sql, *more)):
        response = client.get("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Wir sind gleich wieder da" in response.content.decode()
    assert asked[asked.index("away") + 1 :] == []


def test_our_own_fault_is_no_restart(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: Any) -> Any:
        raise ValueError("ours")

    monkeypatch.setattr(middleware, "load_account", wrong)
    client = as_staff()
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Retry-After" not in response


# ---------------------------------------------------------------- for real


def get(port: int, path: str) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    finally:
        asking.close()


@pytest.fixture
def env(django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    with own_copy(django_db_blocker, small_world.build) as (addresses, _):
        more = {"AUTOSSA_HTTPS": "false", "AUTOSSA_SECRET_KEY": KEY, "AUTOSSA_HOME": str(tmp_path)}
        yield environment(addresses, **more)


def started(env: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "autossa", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def listening(port: int, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            get(port, "/health/live")
            return
        except OSError:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.2)
    raise AssertionError("nothing listens")


def ended(process: "subprocess.Popen[str]") -> str:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=40)[1]


def events(said: str) -> list[str]:
    return [json.loads(line)["event"] for line in said.splitlines()]


@pytest.mark.slow
def test_a_reload_loses_no_request_and_ends_in_peace(env: dict[str, str]) -> None:
    port = free_port()
    server = started(env, "serve", "--port", str(port), "--workers", "2")
    answers: Counter[str] = Counter()
    stop = threading.Event()

    def visitor() -> None:
        while not stop.is_set():
            try:
                answers[str(get(port, "/account/login/"))] += 1
            except OSError as error:
                answers[type(error).__name__] += 1

    try:
        listening(port, server)
        visitors = [threading.Thread(target=visitor) for _ in range(3)]
        for one in visitors:
            one.start()
        before = children(server.pid)
        assert len(before) == 2
        server.send_signal(signal.SIGHUP)
        end = time.monotonic() + 90
        while children(server.pid) & before and time.monotonic() < end:
            time.sleep(0.2)
        after = children(server.pid)
        stop.set()
        for one in visitors:
            one.join()
    finally:
        stop.set()
        said = ended(server)
    assert not before & after, "both processes were replaced"
    assert set(answers) == {"200"}, answers
    assert answers["200"] >= 6
    assert server.returncode == 0, said
    assert [one for one in events(said) if one in ("serving", "reloading", "stopped")] == [
        "serving", "reloading", "stopped",
    ]  # fmt: skip


# ---------------------------------------------------------------- a database that restarts


@pytest.fixture
def own_server(env: dict[str, str], tmp_path: Path) -> Iterator[postgres.Server]:
    """A server of the test's own, with a copy of the world: the other one is in use."""
    home = Path(tempfile.mkdtemp(prefix="pgt-", dir="/tmp"))
    home.chmod(0o711)
    server = postgres.ensure_running(home / "home", profile="test")
    roles.create_database(server, "autossa")
    there = servers.at(server, "autossa")
    dumps.dump(env["DATABASE_OWNER_URL"], tmp_path / "world.dump")
    dumps.restore(there.owner, tmp_path / "world.dump")
    grant_as_in(env, there)
    yield server
    remove_home(home)


def grant_as_in(env: dict[str, str], there: servers.Addresses) -> None:
    """Rights are not in a dump; `init` gives them."""
    done = subprocess.run(
        [sys.executable, "-m", "autossa", "init"],
        env={**env, "DATABASE_URL": there.app, "DATABASE_OWNER_URL": there.owner},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_web_and_worker_live_through_a_restart_of_the_database(
    env: dict[str, str], own_server: postgres.Server
) -> None:
    there = servers.at(own_server, "autossa")
    env = {**env, "DATABASE_URL": there.app}
    env.pop("DATABASE_OWNER_URL")
    port = free_port()
    web, worker = started(env, "serve", "--port", str(port)), started(env, "work")
    try:
        listening(port, web)
        assert (get(port, "/releases/"), get(port, "/health/ready")) == (200, 200)
        postgres.stop(own_server, "immediate")
        assert get(port, "/health/live") == 200
        assert get(port, "/health/ready") == 503
        assert get(port, "/releases/") == 503
        postgres.ensure_running(own_server.data_dir.parent, profile="test")
        end = time.monotonic() + 15
        while get(port, "/releases/") != 200 and time.monotonic() < end:
            time.sleep(0.2)
        assert (get(port, "/releases/"), get(port, "/health/ready")) == (200, 200)
        assert worker.poll() is None
        pages = children(web.pid)
        web.kill()  # as the kernel does when memory is short: what it started must not stay behind
        end = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in pages) and time.monotonic() < end:
            time.sleep(0.2)
        assert pages
        assert not any(Path(f"/proc/{pid}").exists() for pid in pages)
    finally:
        said = {"web": ended(web), "worker": ended(worker)}
    assert worker.returncode == 0, said
    found = {name: [json.loads(line) for line in lines.splitlines()] for name, lines in said.items()}  # all is the log
    traces = [one for lines in found.values() for one in lines if one["level"] == "error" or "exception" in one]
    assert traces == [], "an outage is a sentence a request, no fault of ours"
    (page,) = [one["event"] for one in found["web"] if "/releases/" in one["event"]]
    assert page.startswith("Service Unavailable: /releases/: the database ")
