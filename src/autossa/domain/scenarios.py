"""A scenario: the history of one project, day by day, played through the rules without a database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from autossa.domain import (
    cancellations,
    conclusions,
    extensions,
    gaps,
    licenses,
    option_changes,
    renewals,
    returns,
    reviews,
    suspensions,
    topups,
)
from autossa.domain.amounts import Ssc
from autossa.domain.dates import DAY
from autossa.domain.entries import CreditsWrittenOff, Entry, ToppedUp
from autossa.domain.facts import Fact, balance_fact, entitlement_fact, facts_of, refusal_fact
from autossa.domain.licenses import LicenseType
from autossa.domain.projects import Outcome, Project, Terms
from autossa.domain.refusals import Refusal
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.entitlements import Verdict, may_install
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person did on a day; the arguments are those of the scenario format, already parsed."""

    day: date
    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A valid scenario file: what the vendor set, what happened, and the last day that is run."""

    name: str
    terms: Terms
    types: Mapping[str, LicenseType]
    events: tuple[Event, ...]
    until: date
    catalogue: Catalogue = field(default_factory=Catalogue)

    def release(self, version: str) -> Release:
        """The release of that version; raises KeyError."""
        for release in self.catalogue.releases:
            if release.version == version:
                return release
        raise KeyError(version)


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that the rules refused."""

    day: date
    action: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance at the end of a day on which it changed, in hundredths of an SSC."""

    day: date
    ssc: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked about a release, and the answer."""

    day: date
    verdict: Verdict


Happening: TypeAlias = Entry | Refused | Balance | Answered


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario played to its end: what happened, in order, and the project as it is then."""

    happenings: tuple[Happening, ...]
    project: Project


def play(scenario: Scenario) -> Played:
    """Every day from the first event to `until`: the day's events, then the daily run."""
    happened: list[Happening] = []
    project, since = Project(scenario.terms), date.min
    for day, events in groupby(scenario.events, key=lambda event: event.day):
        project = _book(renewals.catch_up(project, since, day), happened)
        for event in events:
            project = _try(project, event, scenario, happened)
        project = _book(renewals.run_day(project, day), happened)
        since = day + DAY
    if since <= scenario.until:
        project = _book(renewals.catch_up(project, since, scenario.until), happened)
        project = _book(renewals.run_day(project, scenario.until), happened)
    return Played(tuple(with_balances(happened)), project)


def play_facts(scenario: Scenario) -> list[Fact]:
    """The facts of a scenario, each with its date, in order."""
    return [
        {"date": item.day.isoformat(), **fact}
        for item in play(scenario).happenings
        for fact in facts_of_happening(item)
    ]


def facts_of_happening(item: Happening) -> Iterator[Fact]:
    """The facts of an entry, a refusal or a balance, without the date."""
    match item:
        case Refused():
            yield refusal_fact(item.action, item.refusal)
        case Balance():
            yield balance_fact(item.ssc)
        case Answered():
            yield entitlement_fact(item.verdict)
        case _:
            yield from facts_of(item)


def answer(project: Project, event: Event, scenario: Scenario) -> Answered:
    """What the rules say to a `check_release`; nothing changes by it."""
    release = scenario.release(event.arguments["release"])
    return Answered(event.day, may_install(project, scenario.catalogue, event.arguments["id"], release, event.day))


def perform(project: Project, event: Event, types: Mapping[str, LicenseType]) -> Outcome | Refusal:
    """Do one event of the scenario format to a project that is up to date on its day."""
    day, given = event.day, event.arguments
    match event.action:
        case "add_license":
            return licenses.add(project, day, _new_license(event, types[given["type"]]))
        case "activate_license":
            return licenses.activate(project, day, given["id"])
        case "return_license":
            return returns.return_license(project, day, given["id"], given["quantity"])
        case "undo_return":
            return returns.undo(project, day, given["id"])
        case "top_up":
            return topups.top_up(project, day, given["ssc"])
        case "extend":
            return extensions.extend(project, day, given["months"])
        case "conclude_contract":
            option = project.terms.policy.option(given["option"])
            return conclusions.conclude(project, day, option, given.get("fixed_end"))
        case "change_option":
            return option_changes.change_option(project, day, given["option"])
        case "cancel_contract":
            return cancellations.cancel(project, day, given.get("end"))
        case "waive_late":
            return gaps.waive_late(project, day, given["last_day"], "as written in the scenario")
        case action:
            return _PLAIN[action](project, day)


_PLAIN = {
    "approve_contract": reviews.approve,
    "reject_contract": reviews.reject,
    "withdraw_contract": reviews.withdraw,
    "suspend_contract": suspensions.suspend,
    "resume_contract": suspensions.resume,
    "terminate_contract": suspensions.terminate,
    "undo_cancellation": cancellations.undo,
}


def with_balances(happenings: Iterable[Happening]) -> Iterator[Happening]:
    """The happenings, and after each day's the balance when it is not that of the day before."""
    balance = 0
    for day, items in groupby(happenings, key=lambda item: item.day):
        before = balance
        for item in items:
            balance += balance_change(item)
            yield item
        if balance != before:
            yield Balance(day, balance)


def balance_change(item: Happening) -> Ssc:
    """By how much a happening changed the balance, held credits included, in hundredths of an SSC."""
    match item:
        case ToppedUp():
            return item.lot.free
        case Settlement():
            return -item.from_balance
        case CreditsWrittenOff():
            return -sum(draw.ssc for draw in item.draws)
        case Void():
            return item.settlement.from_balance
        case _:
            return 0


def _book(outcome: Outcome, happened: list[Happening]) -> Project:
    happened.extend(outcome.entries)
    return outcome.project


def _new_license(event: Event, kind: LicenseType) -> licenses.NewLicense:
    given = event.arguments
    included_until = given.get("included_until")
    return licenses.NewLicense(given["id"], given["type"], given["quantity"], kind.rate, kind.ssa, included_until)


def _try(project: Project, event: Event, scenario: Scenario, happened: list[Happening]) -> Project:
    if event.action == "check_release":
        happened.append(answer(project, event, scenario))
        return project
    result = perform(project, event, scenario.types)
    if not isinstance(result, Refusal):
        return _book(result, happened)
    happened.append(Refused(event.day, event.action, result))
    return project
