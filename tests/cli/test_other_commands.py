"""`autossa states`, `autossa demo --play`, `--version`, and what the command does when its reader goes away."""

import os
import socket
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from autossa import __version__
from autossa.cli.reference.lifecycle import table
from autossa.domain.contracts import Status
from autossa.domain.lifecycle import TABLE, Action
from tests.cast.serving import environment
from tests.cli.files import autossa

CASES = Path(__file__).resolve().parent.parent / "cases"


def cells() -> dict[tuple[str, str], str]:
    """The printed table as (action, state) → cell."""
    head, _, *rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table().splitlines()]
    return {(row[0], state): cell for row in rows for state, cell in zip(head[1:], row[1:], strict=True)}


def test_states_prints_the_decision_table() -> None:
    result = autossa("states")
    assert (result.exit_code, result.stdout, result.stderr) == (0, table() + "\n", "")


@pytest.mark.parametrize("state", [None, *Status], ids=lambda state: state.value if state else "no contract")
@pytest.mark.parametrize("action", Action, ids=lambda action: action.value)
def test_each_cell_is_that_of_the_rules(action: Action, state: Status | None) -> None:
    allowed, code = TABLE[action]
    assert cells()[action.value, state.value if state else "no contract"] == ("✓" if state in allowed else code.value)


def test_the_table_has_no_other_rows_or_columns() -> None:
    assert len(cells()) == len(Action) * (len(Status) + 1)


def test_demo_plays_its_scenarios_one_after_the_other() -> None:
    result = autossa("demo", "--play")
    scenarios = sorted((files("autossa.workbench") / "demo_scenarios").iterdir(), key=lambda path: path.name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "".join(autossa("simulate", str(path)).stdout for path in scenarios)
    assert len(scenarios) >= 3


def test_the_demo_loads_nothing_where_its_port_is_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "autossa", "demo", "--port", str(taken.getsockname()[1])]
        env = environment(AUTOSSA_HOME=str(tmp_path / "home"))
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is in use; stop the other process or choose another port with --port" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


def test_the_version() -> None:
    assert autossa("--version").stdout == f"autossa {__version__}\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-c", "from autossa.cli.main import run; run()", "simulate", "--why"]
    everything = [str(case) for case in sorted(CASES.glob("*.yaml"))] * 3
    process = subprocess.Popen(command + everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), said) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", str(CASES / "03-lapsed-30-days.yaml")),
        ("simulate", str(CASES / "03-lapsed-30-days.yaml"), "--why", "--language", "de"),
        ("simulate", str(CASES / "03-lapsed-30-days.yaml"), "--json"),
        ("plan", str(CASES / "01-new-project.yaml")),
        ("states",),
        ("rights",),
        ("--version",),
    ],
    ids=" ".join,
)
def test_what_needs_no_database_needs_no_settings_either(arguments: tuple[str, ...]) -> None:
    """In a process of its own: these tests have Django set up, and whoever plays a scenario has not."""
    ours = ("DJANGO_", "AUTOSSA_", "DATABASE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-m", "autossa", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
