"""A scenario file played through the use cases and the database, as people and the nightly run would do it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from autossa.domain.billing.vat import Treatment
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Answered, Event, Refused, Scenario, facts_of_happening
from autossa.operations import contracts, credits, licenses
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import Refused as RefusedByRule
from autossa.operations.organisations import create
from autossa.operations.organisations.vat import NewTreatment
from autossa.operations.projects.edit import create_project
from autossa.operations.projects.waivers import waive_late
from autossa.operations.releases import products, releases
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.queries.releases.entitlements import may_install
from autossa.queries.runs.due import next_run_on
from autossa.queries.vendor.settings import zone

Runs = Callable[[date], bool]
_NOON = time(12)
_REASON = "as written in the scenario"
_CLASS, _EVER = "scenario", date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Played:
    """What a history said beside what it wrote: events that were refused, and answers about releases."""

    refused: list[Refused]
    answered: list[Answered]

    def facts(self) -> list[Fact]:
        """As facts of the scenario format."""
        said: tuple[Refused | Answered, ...] = (*self.refused, *self.answered)
        return [{"date": one.day.isoformat(), **fact} for one in said for fact in facts_of_happening(one)]


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
    for code, kind in scenario.types.items():
        catalogue.add_license_type(
            code=code, name=code, ssc_per_year=kind.rate, ssa=kind.ssa, starts_on=FIRST_DAY, ctx=ctx
        )
    release_all(scenario, known)
    vat = _vat(scenario.terms.tax_rate, ctx)
    customer = create.create(kind="customer", name="Customer", number="1", vat=vat, ctx=ctx)
    return create_project(customer=customer, name=scenario.name[:200], price_list=price_list, ctx=ctx)


def _vat(tax_rate: Fraction, ctx: ActionContext) -> NewTreatment:
    """A scenario says one rate for all days: rows of the table for it alone."""
    if not tax_rate:
        return NewTreatment(Treatment.THIRD_COUNTRY)
    set_vat_rate(rate=tax_rate, starts_on=_EVER, rate_class=_CLASS, ctx=ctx)
    return NewTreatment(Treatment.DOMESTIC, _CLASS)


def release_all(scenario: Scenario, ctx: ActionContext) -> None:
    """All products, branches and releases of a file, known from the start as its prices are."""
    catalogue_of = scenario.catalogue
    codes = sorted({release.product for release in catalogue_of.releases})
    added = {code: products.add_product(code=code, name=code, ctx=ctx) for code in codes}
    branches = {
        key: products.add_branch(
            product=added[key[0]], name=key[1], supported_until=catalogue_of.supported_until.get(key), ctx=ctx
        )
        for key in sorted({release.key for release in catalogue_of.releases})
    }
    for one in catalogue_of.releases:
        given = releases.ReleaseText(
            version=one.version,
            released_on=one.released_on,
            release_class=one.release_class,
            features=one.features,
            requires=one.requires,
        )
        key = releases.draft(branch=branches[one.key], given=given, ctx=ctx)
        if one.entitled_as_of is not None:
            releases.entitle_as_of(release=key, day=one.entitled_as_of, reason=_REASON, ctx=ctx)
        releases.publish(release=key, ctx=ctx)
        if one.withdrawn_on is not None:
            releases.withdraw(release=key, day=one.withdrawn_on, reason=_REASON, ctx=ctx)


def _known_from_the_start(scenario: Scenario, ctx: ActionContext) -> ActionContext:
    """A file gives the whole price list at once: entered long before anything of it was due (rule 2)."""
    days = [price.starts_on for price in scenario.terms.prices]
    first = min([ctx.today, *days]) - timedelta(days=scenario.terms.policy.longest_lead + 1)
    return replace(ctx, today=first)


def play(scenario: Scenario, project: UUID, now: datetime, runs: Runs = every_day) -> Played:
    """Do the events, and between them the daily runs on those days that `runs` allows; `until` is always run.

    Days without anything to do are passed over. A silence changes nothing: what was due is caught up (rule 5).
    """
    played = Played([], [])
    for day, events in groupby(scenario.events, key=lambda event: event.day):
        _run_before(project, day, now, runs)
        for event in events:
            _try(project, event, scenario, now, played)
        if runs(day):
            _run(project, day, now)
    _run_before(project, scenario.until, now, runs)
    _run(project, scenario.until, now)
    return played


def perform(project: UUID, event: Event, ctx: ActionContext) -> None:
    """Do one event of the scenario format by its use case."""
    given: dict[str, Any] = {"project": project, "ctx": ctx}
    match event.action:
        case "add_license":
            named = {"license_id": event.arguments["id"], "license_type": event.arguments["type"]}
            included_until = event.arguments.get("included_until")
            licenses.add(**given, **named, quantity=event.arguments["quantity"], included_until=included_until)
        case "activate_license":
            licenses.activate(**given, license_id=event.arguments["id"])
        case "return_license":
            quantity = event.arguments["quantity"]
            licenses.return_license(**given, license_id=event.arguments["id"], quantity=quantity)
        case "undo_return":
            licenses.undo_return(**given, license_id=event.arguments["id"])
        case "waive_late":
            waive_late(**given, last_day=event.arguments["last_day"], reason=_REASON)
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
    "terminate_contract": contracts.terminate,
    "change_option": contracts.change_option,
    "cancel_contract": contracts.cancel,
    "undo_cancellation": contracts.undo_cancellation,
}


def _try(project: UUID, event: Event, scenario: Scenario, now: datetime, played: Played) -> None:
    if event.action == "check_release":
        played.answered.append(_answer(project, event, scenario))
        return
    try:
        perform(project, event, _on(event.day, now))
    except RefusedByRule as error:
        played.refused.append(Refused(event.day, event.action, error.refusal))


def _answer(project: UUID, event: Event, scenario: Scenario) -> Answered:
    release = scenario.release(event.arguments["release"])
    verdict = may_install(project, event.arguments["id"], release.product, release.version, event.day)
    if verdict is None:
        raise LookupError(f"release {release.version} is not in the catalogue")
    return Answered(event.day, verdict)


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
