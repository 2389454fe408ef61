"""One size: the run and its limit, with one worker and with two, each in a copy of the same filled database."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from autossa.gateways.postgres import Server
from autossa.operations.servers import Addresses
from bench import databases, fill, limit, teams


@dataclass(frozen=True, slots=True)
class Measured:
    """Renewals a second of the run and of its limit; megabytes of the largest worker, and before it began."""

    contracts: int
    workers: int
    per_second: float
    limit: float
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
        max(float(answer["mb_peak"]) for answer in finish.answers),
        max(float(answer["mb_before"]) for answer in finish.answers),
    )


def _run(addresses: Addresses, workers: int) -> teams.Finish:
    env = {"DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner}
    return teams.race([["bench.runner"]] * workers, env)
