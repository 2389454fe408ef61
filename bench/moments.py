"""Single things: planning alone, ten years of daily runs without a database, one use case by a person."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from autossa.domain import conclusions, licenses, projects, renewals, reviews
from autossa.domain.prices import Price
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.workbench.runs_bench.fill import DUE

_PLANNED = 1000
_CALLS = 200


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one call: the median, and what 95 of 100 calls stay below."""

    p50: float
    p95: float


def planning_microseconds() -> float:
    """What the domain takes to plan one renewal of the database Django is pointed to."""
    from autossa.queries.as_of import plan_run
    from autossa.store import models
    from autossa.store.engine.load import load_for_run

    ids = list(models.Project.objects.filter(next_run_on=DUE).order_by("id").values_list("id", flat=True)[:_PLANNED])
    loaded = load_for_run(ids, DUE)
    began = time.perf_counter()
    for project in loaded.values():
        plan_run(project, DUE)
    return (time.perf_counter() - began) / len(loaded) * 1e6


def ten_years_milliseconds() -> float:
    """Ten years of a monthly contract with five licenses, run on every single day."""
    began = time.perf_counter()
    start = date(2026, 1, 31)
    project = Project(projects.Terms(prices=(Price(start, Fraction(21, 20)),), tax_rate=Fraction(19, 100)))
    for line in range(5):
        project = _done(licenses.add(project, start, licenses.NewLicense(f"L{line}", "PORT", 3 + line, Fraction(12))))
    project = _done(conclusions.conclude(project, start, project.terms.policy.option("annual_monthly")))
    project = _done(reviews.approve(project, start))
    for day in range(3653):
        project = renewals.run_day(project, start + timedelta(days=day)).project
    return (time.perf_counter() - began) * 1e3


def use_case_latencies() -> dict[str, Latency]:
    """Adding a license to a covered project (charged and invoiced), and concluding a contract; a commit each."""
    from autossa.operations import contracts, licenses
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.projects.edit import create_project
    from autossa.store import models

    ctx = ActionContext(SYSTEM, DUE - timedelta(days=1), _now())
    covered = list(models.Project.objects.filter(next_run_on=DUE).values_list("id", flat=True)[:_CALLS])
    head = models.Project.objects.filter(pk=covered[0]).get()
    new = [
        create_project(customer=head.customer_id, name=f"New {index}", price_list=head.price_list_id, ctx=ctx)
        for index in range(_CALLS)
    ]
    for project in new:
        licenses.add(project=project, license_id="NEW", license_type="PORT", quantity=5, ctx=ctx)
    return {
        "add a license": _latency(
            [
                lambda project=project: licenses.add(  # type: ignore[misc]
                    project=project, license_id="NEW", license_type="PORT", quantity=5, ctx=ctx
                )
                for project in covered
            ]
        ),
        "conclude a contract": _latency(
            [
                lambda project=project: contracts.conclude(project=project, option="annual_yearly", ctx=ctx)  # type: ignore[misc]
                for project in new
            ]
        ),
    }


def _latency(calls: list[Callable[[], object]]) -> Latency:
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append((time.perf_counter() - began) * 1e3)
    return Latency(statistics.median(took), statistics.quantiles(took, n=20)[-1])


def _done(result: Outcome | Refusal) -> Project:
    assert isinstance(result, Outcome), result
    return result.project


def _now() -> datetime:
    return datetime.now(ZoneInfo("UTC"))
