"""A scenario file played through the use cases and the database, as people and the nightly run would do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import Event, Scenario
from autossa.operations import contracts, credits, licenses
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import Refused
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.queries.runs.due import next_run_on
from autossa.queries.vendor.settings import zone

Runs = Callable[[date], bool]
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class StoreRefusal:
    """An event that was refused."""

    day: date
    action: str
    refusal: Refusal


def _on(day: date, now: datetime) -> ActionContext:
    """The player's today is its own: on a day of the file that is to come it is noon of that day."""
    noon = datetime.combine(day, _NOON, tzinfo=zone())
    return ActionContext(SYSTEM, day, max(now, noon))


def every_day(_: date) -> bool:
    """Run on every day on which there is something to do."""
    return True


def set_up(scenario: Scenario, now: datetime) -> UUID:
    """The vendor, a customer and an empty project with the scenario's terms, in an empty database."""
    first = scenario.events[0].day if scenario.events else scenario.until
    ctx = _on(first, now)
    set_first_policy(ctx, scenario.terms.policy)
    price_list = catalogue.add_price_list(name="Scenario", currency="EUR", ctx=ctx)
    known = _known_from_the_start(scenario, ctx)
    for price in scenario.terms.prices:
        catalogue.set_price(price_list=price_list, price=price.price, starts_on=price.starts_on, ctx=known)
    for code, rate in scenario.rates.items():
        catalogue.add_license_type(code=code, name=code, ssc_per_year=rate, starts_on=FIRST_DAY, ctx=ctx)
    tax_rate = scenario.terms.tax_rate
    customer = create.create(kind="customer", name="Customer", number="1", tax_rate=tax_rate, ctx=ctx)
    return create_project(customer=customer, name=scenario.name[:200], price_list=price_list, ctx=ctx)


def _known_from_the_start(scenario: Scenario, ctx: ActionContext) -> ActionContext:
    """A file gives the whole price list at once: entered long before anything of it was due (rule 2)."""
    days = [price.starts_on for price in scenario.terms.prices]
    first = min([ctx.today, *days]) - timedelta(days=scenario.terms.policy.longest_lead + 1)
    return replace(ctx, today=first)


def play(scenario: Scenario, project: UUID, now: datetime, runs: Runs = every_day) -> list[StoreRefusal]:
    """Do the events, and between them the daily runs on those days that `runs` allows; `until` is always run.

    Days without anything to do are passed over. A silence changes nothing: what was due is caught up (rule 5).
    """
    refusals: list[StoreRefusal] = []
    for day, events in groupby(scenario.events, key=lambda event: event.day):
        _run_before(project, day, now, runs)
        for event in events:
            refusals.extend(_try(project, event, now))
        if runs(day):
            _run(project, day, now)
    _run_before(project, scenario.until, now, runs)
    _run(project, scenario.until, now)
    return refusals


def perform(project: UUID, event: Event, ctx: ActionContext) -> None:
    """Do one event of the scenario format by its use case."""
    given: dict[str, Any] = {"project": project, "ctx": ctx}
    match event.action:
        case "add_license":
            named = {"license_id": event.arguments["id"], "license_type": event.arguments["type"]}
            licenses.add(**given, **named, quantity=event.arguments["quantity"])
        case "activate_license":
            licenses.activate(**given, license_id=event.arguments["id"])
        case "return_license":
            quantity = event.arguments["quantity"]
            licenses.return_license(**given, license_id=event.arguments["id"], quantity=quantity)
        case action:
            _PLAIN[action](**given, **event.arguments)


_PLAIN: dict[str, Callable[..., Any]] = {
    "top_up": credits.top_up,
    "extend": credits.extend,
    "conclude_contract": contracts.conclude,
    "approve_contract": partial(contracts.approve, book_at_once=False),  # the run comes after the day's events
    "reject_contract": contracts.reject,
    "withdraw_contract": contracts.withdraw,
    "suspend_contract": contracts.suspend,
    "resume_contract": partial(contracts.resume, book_at_once=False),
    "cancel_contract": contracts.cancel,
    "undo_cancellation": contracts.undo_cancellation,
}


def _try(project: UUID, event: Event, now: datetime) -> Iterator[StoreRefusal]:
    try:
        perform(project, event, _on(event.day, now))
    except Refused as error:
        yield StoreRefusal(event.day, event.action, error.refusal)


def _run_before(project: UUID, day: date, now: datetime, runs: Runs) -> None:
    due = next_run_on(project)
    while due is not None and due < day:
        following = due + timedelta(days=1)
        if runs(due):
            _run(project, due, now)
            due = next_run_on(project)
        else:
            due = following


def _run(project: UUID, day: date, now: datetime) -> None:
    renewals.run_project(project=project, ctx=_on(day, now))
