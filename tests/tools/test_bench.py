"""`make bench` still runs: it plays through the use cases, and breaks silently where they change."""

import json
import subprocess
import sys

import pytest

from tests.house.sources import ROOT


@pytest.mark.slow
def test_the_bench_measures_a_block_of_contracts() -> None:
    command = [sys.executable, "-m", "bench", "--sizes", "40", "--workers", "1", "--without-portal", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert [line for line in done.stderr.splitlines() if not line.startswith("bench: ")] == []
    assert json.loads(done.stdout)
