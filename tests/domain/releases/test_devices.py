"""May a device, or a whole project, install a release: the weakest license decides, and is named (rule 9)."""

from dataclasses import replace

import pytest

from autossa.domain.lines import Line, Ssa
from autossa.domain.releases.catalogue import Channel
from autossa.domain.releases.devices import (
    answers,
    forbidding,
    may_all_install,
    newest_installable,
    offered,
)
from autossa.domain.releases.entitlements import Reason
from tests.domain.releases.shelf import (
    PORT,
    SECURITY,
    TODAY,
    YEAR,
    catalogue,
    license_line,
    project,
    release,
    scope,
)
from tests.domain.story import d

R = Reason
OLD, NEW = PORT, license_line("L2", "2026-09-15")
RENTED = license_line("L3", "2026-01-01", ssa=Ssa.INCLUDED)
HEADSET = license_line("L4", "2026-01-01", ssa=Ssa.NONE)
ENDED = license_line("L5", "2026-01-01", ended="2026-12-01")
LATE = "2026-09-05"
"""After coverage, before NEW was acquired."""


@pytest.mark.parametrize(
    ("lines", "released", "reason", "named"),
    [
        pytest.param((OLD, NEW), "2026-05-05", R.COVERED, "L1", id="covered is weaker than acquired"),
        pytest.param((NEW, OLD), "2026-05-05", R.COVERED, "L1", id="whichever comes first"),
        pytest.param((OLD, NEW), LATE, R.NOT_COVERED, "L1", id="the old one is not covered"),
        pytest.param((OLD, RENTED), "2026-05-05", R.INCLUDED, "L3", id="included is weaker than covered"),
        pytest.param((OLD, RENTED), LATE, R.NOT_COVERED, "L1", id="a refusal is weaker than all that is allowed"),
        pytest.param((OLD, HEADSET), "2026-05-05", R.COVERED, "L1", id="what is no part of SSA stands aside"),
        pytest.param((HEADSET,), "2026-05-05", R.NO_SUCH_LICENSE, "", id="even where there is nothing else"),
        pytest.param((OLD, ENDED), "2026-05-05", R.GIVEN_UP, "L5", id="given up, still on the device"),
        pytest.param((OLD, ENDED), "2027-01-02", R.GIVEN_UP, "L5", id="given up, before not released"),
        pytest.param((OLD._replace(confirmed=False),), "2026-01-01", R.NO_SUCH_LICENSE, "", id="only requested"),
        pytest.param((OLD._replace(license_type="FAX"),), "2026-01-01", R.NO_SUCH_LICENSE, "", id="other product"),
    ],
)
def test_the_weakest_license_decides(lines: tuple[Line, ...], released: str, reason: Reason, named: str) -> None:
    wanted = release(released)
    facts = (project(*lines), catalogue(wanted), scope(*(line.license_id for line in lines)), wanted, d(TODAY))
    found = may_all_install(*facts)
    assert (found.reason, found.license_id) == (reason, named)
    assert found == (answers(*facts).each or (found,))[0]


def test_equal_ones_name_the_first() -> None:
    wanted, lines = release(LATE), (OLD, license_line("L6", "2026-01-01"))
    facts = (project(*lines), catalogue(wanted), scope("L6", "L1", "L6"), wanted, d(TODAY))
    assert [one.license_id for one in answers(*facts).each] == ["L6", "L1"]


@pytest.mark.parametrize(("whole", "reason"), [(True, R.COVERED), (False, R.GIVEN_UP)])
def test_what_was_given_up_is_aside_of_a_project_not_of_a_device(whole: bool, reason: Reason) -> None:
    wanted = release("2026-05-05")
    asked = scope("L1", "L5", whole_project=whole)
    assert may_all_install(project(OLD, ENDED), catalogue(wanted), asked, wanted, d(TODAY)).reason is reason


def test_a_project_that_gave_everything_up_is_told_so() -> None:
    wanted, asked = release("2026-05-05"), scope("L5", whole_project=True)
    found = may_all_install(project(ENDED), catalogue(wanted), asked, wanted, d(TODAY))
    assert (found.reason, found.ended_on) == (R.GIVEN_UP, d("2026-12-01"))


# ---------------------------------------------------------------- trials


@pytest.mark.parametrize(
    ("until", "released", "more", "reason"),
    [
        pytest.param("2027-01-02", TODAY, {}, R.TRIAL, id="its last day"),
        pytest.param(TODAY, TODAY, {}, R.NO_SUCH_LICENSE, id="the day after"),
        pytest.param("2027-03-01", "2027-01-02", {}, R.NOT_RELEASED, id="not out"),
        pytest.param("2027-03-01", TODAY, {"withdrawn_on": d(TODAY)}, R.WITHDRAWN, id="withdrawn"),
        pytest.param("2027-03-01", TODAY, {"withdrawn_on": d("2027-01-02")}, R.TRIAL, id="the day before"),
        pytest.param("2027-03-01", TODAY, {"requires": frozenset({"VM"})}, R.LICENSE_REQUIRED, id="requires"),
    ],
)
def test_a_trial_allows_what_is_out(until: str, released: str, more: dict[str, object], reason: Reason) -> None:
    wanted = release(released, **more)  # type: ignore[arg-type]
    facts = (project(), catalogue(wanted), scope(trial_until=until), wanted, d(TODAY))
    found = may_all_install(*facts)
    assert found.reason is reason
    assert found.missing == (("VM",) if reason is R.LICENSE_REQUIRED else ())


def test_a_license_of_the_product_ends_the_trial_but_not_one_outside_ssa() -> None:
    wanted = release(LATE)
    for name, line, reason in (("L1", OLD, R.NOT_COVERED), ("L4", HEADSET, R.TRIAL)):
        asked = scope(name, trial_until="2027-03-01")
        assert may_all_install(project(line), catalogue(wanted), asked, wanted, d(TODAY)).reason is reason


# ---------------------------------------------------------------- the newest


def test_the_newest_that_may_be_installed() -> None:
    releases = tuple(release(day) for day in ("2026-04-01", "2026-08-31", "2026-09-01", "2027-01-02"))
    found = newest_installable(project(), catalogue(*releases), scope("L1"), releases, d(TODAY))
    assert found is not None
    assert (found.release, found.covered) == (releases[1], YEAR)
    assert newest_installable(project(), catalogue(*releases), scope("L1"), releases[2:], d(TODAY)) is None


def test_a_channel_offers_its_own_and_beta_everything() -> None:
    stable, beta = release("2026-04-01"), release("2026-05-01", channel=Channel.BETA)
    other = replace(stable, product="FAX")
    found = catalogue(stable, other, beta)
    assert offered(found, "PBX") == (stable,)
    assert offered(found, "PBX", Channel.BETA) == (stable, beta)


# ---------------------------------------------------------------- what is installed already


@pytest.mark.parametrize(
    ("line", "released", "more", "others", "forbidden"),
    [
        pytest.param(OLD, "2026-05-05", {}, (), None, id="covered"),
        pytest.param(OLD, LATE, {}, (), R.NOT_COVERED, id="not covered"),
        pytest.param(NEW, LATE, {}, (), None, id="acquired later"),
        pytest.param(OLD, "2026-05-05", {"withdrawn_on": d("2026-06-01")}, (), None, id="withdrawn meanwhile"),
        pytest.param(OLD, "2026-05-05", {"requires": frozenset({"VM"})}, (), None, id="whatever it requires"),
        pytest.param(OLD, "2027-02-01", {}, (), R.NOT_COVERED, id="of a day to come, not covered then"),
        pytest.param(RENTED, "2027-02-01", {}, (), None, id="of a day to come, included"),
        pytest.param(HEADSET, LATE, {}, (), None, id="no part of SSA is no obstacle"),
        pytest.param(OLD._replace(license_type="FAX"), LATE, {}, (), None, id="nor is another product"),
    ],
)
def test_what_is_installed_may_be_run(
    line: Line, released: str, more: dict[str, object], others: tuple[object, ...], forbidden: Reason | None
) -> None:
    wanted = release(released, **more)  # type: ignore[arg-type]
    asked = scope(line.license_id)
    found = forbidding(project(line), catalogue(wanted), asked, wanted, d(TODAY))
    assert (found.reason if found else None) is forbidden


def test_security_updates_of_a_branch_whose_support_ended_were_free_once() -> None:
    """Free on its last supported day, by a release that came after the update."""
    fix, later = release("2026-02-10", SECURITY), release("2026-04-01")
    for last, forbidden in (("2026-04-01", None), ("2026-03-31", R.NOT_COVERED)):
        shelf = catalogue(fix, later, supported_until=last)
        found = forbidding(project(), shelf, scope("L1"), fix, d(TODAY))
        assert (found.reason if found else None) is forbidden
