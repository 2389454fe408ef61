"""Fill, serve, ask; beside it, in the same run, the bare look-up of the same row."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from autossa.workbench.checks_bench.asking import Asked
from autossa.workbench.checks_bench.requests import PRODUCTS, requests
from autossa.workbench.checks_bench.serving import asked, served, throwaway

DEVICES, WORKERS, CONNECTIONS = 10_000, 2, 16
_NAME = "bench_checks"
_FILL = (
    "import sys, logging, django; django.setup(); logging.disable(logging.INFO);"
    " from datetime import datetime; from zoneinfo import ZoneInfo;"
    " from autossa.workbench.checks_bench.filling import fill; from django.conf import settings;"
    " now = datetime.now(ZoneInfo(settings.TIME_ZONE)); fill(int(sys.argv[1]), now.date(), now)"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: full checks, and the bare look-up of the same row in the same run."""

    devices: int
    workers: int
    checks: Asked
    bare: Asked

    def as_facts(self) -> dict[str, float | int]:
        """For programs: a second, and milliseconds."""
        return {
            "checks_per_s": round(self.checks.per_second, 1),
            "p95_ms": round(self.checks.within(0.95), 2),
            "p50_ms": round(self.checks.within(0.5), 2),
            "errors": self.checks.errors,
            "bare_per_s": round(self.bare.per_second, 1),
            "bare_p95_ms": round(self.bare.within(0.95), 2),
            "bare_errors": self.bare.errors,
            "devices": self.devices,
            "workers": self.workers,
        }


def measure(*, seconds: float, devices: int, workers: int, connections: int, say: Callable[[str], None]) -> Figures:
    """Measure on a server and a database of its own, with fsync on; nothing of it stays. Raises PostgresUnavailable."""
    with throwaway(_NAME) as bench:
        say(f"filling a database with {devices:,} devices")
        subprocess.run([sys.executable, "-c", _FILL, str(devices)], env=bench.env, check=True)
        bench.take_statistics()
        sent = b'{"product":"%s","installed":"14.3","nonce":"0123456789abcdef"}' % PRODUCTS[0].encode()
        checks = requests(devices, "/api/v1/device/check", sent)
        say(f"asking for {seconds:g} seconds, {connections} at a time")
        bare = [sys.executable, "-m", "autossa.config.bare"]
        return Figures(
            devices,
            workers,
            asked(served(workers), [], bench.env, checks, connections, seconds),
            asked(bare, [str(workers)], bench.env, checks, connections, seconds),
        )
