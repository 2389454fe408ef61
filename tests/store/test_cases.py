"""Every case file through use cases and the database gives exactly its expected facts."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autossa.cli.scenarios.files import load
from autossa.queries.projects.facts import facts_of_project
from autossa.workbench import scenario_player

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.store
@pytest.mark.django_db
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_through_the_store(path: Path) -> None:
    scenario = load(path)
    project = scenario_player.set_up(scenario, NOW)
    played = scenario_player.play(scenario, project, NOW)
    facts = facts_of_project(project) + played.facts()
    expected = path.with_name(f"{path.stem}.expected.jsonl").read_text().splitlines()
    assert Counter(json.dumps(fact, sort_keys=True) for fact in facts) == Counter(expected)
