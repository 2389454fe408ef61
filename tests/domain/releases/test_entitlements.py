"""May a license install a release (rule 9): every reason, and the days on which the answer turns."""

from dataclasses import replace

import pytest

from autossa.domain.coverage import Period
from autossa.domain.lines import Line, Ssa
from autossa.domain.policies import EntitlementDay
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass
from autossa.domain.releases.entitlements import Reason, Verdict, may_install
from tests.domain.releases.shelf import BACK, MAINTENANCE, PORT, SECURITY, TODAY, YEAR, project, release
from tests.domain.story import Story, d, line


def asked(
    wanted: Release,
    *lines: Line,
    today: str = TODAY,
    others: tuple[Release, ...] = (),
    supported_until: str | None = None,
    policy: EntitlementDay = EntitlementDay.RELEASE,
    license_id: str = "L1",
) -> Verdict:
    ends = {wanted.key: d(supported_until)} if supported_until else {}
    return may_install(project(*lines, policy=policy), Catalogue((*others, wanted), ends), license_id, wanted, d(today))


@pytest.mark.parametrize(
    ("released", "reason"),
    [
        pytest.param("2025-12-31", Reason.ACQUIRED, id="before it was acquired"),
        pytest.param("2026-01-01", Reason.ACQUIRED, id="on the day it was acquired"),
        pytest.param("2026-01-02", Reason.NOT_COVERED, id="a day later, not covered"),
        pytest.param("2026-02-28", Reason.NOT_COVERED, id="the day before coverage"),
        pytest.param("2026-03-01", Reason.COVERED, id="the first covered day"),
        pytest.param("2026-08-31", Reason.COVERED, id="the last covered day"),
        pytest.param("2026-09-01", Reason.NOT_COVERED, id="the first uncovered day"),
        pytest.param("2026-10-15", Reason.COVERED, id="in a back payment"),
        pytest.param("2027-01-01", Reason.NOT_COVERED, id="today, after everything"),
        pytest.param("2027-01-02", Reason.NOT_RELEASED, id="tomorrow"),
    ],
)
def test_by_the_day_of_the_release(released: str, reason: Reason) -> None:
    found = asked(release(released))
    assert found.reason is reason
    assert found.may_install is (reason in (Reason.ACQUIRED, Reason.COVERED))
    assert (found.entitlement_day, found.as_of) == (d(released), d(TODAY))


def test_the_answer_names_what_it_rests_on() -> None:
    assert asked(release("2026-05-05")).covered == YEAR
    assert asked(release("2026-10-15")).covered == BACK
    assert (asked(release("2025-05-05")).covered, asked(release("2025-05-05")).acquired_on) == (None, d("2026-01-01"))


@pytest.mark.parametrize(
    ("released", "before"), [("2026-02-28", None), ("2026-09-01", YEAR), ("2026-10-31", None), ("2026-11-01", BACK)]
)
def test_a_refusal_names_the_coverage_before(released: str, before: Period | None) -> None:
    assert asked(release(released)).covered_before == before


@pytest.mark.parametrize(
    ("today", "reason"), [("2026-11-30", Reason.COVERED), ("2026-12-01", Reason.WITHDRAWN), (TODAY, Reason.WITHDRAWN)]
)
def test_nobody_installs_anew_what_was_withdrawn(today: str, reason: Reason) -> None:
    assert asked(release("2026-05-05", withdrawn_on=d("2026-12-01")), today=today).reason is reason


@pytest.mark.parametrize(
    ("ended", "today", "reason"),
    [
        ("2026-06-01", "2026-05-31", Reason.ACQUIRED),
        ("2026-06-01", "2026-06-01", Reason.GIVEN_UP),
        ("2026-06-01", "2026-06-02", Reason.GIVEN_UP),
    ],
)
def test_what_was_given_up_installs_nothing(ended: str, today: str, reason: Reason) -> None:
    assert asked(release("2026-01-01"), line(added="2026-01-01", ended=ended), today=today).reason is reason


def test_what_is_not_there_or_only_requested_is_no_license() -> None:
    assert asked(release("2026-01-01"), license_id="L2").reason is Reason.NO_SUCH_LICENSE
    assert asked(release("2026-01-01"), line(confirmed=False)).reason is Reason.NO_SUCH_LICENSE


def test_covered_days_count_only_while_a_line_of_it_was_alive() -> None:
    late = line(added="2026-08-01")._replace(acquired_on=d("2026-01-01"))
    assert asked(release("2026-07-31"), late).reason is Reason.NOT_COVERED
    assert asked(release("2026-08-01"), late).reason is Reason.COVERED


def test_what_remains_of_a_license_goes_on_with_it() -> None:
    story = Story("2026-01-01").under_contract("annual_quarterly")
    story.give_back("L1", 600)
    story.on("2026-06-01").run()
    wanted = release("2026-05-01")
    found = may_install(story.project, Catalogue((wanted,)), "L1", wanted, story.today)
    assert (found.reason, found.acquired_on) == (Reason.COVERED, d("2026-01-01"))


# ---------------------------------------------------------------- how the type stands to SSA


@pytest.mark.parametrize(
    ("ssa", "included_until", "released", "reason"),
    [
        (Ssa.CHARGED, "2026-03-01", "2026-02-28", Reason.INCLUDED),
        (Ssa.CHARGED, "2026-02-28", "2026-02-28", Reason.NOT_COVERED),
        (Ssa.CHARGED, "2026-12-31", "2026-05-05", Reason.COVERED),
        (Ssa.INCLUDED, None, "2026-12-31", Reason.INCLUDED),
        (Ssa.NONE, None, "2026-05-05", Reason.NOT_PART_OF_SSA),
        (Ssa.NONE, None, "2025-05-05", Reason.ACQUIRED),
        (Ssa.NONE, "2026-06-01", "2026-05-31", Reason.INCLUDED),
        (Ssa.NONE, "2026-06-01", "2026-06-01", Reason.NOT_PART_OF_SSA),
    ],
)
def test_by_how_the_type_stands_to_ssa(ssa: Ssa, included_until: str | None, released: str, reason: Reason) -> None:
    until = d(included_until) if included_until else None
    assert asked(release(released), PORT._replace(ssa=ssa, included_until=until)).reason is reason


# ---------------------------------------------------------------- the entitlement day


@pytest.mark.parametrize(
    ("kind", "policy", "reason"),
    [
        (ReleaseClass.FEATURE, EntitlementDay.BRANCH, Reason.NOT_COVERED),
        (MAINTENANCE, EntitlementDay.RELEASE, Reason.NOT_COVERED),
        (MAINTENANCE, EntitlementDay.BRANCH, Reason.COVERED),
        (SECURITY, EntitlementDay.BRANCH, Reason.COVERED),
    ],
)
def test_maintenance_may_count_from_its_branch(kind: ReleaseClass, policy: EntitlementDay, reason: Reason) -> None:
    """The first of the branch counts, withdrawn or to come; another branch or product does not."""
    first = release("2026-08-31", withdrawn_on=d("2026-09-15"))
    elsewhere = release("2026-01-01", branch="13"), replace(release("2026-01-01"), product="FAX")
    found = asked(release("2026-12-01", kind), others=(first, *elsewhere), policy=policy, supported_until="2026-12-01")
    assert found.reason is reason


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [("2026-08-31", Reason.COVERED), ("2026-09-01", Reason.NOT_COVERED), (None, Reason.NOT_COVERED)],
)
def test_an_earlier_day_may_be_set(as_of: str | None, reason: Reason) -> None:
    assert asked(release("2026-12-01", entitled_as_of=d(as_of) if as_of else None)).reason is reason


# ---------------------------------------------------------------- security updates


@pytest.mark.parametrize(
    ("others", "supported_until", "reason"),
    [
        pytest.param((release("2026-05-05"),), None, Reason.SECURITY_FREE, id="of a branch rightly run"),
        pytest.param((release("2026-05-05"),), TODAY, Reason.SECURITY_FREE, id="on the last supported day"),
        pytest.param((release("2026-05-05"),), "2026-12-31", Reason.NOT_COVERED, id="the day after it"),
        pytest.param((release("2026-09-05"),), None, Reason.NOT_COVERED, id="of a branch never covered"),
        pytest.param((release("2026-05-05", branch="13"),), None, Reason.NOT_COVERED, id="no way to a new branch"),
        pytest.param(
            (release("2027-01-02", entitled_as_of=d("2026-05-05")),), None, Reason.NOT_COVERED, id="not out yet"
        ),
        pytest.param(
            (release("2026-05-05", withdrawn_on=d("2026-06-01")),), None, Reason.SECURITY_FREE, id="run, if withdrawn"
        ),
    ],
)
def test_security_updates_of_what_is_rightly_run(
    others: tuple[Release, ...], supported_until: str | None, reason: Reason
) -> None:
    found = asked(release("2026-12-01", SECURITY), others=others, supported_until=supported_until)
    assert found.reason is reason
    assert found.through == (others[0].version if reason is Reason.SECURITY_FREE else "")
    assert asked(release("2026-12-01", MAINTENANCE), others=others).reason is Reason.NOT_COVERED


def test_what_is_not_part_of_ssa_gets_security_of_what_it_came_with() -> None:
    headset = PORT._replace(ssa=Ssa.NONE)
    first = release("2025-06-01")
    assert asked(release("2026-12-01", SECURITY), headset, others=(first,)).reason is Reason.SECURITY_FREE


# ---------------------------------------------------------------- licenses that a release needs


def test_a_feature_that_is_not_licensed_is_locked_and_blocks_nothing() -> None:
    found = asked(release("2026-05-05", features=frozenset({"VM", "FAX", "PORT"})))
    assert (found.may_install, found.locked, found.missing) == (True, ("FAX", "VM"), ())


def test_locked_features_are_named_in_refusals_too() -> None:
    assert asked(release("2026-09-05", features=frozenset({"VM"}))).locked == ("VM",)


@pytest.mark.parametrize(
    ("ended", "reason"), [(None, Reason.COVERED), ("2027-01-02", Reason.COVERED), (TODAY, Reason.LICENSE_REQUIRED)]
)
def test_only_a_required_license_blocks(ended: str | None, reason: Reason) -> None:
    mail = line(added="2026-12-01", ended=ended, number=2, license_id="V1")._replace(license_type="VM")
    found = asked(release("2026-05-05", requires=frozenset({"VM"})), PORT, mail)
    assert (found.reason, found.missing) == (reason, ("VM",) if reason is Reason.LICENSE_REQUIRED else ())


def test_what_is_refused_anyway_says_why_first() -> None:
    assert asked(release("2026-09-05", requires=frozenset({"VM"}))).reason is Reason.NOT_COVERED
