"""The daily run is killed at random moments and started again: nothing is lost, nothing is done twice.

`AUTOSSA_SEED` chooses other moments. Several runs at a time, now and then, since a killed one may still hold its chunk;
in the trials four, and two to the end.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from uuid import UUID

import pytest

from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.licenses import LicenseType
from autossa.domain.prices import Price
from autossa.domain.projects import Terms
from autossa.domain.scenarios import Event, Scenario, play_facts
from autossa.operations.billing.collective import set_cycle
from autossa.operations.context import SYSTEM
from autossa.operations.projects.edit import create_project
from autossa.queries.projects.facts import facts_of_project
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.workbench import scenario_player, scratch_databases, servers
from tests.cast.shop import NOW, d, on
from tests.store.looking import broken_laws, rows, value
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.slow]

SEED = int(os.environ.get("AUTOSSA_SEED", "1"))
EACH, DAILY = Cycle(), Cycle(Every.DAILY)
# Kills, projects of each kind, how their payer is invoiced, how many runs at a time; the first is for every test run,
# the others are trials.
OFTEN = [(30, 60, EACH, 2), (8, 24, DAILY, 2), (250, 400, EACH, 4), (250, 400, DAILY, 4)]
CHUNK = 2
LONGEST_LIFE = 0.12  # seconds; three times of four from where a run begins to book
START = d("2026-01-31")
RUN_DAYS = ["2026-02-20", "2026-05-20", "2026-06-18", "2026-09-30", "2027-01-10", "2027-02-17", "2027-08-01"]

RUNS = f"""
import sys
from datetime import UTC, date, datetime, time
import django
django.setup()
from autossa.operations.runs import renewals
from autossa.operations.context import SYSTEM, ActionContext
print("ready", flush=True)
for day in {RUN_DAYS!r}:
    noon = datetime.combine(date.fromisoformat(day), time(12), UTC)
    renewals.run(ctx=ActionContext(SYSTEM, noon.date(), noon), chunk={CHUNK})
"""


def kind(name: str, option: str, quantity: int, top_up: int = 0, *, cancelled: bool = False) -> Scenario:
    """A customer's history: all is done on the first day, the rest is the run's."""
    events = [
        Event(START, "add_license", {"id": "L1", "type": "PORT", "quantity": quantity}),
        Event(START, "add_license", {"id": "L2", "type": "OPERATOR", "quantity": 7}),
        *([Event(START, "top_up", {"ssc": top_up})] if top_up else []),
        Event(START, "conclude_contract", {"option": option}),
        Event(START, "approve_contract"),
        *([Event(START, "cancel_contract")] if cancelled else []),
    ]
    terms = Terms(prices=(Price(START, Fraction("1.07")),), tax_rate=Fraction(19, 100))
    return Scenario(
        name,
        terms,
        {"PORT": LicenseType(Fraction("0.77")), "OPERATOR": LicenseType(Fraction(12))},
        tuple(events),
        d(RUN_DAYS[-1]),
    )


KINDS = [
    kind("Monthly", "annual_monthly", 500),
    kind("Quarterly", "annual_quarterly", 37, 40_00),
    kind("Yearly", "annual_yearly", 3),
    kind("Flexible", "flex_monthly", 1999, 1000_00),
    kind("Ended", "flex_monthly", 11, cancelled=True),
]


def copies_of(first: UUID, scenario: Scenario, how_many: int) -> list[UUID]:
    """Projects like the first, of the same customer, with the same history up to the evening before the first run."""
    there = models.Project.objects.get(pk=first)
    ctx = on(START.isoformat(), SYSTEM)
    made = []
    for number in range(how_many):
        name = f"{scenario.name} {number}"
        project = create_project(customer=there.customer_id, name=name, price_list=there.price_list_id, ctx=ctx)
        for event in scenario.events:
            scenario_player.perform(project, event, ctx)
        made.append(project)
    return made


@contextmanager
def started(addresses: servers.Addresses, workers: int = 1) -> Iterator[list["subprocess.Popen[str]"]]:
    """Processes that are about to run."""
    env = {
        **os.environ, "DATABASE_URL": addresses.app, "DJANGO_SETTINGS_MODULE": "autossa.config.settings",
        **scratch_databases.ANY_DAY,
    }  # fmt: skip
    with ExitStack() as stack:
        command = [sys.executable, "-c", RUNS]
        processes = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
        for process in processes:
            stack.enter_context(process)
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield processes


def wait_until_more_than(settlements: int) -> None:
    """A run is looked at before it books, which takes longer than the rest of a short life."""
    end = time.monotonic() + 10
    while value("SELECT count(*) FROM settlements") <= settlements and time.monotonic() < end:
        time.sleep(0.002)


def wait_until_alone() -> None:
    """A server session notices a moment later that its client was killed; until then it keeps its locks."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = time.monotonic() + 60
    while value(query):
        assert time.monotonic() < end, "sessions of killed runs are still there"
        time.sleep(0.02)


@pytest.mark.parametrize(("kills", "of_each_kind", "cycle", "together"), a_few_of(OFTEN, 1))
def test_kills_lose_nothing_and_double_nothing(
    database: servers.Addresses, kills: int, of_each_kind: int, cycle: Cycle, together: int
) -> None:
    chance = random.Random(SEED)
    first = scenario_player.set_up(KINDS[0], NOW)
    expected = {project: scenario for scenario in KINDS for project in copies_of(first, scenario, of_each_kind)}
    assert value("SELECT count(*) FROM settlements") == 0
    payer = models.Organisation.objects.get(kind="customer").id
    set_cycle(payer=payer, cycle=cycle, starts_on=START, ctx=on(START.isoformat(), SYSTEM))

    booked = [0]
    for kill in range(5 * kills):  # on a busy machine many a run is killed before it has begun
        if kill >= kills < 2 * len(set(booked)):
            break
        with started(database, together if kill % 4 == 3 else 1) as workers:
            if kill % 4:
                wait_until_more_than(booked[-1])
            for worker in workers:
                time.sleep(chance.uniform(0, LONGEST_LIFE))
                worker.kill()
        booked.append(value("SELECT count(*) FROM settlements"))
    broken_off = value("SELECT count(*) FROM runs WHERE finished_at IS NULL")
    assert len(set(booked)) > kills // 2, f"too few kills hit a run at work: {booked}, seed {SEED}"
    assert broken_off >= kills // 2

    wait_until_alone()
    with started(database, together // 2) as last:
        assert [worker.wait(300) for worker in last] == [0] * len(last)
    assert value("SELECT count(*) FROM settlements") > booked[-1], "nothing was left for the last run"

    assert broken_laws() == {}
    assert list(check_all()) == []
    pure = {scenario.name: counted(play_facts(scenario)) for scenario in KINDS}
    wrong = {str(key) for key, scenario in expected.items() if counted(facts_of_project(key)) != pure[scenario.name]}
    assert wrong == set(), f"seed {SEED}"
    assert rows("SELECT id FROM projects WHERE parked_at IS NOT NULL") == []
    assert (value("SELECT count(*) FROM invoice_sections") > 0) is (cycle == DAILY)
    last_day = f"booked_on < '{RUN_DAYS[-1]}' AND settlement_id NOT IN (SELECT settlement_id FROM invoice_sections)"
    assert value(f"SELECT count(*) FROM collected WHERE {last_day}") == 0
    told = value("SELECT count(*) FROM outbox WHERE topic = 'settlement.booked'")
    assert told == value("SELECT count(*) FROM settlements")


def counted(facts: list[dict[str, object]]) -> Counter[str]:
    return Counter(json.dumps(fact, sort_keys=True) for fact in facts)
