"""May a license install a release, and why (rule 9). What may be run is another question: whatever ever was allowed.

Each answer stands by itself: the reason, the days it rests on, the day it was given. Nothing here stops what runs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from autossa.domain.coverage import Period
from autossa.domain.lines import Line, Ssa
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import BranchKey, Catalogue, Release, ReleaseClass


class Reason(StrEnum):
    """Why a release may be installed, or may not, in the order in which the rule asks; a trial is a device's alone."""

    NO_SUCH_LICENSE = "no_such_license"
    GIVEN_UP = "given_up"
    NOT_RELEASED = "not_released"
    WITHDRAWN = "withdrawn"
    ACQUIRED = "acquired"
    COVERED = "covered"
    INCLUDED = "included"
    SECURITY_FREE = "security_free"
    TRIAL = "trial"
    NOT_PART_OF_SSA = "not_part_of_ssa"
    NOT_COVERED = "not_covered"
    LICENSE_REQUIRED = "license_required"


ALLOWED = frozenset({Reason.ACQUIRED, Reason.COVERED, Reason.INCLUDED, Reason.SECURITY_FREE, Reason.TRIAL})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a day (`as_of`), its reason, and what it rests on.

    `entitlement_day` is the day that must be covered, `covered` the coverage period that it lies in, `through` the
    release of the branch that a free security update follows from. `locked` are features, `missing` what the release
    itself requires: license types of which the project has none today, in order.
    """

    license_id: str
    release: Release
    as_of: date
    reason: Reason
    entitlement_day: date
    acquired_on: date | None = None
    covered: Period | None = None
    included_until: date | None = None
    through: str = ""
    locked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    covered_before: Period | None = None
    ended_on: date | None = None

    @property
    def may_install(self) -> bool:
        """The answer itself."""
        return self.reason in ALLOWED


def may_install(project: Project, catalogue: Catalogue, license_id: str, release: Release, today: date) -> Verdict:
    """May this license install this release today: the first reason of rule 9 that fits."""
    lines = tuple(line for line in project.lines if line.confirmed)
    own = tuple(line for line in lines if line.license_id == license_id)
    day = catalogue.entitlement_day(release, project.terms.policy.entitlement_day)
    there = {line.license_type for line in lines if line.alive_on(today)}
    verdict = Verdict(
        license_id, release, today, Reason.NOT_COVERED, day, locked=tuple(sorted(release.features - there))
    )
    if refused := _refused_today(own, release, today):
        return replace(verdict, reason=refused, ended_on=_ended_on(own) if refused is Reason.GIVEN_UP else None)
    verdict = replace(verdict, acquired_on=min(line.acquired_on for line in own))
    found = _entitled(verdict, own, project.coverage) or _free_security(verdict, own, project, catalogue)
    if found is None:
        reason = Reason.NOT_PART_OF_SSA if own[0].ssa is Ssa.NONE else Reason.NOT_COVERED
        return replace(verdict, reason=reason, covered_before=_covered_before(project.coverage, day))
    missing = tuple(sorted(release.requires - there))
    return replace(found, reason=Reason.LICENSE_REQUIRED, missing=missing) if missing else found


def entitled_branches(project: Project, catalogue: Catalogue, license_id: str, today: date) -> Iterator[BranchKey]:
    """The branches, supported today, that a license is entitled to a release of that is out: what security rests on."""
    own = tuple(line for line in project.lines if line.confirmed and line.license_id == license_id)
    policy = project.terms.policy.entitlement_day
    for key in dict.fromkeys(release.key for release in catalogue.releases):
        if not catalogue.is_supported(key, today):
            continue
        out = (release for release in catalogue.on_branch(key) if release.is_out(today))
        days = (catalogue.entitlement_day(release, policy) for release in out)
        asked = (Verdict(license_id, catalogue.releases[0], today, Reason.NOT_COVERED, day) for day in days)
        if any(_entitled(one, own, project.coverage) for one in asked):
            yield key


def _refused_today(own: tuple[Line, ...], release: Release, today: date) -> Reason | None:
    if not own:
        return Reason.NO_SUCH_LICENSE
    if not any(line.alive_on(today) for line in own):
        return Reason.GIVEN_UP
    if not release.is_out(today):
        return Reason.NOT_RELEASED
    if release.is_withdrawn(today):
        return Reason.WITHDRAWN
    return None


def _ended_on(own: tuple[Line, ...]) -> date | None:
    """The first day on which nothing of the license was alive any more; None for one that only begins later."""
    return max((line.ended_on for line in own if line.ended_on is not None), default=None)


def _covered_before(coverage: Iterable[Period], day: date) -> Period | None:
    """The last coverage that had ended by a day."""
    return max((one for one in coverage if one.end <= day), key=lambda one: one.end, default=None)


def _entitled(verdict: Verdict, own: tuple[Line, ...], coverage: Iterable[Period]) -> Verdict | None:
    """Entitled by what was bought, by coverage of the entitlement day, or by what was included on it."""
    day = verdict.entitlement_day
    if any(day <= line.acquired_on for line in own):
        return replace(verdict, reason=Reason.ACQUIRED)
    alive = next((line for line in own if line.alive_on(day)), None)
    if alive is None:
        return None
    period = next((one for one in coverage if one.start <= day < one.end), None)
    if alive.is_charged and period is not None:
        return replace(verdict, reason=Reason.COVERED, covered=period)
    until = alive.included_until
    if alive.ssa is Ssa.INCLUDED or (until is not None and day < until):
        return replace(verdict, reason=Reason.INCLUDED, included_until=until)
    return None


def _free_security(verdict: Verdict, own: tuple[Line, ...], project: Project, catalogue: Catalogue) -> Verdict | None:
    """Security updates of what a customer rightly runs are never held back; they are no way to a new branch."""
    release, today = verdict.release, verdict.as_of
    if release.release_class is not ReleaseClass.SECURITY or not catalogue.is_supported(release.key, today):
        return None
    policy = project.terms.policy.entitlement_day
    for other in catalogue.on_branch(release.key):
        if not other.is_out(today):
            continue
        of_other = replace(verdict, entitlement_day=catalogue.entitlement_day(other, policy))
        if _entitled(of_other, own, project.coverage):
            return replace(verdict, reason=Reason.SECURITY_FREE, through=other.version)
    return None
