"""How quick the rules are: printed, not asserted, since machines differ."""

import sys
from time import process_time

import pytest

from autossa.cli.scenarios.files import parse
from autossa.domain import renewals
from autossa.domain.dates import DAY
from autossa.domain.projects import Project
from autossa.domain.scenarios import Scenario, perform, play

TEN_YEARS = """\
ssc_price: [{from: 2020-01-01, price: "1.00"}, {from: 2028-07-01, price: "1.10"}]
license_types: {PORT: {ssc_per_year: "1"}, MAIL: {ssc_per_year: "0.5"}, OPERATOR: {ssc_per_year: "12"}}
vat_rate: "19"
events:
  - {date: 2024-01-31, do: add_license, id: L1, type: PORT, quantity: 500}
  - {date: 2024-01-31, do: add_license, id: L2, type: MAIL, quantity: 40}
  - {date: 2024-01-31, do: add_license, id: L3, type: OPERATOR, quantity: 7}
  - {date: 2024-01-31, do: conclude_contract, option: annual_monthly}
  - {date: 2024-02-02, do: approve_contract}
until: 2034-01-30
"""


def every_day(scenario: Scenario) -> Project:
    """What a scheduler does: a run a day, whether or not something is due."""
    project, day = Project(scenario.terms), scenario.events[0].day
    while day <= scenario.until:
        for event in (event for event in scenario.events if event.day == day):
            project = perform(project, event, scenario.types).project  # type: ignore[union-attr]
        project = renewals.run_day(project, day).project
        day += DAY
    return project


def test_ten_years_of_daily_runs(capsys: pytest.CaptureFixture[str]) -> None:
    scenario = parse(TEN_YEARS)
    begun = process_time()
    daily = every_day(scenario)
    half = process_time()
    played = play(scenario).project
    done = process_time()
    assert daily == played
    assert len(daily.coverage) == 121  # the last of them is booked ahead
    days = (scenario.until - scenario.events[0].day).days + 1
    with capsys.disabled():
        print(
            f"\nspeed: ten years, 3 licenses, 121 periods: {half - begun:.3f} s for {days} daily runs, "
            f"{done - half:.3f} s as `simulate` plays them",
            file=sys.stderr,
            flush=True,
        )
