"""Each stage once, whatever days were missed, and nobody suspended unwarned (billing 16 to 18)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.dunning.cases import open_since
from autossa.domain.billing.dunning.holds import Dispute, Holds, Pause, Promise
from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, DunningPolicy
from tests.domain.billing.dunning.story import Payer
from tests.domain.billing.payments.story import d, invoice
from tests.laws.test_laws import calm

FIRST = d("01-10")
DAYS = 110
FEES = DunningPolicy(tuple(replace(level, fees={"EUR": 250}) for level in STANDARD_LEVELS))


@st.composite
def payers(draw: st.DrawFn) -> tuple[dict[str, int], list[tuple[int, str, int]], Holds]:
    """Documents by the days until they are due, payments on days, and what keeps silent."""
    due = {f"{n}": draw(st.integers(1, 60)) for n in range(draw(st.integers(1, 4)))}
    some_day, few = st.integers(0, DAYS - 12), st.integers(0, 20).map(lambda n: timedelta(days=n))
    pays = draw(st.lists(st.tuples(some_day, st.sampled_from(sorted(due)), st.sampled_from([0, 5000]))))
    day = st.integers(0, DAYS - 10 - 21).map(lambda n: FIRST + timedelta(days=n))  # over before the last ten days
    pauses = draw(st.lists(st.builds(lambda on, days: Pause(on, on + days, ""), day, few), max_size=1))
    promises = draw(st.lists(st.builds(lambda on, days: Promise(on, on + days), day, few), max_size=1))
    disputes = draw(st.lists(st.builds(lambda on, days: Dispute("0", on, "", on + days), day, few), max_size=1))
    return due, sorted(pays), Holds(tuple(pauses), tuple(promises), tuple(disputes))


def told(given: tuple[dict[str, int], list[tuple[int, str, int]], Holds], runs: set[int]) -> Payer:
    """What comes of it when the run takes place on these days alone, and on each of the last ten."""
    due, pays, holds = given
    documents = tuple(
        invoice(key, due=f"{FIRST + timedelta(days=days):%m-%d}", day=f"{FIRST:%m-%d}") for key, days in due.items()
    )
    payer = Payer(documents, {key: frozenset({f"c{int(key) % 2}"}) for key in due}, FEES, frozenset({"c0", "c1"}))
    payer.hold(pauses=holds.pauses, promises=holds.promises, disputes=holds.disputes)
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        for on, document, amount in pays:
            rest = rest_of(payer.account.items[document], day)
            if on == n and rest:
                payer.pay(document, f"{day:%m-%d}", min(amount, rest))
        if n in runs or n >= DAYS - 10:
            payer.run(day)
    return payer


def each_stage_once(payer: Payer) -> None:
    """A letter has a new level for one of its documents at least; levels of a document only grow."""
    reached: dict[str, int] = {}
    for letter in payer.case.letters:
        new = {line.document: line.level for line in letter.lines if line.level > reached.get(line.document, 0)}
        assert new
        assert letter.level == max(new.values())
        assert all(line.level >= reached.get(line.document, 0) for line in letter.lines)
        reached |= new
    assert len({letter.day for letter in payer.case.letters}) == len(payer.case.letters)
    fees = [one for one in payer.account.documents if one.key.startswith("fee")]
    assert len(fees) == len(payer.case.letters)


def nobody_is_suspended_unwarned(payer: Payer) -> None:
    for one in payer.case.suspensions:
        for document in one.documents:
            item = payer.account.items[document]
            assert (one.day - open_since(item, one.day)).days >= 49
            warned = [w.day for w in payer.case.warnings if w.contract == one.contract and document in w.documents]
            assert any((one.day - day).days >= 7 for day in warned)


@settings(calm, max_examples=40)
@given(payers(), st.sets(st.integers(0, DAYS - 1), max_size=12))
def test_days_that_were_missed_change_nothing_but_what_was_skipped(
    given: tuple[dict[str, int], list[tuple[int, str, int]], Holds], runs: set[int]
) -> None:
    daily, silent = told(given, set(range(DAYS))), told(given, runs)
    for payer in (daily, silent):
        each_stage_once(payer)
        nobody_is_suspended_unwarned(payer)
    last = FIRST + timedelta(days=DAYS - 1)
    assert len(silent.case.letters) <= len(daily.case.letters)
    assert silent.suspended == daily.suspended
    for key, item in silent.account.items.items():
        if rest_of(item, last) and not key.startswith("fee"):
            since = open_since(item, last)
            assert silent.case.level_sent(key, since) == daily.case.level_sent(key, since), key
