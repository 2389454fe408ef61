"""Which release a license may run, and on what grounds (rule 9)."""

import pytest

from autossa.domain.coverage import Period, Source
from autossa.domain.entitlements import Grounds, Release, Verdict, may_run
from autossa.domain.lines import Line
from tests.domain.story import Story, d, line

TODAY = d("2027-01-01")
YEAR = Period(d("2026-03-01"), d("2026-09-01"), Source.AUTO, d("2026-03-01"))
BACK = Period(d("2026-10-01"), d("2026-11-01"), Source.BACK_PAYMENT, d("2026-10-01"))


def verdict(released: str, *lines: Line, features: set[str] | None = None, license_id: str = "L1") -> Verdict:
    return may_run(license_id, Release("15.1", d(released), frozenset(features or ())), lines, (YEAR, BACK), TODAY)


@pytest.mark.parametrize(
    ("released", "grounds"),
    [
        pytest.param("2025-12-31", Grounds.ACQUIRED, id="before it was acquired"),
        pytest.param("2026-01-01", Grounds.ACQUIRED, id="on the day it was acquired"),
        pytest.param("2026-01-02", Grounds.NOT_COVERED, id="a day later, not covered"),
        pytest.param("2026-02-28", Grounds.NOT_COVERED, id="the day before coverage"),
        pytest.param("2026-03-01", Grounds.COVERED, id="the first covered day"),
        pytest.param("2026-08-31", Grounds.COVERED, id="the last covered day"),
        pytest.param("2026-09-01", Grounds.NOT_COVERED, id="the first day after"),
        pytest.param("2026-10-15", Grounds.COVERED, id="in a back payment"),
        pytest.param("2026-12-01", Grounds.NOT_COVERED, id="after everything"),
    ],
)
def test_by_its_day(released: str, grounds: Grounds) -> None:
    found = verdict(released, line(added="2026-01-01"))
    assert (found.allowed, found.grounds) == (grounds in (Grounds.ACQUIRED, Grounds.COVERED), grounds)
    assert (found.released_on, found.acquired_on) == (d(released), d("2026-01-01"))


def test_the_answer_names_the_period_it_rests_on() -> None:
    assert verdict("2026-05-05", line()).covered == YEAR
    assert verdict("2026-10-15", line()).covered == BACK
    assert verdict("2025-05-05", line()).covered is None


@pytest.mark.parametrize(
    ("ended", "grounds"),
    [("2026-06-01", Grounds.NOT_COVERED), ("2026-06-02", Grounds.COVERED), (None, Grounds.COVERED)],
)
def test_covered_days_count_only_while_a_line_of_it_was_alive(ended: str | None, grounds: Grounds) -> None:
    assert verdict("2026-06-01", line(added="2026-01-01", ended=ended)).grounds is grounds


def test_what_remains_of_a_license_goes_on_with_it() -> None:
    story = Story("2026-01-01").under_contract("annual_quarterly")
    story.give_back("L1", 600)
    story.on("2026-06-01").run()
    found = may_run("L1", Release("15", d("2026-05-01")), story.project.lines, story.project.coverage, story.today)
    assert (found.grounds, found.acquired_on) == (Grounds.COVERED, d("2026-01-01"))


@pytest.mark.parametrize(
    ("features", "other", "grounds", "missing"),
    [
        pytest.param({"QUEUE"}, None, Grounds.FEATURE_MISSING, ("QUEUE",), id="not there"),
        pytest.param({"QUEUE", "PORT"}, None, Grounds.FEATURE_MISSING, ("QUEUE",), id="its own type is there"),
        pytest.param({"B", "A"}, None, Grounds.FEATURE_MISSING, ("A", "B"), id="two, in order"),
        pytest.param({"PORT"}, None, Grounds.COVERED, (), id="all there"),
        pytest.param(set(), None, Grounds.COVERED, (), id="none needed"),
    ],
)
def test_features_that_need_a_license(
    features: set[str], other: str | None, grounds: Grounds, missing: tuple[str, ...]
) -> None:
    found = verdict("2026-05-05", line(), features=features)
    assert (found.grounds, found.missing) == (grounds, missing)
    assert found.allowed is (grounds is Grounds.COVERED)
    assert found.covered == YEAR


@pytest.mark.parametrize(
    ("added", "ended", "confirmed", "allowed"),
    [
        ("2026-12-31", None, True, True),
        pytest.param("2027-01-02", None, True, False, id="only from tomorrow"),
        pytest.param("2026-01-01", "2027-01-01", True, False, id="returned as of today"),
        pytest.param("2026-01-01", None, False, False, id="only requested"),
    ],
)
def test_a_feature_is_licensed_today_by_any_line(added: str, ended: str | None, confirmed: bool, allowed: bool) -> None:
    queue = Line(2, 2, "L2", "QUEUE", 1, line().rate, d(added), d(added), d(ended) if ended else None, confirmed)
    assert verdict("2026-05-05", line(), queue, features={"QUEUE"}).allowed is allowed


def test_a_release_not_allowed_by_its_day_does_not_ask_for_features() -> None:
    found = verdict("2026-12-01", line(), features={"QUEUE"})
    assert (found.grounds, found.missing) == (Grounds.NOT_COVERED, ())


@pytest.mark.parametrize(
    ("lines", "license_id"),
    [((), "L1"), ((line(),), "L2"), ((line(confirmed=False),), "L1")],
    ids=["no line", "another license", "only requested"],
)
def test_no_such_license(lines: tuple[Line, ...], license_id: str) -> None:
    found = verdict("2025-01-01", *lines, license_id=license_id)
    assert found == Verdict(False, Grounds.NO_SUCH_LICENSE, d("2025-01-01"))


def test_every_ground_is_tested() -> None:
    assert {ground.value for ground in Grounds} == {
        "released_before_acquisition",
        "released_while_covered",
        "no_such_license",
        "released_without_coverage",
        "feature_not_licensed",
    }
