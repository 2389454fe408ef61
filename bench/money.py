"""How long the pages of money and the run of dunning take, at two numbers of payers, a fiftieth of them overdue.

Alone: `python -m bench.money`. As many projects as payers; one payer has a thousand documents. Times are of one person,
without a network: the best of some.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases
from bench import money_fill, portal

SIZES = (5_000, 50_000)
_FILLED = "bench_money"


@dataclass(frozen=True, slots=True)
class Timed:
    """A page, or a run: how long it took, and how many queries."""

    name: str
    payers: int
    milliseconds: float
    queries: int


def measure(server: Server, sizes: tuple[int, ...] = SIZES) -> list[Timed]:
    """Fill, and ask for each page; dunning is carried out at last."""
    return [one for size in sizes for one in _measure(server, size)]


def as_table(found: list[Timed]) -> str:
    """Lines for a terminal."""
    head = f"{'':<34}{'payers':>8}{'ms':>10}{'queries':>10}"
    rows = [f"{one.name:<34}{one.payers:>8,}{one.milliseconds:>10,.0f}{one.queries:>10,}" for one in found]
    return "\n".join(["Money: pages and the run of dunning, one person, one worker", "", head, *rows])


def _measure(server: Server, size: int) -> list[Timed]:
    with (
        databases.database(server, _FILLED) as addresses,
        tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder,
    ):
        print(f"bench: filling a database with {size:,} payers", file=sys.stderr, flush=True)
        money_fill.fill_database(server, _FILLED, addresses, size)
        print("bench: looking at the pages of money", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.money_visitor"]
        env = portal.environment(addresses, folder)
        said = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Timed(name, size, ms, queries) for name, ms, queries in json.loads(said.splitlines()[-1])]


def main() -> int:
    """Measure money alone. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.money", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="numbers of payers")
    parser.add_argument("--postgres", metavar="FOLDER", default=os.environ.get("AUTOSSA_POSTGRES_BIN"))
    options = parser.parse_args()
    with databases.server(options.postgres) as server:
        print(as_table(measure(server, tuple(options.sizes))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
