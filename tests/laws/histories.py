"""Random histories of a project: everyday ones, and the corners where rules meet.

A history is told while it is played, so that a move can look at the project: wait for the day its coverage ends, top
up what was missing, cancel on the last day. Only whole numbers decide, drawn by hypothesis or from a seed; smaller
ones make simpler histories.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from autossa.domain import renewals
from autossa.domain.amounts import Ssc
from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Contract
from autossa.domain.dates import DAY, add_months, month_index
from autossa.domain.gaps import once_until
from autossa.domain.licenses import LicenseType
from autossa.domain.lines import Line, Ssa
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.policies import EntitlementDay, GiveUp, Policy
from autossa.domain.prices import Price
from autossa.domain.projects import Outcome, Project, Terms
from autossa.domain.refusals import Refusal
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass
from autossa.domain.scenarios import Event, Scenario, perform

LONGEST = timedelta(days=1461)
MOST_EVENTS = 30
OPTIONS = {option.name: option for option in STANDARD_OPTIONS}

STARTS = (
    "2024-01-31",
    "2024-02-29",
    "2023-12-31",
    "2025-08-31",
    "2026-01-30",
    "2027-02-28",
    "2024-03-01",
    "2026-06-15",
)
RATES = ("12", "1", "0.5", "0.33", "7.77", "0.01", "3", "100", "0.99", "24.5", "0")
PRICES = ("1", "1.05", "1.10", "0.97", "2.49", "0.35", "12.34", "0.04", "9.9", "0")
QUANTITIES = (12, 1, 3, 7, 11, 37, 100, 365, 997, 1999)
GRACE_DAYS = (30, 0, 1, 7, 10, 45, 60)
LEAD_DAYS = (14, 0, 1, 7, 27)
MULTIPLIERS = ("2", "1", "3", "1.5", "2.25")
REACTION_DAYS = (14, 0, 1, 5, 30)
VAT_RATES = ("0", "19", "7", "8.1")

# How likely an action is, by what the project has.
ACTIONS = (
    "add_license",
    "activate_license",
    "return_license",
    "top_up",
    "extend",
    "conclude_contract",
    "approve_contract",
    "reject_contract",
    "withdraw_contract",
    "suspend_contract",
    "resume_contract",
    "cancel_contract",
    "undo_cancellation",
    "terminate_contract",
    "undo_return",
    "waive_late",
    "check_release",
    "change_option",
)
WEIGHTS = {
    "nothing": (56, 2, 2, 12, 8, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1),
    "licenses": (16, 12, 10, 16, 24, 48, 1, 1, 1, 1, 1, 1, 1, 1, 6, 8, 10, 1),
    "in_review": (12, 6, 8, 8, 3, 3, 48, 16, 8, 1, 1, 1, 1, 1, 4, 4, 6, 8),
    "active": (20, 2, 16, 10, 2, 2, 1, 1, 1, 12, 2, 28, 2, 2, 12, 2, 12, 16),
    "ending": (18, 2, 16, 8, 2, 2, 1, 1, 1, 16, 2, 10, 12, 2, 12, 2, 12, 3),
    "suspended": (12, 2, 12, 8, 2, 3, 1, 1, 1, 1, 32, 8, 3, 12, 8, 2, 8, 2),
}


@st.composite
def histories(draw: st.DrawFn) -> Scenario:
    """Scenarios that hypothesis can search and shrink."""
    return tell_one(lambda least, most: draw(st.integers(least, most)))


def seeded(seed: int) -> Scenario:
    """The scenario of a seed: each is as likely as any other, whatever came before."""
    return tell_one(Random(seed).randint)


def tell_one(number: Callable[[int, int], int]) -> Scenario:
    """A valid scenario: terms, and up to thirty events over up to four years."""
    return live_one(number).told()


def live_one(number: Callable[[int, int], int]) -> "Teller":
    """Who has told a scenario, with the project that it ended in."""
    teller = Teller(number)
    for _ in range(number(1, 5)):
        if teller.contract is None or teller.chance(10):
            teller.choose(SCENES)(teller)
        for _ in range(number(0, 6)):
            everyday(teller)
    return teller


class Teller:
    """Draws what happens next, and plays it at once."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number
        self.start = self.today = date.fromisoformat(self.choose(STARTS)) + DAY * self.number(0, 3) * 100
        self.types = {f"T{n}": self._type(n) for n in range(1, self.number(1, 3) + 1)}
        self.catalogue = self._catalogue()
        self.project = Project(self._terms())
        self.events: list[Event] = []
        self.ids: list[str] = []

    # ---- drawing

    def choose(self, among: Any) -> Any:
        return among[self.number(0, len(among) - 1)]

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent

    def weighted(self, weights: tuple[int, ...]) -> int:
        left = self.number(0, sum(weights) - 1)
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        raise AssertionError

    def _type(self, number: int) -> LicenseType:
        """The first is always charged: a project of the others alone does little."""
        ssa = (
            self.choose((Ssa.CHARGED, Ssa.CHARGED, Ssa.CHARGED, Ssa.INCLUDED, Ssa.NONE)) if number > 1 else Ssa.CHARGED
        )
        return LicenseType(Fraction(self.choose(RATES)), ssa)

    def _catalogue(self) -> Catalogue:
        releases = tuple(self._release(number) for number in range(1, self.number(0, 6) + 1))
        ends = {key: self._some_day() for key in sorted({release.key for release in releases}) if self.chance(50)}
        return Catalogue(releases, ends)

    def _release(self, number: int) -> Release:
        released_on = self._some_day()
        return Release(
            f"r{number}",
            "PBX",
            self.choose(("14", "15")),
            released_on,
            self.choose((*ReleaseClass, ReleaseClass.SECURITY)),
            frozenset({self.choose(sorted(self.types))} if self.chance(20) else ()),
            frozenset({self.choose(sorted(self.types))} if self.chance(10) else ()),
            released_on - DAY * self.number(0, 90) if self.chance(20) else None,
            released_on + DAY * self.number(0, 300) if self.chance(20) else None,
        )

    def _some_day(self) -> date:
        return self.start + DAY * self.number(-300, 1000)

    def _terms(self) -> Terms:
        policy = Policy(
            self.choose(GRACE_DAYS),
            Fraction(self.choose(MULTIPLIERS)),
            renewal_lead_days=self.choose(LEAD_DAYS),
            reaction_days=self.choose(REACTION_DAYS),
            give_up=self.choose((GiveUp.TERM, GiveUp.TERM, GiveUp.PERIOD)),
            entitlement_day=self.choose(tuple(EntitlementDay)),
        )
        first = self.start + DAY * self.choose((-400, -1, 0, 3, 20, 45, 200))
        days = [first, *(first + DAY * self.number(1, 300) for _ in range(self.number(0, 3)))]
        if self.chance(3):
            days = []
        prices = tuple(Price(day, Fraction(self.choose(PRICES))) for day in sorted(set(days)))
        return Terms(policy, prices, Fraction(self.choose(VAT_RATES)) / 100)

    # ---- telling

    def do(self, action: str, **arguments: Any) -> Refusal | None:
        """One event more, unless there are enough."""
        if len(self.events) >= MOST_EVENTS:
            return None
        event = Event(self.today, action, {key: value for key, value in arguments.items() if value is not None})
        self.events.append(event)
        result = self.perform(event)
        if isinstance(result, Outcome):
            self.happened(result)
            return None
        return result

    def perform(self, event: Event) -> Outcome | Refusal:
        """What the rules say to it; a question changes nothing."""
        if event.action == "check_release":
            return Outcome(self.project)
        return perform(self.project, event, self.types)

    def happened(self, outcome: Outcome) -> None:
        """It is so from now on."""
        self.project = outcome.project

    def wait(self, day: date) -> None:
        """Until the morning of that day; the past and what is too far away is as near as can be."""
        day = min(day, self.start + LONGEST)
        if day > self.today:
            self.happened(renewals.run_day(self.project, self.today))
            self.happened(renewals.catch_up(self.project, self.today + DAY, day))
            self.today = day

    def pause(self) -> None:
        """Often none at all, often until a day on which something is about to happen."""
        kind = self.number(0, 9)
        if kind >= 7:
            self.wait(self.choose(sorted(self.interesting_days())))
        elif kind >= 4:
            self.wait(self.today + DAY * self.number(1, 9 if kind < 6 else 60))

    def told(self) -> Scenario:
        until = min(self.today + DAY * self.choose((0, 40, 400, 1461)), self.start + LONGEST)
        added = {event.arguments["id"] for event in self.events if event.action == "add_license"}
        events = tuple(event for event in self.events if event.arguments.get("id", next(iter(added), "")) in added)
        return Scenario("a random history", self.project.terms, self.types, events, until, self.catalogue)

    # ---- looking

    @property
    def contract(self) -> Contract | None:
        contract = self.project.contract
        return contract if contract and contract.is_open else None

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.project.lines if line.is_open]

    @property
    def state(self) -> str:
        if self.contract:
            return self.contract.status.value
        return "licenses" if self.open_lines else "nothing"

    def interesting_days(self) -> set[date]:
        """The days around which rules change their mind, from today on."""
        project, contract, policy = self.project, self.contract, self.project.terms.policy
        found = {self.today + DAY}
        for price in project.terms.prices:
            found |= {price.starts_on - DAY, price.starts_on}
        if first := project.first_uncovered:
            limit = once_until(project, first)
            found |= {first - DAY, first, first + DAY, limit, limit + DAY, limit + 20 * DAY}
            found |= {first + DAY * (policy.grace_days - 1), first + DAY * policy.grace_days}
        for line in project.lines:
            turns = (line.ended_on, line.included_until)
            found |= {day + DAY * n for day in turns if day is not None for n in (-1, 0, 1)}
        if contract:
            due = contract.booked_until - DAY * policy.renewal_lead_days
            last = reachable_end(contract, self.today).last_day
            found |= {change.starts_on + DAY * n for change in contract.changes for n in (-15, -14, -1, 0, 1)}
            found |= {contract.start, contract.start + DAY, due - DAY, due, due + DAY, due + 40 * DAY, last, last + DAY}
        if contract and contract.ends_on:
            found |= {contract.ends_on + DAY * n for n in (-1, 0, 1, 33)}
        return {day for day in found if day >= self.today} or {self.today}

    def month_of_ssc(self) -> Ssc:
        """About what a month costs, in hundredths."""
        return int(sum((line.quantity * line.rate for line in self.open_lines), Fraction(0)) * 100 / 12) + 1

    # ---- what scenes share

    def add(self, quantity: int | None = None) -> None:
        self.ids.append(f"L{len(self.ids) + 1}")
        kind = self.choose(list(self.types))
        included = self.today + DAY * self.choose((365, 30, 1, 0, -5, 90)) if self.chance(15) else None
        quantity = quantity or self.choose(QUANTITIES)
        self.do("add_license", id=self.ids[-1], type=kind, quantity=quantity, included_until=included)

    def some_id(self) -> str:
        """Mostly an open license, sometimes a returned or an unheard one."""
        open_ids = [line.license_id for line in self.open_lines]
        if open_ids and self.chance(88):
            return str(self.choose(open_ids))
        return str(self.choose([*self.ids, f"L{len(self.ids) + 1}"]))

    def conclude(self, option: str | None = None, fixed_end: date | None = None) -> bool:
        """Once more after a top-up when credits are missing for the gap."""
        option = option or self.choose(list(OPTIONS))
        refusal = self.do("conclude_contract", option=option, fixed_end=fixed_end)
        if refusal and refusal.missing_ssc and self.chance(80):
            self.do("top_up", ssc=max(1, refusal.missing_ssc + self.choose((0, 0, -1, 500))))
            refusal = self.do("conclude_contract", option=option, fixed_end=fixed_end)
        return refusal is None and self.contract is not None

    def cover_by_hand(self, months: int) -> None:
        self.do("top_up", ssc=self.month_of_ssc() * months + len(self.open_lines) + self.choose((0, 0, 0, 50, 9999)))
        self.do("extend", months=months)


def everyday(teller: Teller) -> None:
    """Any action, likely or not in the state the project is in."""
    teller.pause()
    action = ACTIONS[teller.weighted(WEIGHTS[teller.state])]
    if action == "add_license":
        teller.add()
    elif action == "conclude_contract":
        option = teller.choose(list(OPTIONS))
        teller.conclude(option, _some_end(teller, option) if teller.chance(40) else None)
    elif action == "extend" and teller.chance(60):
        teller.cover_by_hand(teller.choose((1, 2, 3, 6, 12, 13)))
    elif action != "check_release" or teller.catalogue.releases:
        teller.do(action, **_arguments(teller, action))


def _arguments(teller: Teller, action: str) -> dict[str, Any]:
    if action == "activate_license":
        return {"id": teller.some_id()}
    if action == "return_license":
        license_id = teller.some_id()
        owned = next((line.quantity for line in teller.open_lines if line.license_id == license_id), 5)
        return {"id": license_id, "quantity": max(1, teller.choose((owned, 1, owned // 2, owned - 1, owned + 1)))}
    if action == "undo_return":
        given_up = [line.license_id for line in teller.project.lines if not line.is_open]
        return {"id": teller.choose(given_up) if given_up and teller.chance(80) else teller.some_id()}
    if action == "waive_late":
        return {"last_day": teller.today + DAY * teller.choose((0, 10, 60, 400, -3))}
    if action == "check_release":
        releases = teller.catalogue.releases
        return {"id": teller.some_id(), "release": teller.choose(releases).version}
    if action == "change_option":
        return {"option": teller.choose(list(OPTIONS))}
    if action == "top_up":
        return {"ssc": max(1, teller.month_of_ssc() * teller.choose((1, 0, 3, 12)) + teller.choose((0, 1, -1, 10000)))}
    if action == "extend":
        return {"months": teller.choose((1, 2, 5, 12, 24))}
    if action == "cancel_contract" and teller.chance(45):
        contract, base = teller.contract, teller.today + 30 * DAY
        if contract:
            base = reachable_end(contract, teller.today).day
        if contract and contract.ends_on and teller.chance(50):
            base = contract.ends_on
        return {"end": base + DAY * teller.choose((0, -1, 1, 40, 90, -40))}
    return {}


def _some_end(teller: Teller, option: str) -> date:
    start = max(teller.today, teller.project.covered_until or teller.today)
    earliest = add_months(start, OPTIONS[option].term_months)
    return earliest + DAY * teller.choose((0, 1, -1, 25, 60, 200, -100))


# ---------------------------------------------------------------- scenes: openings to where chance seldom gets


def plain_contract(teller: Teller) -> None:
    teller.add()
    teller.conclude()
    teller.do("approve_contract")


def lapse(teller: Teller) -> None:
    """Covered or activated, then a gap that ends near the limit of the grace, perhaps after a rejected review."""
    teller.add()
    if teller.chance(50):
        teller.do("activate_license", id=teller.ids[-1])
    else:
        teller.cover_by_hand(teller.choose((1, 2, 6)))
    first, excused = teller.project.first_uncovered or teller.today, 0
    if teller.chance(30):
        teller.wait(first + DAY * teller.number(0, 9))
        teller.add()
    if teller.chance(50):
        teller.wait(first + DAY * teller.choose((0, 1, 5, 20, -3)))
        teller.conclude()
        excused = teller.choose((5, 25, 1, 50, 0))
        teller.wait(teller.today + DAY * excused)
        teller.do(teller.choose(("reject_contract", "withdraw_contract")))
    grace_days = teller.project.terms.policy.grace_days
    teller.wait(first + DAY * (grace_days - 1 + excused + teller.choose((0, 1, -1, 5, -5))))
    if teller.chance(25):
        teller.cover_by_hand(teller.choose((1, 3)))
    else:
        teller.conclude()
        teller.wait(teller.today + DAY * teller.choose((0, 1, 3, 40)))
        teller.do("approve_contract")


def short_contract(teller: Teller) -> None:
    """A contract that soon ends, and what comes after."""
    teller.add()
    option = teller.choose(("flex_monthly", "flex_monthly", *OPTIONS))
    base = add_months(teller.today, OPTIONS[option].term_months)
    end = teller.choose((None, base, base - DAY, add_months(base, 1), base + DAY * 17))
    if not teller.conclude(option, end):
        return
    if end and teller.chance(40):
        teller.wait(end + DAY * teller.choose((0, -1, 1)))
    teller.do("approve_contract")
    if not end:
        teller.do("cancel_contract")
    if teller.chance(30) and teller.contract:
        teller.wait((teller.contract.ends_on or teller.today) - DAY * teller.choose((3, 20)))
        teller.do("suspend_contract")
    if teller.contract and teller.contract.ends_on:
        teller.wait(teller.contract.ends_on + DAY * teller.choose((0, -1, -2, 1, 10, 31)))
    if teller.chance(50):
        teller.cover_by_hand(teller.choose((1, 2, 3)))
    if teller.chance(70):
        teller.conclude()
        teller.do("approve_contract")


def ahead_of_coverage(teller: Teller) -> None:
    """Covered by hand, a contract that begins when that ends, and additions meanwhile."""
    teller.add()
    teller.cover_by_hand(teller.choose((1, 2, 3)))
    until = teller.project.covered_until or teller.today
    teller.wait(until - DAY * teller.number(0, 27))
    teller.conclude()
    teller.wait(teller.today + DAY * teller.choose((0, 1, 5, 40)))
    teller.do("approve_contract")
    teller.wait(until - DAY * teller.number(0, 14))
    if teller.chance(30):
        teller.do("top_up", ssc=teller.number(1, 200))
    teller.add()


def flex_additions(teller: Teller) -> None:
    """Additions just before the next month, over two terms."""
    teller.add()
    teller.conclude("flex_monthly")
    teller.do("approve_contract")
    for _ in range(teller.number(1, 3)):
        if teller.contract:
            teller.wait(teller.contract.booked_until - DAY * teller.number(0, 14))
            teller.wait(teller.today + DAY)
        if teller.chance(40):
            teller.do("top_up", ssc=teller.number(1, 300))
        teller.add()


def cancelled_and_undone(teller: Teller) -> None:
    """Cancelled, cancelled to an earlier end, undone."""
    teller.add()
    option = teller.choose(list(OPTIONS))
    term = OPTIONS[option].term_months
    fixed_end = add_months(teller.today, 3 * term) + DAY * 20 if teller.chance(60) else None
    if not teller.conclude(option, fixed_end):
        return
    teller.do("approve_contract")
    teller.pause()
    if contract := teller.contract:
        later = reachable_end(contract, teller.today).day + DAY * 40
        teller.do("cancel_contract", end=later)
        teller.do("cancel_contract", end=later - DAY * 10 if teller.chance(50) else None)
        for _ in range(teller.number(1, 2)):
            teller.pause()
            teller.do("undo_cancellation")


def runs_by_hand(teller: Teller) -> None:
    """Extended by hand again and again: a run that goes on, or a new one a day or a whole month late."""
    teller.add()
    teller.cover_by_hand(1)
    for _ in range(teller.number(1, 4)):
        until = teller.project.covered_until or teller.today
        anchor = teller.project.coverage[-1].anchor if teller.project.coverage else until
        a_month_late = add_months(anchor, month_index(anchor, until) + 1)
        teller.wait(teller.choose((until, until - DAY, until + DAY, a_month_late, teller.today)))
        teller.do("top_up", ssc=teller.month_of_ssc() * 4)
        teller.cover_by_hand(teller.choose((1, 2, 5)))


def all_returned(teller: Teller) -> None:
    """Everything is given back; then what needs a license."""
    teller.add()
    if teller.chance(50):
        teller.do("activate_license", id=teller.ids[-1])
    elif teller.chance(50):
        teller.cover_by_hand(1)
    teller.pause()
    for line in teller.open_lines:
        teller.do("return_license", id=line.license_id, quantity=line.quantity)
    if teller.chance(40):
        teller.add(1)
        teller.do("return_license", id=teller.ids[-1], quantity=1)
    teller.conclude()
    teller.do("extend", months=1)


def balance_without_a_price(teller: Teller) -> None:
    """The balance pays the first period; what comes next would need a price."""
    teller.add()
    teller.do("top_up", ssc=teller.month_of_ssc() * teller.choose((1, 3, 12)) + teller.choose((1, 5, 50)))
    teller.conclude()
    teller.do("approve_contract")
    teller.wait(teller.today + DAY * teller.choose((1, 2, 10, 20)))
    teller.add()


def given_up_and_taken_back(teller: Teller) -> None:
    """Given up in the middle of a term, again and again, taken back while that can be."""
    teller.add(teller.choose((500, 12, 37)))
    if teller.chance(75):
        teller.conclude()
        teller.do("approve_contract")
    else:
        teller.cover_by_hand(teller.choose((1, 3)))
    license_id = teller.ids[-1]
    if teller.chance(50):
        teller.add()
    for _ in range(teller.number(1, 4)):
        if teller.chance(50):
            teller.pause()
        owned = next((line.quantity for line in teller.open_lines if line.license_id == license_id), 1)
        teller.do("return_license", id=license_id, quantity=max(1, teller.choose((1, owned // 2, owned, owned - 1))))
        if teller.chance(20):
            teller.do(teller.choose(("cancel_contract", "suspend_contract", "terminate_contract", "undo_cancellation")))
        for _ in range(teller.number(0, 2)):
            if teller.chance(40):
                teller.pause()
            teller.do("undo_return", id=license_id)


def suspended_and_terminated(teller: Teller) -> None:
    """Unpaid, cancelled or given up meanwhile, terminated; then a new contract over the gap, perhaps waived."""
    plain_contract(teller)
    teller.wait(teller.today + DAY * teller.number(0, 100))
    teller.do("suspend_contract")
    for _ in range(teller.number(0, 3)):
        everyday(teller)
    teller.do("terminate_contract")
    if teller.chance(40):
        teller.do("waive_late", last_day=teller.today + DAY * teller.choose((0, 5, 100)))
    teller.pause()
    teller.conclude()
    teller.do("approve_contract")


def another_option(teller: Teller) -> None:
    """Changed around the last day for it or around a booking, in review too; then whatever happens over the change."""
    teller.add()
    if not teller.conclude():
        return
    if teller.chance(30):
        teller.do("change_option", option=teller.choose(list(OPTIONS)))
    teller.do("approve_contract")
    for _ in range(teller.number(1, 3)):
        contract = teller.contract
        if contract is None:
            return
        due = contract.booked_until - DAY * teller.project.terms.policy.renewal_lead_days
        last = reachable_end(contract, teller.today).last_day
        teller.wait(teller.choose((last, due, contract.booked_until, teller.today)) + DAY * teller.choose((0, 1, -1)))
        teller.do("change_option", option=teller.choose(list(OPTIONS)))
        for _ in range(teller.number(0, 2)):
            everyday(teller)
        if teller.contract and teller.contract.scheduled and teller.chance(60):
            starts_on = teller.contract.scheduled[0].starts_on
            teller.wait(starts_on - DAY * teller.choose((0, 1, 10, 14, 30)))
            if teller.chance(50):
                teller.add()


def included_first(teller: Teller) -> None:
    """Licenses whose SSA was sold with them, activated and let lapse around the day it is over."""
    teller.ids.append(f"L{len(teller.ids) + 1}")
    until = teller.today + DAY * teller.choose((365, 30, 10))
    teller.do("add_license", id=teller.ids[-1], type="T1", quantity=teller.choose(QUANTITIES), included_until=until)
    if teller.chance(60):
        teller.do("activate_license", id=teller.ids[-1])
    if teller.chance(40):
        teller.cover_by_hand(teller.choose((1, 2)))
    teller.wait(until + DAY * teller.choose((-1, 0, 1, 20, 29, 30, 31, -20)))
    teller.conclude()
    teller.do("approve_contract")


def many_questions(teller: Teller) -> None:
    """Covered for a while, then asked about every release, around the days that count."""
    teller.add()
    teller.cover_by_hand(teller.choose((1, 6)))
    for release in teller.catalogue.releases:
        day = teller.choose((release.released_on, release.withdrawn_on or release.released_on, teller.today))
        teller.wait(day + DAY * teller.choose((0, 1, -1, 60)))
        for license_id in teller.ids[-2:]:
            teller.do("check_release", id=license_id, release=teller.choose(teller.catalogue.releases).version)
        if teller.chance(20):
            teller.add()


SCENES: list[Callable[[Teller], None]] = [
    plain_contract,
    lapse,
    lapse,
    lapse,
    short_contract,
    short_contract,
    ahead_of_coverage,
    flex_additions,
    cancelled_and_undone,
    runs_by_hand,
    all_returned,
    balance_without_a_price,
    given_up_and_taken_back,
    given_up_and_taken_back,
    suspended_and_terminated,
    another_option,
    another_option,
    included_first,
    many_questions,
]
