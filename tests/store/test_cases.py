"""Every case file through use cases and the database gives exactly its expected facts."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autossa.cli.scenarios.files import load
from autossa.domain.scenarios import play_facts
from autossa.operations.errors import Invalid
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


RELEASES = """\
ssc_price: [{from: 2026-01-01, price: "1.00"}]
license_types: {PORT: {ssc_per_year: "1"}}
releases:
  - {id: r1, product: P, branch: b, released_on: 2026-01-01}
  - {id: r2, product: P, branch: b, released_on: 2026-03-01, class: security}
  - {id: r3, product: P, branch: b, released_on: 2026-04-01, WITHDRAWN}
branches: {b: {supported_until: 2026-02-01}}
until: 2026-12-31
events:
  - {date: 2026-01-31, do: add_license, id: L1, type: PORT, quantity: 5}
  - {date: 2026-03-02, do: check_release, id: L1, release: r2}
  - {date: 2026-04-02, do: check_release, id: L1, release: r3}
"""


@pytest.mark.store
@pytest.mark.django_db
def test_an_urgent_fix_may_come_after_the_last_supported_day(tmp_path: Path) -> None:
    path = tmp_path / "urgent.yaml"
    path.write_text(RELEASES.replace("WITHDRAWN", "withdrawn_on: 2026-04-01"))
    scenario = load(path)
    project = scenario_player.set_up(scenario, NOW)
    played = scenario_player.play(scenario, project, NOW)
    assert Counter(map(str, facts_of_project(project) + played.facts())) == Counter(map(str, play_facts(scenario)))


@pytest.mark.store
@pytest.mark.django_db
def test_what_no_vendor_could_enter_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "withdrawn.yaml"
    path.write_text(RELEASES.replace("WITHDRAWN", "withdrawn_on: 2026-03-31"))
    with pytest.raises(Invalid, match="Release r3 is released on 2026-04-01; it cannot be withdrawn"):
        scenario_player.set_up(load(path), NOW)
