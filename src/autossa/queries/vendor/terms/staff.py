"""What staff sees of the versions: each with its phase, withdrawn ones too."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.billing import terms as rules
from autossa.queries.vendor.catalogue import Phase
from autossa.queries.vendor.terms.versions import Version, all_versions


@dataclass(frozen=True, slots=True)
class StaffVersion:
    """A version and where it stands on the day; None for one that was withdrawn."""

    version: Version
    phase: Phase | None


def staff_versions(day: date) -> tuple[StaffVersion, ...]:
    """Every version, the newest first."""
    versions = all_versions()
    known = [one.rule for one in versions]
    in_force = {one.id for one in rules.in_force(known, day)}
    return tuple(StaffVersion(one, _phase(one, day, one.key in in_force)) for one in versions)


def coming_version(version_id: str, day: date) -> Version | None:
    """A version that has not begun, by its public id; None for any other."""
    versions = {one.id: one for one in all_versions()}
    found = versions.get(version_id)
    return found if found and found.withdrawn_on is None and found.starts_on > day else None


def _phase(version: Version, day: date, is_in_force: bool) -> Phase | None:
    if version.withdrawn_on is not None:
        return None
    if version.starts_on > day:
        return Phase.COMING
    return Phase.IN_FORCE if is_in_force else Phase.PAST
