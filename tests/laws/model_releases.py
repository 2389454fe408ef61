"""Rule 9 a second time, naively: why a license may install a release, or may not."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from autossa.domain.releases.catalogue import Release
from autossa.domain.scenarios import Scenario

Days = Sequence[tuple[date, date]]


class Owned(Protocol):
    """A line of the license that is asked about."""

    ssa: str
    acquired: date
    included_until: date | None

    def alive(self, day: date) -> bool: ...


def reason_for(own: Sequence[Owned], asked: Release, covered: Days, scenario: Scenario, today: date) -> str:
    """The first that fits, but for what the release requires."""
    if not own:
        return "no_such_license"
    if not any(line.alive(today) for line in own):
        return "given_up"
    if asked.released_on > today:
        return "not_released"
    if asked.withdrawn_on and today >= asked.withdrawn_on:
        return "withdrawn"
    if found := entitled(own, asked, covered, scenario):
        return found
    supported = scenario.catalogue.supported_until.get(asked.key, today) >= today
    if asked.release_class == "security" and supported:
        for other in branch_of(asked, scenario):
            if other.released_on <= today and entitled(own, other, covered, scenario):
                return "security_free"
    return "not_part_of_ssa" if own[0].ssa == "none" else "not_covered"


def entitled(own: Sequence[Owned], release: Release, covered: Days, scenario: Scenario) -> str | None:
    day = release.released_on
    if release.release_class != "feature" and scenario.terms.policy.entitlement_day == "branch":
        day = min(other.released_on for other in branch_of(release, scenario))
    day = min(day, release.entitled_as_of or day)
    if day <= own[0].acquired:
        return "acquired"
    alive = any(line.alive(day) for line in own)
    if alive and own[0].ssa == "charged" and any(start <= day < end for start, end in covered):
        return "covered"
    if alive and (own[0].ssa == "included" or (own[0].included_until and day < own[0].included_until)):
        return "included"
    return None


def branch_of(release: Release, scenario: Scenario) -> list[Release]:
    releases = scenario.catalogue.releases
    return [one for one in releases if (one.product, one.branch) == (release.product, release.branch)]
