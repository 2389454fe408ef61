"""The laws of the rules (section 11) on random histories, and that these histories reach every corner.

Hypothesis searches and shrinks, the same way each time; `make trials` plays thousands of seeds more.
"""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autossa.domain.contracts import Status
from autossa.domain.coverage import Source
from autossa.domain.dates import add_months
from autossa.domain.invoices import Reason
from autossa.domain.licenses import LicenseType
from autossa.domain.policies import Policy
from autossa.domain.prices import Price
from autossa.domain.projects import Terms
from autossa.domain.refusals import Code
from autossa.domain.scenarios import Event, Scenario, play_facts
from tests.laws.histories import OPTIONS, STARTS, histories, seeded
from tests.laws.laws import LAWS, Told, tell, the_domain_says_what_the_model_says
from tests.trials import a_few_of, whatever_the_seed

MODEL_EXAMPLES, LAW_EXAMPLES, YEAR_EXAMPLES = 300, 120, 60
CORNER_SEEDS = range(400)
CHUNKS = [range(first, first + 100) for first in range(1000, 4200, 100)]
calm = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@settings(calm, max_examples=MODEL_EXAMPLES)
@given(histories())
def test_the_domain_says_what_the_model_says(scenario: Scenario) -> None:
    the_domain_says_what_the_model_says(Told(scenario))


@settings(calm, max_examples=LAW_EXAMPLES)
@given(histories())
def test_every_law(scenario: Scenario) -> None:
    keep_every_law(scenario)


def keep_every_law(scenario: Scenario) -> None:
    told = tell(scenario)
    for law in LAWS:
        law(told)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 2), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_thousands_of_histories_keep_every_law(seeds: range) -> None:
    whatever_the_seed(seeds, lambda seed: keep_every_law(seeded(seed)))


# ---------------------------------------------------------------- law 4


@st.composite
def years(draw: st.DrawFn) -> Callable[[str], Scenario]:
    """A year of some licenses, some of which join later, to be concluded with any option.

    Without lead days: else what joins late in the year is charged into the next one, which is booked already.
    """
    start = date.fromisoformat(draw(st.sampled_from(STARTS)))
    rates = {f"T{n}": LicenseType(Fraction(draw(st.integers(1, 2500)), 100)) for n in range(1, 4)}
    lines = draw(st.lists(st.tuples(st.sampled_from(sorted(rates)), st.integers(1, 2000)), min_size=1, max_size=4))
    joins = sorted(draw(st.lists(st.integers(1, 360), min_size=len(lines) - 1, max_size=len(lines) - 1)))
    terms = Terms(Policy(renewal_lead_days=0), (Price(start, Fraction(1)),))

    def concluded(option: str) -> Scenario:
        added = [
            Event(start + timedelta(days=days), "add_license", {"id": f"L{n}", "type": kind, "quantity": quantity})
            for n, (days, (kind, quantity)) in enumerate(zip([0, *joins], lines, strict=True))
        ]
        contract = [
            Event(start, "conclude_contract", {"option": option}),
            Event(start, "approve_contract"),
        ]
        return Scenario(option, terms, rates, (added[0], *contract, *added[1:]), start + timedelta(days=364))

    return concluded


@settings(calm, max_examples=YEAR_EXAMPLES)
@given(years())
def test_cutting_a_year_costs_the_same(concluded: Callable[[str], Scenario]) -> None:
    spent = {option: _ssc_of_the_first_year(concluded(option)) for option in OPTIONS}
    assert len(set(spent.values())) == 1, spent


def _ssc_of_the_first_year(scenario: Scenario) -> int:
    end = add_months(scenario.events[0].day, 12)
    return sum(settlement.ssc for settlement in tell(scenario).settlements if settlement.start < end)


# ---------------------------------------------------------------- every corner is reached

# What no scenario file can ask for: questions of the review, requested lines, corrections.
UNREACHABLE = {
    Code.NOT_IN_QUESTION,
    Code.NOT_REQUESTED,
    Code.IN_CONTRACT,
    Code.NOT_BOOKED,
    Code.TOO_LATE_TO_VOID,
    Code.BOOKED_SINCE,
    Code.NO_CHANGE_TO_UNDO,
    Code.NO_LICENSE_PRICE,
}
CORNERS = {
    "refused": {code.value for code in set(Code) - UNREACHABLE},
    "contract": {status.value for status in set(Status) - {Status.QUESTION}},
    "credits": {"top_up", "recharge", "consume_extension", "consume_addition", "consume_gap"},
    "coverage": {source.value for source in Source},
    "invoice": {reason.value for reason in set(Reason) - {Reason.MANUAL, Reason.ORDER, Reason.OPENING}},
    "option": set(OPTIONS),
}
NAMED_BY = {
    "refused": "code",
    "contract": "status",
    "credits": "entry",
    "coverage": "source",
    "invoice": "reason",
    "option": "option",
}


def test_histories_reach_every_corner(capsys: pytest.CaptureFixture[str]) -> None:
    reached: dict[str, Counter[str]] = {fact: Counter() for fact in CORNERS}
    played = [play_facts(seeded(seed)) for seed in CORNER_SEEDS]
    for fact in (fact for facts in played for fact in facts):
        if fact["fact"] in CORNERS:
            reached[fact["fact"]][fact[NAMED_BY[fact["fact"]]]] += 1
    with capsys.disabled():
        print("\n" + _table(reached, len(played)), file=sys.stderr, flush=True)
    missed = {fact: CORNERS[fact] - set(reached[fact]) for fact in CORNERS}
    assert not any(missed.values()), missed
    unheard = {fact: set(reached[fact]) - CORNERS[fact] for fact in CORNERS}
    assert not any(unheard.values()), unheard


def _table(reached: dict[str, Counter[str]], histories_played: int) -> str:
    rows = [f"laws: {histories_played} random histories reached"]
    for fact, counter in reached.items():
        cells = [f"{name} {counter[name]}" for name in sorted(CORNERS[fact])]
        line = f"  {fact:<9}"
        for cell in cells:
            if len(line) + len(cell) + 2 > 120:
                rows.append(line)
                line = " " * 11
            line += f" {cell},"
        rows.append(line.rstrip(","))
    return "\n".join(rows)
