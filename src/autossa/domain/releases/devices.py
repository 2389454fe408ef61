"""May a device, or all of a project, install a release: the verdict of the weakest license, which is named (rule 9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.lines import Ssa
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue, Channel, Release
from autossa.domain.releases.entitlements import ALLOWED, Reason, Verdict, may_install

_ORDER = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Scope:
    """For which licenses a release is asked: those on a device, or all of the project.

    `license_types` are those that belong to the product of the release. `trial_until` is the first day after the trial
    of a device that tries the product out, which has no license of it yet. Of a whole project, what was given up stands
    aside while anything else of the product lives; on a device it counts, for it is still activated there.
    """

    licenses: tuple[str, ...]
    license_types: frozenset[str]
    trial_until: date | None = None
    whole_project: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """About one release: the one verdict, and that of each license that counts, the weakest first."""

    verdict: Verdict
    each: tuple[Verdict, ...]

    @property
    def anyone(self) -> bool:
        """At least one license may install it: the project may download it then."""
        return self.verdict.may_install or any(one.may_install for one in self.each)


def answers(project: Project, catalogue: Catalogue, scope: Scope, release: Release, today: date) -> Answers:
    """The one verdict is that of the weakest license. Without any it is `no_such_license`, or `trial` while one runs.

    A refusal is weaker than what is allowed; what is allowed for want of better reasons is weaker than what was bought.
    Of equal ones the license that comes first is named.
    """
    found = (may_install(project, catalogue, one, release, today) for one in _asked(project, scope, today))
    each = tuple(sorted(found, key=_strength))
    return Answers(each[0] if each else _without_license(project, catalogue, scope, release, today), each)


def may_all_install(project: Project, catalogue: Catalogue, scope: Scope, release: Release, today: date) -> Verdict:
    """The one verdict of `answers`."""
    return answers(project, catalogue, scope, release, today).verdict


def _strength(verdict: Verdict) -> tuple[bool, int]:
    place = _ORDER[verdict.reason]
    return verdict.may_install, -place if verdict.may_install else place


def counting(project: Project, scope: Scope) -> tuple[str, ...]:
    """Which licenses of the scope count for its product: the others, and types that are no part of SSA, are aside."""
    kinds = {line.license_id: line for line in project.lines if line.confirmed}
    return tuple(
        one
        for one in dict.fromkeys(scope.licenses)
        if (line := kinds.get(one)) is not None
        and line.license_type in scope.license_types
        and line.ssa is not Ssa.NONE
    )


def _asked(project: Project, scope: Scope, today: date) -> tuple[str, ...]:
    """Those that count; of a whole project what was given up stands aside while anything else lives."""
    found = counting(project, scope)
    if not scope.whole_project:
        return found
    alive = {line.license_id for line in project.lines if line.confirmed and line.alive_on(today)}
    return tuple(one for one in found if one in alive) or found


def _without_license(project: Project, catalogue: Catalogue, scope: Scope, release: Release, today: date) -> Verdict:
    """A trial allows what anybody could install who has all licenses that the release itself requires."""
    day = catalogue.entitlement_day(release, project.terms.policy.entitlement_day)
    there = {line.license_type for line in project.lines if line.confirmed and line.alive_on(today)}
    none = Verdict("", release, today, Reason.NO_SUCH_LICENSE, day, locked=tuple(sorted(release.features - there)))
    if not _trial_runs(scope, today):
        return none
    if not release.is_out(today):
        return replace(none, reason=Reason.NOT_RELEASED)
    if release.is_withdrawn(today):
        return replace(none, reason=Reason.WITHDRAWN)
    missing = tuple(sorted(release.requires - there))
    reason = Reason.LICENSE_REQUIRED if missing else Reason.TRIAL
    return replace(none, reason=reason, included_until=scope.trial_until, missing=missing)


def _trial_runs(scope: Scope, today: date) -> bool:
    return scope.trial_until is not None and today < scope.trial_until


def newest_installable(
    project: Project,
    catalogue: Catalogue,
    scope: Scope,
    releases: Sequence[Release],
    today: date,
) -> Verdict | None:
    """The newest of these releases, which are in the order of their days, that may be installed; None without one."""
    for release in reversed(releases):
        verdict = may_all_install(project, catalogue, scope, release, today)
        if verdict.may_install:
            return verdict
    return None


def offered(catalogue: Catalogue, product: str, channel: Channel = Channel.STABLE) -> tuple[Release, ...]:
    """The releases of a product that a channel offers, in the order of their days; beta offers the stable ones too."""
    return tuple(
        one
        for one in catalogue.releases
        if one.product == product and (channel is Channel.BETA or one.channel is Channel.STABLE)
    )


def forbidding(project: Project, catalogue: Catalogue, scope: Scope, release: Release, today: date) -> Verdict | None:
    """The verdict that keeps licenses off a device on which that release is installed; None where nothing does.

    Nothing does where they may install it, or ever might: a withdrawal, a day to come, a missing type or the end of
    the branch's support do not matter, only whether they were ever entitled to it (`release_not_covered`). Licenses of
    another product, or of a type that is no part of SSA, have no say.
    """
    if not counting(project, scope):
        return None
    plain = replace(release, withdrawn_on=None, requires=frozenset())
    then = max(today, release.released_on)
    for day in dict.fromkeys((then, release.released_on, _last_supported(catalogue, release, then))):
        if may_all_install(project, catalogue, scope, plain, day).reason in ALLOWED:
            return None
    return may_all_install(project, catalogue, scope, plain, then)


def _last_supported(catalogue: Catalogue, release: Release, then: date) -> date:
    """The last day up to then on which its branch was supported: on it most security updates were free."""
    last = catalogue.supported_until.get(release.key, then)
    return max(release.released_on, min(last, then))
