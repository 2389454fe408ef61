"""Programs read projects through the real server: how many a second, each with a token, counted as any other."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from autossa.workbench.checks_bench.asking import Asked
from autossa.workbench.checks_bench.requests import scattered
from autossa.workbench.checks_bench.serving import asked, served, throwaway

_NAME = "bench_reads"
_FILL = (
    "import sys, logging, django; django.setup(); logging.disable(logging.INFO);"
    " from datetime import datetime; from zoneinfo import ZoneInfo;"
    " from autossa.workbench.checks_bench.filling import fill_for_reads; from django.conf import settings;"
    " now = datetime.now(ZoneInfo(settings.TIME_ZONE)); print(fill_for_reads(int(sys.argv[1]), now.date(), now))"
)


@dataclass(frozen=True, slots=True)
class Reads:
    """What came out."""

    projects: int
    workers: int
    reads: Asked

    def as_facts(self) -> dict[str, float | int]:
        """For programs: a second, and milliseconds."""
        return {
            "reads_per_s": round(self.reads.per_second, 1),
            "p95_ms": round(self.reads.within(0.95), 2),
            "p50_ms": round(self.reads.within(0.5), 2),
            "errors": self.reads.errors,
            "projects": self.projects,
            "workers": self.workers,
        }


def measure_reads(
    *, seconds: float, projects: int, workers: int, connections: int, say: Callable[[str], None]
) -> Reads:
    """Measure on a server and a database of its own, as for devices. Raises PostgresUnavailable."""
    with throwaway(_NAME) as bench:
        say(f"filling a database with {projects:,} projects")
        filled = subprocess.run(
            [sys.executable, "-c", _FILL, str(projects)], env=bench.env, check=True, stdout=subprocess.PIPE
        )
        bench.take_statistics()
        ids, tokens = json.loads(filled.stdout.splitlines()[-1])
        say(f"reading for {seconds:g} seconds, {connections} at a time")
        return Reads(
            projects, workers, asked(served(workers), [], bench.env, _requests(ids, tokens), connections, seconds)
        )


def _requests(projects: list[str], tokens: list[str]) -> list[bytes]:
    """One read of each project, in a scattered order, and the tokens in turn."""
    return [
        f"GET /api/v1/projects/{projects[number]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {tokens[place % len(tokens)]}\r\n\r\n".encode()
        for place, number in enumerate(islice(scattered(len(projects)), len(projects)))
    ]
