"""`make bench` and `autossa bench` still run: they play through the use cases, and break silently with them."""

import fcntl
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.house.sources import ROOT


@pytest.fixture(autouse=True)
def one_at_a_time() -> Iterator[None]:
    """They share a database of the checkout, which the one that ends would take from the other."""
    name = f"autossa-bench-{sha256(str(ROOT).encode()).hexdigest()[:16]}.lock"
    with (Path(tempfile.gettempdir()) / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.slow
def test_the_bench_measures_a_block_of_contracts() -> None:
    command = [sys.executable, "-m", "bench", "--sizes", "40", "--workers", "1", "--without-portal", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert [line for line in done.stderr.splitlines() if not line.startswith("bench: ")] == []
    assert json.loads(done.stdout)


@pytest.mark.trials
@pytest.mark.slow
def test_the_bench_of_checks_asks_and_is_answered() -> None:
    command = [sys.executable, "-c", "from autossa.cli.main import run; run()", "bench", "checks"]
    options = ["--seconds", "1", "--devices", "200", "--workers", "1", "--connections", "2", "--json"]
    done = subprocess.run(command + options, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["checks_per_s"] > 0
    assert found["bare_per_s"] > 0
    assert (found["errors"], found["bare_errors"], found["devices"]) == (0, 0, 200)
    assert found["p95_ms"] >= found["p50_ms"] > 0


@pytest.mark.trials
@pytest.mark.slow
def test_the_bench_of_money_fills_asks_and_runs_dunning() -> None:
    command = [sys.executable, "-m", "bench.money", "--sizes", "200"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "the run of dunning, once more" in done.stdout
