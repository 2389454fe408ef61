"""One size: the run and its limit, with one worker and with two, each in a copy of the same filled database."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from autossa.workbench.postgres.server import Server
from autossa.workbench.servers import Addresses
from bench import databases, fill, limit, teams


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

    @property
    def ratio(self) -> float:
        """How much of the limit the run reaches."""
        return self.per_second / self.limit


def fill_database(server: Server, name: str, addresses: Addresses, contracts: int) -> None:
    """A history, and that many contracts with a period due."""
    databases.use(addresses)
    fill.play_block()
    databases.leave()
    with databases.superuser(server, name) as connection:
        fill.multiply(connection, contracts)
    databases.settle_disk(server, name)


def measure(server: Server, filled: str, contracts: int, workers: int) -> Measured:
    """The run, and right after it the limit with the rows it wrote."""
    with tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder:
        with databases.database(server, "bench_run", filled) as addresses:
            finish = _run(addresses, workers)
            runs = [str(answer["run"]) for answer in finish.answers]
            with databases.superuser(server, "bench_run") as connection:
                folders = limit.dump(connection, runs, Path(folder))
        booked = sum(int(answer["periods"]) for answer in finish.answers)
        if booked != contracts:
            raise RuntimeError(f"{booked} periods were booked instead of {contracts}")
        with databases.database(server, "bench_limit", filled) as addresses:
            with databases.superuser(server, "bench_limit") as connection:
                limit.strip(connection)
            copied = teams.race([["bench.copier", addresses.app, str(own)] for own in folders])
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
    )


def best(attempts: list[Measured]) -> Measured:
    """The run of the quickest attempt beside the limit of the quickest limit: what disturbed either is left out."""
    run, copied = max(attempts, key=lambda one: one.per_second), max(attempts, key=lambda one: one.limit)
    return replace(run, limit=copied.limit, limit_us=copied.limit_us)


def _microseconds(finish: teams.Finish, name: str, contracts: int) -> float:
    return sum(float(answer[name]) for answer in finish.answers) / contracts * 1e6


def _run(addresses: Addresses, workers: int) -> teams.Finish:
    env = {"DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner}
    return teams.race([["bench.runner"]] * workers, env)
