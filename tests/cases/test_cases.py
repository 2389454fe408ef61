"""The worked scenarios: each gives exactly its expected facts, through the rules and through the command."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autossa.cli.main import app
from autossa.cli.scenarios.files import load
from autossa.domain.facts import Fact
from autossa.domain.scenarios import play_facts

HERE = Path(__file__).resolve().parent
SHARED = (
    HERE.parents[2] / "shared" / "cases-second-edition"
)  # beside a checkout, where the rules are kept; a lone clone has none
OWN = HERE / "own"  # what the rules say since, in cases of our own
CASES = sorted([*HERE.glob("*.yaml"), *OWN.glob("*.yaml")])

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)


def expected(case: Path) -> list[Fact]:
    lines = case.with_suffix(".expected.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def by_date(facts: Iterable[Fact]) -> dict[str, Counter[str]]:
    """The facts of each date as a multiset: their order within a day is not promised."""
    days: dict[str, Counter[str]] = {}
    for fact in facts:
        days.setdefault(fact["date"], Counter())[json.dumps(fact, sort_keys=True)] += 1
    return days


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
    assert [case.with_suffix(".expected.jsonl") for case in CASES] == sorted(
        [*HERE.glob("*.expected.jsonl"), *OWN.glob("*.expected.jsonl")]
    )


@every_case
def test_a_case_gives_its_facts(case: Path) -> None:
    assert by_date(play_facts(load(case))) == by_date(expected(case))


@every_case
def test_the_facts_come_in_the_order_of_their_dates(case: Path) -> None:
    dates = [fact["date"] for fact in play_facts(load(case))]
    assert dates == sorted(dates)


@every_case
def test_the_command_prints_the_same(case: Path) -> None:
    result = CliRunner().invoke(app, ["simulate", "--json", str(case)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert by_date(map(json.loads, result.stdout.splitlines())) == by_date(expected(case))


@pytest.mark.skipif(not SHARED.is_dir(), reason="there is no shared folder beside this checkout")
def test_the_cases_are_those_of_the_rules() -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".yaml", ".jsonl"}}

    assert contents(HERE) == contents(SHARED)
