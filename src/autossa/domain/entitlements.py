"""Which release a license may run, and why (rule 9)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.coverage import Period
from autossa.domain.lines import Line


@dataclass(frozen=True, slots=True)
class Release:
    """A version the vendor released on a day; `features` are the license types of its features that need a license."""

    version: str
    released_on: date
    features: frozenset[str] = frozenset()


class Grounds(StrEnum):
    """Why a license may run a release, or may not."""

    ACQUIRED = "released_before_acquisition"
    COVERED = "released_while_covered"
    NO_SUCH_LICENSE = "no_such_license"
    NOT_COVERED = "released_without_coverage"
    FEATURE_MISSING = "feature_not_licensed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, its grounds, and the dates it rests on; `missing` names the license types that are not there."""

    allowed: bool
    grounds: Grounds
    released_on: date
    acquired_on: date | None = None
    covered: Period | None = None
    missing: tuple[str, ...] = ()


def may_run(
    license_id: str, release: Release, lines: tuple[Line, ...], coverage: tuple[Period, ...], today: date
) -> Verdict:
    """Whether a license of the project may run a release (rule 9).

    Released on or before its `acquired_on`, or on a covered day on which a line of it was alive; and every feature
    that needs a license of its own is licensed in the project today. Requested lines license nothing (rule 6).
    """
    confirmed = tuple(line for line in lines if line.confirmed)
    own = [line for line in confirmed if line.license_id == license_id]
    verdict = _by_dates(own, release, coverage)
    missing = _missing_features(release, confirmed, today) if verdict.allowed else ()
    if not missing:
        return verdict
    return Verdict(False, Grounds.FEATURE_MISSING, release.released_on, verdict.acquired_on, verdict.covered, missing)


def _by_dates(own: list[Line], release: Release, coverage: tuple[Period, ...]) -> Verdict:
    released_on = release.released_on
    if not own:
        return Verdict(False, Grounds.NO_SUCH_LICENSE, released_on)
    acquired_on = min(line.acquired_on for line in own)
    if released_on <= acquired_on:
        return Verdict(True, Grounds.ACQUIRED, released_on, acquired_on)
    period = next((p for p in coverage if p.start <= released_on < p.end), None)
    if period is not None and any(line.alive_on(released_on) for line in own):
        return Verdict(True, Grounds.COVERED, released_on, acquired_on, period)
    return Verdict(False, Grounds.NOT_COVERED, released_on, acquired_on)


def _missing_features(release: Release, lines: tuple[Line, ...], today: date) -> tuple[str, ...]:
    licensed = {line.license_type for line in lines if line.alive_on(today)}
    return tuple(sorted(release.features - licensed))
