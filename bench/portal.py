"""The portal under load: the real server with two workers, several people at once, at two numbers of projects.

Alone: `python -m bench.portal`. Figures of a busy machine are too long; the best round is kept for each page.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases
from autossa.workbench.servers import Addresses
from bench import portal_fill

SIZES = (5_000, 50_000)
_FILLED = "bench_portal"
_SERVE = "from autossa.cli.service.serve import command; import typer; typer.run(command)"
_WORKERS, _SECONDS, _ROUNDS = 2, 12, 3
_PEOPLE = (portal_fill.STAFF, portal_fill.PARTNER, portal_fill.STAFF, portal_fill.OWNER)
_OWN = 4  # projects that each of them may see


@dataclass(frozen=True, slots=True)
class Load:
    """How many people ask at once, for how many seconds, and how many seconds each looks at a page."""

    people: int = len(_PEOPLE)
    seconds: float = _SECONDS
    pause: float = 0

    def __str__(self) -> str:
        looking = f"{self.pause:g} s on each page" if self.pause else "without a pause"
        return f"{_WORKERS} workers, people at once: {self.people}, {looking}"


ALL = Load()


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page at one size: milliseconds that half and 95 of 100 answers stay below; queries of one answer."""

    name: str
    projects: int
    p50: float
    p95: float
    queries: int


def measure(server: Server, sizes: tuple[int, ...] = SIZES, rounds: int = _ROUNDS, load: Load = ALL) -> list[Page]:
    """Fill, serve, visit."""
    return [page for size in sizes for page in _measure(server, size, rounds, load)]


def as_table(pages: list[Page], load: Load = ALL) -> str:
    """Lines for a terminal: a row for each kind of page, the sizes side by side."""
    sizes = sorted({page.projects for page in pages})
    by_name: dict[str, dict[int, Page]] = defaultdict(dict)
    for page in pages:
        by_name[page.name][page.projects] = page
    title = f"The portal: {load}; ms of half and of 95 % of the answers"
    head = "page      " + "".join(f"{f'{size:,} projects':>28}" for size in sizes)
    sub = "          " + "".join(f"{'p50':>10}{'p95':>8}{'queries':>10}" for _ in sizes)
    rows = [
        f"{name:<10}" + "".join(f"{row[size].p50:>10.0f}{row[size].p95:>8.0f}{row[size].queries:>10}" for size in sizes)
        for name, row in by_name.items()
    ]
    return "\n".join([title, "", head, sub, *rows])


def _measure(server: Server, projects: int, rounds: int, load: Load) -> Iterator[Page]:
    with (
        databases.database(server, _FILLED) as addresses,
        tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder,
    ):
        _say(f"filling a database with {projects:,} projects")
        portal_fill.fill_database(server, _FILLED, addresses, projects)
        env = environment(addresses, folder)
        with _serving(env) as port:
            known = _visitor(env, projects)
            _say(f"visiting {projects:,} projects")
            found = [_round(port, known, load) for _ in range(rounds + 1)][1:]  # the first one warms up
    for name, queries in known["queries"].items():
        figures = [_figures(times[name]) for times in found]
        p50, p95 = min(figures, key=lambda both: both[1])
        yield Page(name, projects, p50, p95, queries)


def _figures(milliseconds: list[float]) -> tuple[float, float]:
    return statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[-1]


def _round(port: int, known: dict[str, Any], load: Load) -> dict[str, list[float]]:
    """Everybody asks for one page after the other, all kinds in turn, for some seconds."""
    times: dict[str, list[float]] = defaultdict(list)
    with ThreadPoolExecutor(load.people) as pool:
        for one in pool.map(lambda place: _visit(port, known, place, load), range(load.people)):
            for name, milliseconds in one.items():
                times[name] += milliseconds
    return times


def _visit(port: int, known: dict[str, Any], place: int, load: Load) -> dict[str, list[float]]:
    person, times = _PEOPLE[place % len(_PEOPLE)], defaultdict[str, list[float]](list)
    headers = {"Cookie": f"{known['cookie']}={known['cookies'][person]}", "Accept-Encoding": "identity"}
    time.sleep(load.pause * place / load.people)  # they do not come through the door at once
    connection, step, until = HTTPConnection("127.0.0.1", port), place, time.perf_counter() + load.seconds
    while time.perf_counter() < until:
        for name, paths in known["pages"].items():
            mine = paths[:_OWN] if person == portal_fill.OWNER else paths
            began = time.perf_counter()
            connection.request("GET", mine[step % len(mine)], headers=headers)
            response = connection.getresponse()
            response.read()
            times[name].append((time.perf_counter() - began) * 1e3)
            time.sleep(load.pause)
            if response.status != 200:
                raise RuntimeError(f"{mine[step % len(mine)]} answers {response.status}")
        step += 1
    connection.close()
    return times


def environment(addresses: Addresses, folder: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AUTOSSA_")}
    return {
        **env,
        "AUTOSSA_HOME": folder,
        "AUTOSSA_STATIC_ROOT": f"{folder}/static",
        "AUTOSSA_SECRET_KEY": "only for the bench: " + "0123456789" * 5,
        "AUTOSSA_DEMO": "true",
        "AUTOSSA_TODAY": portal_fill.DAY.isoformat(),
        "DATABASE_URL": addresses.app,
        "DATABASE_OWNER_URL": addresses.owner,
        "DJANGO_SETTINGS_MODULE": "autossa.config.settings",
    }


@contextmanager
def _serving(env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    command = [sys.executable, "-c", _SERVE, "--port", str(port), "--workers", str(_WORKERS)]
    process = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        _wait(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with exit code {process.returncode}") from None
            time.sleep(0.1)
    raise RuntimeError("the server does not listen")


def _visitor(env: dict[str, str], projects: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.visitor", str(projects)]
    said = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    known: dict[str, Any] = json.loads(said.splitlines()[-1])
    return known


def _say(sentence: str) -> None:
    print(f"bench: {sentence}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure the portal alone. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.portal", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="numbers of projects")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, metavar="N", help="the best of so many is kept")
    parser.add_argument("--people", type=int, default=ALL.people, metavar="N", help="so many at once")
    parser.add_argument("--pause", type=float, default=ALL.pause, metavar="S", help="so long each looks at a page")
    parser.add_argument("--seconds", type=float, default=ALL.seconds, metavar="S", help="of a round")
    parser.add_argument("--postgres", metavar="FOLDER", default=os.environ.get("AUTOSSA_POSTGRES_BIN"))
    options = parser.parse_args()
    load = Load(options.people, options.seconds, options.pause)
    with databases.server(options.postgres) as server:
        pages = measure(server, tuple(options.sizes), options.rounds, load)
    print(as_table(pages, load))
    return 0


if __name__ == "__main__":
    sys.exit(main())
