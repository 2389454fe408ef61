"""Random histories through the use cases and the database give what the pure run gives, however often the run runs.

A history that fails is cut down to the shortest that fails; `portion` makes the same ones again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from zlib import crc32

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from autossa.domain.dates import DAY
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Scenario, play_facts
from autossa.queries.projects.facts import facts_of_project
from autossa.queries.runs.verify import check_all
from autossa.workbench import scenario_player
from autossa.workbench.scenario_player import Runs
from tests.laws.histories import histories
from tests.store.looking import broken_laws
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FAST, SLOW = (6, 10), (50, 20)  # portions, histories in each
SLOW_IN_EVERY_RUN = 5  # portions; the others are trials


def never(_: date) -> bool:
    return False


def at_month_ends(day: date) -> bool:
    return (day + DAY).day == 1


def on_some_days(percent: int, salt: int, day: date) -> bool:
    """The same days each time that it is asked, in whatever order."""
    return crc32(f"{salt} {day}".encode()) % 100 < percent


silences: st.SearchStrategy[Runs] = st.one_of(
    st.just(scenario_player.every_day),
    st.just(never),
    st.just(at_month_ends),
    st.builds(partial, st.just(on_some_days), st.sampled_from((5, 50, 90)), st.integers(0, 999)),
)


def counted(facts: Iterable[Fact]) -> Counter[str]:
    return Counter(json.dumps(fact, sort_keys=True) for fact in facts)


def stored_facts(scenario: Scenario, runs: Runs) -> list[Fact]:
    project = scenario_player.set_up(scenario, NOW)
    said = scenario_player.play(scenario, project, NOW, runs).facts()
    return facts_of_project(project) + said


def check(scenario: Scenario, runs: Runs) -> None:
    """The store against the pure run, and all that is stored against itself. Nothing of it stays."""
    with transaction.atomic():
        stored = counted(stored_facts(scenario, runs))
        connection.check_constraints()
        assert broken_laws() == {}
        assert list(check_all()) == []
        transaction.set_rollback(True)
    pure = counted(play_facts(scenario))
    assert (sorted(pure - stored), sorted(stored - pure)) == ([], [])


def check_portion(portion: int, histories_in_it: int) -> None:
    draw: Callable[[], None] = seed(portion)(
        settings(
            max_examples=histories_in_it,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )(given(histories(), silences)(check))
    )
    draw()


@pytest.mark.parametrize("portion", range(FAST[0]))
def test_a_history_is_the_same_in_the_store(portion: int) -> None:
    check_portion(portion, FAST[1])


@pytest.mark.slow
@pytest.mark.parametrize("portion", a_few_of(range(1000, 1000 + SLOW[0]), SLOW_IN_EVERY_RUN))
def test_a_thousand_histories_are_the_same_in_the_store(portion: int) -> None:
    check_portion(portion, SLOW[1])
