"""What would change it: how a release that may not be installed today could be (rule 9, "extend by n SSC").

Only what leads to the goal is offered: each step is tried with the rules themselves, and the release asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from autossa.domain import at_once, conclusions, extensions, reviews, topups
from autossa.domain.amounts import Ssc
from autossa.domain.contracts import Status
from autossa.domain.gaps import find_gap
from autossa.domain.invoices import Reason as Booked
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.devices import Scope, may_all_install, newest_installable
from autossa.domain.releases.entitlements import Reason, Verdict


class Way(StrEnum):
    """What helps, in the order in which it is named."""

    WAIT = "wait"
    EXTEND = "extend"
    CONCLUDE = "conclude"
    APPROVAL = "approval"
    RESUME = "resume"
    ADD_LICENSE = "add_license"
    GET_LICENSE = "get_license"
    ACTIVATE = "activate"
    OTHER_RELEASE = "other_release"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to the release, with what it takes.

    `ssc` are those that an extension by hand costs (hundredths), or the gap that a contract pays back; `gap` is that
    part of it, `late` says that it counts × late_multiplier, `missing` is what the free balance lacks. `until` is the
    first day that an extension no longer covers, `day` the one to wait for; there `then` is what would be answered.
    `types` are license types, of which each is needed (`add_license`), or any one, in the project (`get_license`) or
    on the device (`activate`).
    """

    way: Way
    ssc: Ssc | None = None
    gap: Ssc = 0
    late: bool = False
    missing: Ssc = 0
    until: date | None = None
    day: date | None = None
    then: Reason | None = None
    types: tuple[str, ...] = ()
    version: str = ""


class Remedies:
    """What helps a project on a day; what an extension or a contract would bring is planned once for all releases.

    `offered` are the releases of the product in the order of their days, of which another one may be named.
    """

    def __init__(
        self, project: Project, catalogue: Catalogue, scope: Scope, today: date, offered: Sequence[Release] = ()
    ) -> None:
        self._project, self._catalogue, self._scope, self._today = project, catalogue, scope, today
        self._offered = offered

    def help_for(self, verdict: Verdict) -> tuple[Remedy, ...]:
        """What would make it allowed; nothing for what is allowed, and where nothing helps."""
        match verdict.reason:
            case Reason.NOT_RELEASED:
                return (self._wait(verdict.release),)
            case Reason.NO_SUCH_LICENSE:
                way = Way.GET_LICENSE if self._scope.whole_project else Way.ACTIVATE
                return (Remedy(way, types=tuple(sorted(self._scope.license_types))),)
            case Reason.GIVEN_UP:
                return (Remedy(Way.ADD_LICENSE, types=self._type_of(verdict.license_id)),)
            case Reason.LICENSE_REQUIRED:
                return (Remedy(Way.ADD_LICENSE, types=verdict.missing),)
            case Reason.NOT_COVERED:
                return self._coverage_for(verdict.release) or self._another()
            case Reason.WITHDRAWN | Reason.NOT_PART_OF_SSA:
                return self._another()
        return ()

    # ---------------------------------------------------------------- each way

    def _wait(self, release: Release) -> Remedy:
        """Its day has to come; what would be answered then, as far as is booked today, is said with it."""
        then = may_all_install(self._project, self._catalogue, self._scope, release, release.released_on)
        return Remedy(Way.WAIT, day=release.released_on, then=then.reason)

    def _another(self) -> tuple[Remedy, ...]:
        return () if self.newest is None else (Remedy(Way.OTHER_RELEASE, version=self.newest.release.version),)

    def _coverage_for(self, release: Release) -> tuple[Remedy, ...]:
        """Each way to cover its entitlement day that there is; with the licenses that would still be missing."""
        found: list[Remedy] = []
        missing: tuple[str, ...] = ()
        for remedy, after in self._ways_to_cover:
            verdict = may_all_install(after, self._catalogue, self._scope, release, self._today)
            if verdict.may_install or verdict.reason is Reason.LICENSE_REQUIRED:
                found.append(remedy)
                missing = verdict.missing
        if found and missing:
            found.append(Remedy(Way.ADD_LICENSE, types=missing))
        return tuple(found)

    def _type_of(self, license_id: str) -> tuple[str, ...]:
        return tuple(sorted({line.license_type for line in self._project.lines if line.license_id == license_id}))

    # ---------------------------------------------------------------- planned once

    @cached_property
    def newest(self) -> Verdict | None:
        """The newest of `offered` that may be installed."""
        return newest_installable(self._project, self._catalogue, self._scope, self._offered, self._today)

    @cached_property
    def _ways_to_cover(self) -> tuple[tuple[Remedy, Project], ...]:
        """The remedy, and the project as it would be after it."""
        ways = (self._extended(), self._concluded(), self._approved(), self._resumed())
        return tuple(way for way in ways if way is not None)

    def _extended(self) -> tuple[Remedy, Project] | None:
        """By hand, for a month, which pays the gap before it (rule 8)."""
        outcome, missing = self._with_credits(lambda project: extensions.extend(project, self._today, 1))
        if outcome is None:
            return None
        booked = {one.reason: one for one in outcome.settlements}
        gap = booked[Booked.GAP].ssc if Booked.GAP in booked else 0
        ssc = sum(one.ssc for one in booked.values())
        until = booked[Booked.MANUAL].end
        return Remedy(Way.EXTEND, ssc, gap, self._is_late, missing, until), outcome.project

    def _concluded(self) -> tuple[Remedy, Project] | None:
        """By a contract, which pays the gap and covers from today on (rule 4)."""
        option = self._project.terms.policy.options[0]
        outcome, missing = self._with_credits(lambda project: conclusions.conclude(project, self._today, option))
        if outcome is None:
            return None
        after = self._approve(outcome.project)
        gap = find_gap(self._project, self._today, conclusions.with_requested(self._project.lines))
        ssc = gap.ssc if gap else 0
        return None if after is None else (Remedy(Way.CONCLUDE, ssc, ssc, self._is_late, missing), after)

    def _approved(self) -> tuple[Remedy, Project] | None:
        """By the approval of the contract that is in review."""
        contract = self._project.contract
        if contract is None or not contract.is_under_review:
            return None
        after = self._approve(self._project)
        return None if after is None else (Remedy(Way.APPROVAL), after)

    def _resumed(self) -> tuple[Remedy, Project] | None:
        """By paying what a suspended contract is suspended for: all that fell due meanwhile is booked (rule 4)."""
        contract = self._project.contract
        if contract is None or contract.status is not Status.SUSPENDED:
            return None
        outcome = at_once.resume(self._today)(self._project)
        return None if isinstance(outcome, Refusal) else (Remedy(Way.RESUME), outcome.project)

    def _approve(self, project: Project) -> Project | None:
        """As it is once the contract in review is approved; a question waits for no answer here."""
        contract = project.contract
        if contract is not None and contract.status is Status.QUESTION:
            answered = reviews.answer(project, self._today)
            project = project if isinstance(answered, Refusal) else answered.project
        outcome = at_once.approve(self._today)(project)
        return None if isinstance(outcome, Refusal) else outcome.project

    def _with_credits(self, rule: at_once.Rule) -> tuple[Outcome | None, Ssc]:
        """What a rule would do, once the credits that it lacks are there; and how many those are."""
        result, missing = rule(self._project), 0
        if isinstance(result, Refusal) and result.missing_ssc:
            missing = result.missing_ssc
            result = rule(topups.top_up(self._project, self._today, missing).project)
        return (None if isinstance(result, Refusal) else result), missing

    @cached_property
    def _is_late(self) -> bool:
        gap = find_gap(self._project, self._today, self._project.lines)
        return gap is not None and gap.late
