"""One size: the run and its limit, with one worker and with two, each in a copy of the same filled database."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from autossa.workbench import scratch_databases
from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases, fill, limit, teams
from autossa.workbench.servers import Addresses

KEPT = "bench_projects"


@dataclass(frozen=True, slots=True)
class Measured:
    """Renewals a second of the run and of its limit; megabytes of the largest worker, and before it began.

    Microseconds of processor time for one renewal: in Python, in PostgreSQL, and of the limit in PostgreSQL.
    """

    contracts: int
    workers: int
    per_second: float
    limit: float
    worker_us: float
    server_us: float
    limit_us: float
    mb_peak: float
    mb_before: float
    rows: int

    @property
    def ratio(self) -> float:
        """How much of the limit the run reaches."""
        return self.per_second / self.limit

    def as_facts(self) -> dict[str, float | int]:
        """For programs: renewals a second of run and limit, what the largest worker took, and the rows written."""
        return {
            "renewals_per_s": round(self.per_second, 1),
            "copy_limit_per_s": round(self.limit, 1),
            "ratio": round(self.ratio, 3),
            "peak_mb": round(self.mb_peak, 1),
            "contracts": self.contracts,
            "workers": self.workers,
            "rows": self.rows,
            "python_us": round(self.worker_us, 1),
            "server_us": round(self.server_us, 1),
            "limit_us": round(self.limit_us, 1),
        }


def run_bench(contracts: int, workers: int, say: Callable[[str], None], binaries: str | None = None) -> Measured:
    """The daily run of so many contracts, and its limit, in scratch databases of a server of their own.

    Raises PostgresUnavailable.
    """
    filled = databases.own_name("filled")
    with databases.server(binaries) as server, databases.database(server, filled) as addresses:
        say(f"filling a database with {contracts:,} contracts")
        fill_database(server, filled, addresses, contracts)
        say(f"running them with {workers} worker{'s' if workers > 1 else ''}, then the limit")
        return measure(server, filled, contracts, workers)


def keep_filled(projects: int, binaries: str | None = None) -> Addresses:
    """A database with so many projects of five lines, each with a period due; the next such one takes its place.

    Raises PostgresUnavailable.
    """
    server = databases.start_server(binaries)
    addresses = databases.make(server, KEPT)
    fill_database(server, KEPT, addresses, projects)
    return addresses


def fill_database(server: Server, name: str, addresses: Addresses, contracts: int) -> None:
    """A history, and that many contracts with a period due."""
    env = {**os.environ, **_environment(addresses)}
    subprocess.run([sys.executable, "-m", f"{__package__}.fill"], env=env, check=True)
    with databases.superuser(server, name) as connection:
        fill.multiply(connection, -(-contracts // fill.BLOCK) * fill.BLOCK)
        fill.leave_due(connection, contracts)
    databases.settle_disk(server, name)


def measure(server: Server, filled: str, contracts: int, workers: int) -> Measured:
    """The run, and right after it the limit with the rows it wrote."""
    run, copied_to = databases.own_name("run"), databases.own_name("limit")
    with tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder:
        with databases.database(server, run, filled) as addresses:
            finish = _run(addresses, workers)
            with databases.superuser(server, run) as connection:
                folders, rows = limit.dump(connection, str(finish.answers[0]["run"]), workers, Path(folder))
        booked = sum(int(answer["periods"]) for answer in finish.answers)
        if booked != contracts:
            raise RuntimeError(f"{booked} periods were booked instead of {contracts}")
        with databases.database(server, copied_to, filled) as addresses:
            with databases.superuser(server, copied_to) as connection:
                limit.strip(connection)
            copied = teams.race([[f"{__package__}.copier", addresses.owner, str(own)] for own in folders])
    return Measured(
        contracts,
        workers,
        contracts / finish.seconds,
        contracts / copied.seconds,
        _microseconds(finish, "worker_seconds", contracts),
        _microseconds(finish, "server_seconds", contracts),
        _microseconds(copied, "server_seconds", contracts),
        max(float(answer["mb_peak"]) for answer in finish.answers),
        max(float(answer["mb_before"]) for answer in finish.answers),
        rows,
    )


def best(attempts: list[Measured]) -> Measured:
    """The run of the quickest attempt beside the limit of the quickest limit: what disturbed either is left out."""
    run, copied = max(attempts, key=lambda one: one.per_second), max(attempts, key=lambda one: one.limit)
    return replace(run, limit=copied.limit, limit_us=copied.limit_us)


def _microseconds(finish: teams.Finish, name: str, contracts: int) -> float:
    return sum(float(answer[name]) for answer in finish.answers) / contracts * 1e6


def _run(addresses: Addresses, workers: int) -> teams.Finish:
    return teams.race([[f"{__package__}.runner", str(place)] for place in range(workers)], _environment(addresses))


def _environment(addresses: Addresses) -> dict[str, str]:
    return {**scratch_databases.ANY_DAY, "DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner}
