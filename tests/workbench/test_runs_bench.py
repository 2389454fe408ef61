"""The bench of the run: what it prints, and that the projects it claims together are no neighbours."""

import json
import subprocess
import sys
from itertools import pairwise

import pytest

from autossa.workbench.runs_bench import databases, fill, measure

pytestmark = pytest.mark.slow

_PLACES = """
SELECT id, row_number() OVER (ORDER BY ctid) AS place FROM projects WHERE next_run_on = %s
"""


def test_it_prints_what_was_measured() -> None:
    command = [sys.executable, "-m", "autossa", "bench", "run", "--contracts", "50", "--workers", "2", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    facts = json.loads(done.stdout)
    assert facts.keys() >= {"renewals_per_s", "copy_limit_per_s", "ratio", "peak_mb", "contracts", "workers", "rows"}
    assert (facts["contracts"], facts["workers"]) == (50, 2), "not a multiple of a block"
    assert facts["rows"] > 50 * 10, "settlement, charges, transfers, coverage, invoice, claim, events"
    assert facts["ratio"] == pytest.approx(facts["renewals_per_s"] / facts["copy_limit_per_s"], rel=0.01)


def test_projects_claimed_together_are_no_neighbours() -> None:
    name = databases.own_name("scattered")
    with databases.server(None) as server, databases.database(server, name) as addresses:
        measure.fill_database(server, name, addresses, 10 * fill.BLOCK)
        with databases.superuser(server, name) as connection:
            found = connection.execute(f"SELECT place FROM ({_PLACES}) p ORDER BY id", [fill.DUE]).fetchall()
    places = [place for (place,) in found]
    assert len(places) == 10 * fill.BLOCK
    beside = sum(abs(after - before) == 1 for before, after in pairwise(places))
    assert beside <= 1.1 * fill.BLOCK, "those of the first block, whose ids are their own"
