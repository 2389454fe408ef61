"""What holds on every path: random histories of everything that can be done, voids of old and new among it."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from autossa.domain.entries import ContractConcluded, ContractMoved
from autossa.domain.invariants import broken
from autossa.domain.lifecycle import NEXT
from autossa.domain.projects import Project, apply
from autossa.domain.refusals import Code
from autossa.domain.scenarios import Scenario
from autossa.domain.voids import Void
from tests.laws import laws
from tests.laws.deeds import EVERY_ACTION, Chronicle, deeds, seeded, tell
from tests.laws.test_laws import calm
from tests.trials import a_few_of, whatever_the_seed

EXAMPLES = 150
CORNER_SEEDS = range(300)
CHUNKS = [range(first, first + 100) for first in range(1000, 4200, 100)]

LAWS = [
    laws.coverage_never_overlaps,
    laws.a_contract_never_suspended_has_no_hole,
    laws.periods_of_a_contract_follow_each_other,
    laws.no_balance_is_ever_negative,
    laws.what_is_used_was_there_and_comes_from_the_oldest_lots,
    laws.invoices_are_for_what_the_balance_did_not_hold,
    laws.a_period_is_booked_once,
    laws.running_a_day_twice_changes_nothing,
    laws.a_due_day_is_never_missed,
    laws.no_line_is_charged_for_a_day_it_was_not_alive,
    laws.charges_of_a_line_in_a_run_add_up_to_its_whole_need,
    laws.every_covered_day_is_charged_to_every_line_alive,
    laws.a_preview_is_what_is_booked,
    laws.the_project_is_the_fold_of_its_entries,
    laws.voids_take_back_the_last_bookings_one_by_one,
]
"""Those of scenarios that hold of what stands when bookings were taken back, too."""


def no_invariant_is_broken_by_any_deed(told: Chronicle) -> None:
    for evening in told.evenings:
        assert list(broken(evening.project)) == [], evening.day


def a_contract_goes_only_where_its_state_leads(told: Chronicle) -> None:
    status = None
    for entry in told.entries:
        if isinstance(entry, ContractConcluded):
            status = entry.contract.status
            assert status in NEXT[None]
        elif isinstance(entry, ContractMoved):
            assert entry.status in NEXT[status]
            status = entry.status


def a_void_leaves_no_trace_but_in_the_books(told: Chronicle) -> None:
    """Its credits are back in their lots, its coverage is gone or its line was never alive, and it happens once."""
    project, gone = Project(told.scenario.terms), set()
    for entry in told.entries:
        after = apply(entry, project)
        if isinstance(entry, Void):
            settlement = entry.settlement
            assert id(settlement) not in gone
            assert after.credits.balance - project.credits.balance == settlement.from_balance
            assert settlement.coverage is None or settlement.coverage not in after.coverage
            gone.add(id(settlement))
        project = after


def a_missed_run_changes_nothing(told: Chronicle) -> None:
    quiet = tell(told.scenario, quiet=True)
    assert quiet.entries == told.entries
    assert quiet.refused == told.refused
    assert quiet.project == told.project


OWN_LAWS: list[Callable[[Chronicle], None]] = [
    no_invariant_is_broken_by_any_deed,
    a_contract_goes_only_where_its_state_leads,
    a_void_leaves_no_trace_but_in_the_books,
    a_missed_run_changes_nothing,
]


def keep_every_law(history: Scenario) -> None:
    told = tell(history)
    for law in LAWS:
        law(told)
    for own in OWN_LAWS:
        own(told)


@settings(calm, max_examples=EXAMPLES)
@given(deeds())
def test_every_law_whatever_is_done(history: Scenario) -> None:
    keep_every_law(history)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 2), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_every_law_in_thousands_of_histories(seeds: range) -> None:
    whatever_the_seed(seeds, lambda seed: keep_every_law(seeded(seed)))


def test_histories_of_deeds_do_and_refuse_everything() -> None:
    done, refused = Counter[str](), Counter[str]()
    for seed in CORNER_SEEDS:
        told = tell(seeded(seed))
        done.update(event.action for event in told.scenario.events)
        refused.update(refusal.refusal.code.value for refusal in told.refused)
    assert set(done) == EVERY_ACTION
    assert set(refused) == {code.value for code in set(Code) - {Code.NO_LICENSE_PRICE}}  # of orders, not of histories
