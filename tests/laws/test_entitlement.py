"""Law 7 on random histories with random catalogues: entitlement only grows, and what was allowed may be run for ever.

Law 5 is among the others (`laws.no_line_is_charged_for_a_day_it_was_not_alive`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings

from autossa.domain import extensions, renewals, topups
from autossa.domain.dates import DAY
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.releases.devices import Scope, may_all_install
from autossa.domain.releases.entitlements import ALLOWED, Reason, may_install
from autossa.domain.releases.remedies import Remedies, Way
from autossa.domain.releases.running import may_run
from autossa.domain.scenarios import Scenario, perform
from tests.laws import deeds, histories
from tests.laws.test_laws import calm
from tests.trials import a_few_of, whatever_the_seed

EXAMPLES, CORNER_SEEDS = 60, range(150)
CHUNKS = [range(first, first + 25) for first in range(5000, 8200, 25)]
TAKES = {"return_license", "void"}
"""What may take a right to install: giving up, and voids, which are no use case of the customer (rule 10)."""

Allowed = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Step:
    """One thing done on a day: by somebody, or by the run."""

    day: date
    action: str
    before: Project
    after: Project


def steps(scenario: Scenario) -> Iterator[Step]:
    """Everything that changed the project, in order; deeds that scenario files cannot say too."""
    doer, project, since = deeds.Doer(), Project(scenario.terms), None
    days = sorted({event.day for event in scenario.events} | {scenario.until})
    for day in days:
        morning = renewals.catch_up(project, since or day, day)
        doer.entries.extend(morning.entries)
        yield Step(day, "run", project, morning.project)
        project = morning.project
        for event in (one for one in scenario.events if one.day == day):
            own = event.action in deeds.DEEDS
            done = doer.do(project, event, scenario.types) if own else _performed(project, event, scenario)
            if isinstance(done, Outcome):
                doer.entries.extend(done.entries)
                yield Step(day, event.action, project, done.project)
                project = done.project
        evening = renewals.run_day(project, day)
        doer.entries.extend(evening.entries)
        yield Step(day, "run", project, evening.project)
        project, since = evening.project, day + DAY


def _performed(project: Project, event: object, scenario: Scenario) -> Outcome | Refusal | None:
    return None if event.action == "check_release" else perform(project, event, scenario.types)  # type: ignore[attr-defined, arg-type]


def licenses_of(project: Project) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.license_id for line in project.lines))


def scopes(project: Project, scenario: Scenario) -> dict[str, Scope]:
    """All of the project, and a device that has everything on it."""
    every, types = licenses_of(project), frozenset(scenario.types)
    return {"project": Scope(every, types, whole_project=True), "device": Scope(every, types)}


def allowed(project: Project, scenario: Scenario, day: date) -> Allowed:
    """Who may install what: each license, a device that has them all, the project."""
    shelf, found = scenario.catalogue, set()
    for release in shelf.releases:
        for one in licenses_of(project):
            if may_install(project, shelf, one, release, day).may_install:
                found.add((one, release.version))
        for name, scope in scopes(project, scenario).items():
            if may_all_install(project, shelf, scope, release, day).may_install:
                found.add((name, release.version))
    return frozenset(found)


def entitlement_only_grows(scenario: Scenario) -> None:
    for step in steps(scenario):
        if step.action not in TAKES:
            lost = allowed(step.before, scenario, step.day) - allowed(step.after, scenario, step.day)
            assert not lost, (step.day, step.action, lost)


def what_was_ever_allowed_may_be_run(scenario: Scenario) -> None:
    ever: set[tuple[str, str]] = set()
    for step in steps(scenario):
        if step.action == "void":
            ever = set()  # what was booked by mistake entitled to nothing
        runs = {
            (one, release.version)
            for release in scenario.catalogue.releases
            for one in licenses_of(step.after)
            if may_run(step.after, scenario.catalogue, one, release, step.day)
        }
        ever |= {found for found in allowed(step.after, scenario, step.day) if found[0] not in ("project", "device")}
        assert ever <= runs, (step.day, step.action, ever - runs)


def what_helps_helps(scenario: Scenario) -> None:
    for step in steps(scenario):
        scope = scopes(step.after, scenario)["project"]
        remedies = Remedies(step.after, scenario.catalogue, scope, step.day, scenario.catalogue.releases)
        for release in scenario.catalogue.releases:
            verdict = may_all_install(step.after, scenario.catalogue, scope, release, step.day)
            found = {one.way: one for one in remedies.help_for(verdict)}
            assert not (verdict.reason in ALLOWED and found)
            if extend := found.get(Way.EXTEND):
                project = step.after
                if extend.missing:
                    project = topups.top_up(project, step.day, extend.missing).project
                done = extensions.extend(project, step.day, 1)
                assert isinstance(done, Outcome)
                after = may_all_install(done.project, scenario.catalogue, scope, release, step.day)
                assert after.reason in ALLOWED | {Reason.LICENSE_REQUIRED}
                assert (after.reason is Reason.LICENSE_REQUIRED) is (Way.ADD_LICENSE in found)


def keep_every_law(scenario: Scenario) -> None:
    entitlement_only_grows(scenario)
    what_was_ever_allowed_may_be_run(scenario)
    what_helps_helps(scenario)


@settings(calm, max_examples=EXAMPLES)
@given(histories.histories())
def test_entitlement_only_grows(scenario: Scenario) -> None:
    keep_every_law(scenario)


@settings(calm, max_examples=EXAMPLES)
@given(deeds.deeds())
def test_whatever_is_done(scenario: Scenario) -> None:
    keep_every_law(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 2), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_in_thousands_of_histories(seeds: range) -> None:
    whatever_the_seed(seeds, lambda seed: keep_every_law(histories.seeded(seed)))


def test_these_histories_meet_every_reason_and_every_help() -> None:
    reasons, ways = Counter[str](), Counter[str]()
    for seed in CORNER_SEEDS:
        scenario = histories.seeded(seed)
        for step in steps(scenario):
            scope = scopes(step.after, scenario)["project"]
            remedies = Remedies(step.after, scenario.catalogue, scope, step.day, scenario.catalogue.releases)
            for release in scenario.catalogue.releases:
                verdict = may_all_install(step.after, scenario.catalogue, scope, release, step.day)
                reasons[verdict.reason.value] += 1
                ways.update(one.way.value for one in remedies.help_for(verdict))
    # A trial is a device's alone, and what is no part of SSA stands aside for a project.
    assert set(reasons) == {reason.value for reason in Reason} - {Reason.TRIAL.value, Reason.NOT_PART_OF_SSA.value}
    assert set(ways) == {way.value for way in Way} - {Way.ACTIVATE.value}
