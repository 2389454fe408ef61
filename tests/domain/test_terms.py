"""Versions of terms: which is in force, when the next may begin, and what a deed is refused for."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.terms import (
    TermsKind,
    TermsVersion,
    coming,
    disagreement,
    earliest_start,
    in_force,
    newest,
)
from tests.cast.days import d

TERMS, SERVICE = TermsKind.TERMS, TermsKind.SERVICE


def version(
    number: int, day: str, kind: TermsKind = TERMS, *, withdrawn: bool = False, empty: bool = False
) -> TermsVersion:
    return TermsVersion(UUID(int=number + (100 if kind is SERVICE else 0)), kind, number, d(day), withdrawn, empty)


FIRST, SECOND = version(1, "2026-01-01"), version(2, "2026-03-01")
DESCRIBED = version(1, "2026-02-01", SERVICE)
GONE = version(3, "2026-02-15", withdrawn=True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", []),
        ("2026-01-01", [FIRST]),
        ("2026-02-01", [FIRST, DESCRIBED]),
        ("2026-02-28", [FIRST, DESCRIBED]),  # what was withdrawn never counts
        ("2026-03-01", [SECOND, DESCRIBED]),
    ],
)
def test_the_latest_that_has_begun_is_in_force(day: str, expected: list[TermsVersion]) -> None:
    assert in_force([DESCRIBED, SECOND, GONE, FIRST], d(day)) == tuple(expected)


def test_of_two_that_began_on_one_day_the_later_holds() -> None:
    slip, right = version(4, "2026-05-01"), version(5, "2026-05-01")
    assert in_force([right, slip], d("2026-05-01")) == (right,)


def test_an_empty_version_ends_what_was_in_force() -> None:
    end = version(3, "2026-04-01", empty=True)
    assert in_force([FIRST, SECOND, end], d("2026-04-01")) == ()
    assert in_force([FIRST, SECOND, end], d("2026-03-31")) == (SECOND,)
    assert newest([FIRST, SECOND, end]) == ()


def test_what_is_coming_comes_in_its_order() -> None:
    assert coming([SECOND, DESCRIBED, FIRST, GONE], d("2026-01-15")) == (DESCRIBED, SECOND)
    assert newest([SECOND, DESCRIBED, FIRST, GONE]) == (SECOND, DESCRIBED)


@pytest.mark.parametrize(
    ("today", "kind", "expected"),
    [
        ("2026-01-15", TERMS, "2026-03-02"),  # after the one that is coming
        ("2026-03-01", TERMS, "2026-03-01"),  # a slip of today can be superseded today
        ("2026-06-01", TERMS, "2026-06-01"),
        ("2026-03-01", SERVICE, "2026-03-01"),
    ],
)
def test_a_version_begins_neither_in_the_past_nor_before_another(today: str, kind: TermsKind, expected: str) -> None:
    assert earliest_start([FIRST, SECOND, DESCRIBED], kind, d(today)) == d(expected)


@pytest.mark.parametrize(
    ("shown", "accepted", "outdated", "missing"),
    [
        ([SECOND, DESCRIBED], [], [], []),
        ([], [SECOND, DESCRIBED], [], []),  # accepted before: not asked again
        ([SECOND], [DESCRIBED], [], []),
        ([], [], [], [SECOND, DESCRIBED]),
        ([SECOND], [], [], [DESCRIBED]),
        ([FIRST, DESCRIBED], [], [FIRST], [SECOND]),  # a new version came in between
        ([FIRST], [SECOND, DESCRIBED], [FIRST], []),
    ],
)
def test_what_was_shown_is_what_is_accepted(
    shown: list[TermsVersion], accepted: list[TermsVersion], outdated: list[TermsVersion], missing: list[TermsVersion]
) -> None:
    found = disagreement([SECOND, DESCRIBED], [one.id for one in shown], [one.id for one in accepted])
    if not outdated and not missing:
        assert found is None
    else:
        assert found is not None
        assert found.outdated == {one.id for one in outdated}
        assert found.missing == tuple(missing)


# ---- laws

DAYS = st.integers(0, 60).map(lambda after: d("2026-01-01") + timedelta(days=after))


@st.composite
def published(draw: st.DrawFn) -> tuple[list[TermsVersion], date]:
    """Versions as they can be published one after the other, some withdrawn before they begin."""
    today, found = d("2026-01-01"), []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        today += timedelta(days=draw(st.integers(0, 9)))
        kind = draw(st.sampled_from(list(TermsKind)))
        starts_on = earliest_start(found, kind, today) + timedelta(days=draw(st.integers(0, 20)))
        withdrawn = starts_on > today and draw(st.booleans())
        found.append(TermsVersion(UUID(int=number), kind, number, starts_on, withdrawn, draw(st.booleans())))
    return found, draw(DAYS)


@given(published())
def test_one_of_each_kind_at_most_and_days_follow_numbers(history: tuple[list[TermsVersion], date]) -> None:
    versions, day = history
    found = in_force(versions, day)
    assert len({one.kind for one in found}) == len(found)
    for one in found:
        later = [other for other in versions if other.kind is one.kind and other.number > one.number]
        assert all(other.is_withdrawn or other.starts_on > day for other in later)
    for kind in TermsKind:
        standing = [one for one in versions if one.kind is kind and not one.is_withdrawn]
        assert [one.starts_on for one in standing] == sorted(one.starts_on for one in standing)


@given(published(), st.data())
def test_a_deed_is_done_exactly_when_each_version_in_force_is_covered(
    history: tuple[list[TermsVersion], date], data: st.DataObject
) -> None:
    versions, day = history
    asked, every = in_force(versions, day), [one.id for one in versions]
    shown, accepted = data.draw(st.sets(st.sampled_from(every))), data.draw(st.sets(st.sampled_from(every)))
    asked_ids = {one.id for one in asked}
    assert (disagreement(asked, shown, accepted) is None) == (shown <= asked_ids <= shown | accepted)
