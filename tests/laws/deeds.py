"""Random histories of everything that can be done to a project, beyond what scenario files can say.

Requests and their end, questions of the review, decisions that book at once, credits granted and taken away, and voids
of whatever was booked, old or new, as often as everything else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from autossa.domain import at_once, corrections, licenses, option_changes, renewals, reviews, topups
from autossa.domain.credits import LotSource
from autossa.domain.dates import DAY
from autossa.domain.entries import Entry
from autossa.domain.licenses import LicenseType, NewLicense
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import Event, Refused, Scenario, perform
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from tests.laws.histories import ACTIONS, SCENES, Teller, everyday, plain_contract
from tests.laws.laws import Evening, Told

DEEDS = (
    "request",
    "confirm",
    "end_request",
    "ask",
    "answer",
    "approve_now",
    "resume_now",
    "grant",
    "write_off",
    "void",
    "undo_change_option",
)
WEIGHTS = {
    "in_review": (6, 8, 3, 12, 4, 20, 1, 2, 6, 14, 1),
    "question": (4, 6, 3, 2, 30, 12, 1, 2, 4, 10, 1),
    "active": (6, 8, 3, 1, 1, 1, 1, 2, 4, 46, 6),
    "ending": (6, 8, 3, 1, 1, 1, 1, 2, 4, 46, 2),
    "suspended": (6, 8, 3, 1, 1, 1, 20, 2, 4, 30, 4),
}
OTHERWISE = (10, 10, 4, 1, 1, 1, 1, 3, 6, 20, 1)


class Doer:
    """Does every deed, and keeps what was done: a void names the settlement by its place, counted from the newest."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    @property
    def settlements(self) -> list[Settlement]:
        return [entry for entry in self.entries if isinstance(entry, Settlement)]

    @property
    def voided(self) -> list[Settlement]:
        return [entry.settlement for entry in self.entries if isinstance(entry, Void)]

    def standing(self) -> Iterator[Settlement]:
        """What was booked and not taken back: settlements are told apart by what they are, not by what they say."""
        gone = {id(settlement) for settlement in self.voided}
        return (settlement for settlement in self.settlements if id(settlement) not in gone)

    def do(self, project: Project, event: Event, types: Mapping[str, LicenseType]) -> Outcome | Refusal | None:
        """One event; None for one that has no object yet, such as a void before anything was booked."""
        day, given = event.day, event.arguments
        match event.action:
            case "request":
                return licenses.request(
                    project, day, NewLicense(given["id"], "T1", given["quantity"], types["T1"].rate)
                )
            case "confirm":
                return licenses.confirm(project, day, given["line"])
            case "end_request":
                return licenses.end_request(project, day, given["line"])
            case "ask":
                return reviews.ask(project, day)
            case "answer":
                return reviews.answer(project, day)
            case "approve_now":
                return at_once.approve(day, given["lines"])(project)
            case "resume_now":
                return at_once.resume(day)(project)
            case "grant":
                return topups.top_up(project, day, given["ssc"], LotSource.ADJUSTMENT)
            case "write_off":
                return topups.write_off(project, day, given["ssc"], "as a law")
            case "void":
                return self._void(project, day, given["back"])
            case "undo_change_option":
                return option_changes.undo(project, day)
            case "check_release":
                return None
            case _:
                return perform(project, event, types)

    def _void(self, project: Project, day: date, back: int) -> Outcome | Refusal | None:
        booked = self.settlements
        if back >= len(booked):
            return None
        settlement = booked[-1 - back]
        is_voided = any(settlement is gone for gone in self.voided)
        return corrections.void(project, day, settlement, "as a law", is_voided=is_voided)


class Chronicler(Teller):
    """Tells histories of deeds as well as of events."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        super().__init__(number)
        self.doer = Doer()

    def perform(self, event: Event) -> Outcome | Refusal:
        return self.doer.do(self.project, event, self.types) or Outcome(self.project)

    def happened(self, outcome: Outcome) -> None:
        self.doer.entries.extend(outcome.entries)
        super().happened(outcome)

    @property
    def state(self) -> str:
        state = super().state
        return "in_review" if state == "question" else state

    def told(self) -> Scenario:
        """All of its events: a deed with an id that was refused is refused again."""
        until = min(self.today + DAY * self.choose((0, 40, 400)), self.start + timedelta(days=1461))
        return Scenario("a random history", self.project.terms, self.types, tuple(self.events), until, self.catalogue)

    def request(self) -> None:
        self.ids.append(f"L{len(self.ids) + 1}")
        self.do("request", id=self.ids[-1], quantity=self.choose((12, 1, 7, 365)))

    def waiting(self) -> list[int]:
        return [line.number for line in self.project.lines if line.is_requested]

    def some_request(self) -> int:
        waiting = self.waiting()
        return int(self.choose(waiting)) if waiting and self.chance(90) else self.number(1, 5)


def deed(teller: Chronicler) -> None:
    """Any deed, likely or not in the state that the project is in."""
    teller.pause()
    contract = teller.contract
    weights = WEIGHTS.get(contract.status.value, OTHERWISE) if contract else OTHERWISE
    action = DEEDS[teller.weighted(weights)]
    if action == "request":
        teller.request()
    else:
        teller.do(action, **_arguments(teller, action))


def _arguments(teller: Chronicler, action: str) -> dict[str, Any]:
    if action in {"confirm", "end_request"}:
        return {"line": teller.some_request()}
    if action == "approve_now":
        return {"lines": teller.waiting() if teller.chance(50) else []}
    if action == "grant":
        return {"ssc": teller.choose((1, 100, teller.month_of_ssc()))}
    if action == "write_off":
        free = teller.project.credits.free
        return {"ssc": max(1, teller.choose((free, 1, free // 2, free + 1)))}
    if action == "void":
        return {"back": teller.choose((0, 0, 0, 1, 1, 2, 3, 7))}
    return {}


# ---------------------------------------------------------------- scenes


def added_and_voided(teller: Chronicler) -> None:
    """Covered, with more added to it; what was there before goes, and the addition is voided."""
    if teller.chance(50):
        plain_contract(teller)
    else:
        teller.add()
        teller.cover_by_hand(teller.choose((1, 2, 3)))
    teller.wait(teller.today + DAY * teller.choose((0, 1, 5, 20)))
    teller.add()
    if teller.chance(60):
        first = teller.project.lines[0] if teller.project.lines else None
        if first is not None:
            teller.do("return_license", id=first.license_id, quantity=first.quantity)
    teller.pause()
    if teller.chance(40):
        teller.conclude()
        teller.pause()
    teller.do("void", back=teller.choose((0, 0, 1)))
    if teller.chance(50):
        teller.do("approve_now", lines=[])


def lapsed_and_voided(teller: Chronicler) -> None:
    """Covered by hand, something added, lapsed; a contract pays the gap while the addition is voided."""
    teller.add()
    teller.cover_by_hand(1)
    until = teller.project.covered_until or teller.today
    teller.wait(until - DAY * teller.choose((1, 2, 9)))
    teller.do("top_up", ssc=99_900)
    teller.add()
    teller.wait(until + DAY * teller.choose((1, 2, 10, 40, 0)))
    teller.conclude()
    teller.do("void", back=0)
    teller.do(teller.choose(("approve_contract", "reject_contract", "withdraw_contract")))


def period_after_period(teller: Chronicler) -> None:
    """A contract, and its newest periods voided one after the other, suspended or cancelled meanwhile."""
    plain_contract(teller)
    for _ in range(teller.number(1, 3)):
        contract = teller.contract
        if contract is None:
            return
        teller.wait(contract.booked_until - DAY * teller.choose((14, 0, 1, 27, -5)))
        if teller.chance(30):
            teller.do(teller.choose(("suspend_contract", "cancel_contract", "resume_now", "undo_cancellation")))
        for _ in range(teller.number(1, 3)):
            teller.do("void", back=teller.choose((0, 0, 1, 2)))
        if teller.chance(50):
            teller.add()
        else:
            everyday(teller)


def asked_for(teller: Chronicler) -> None:
    """Requests before and in a review, confirmed one by one or with the contract."""
    if teller.chance(50):
        teller.add()
    teller.request()
    teller.pause()
    teller.conclude()
    for _ in range(teller.number(0, 3)):
        deed(teller)
    teller.do("approve_now", lines=teller.waiting())
    deed(teller)


OWN_SCENES: list[Callable[[Chronicler], None]] = [added_and_voided, lapsed_and_voided, period_after_period, asked_for]


def tell_one(number: Callable[[int, int], int]) -> Scenario:
    """Scenes and days like those of scenarios, and as many of these."""
    teller = Chronicler(number)
    for _ in range(number(1, 4)):
        if teller.contract is None or teller.chance(30):
            if teller.chance(60):
                teller.choose(OWN_SCENES)(teller)
            else:
                teller.choose(SCENES)(teller)
        for _ in range(number(0, 6)):
            (deed if teller.chance(60) else everyday)(teller)
    return teller.told()


@st.composite
def deeds(draw: st.DrawFn) -> Scenario:
    """Histories that hypothesis can search and shrink."""
    return tell_one(lambda least, most: draw(st.integers(least, most)))


def seeded(seed: int) -> Scenario:
    """The history of a seed."""
    return tell_one(Random(seed).randint)


# ---------------------------------------------------------------- told


@dataclass
class Chronicle(Told):
    """A history of deeds: its settlements are those that stand."""

    doer: Doer | None = None

    @property
    def settlements(self) -> list[Settlement]:
        return list(self.doer.standing()) if self.doer else []


def tell(scenario: Scenario, quiet: bool = False) -> Chronicle:
    """Every day of a history, its morning, its deeds, its run; `quiet`: only the days on which somebody does something.

    Then every other day is caught up with, as by a run that was missed.
    """
    doer, told = Doer(), Chronicle(scenario)
    told.doer, told.entries = doer, doer.entries
    events = _by_day(scenario.events)
    project, since = Project(scenario.terms), scenario.events[0].day if scenario.events else scenario.until
    days = sorted({*events, scenario.until}) if quiet else _every_day(since, scenario.until)
    for day in days:
        project = _book(doer, renewals.catch_up(project, since, day))
        for event in events.get(day, ()):
            done = doer.do(project, event, scenario.types)
            if isinstance(done, Refusal):
                told.refused.append(Refused(day, event.action, done))
            elif done is not None:
                project = _book(doer, done)
        project = _book(doer, renewals.run_day(project, day))
        since = day + DAY
        told.evenings.append(Evening(day, project))
    return told


def _book(doer: Doer, outcome: Outcome) -> Project:
    doer.entries.extend(outcome.entries)
    return outcome.project


def _by_day(events: Iterable[Event]) -> dict[date, list[Event]]:
    found = defaultdict(list)
    for event in events:
        found[event.day].append(event)
    return found


def _every_day(first: date, last: date) -> list[date]:
    return [first + DAY * count for count in range((last - first).days + 1)]


EVERY_ACTION = {*ACTIONS, *DEEDS}
