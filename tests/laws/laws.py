"""The laws of the rules (section 11), each a function that a told history must pass.

A told history was run every single day; what the domain itself does is catch up where nothing happened.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from autossa.domain import conclusions, licenses, renewals, reviews
from autossa.domain.amounts import half_up
from autossa.domain.charges import Charge
from autossa.domain.comparisons import Cost, Offer, make_offer
from autossa.domain.contracts import Contract, Status
from autossa.domain.corrections import void
from autossa.domain.coverage import is_covered
from autossa.domain.credits import Credits
from autossa.domain.dates import DAY, add_months
from autossa.domain.entries import ContractConcluded, Entry
from autossa.domain.facts import Fact
from autossa.domain.invoices import Reason
from autossa.domain.licenses import LicenseType
from autossa.domain.projects import Outcome, Project, apply, apply_all
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import (
    Answered,
    Balance,
    Event,
    Refused,
    Scenario,
    answer,
    perform,
    play,
    play_facts,
)
from autossa.domain.settlements import Settlement
from tests.laws import model
from tests.laws.arithmetic import months, rounded


@dataclass(frozen=True)
class Evening:
    """The end of a day, after its run."""

    day: date
    project: Project


@dataclass
class Told:
    """A scenario, run day by day."""

    scenario: Scenario
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    evenings: list[Evening] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return self.evenings[-1].project if self.evenings else Project(self.scenario.terms)

    @property
    def settlements(self) -> list[Settlement]:
        return [entry for entry in self.entries if isinstance(entry, Settlement)]

    @cached_property
    def contracts(self) -> dict[int, Contract]:
        """As concluded."""
        return {e.contract.number: e.contract for e in self.entries if isinstance(e, ContractConcluded)}


Do = Callable[[Project, Event, Mapping[str, LicenseType]], Outcome | Refusal]


def tell(scenario: Scenario, do: Do = perform) -> Told:
    """Every day of a scenario: its morning, its events, its run."""
    told = Told(scenario)
    project = Project(scenario.terms)
    events = defaultdict(list)
    for event in scenario.events:
        events[event.day].append(event)
    day = scenario.events[0].day if scenario.events else scenario.until + DAY
    while day <= scenario.until:
        outcome = renewals.begin_day(project, day)
        for event in events[day]:
            if event.action == "check_release":
                told.answers.append(answer(outcome.project, event, scenario))
                continue
            result = do(outcome.project, event, scenario.types)
            if isinstance(result, Refusal):
                told.refused.append(Refused(day, event.action, result))
            else:
                outcome = outcome.followed_by(result)
        outcome = outcome.followed_by(renewals.run_day(outcome.project, day))
        told.entries.extend(outcome.entries)
        project = outcome.project
        told.evenings.append(Evening(day, project))
        day += DAY
    return told


# ---------------------------------------------------------------- the model


def the_domain_says_what_the_model_says(told: Told) -> None:
    assert _by_day(play_facts(told.scenario)) == _by_day(model.facts(told.scenario))


def _by_day(facts: Iterable[Fact]) -> dict[str, list[str]]:
    days = defaultdict(list)
    for fact in facts:
        days[fact["date"]].append(repr(sorted(fact.items())))
    return {day: sorted(said) for day, said in days.items()}


# ---------------------------------------------------------------- law 1: coverage


def coverage_never_overlaps(told: Told) -> None:
    periods = sorted(told.project.coverage, key=lambda period: period.start)
    assert all(period.start < period.end for period in periods)
    assert all(earlier.end <= later.start for earlier, later in pairwise(periods))


def a_contract_never_suspended_has_no_hole(told: Told) -> None:
    suspended = set()
    for evening in told.evenings:
        contract = evening.project.contract
        if contract is None:
            continue
        if contract.status is Status.SUSPENDED:
            suspended.add(contract.number)
        waits_for_a_price = renewals.is_due(evening.project, evening.day)
        if contract.is_running and contract.number not in suspended and not waits_for_a_price:
            assert contract.start > evening.day or is_covered(evening.project.coverage, evening.day)


def periods_of_a_contract_follow_each_other(told: Told) -> None:
    """Suspended or not: booked from its start on, each where the last one ended."""
    booked_until = {number: contract.start for number, contract in told.contracts.items()}
    for settlement in told.settlements:
        if settlement.reason is Reason.EXTENSION:
            assert settlement.contract is not None
            assert settlement.start == booked_until[settlement.contract]
            booked_until[settlement.contract] = settlement.end


# ---------------------------------------------------------------- law 2: credits


def no_balance_is_ever_negative(told: Told) -> None:
    project = Project(told.scenario.terms)
    for entry in told.entries:
        project = apply(entry, project)
        assert all(lot.free >= 0 and lot.held >= 0 for lot in project.credits.lots)


def what_is_held_is_the_gap_in_review(told: Told) -> None:
    for evening in told.evenings:
        contract = evening.project.contract
        in_review = contract is not None and contract.status is Status.IN_REVIEW
        gap = contract.gap if contract and in_review else None
        assert evening.project.credits.held == (gap.ssc if gap and gap.late else 0)


def what_is_used_was_there_and_comes_from_the_oldest_lots(told: Told) -> None:
    project = Project(told.scenario.terms)
    for entry in told.entries:
        after = apply(entry, project)
        if isinstance(entry, Settlement):
            bought = entry.recharge.free if entry.recharge else 0
            assert sum(draw.ssc for draw in entry.draws) == entry.ssc == sum(p.charge.ssc for p in entry.parts)
            assert sum(part.from_balance + part.invoiced for part in entry.parts) == entry.ssc
            assert sum(part.invoiced for part in entry.parts) == bought
            assert project.credits.balance + bought - entry.ssc == after.credits.balance
            assert entry.from_held or _older_lots_are_empty(entry, after.credits)
        project = after


def _older_lots_are_empty(settlement: Settlement, credits: Credits) -> bool:
    last = max((draw.lot for draw in settlement.draws), default=0)
    return all(lot.free == 0 for lot in credits.lots if lot.number < last)


def invoices_are_for_what_the_balance_did_not_hold(told: Told) -> None:
    for settlement in told.settlements:
        invoiced = [part for part in settlement.parts if part.invoiced]
        net = sum(part.net for part in invoiced)
        assert (settlement.invoice is not None) is (net != 0)
        if settlement.invoice:
            invoice = settlement.invoice
            assert [(line.ssc, line.net) for line in invoice.lines] == [(part.invoiced, part.net) for part in invoiced]
            assert all(line.net == half_up(line.ssc * line.price * line.factor) for line in invoice.lines)
            assert (invoice.net, invoice.gross) == (net, invoice.net + invoice.tax)
            assert invoice.tax == half_up(net * told.scenario.terms.tax_rate)


# ---------------------------------------------------------------- law 3: once


def a_period_is_booked_once(told: Told) -> None:
    booked = Counter((s.contract, s.start) for s in told.settlements if s.reason is Reason.EXTENSION)
    assert set(booked.values()) <= {1}


def running_a_day_twice_changes_nothing(told: Told) -> None:
    for evening in told.evenings:
        assert renewals.run_day(evening.project, evening.day) == Outcome(evening.project)


def running_once_after_silence_is_running_every_day(told: Told) -> None:
    played = play(told.scenario)
    assert [x for x in played.happenings if not isinstance(x, Refused | Balance | Answered)] == told.entries
    assert [x for x in played.happenings if isinstance(x, Answered)] == told.answers
    assert [x for x in played.happenings if isinstance(x, Refused)] == told.refused
    assert played.project == told.project


def a_due_day_is_never_missed(told: Told) -> None:
    """On a day before the next due day the run does nothing."""
    for before, evening in pairwise(told.evenings):
        due = renewals.next_due_day(before.project, before.day + DAY)
        if due is None or evening.day < due:
            assert renewals.run_day(before.project, evening.day) == Outcome(before.project)


# ---------------------------------------------------------------- law 5: each day once, no other


def no_line_is_charged_for_a_day_it_was_not_alive(told: Told) -> None:
    lines = {line.number: line for line in told.project.lines}
    for charge in (part.charge for settlement in told.settlements for part in settlement.parts):
        line = lines[charge.line.number]
        assert charge.start < charge.end
        assert line.is_charged
        assert line.charged_from <= charge.start
        assert line.ended_on is None or charge.end <= line.ended_on


def charges_of_a_line_in_a_run_add_up_to_its_whole_need(told: Told) -> None:
    for charges in _by_line_and_run(told).values():
        charges.sort(key=lambda charge: charge.start)
        first, last = charges[0], charges[-1]
        assert first.start == max(first.anchor, first.line.charged_from)
        assert all(earlier.end == later.start for earlier, later in pairwise(charges))
        count = months(first.start, last.end, first.anchor)
        need = first.line.quantity * first.line.rate * count / 12
        assert sum(charge.ssc for charge in charges) == rounded(need) * 100


def _by_line_and_run(told: Told) -> dict[tuple[int, date], list[Charge]]:
    runs = defaultdict(list)
    for settlement in told.settlements:
        if settlement.reason is not Reason.GAP:
            for part in settlement.parts:
                runs[part.charge.line.number, part.charge.anchor].append(part.charge)
    return runs


def every_covered_day_is_charged_to_every_line_alive(told: Told) -> None:
    """The other way around: no covered day that a living line is charged for is free, back payments included."""
    charged = Counter(
        (part.charge.line.number, part.charge.start.toordinal() + n)
        for settlement in told.settlements
        for part in settlement.parts
        for n in range((part.charge.end - part.charge.start).days)
    )
    charged_lines = [line for line in told.project.lines if line.confirmed and line.is_charged]
    for period in told.project.coverage:
        for line in charged_lines:
            start, end = line.lifetime_within(max(period.start, line.charged_from), period.end)
            for day in range(start.toordinal(), end.toordinal()):
                assert charged[line.number, day] == 1


def a_request_that_is_withdrawn_costs_nothing(told: Told) -> None:
    """With every event something more is requested, and withdrawn: all else is as it was."""
    again = tell(told.scenario, _with_a_request)
    assert _figures(again) == _figures(told)
    assert again.refused == told.refused
    assert again.project.coverage == told.project.coverage
    assert again.project.credits == told.project.credits


def _with_a_request(project: Project, event: Event, types: Mapping[str, LicenseType]) -> Outcome | Refusal:
    """Requested before the event and withdrawn after it: but a contract is not concluded with it."""
    asked = licenses.request(project, event.day, licenses.NewLicense("requested", "T1", 7, types["T1"].rate))
    number = max(line.number for line in asked.project.lines)
    if event.action == "conclude_contract":
        asked = asked.followed_by(_withdrawn(asked.project, event.day, number))
    done = perform(asked.project, event, types)
    if isinstance(done, Refusal):
        return done
    done = asked.followed_by(done)
    if event.action == "conclude_contract":
        return done
    return done.followed_by(_withdrawn(done.project, event.day, number))


def _withdrawn(project: Project, day: date, number: int) -> Outcome:
    outcome = licenses.end_request(project, day, number)
    assert isinstance(outcome, Outcome)
    return outcome


def _figures(told: Told) -> list[tuple[object, ...]]:
    """What was booked, but for the numbers of the lines: a request takes one."""
    return [
        (s.reason, s.day, s.start, s.end, s.invoice and s.invoice.gross, [part.charge.ssc for part in s.parts])
        for s in told.settlements
    ]


# ---------------------------------------------------------------- law 6, and the fold


def a_preview_is_what_is_booked(told: Told) -> None:
    """For each option, what a year is said to cost is what concluding, approving and a year of runs cost."""
    day = told.scenario.until + DAY
    project = renewals.begin_day(told.project, day).project
    if project.contract is not None and project.contract.is_open:
        return
    for option in project.terms.policy.options:
        offered = make_offer(project, day, option, (12,))
        concluded = conclusions.conclude(project, day, option)
        if isinstance(concluded, Refusal):
            assert offered == concluded
            continue
        approved = reviews.approve(concluded.project, day)
        if isinstance(approved, Refusal):
            assert offered == approved
        elif isinstance(offered, Offer):
            assert offered.costs == (_cost_of_a_year(approved, day),)


def _cost_of_a_year(approved: Outcome, day: date) -> Cost:
    contract = approved.project.contract
    assert contract is not None
    horizon = add_months(contract.start, 12)
    run = renewals.catch_up(approved.project, day, horizon)
    settled = [e for e in approved.entries + run.entries if isinstance(e, Settlement) and e.start < horizon]
    invoices = [settlement.invoice for settlement in settled if settlement.invoice]
    ssc, bought = sum(s.ssc for s in settled), sum(s.recharge.free for s in settled if s.recharge)
    net, tax, gross = (sum(getattr(invoice, name) for invoice in invoices) for name in ("net", "tax", "gross"))
    return Cost(12, ssc, ssc - bought, net, tax, gross)


def the_project_is_the_fold_of_its_entries(told: Told) -> None:
    assert apply_all(Project(told.scenario.terms), told.entries) == told.project


# ---------------------------------------------------------------- rule 10


def voids_take_back_the_last_bookings_one_by_one(told: Told) -> None:
    """Where a void is allowed, exactly its coverage and its credits are gone, and the balance is as if never booked."""
    for evening in _evenings_with_bookings(told):
        project = evening.project
        for settlement in reversed([s for s in told.settlements if s.day <= evening.day]):
            result = void(project, evening.day, settlement, "as a law")
            if isinstance(result, Refusal):
                continue
            before, project = project, result.project
            bought = settlement.recharge.free if settlement.recharge else 0
            assert project.credits.balance == before.credits.balance + settlement.ssc - bought
            assert all(lot.free >= 0 and lot.held >= 0 for lot in project.credits.lots)
            gone = [period for period in before.coverage if period not in project.coverage]
            assert gone == ([settlement.coverage] if settlement.coverage else [])
            assert isinstance(void(project, evening.day, settlement, "twice"), Refusal)


def a_voided_period_is_booked_anew_as_it_was(told: Told) -> None:
    for evening in _evenings_with_bookings(told):
        last = next((s for s in reversed(told.settlements) if s.day <= evening.day), None)
        result = void(evening.project, evening.day, last, "as a law") if last else None
        if isinstance(result, Outcome) and last and last.reason is Reason.EXTENSION and result.project.contract:
            again = renewals.run_day(result.project, evening.day)
            if result.project.contract.is_running:
                assert again.project.coverage == evening.project.coverage
                assert again.project.credits.balance == evening.project.credits.balance
                assert [e.ssc for e in again.entries if isinstance(e, Settlement)] == [last.ssc]


def _evenings_with_bookings(told: Told) -> list[Evening]:
    days = {settlement.day for settlement in told.settlements}
    return [evening for evening in told.evenings if evening.day in days]


LAWS: list[Callable[[Told], None]] = [
    the_domain_says_what_the_model_says,
    coverage_never_overlaps,
    a_contract_never_suspended_has_no_hole,
    periods_of_a_contract_follow_each_other,
    no_balance_is_ever_negative,
    what_is_held_is_the_gap_in_review,
    what_is_used_was_there_and_comes_from_the_oldest_lots,
    invoices_are_for_what_the_balance_did_not_hold,
    a_period_is_booked_once,
    running_a_day_twice_changes_nothing,
    running_once_after_silence_is_running_every_day,
    a_due_day_is_never_missed,
    no_line_is_charged_for_a_day_it_was_not_alive,
    charges_of_a_line_in_a_run_add_up_to_its_whole_need,
    every_covered_day_is_charged_to_every_line_alive,
    a_request_that_is_withdrawn_costs_nothing,
    a_preview_is_what_is_booked,
    the_project_is_the_fold_of_its_entries,
    voids_take_back_the_last_bookings_one_by_one,
    a_voided_period_is_booked_anew_as_it_was,
]
