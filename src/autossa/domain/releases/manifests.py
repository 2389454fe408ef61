"""What the signed manifest of a release says: with a license file, all that a verdict of rule 9 rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from autossa.domain.policies import EntitlementDay
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass

Days = Mapping[EntitlementDay, tuple[date, ...]]


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release as of a day; `entitlement_days` by policy.

    `branch_days` are the entitlement days of what is out on its branch, where it is a security update and the branch is
    supported: whoever is entitled to one of these gets it for nothing.
    """

    release: Release
    as_of: date
    entitlement_days: Mapping[EntitlementDay, date]
    branch_days: Days
    supported_until: date | None


def release_facts(catalogue: Catalogue, release: Release, today: date) -> ReleaseFacts:
    """The facts of a release on a day; the catalogue has all of its branch."""
    is_free = release.release_class is ReleaseClass.SECURITY and catalogue.is_supported(release.key, today)
    out = [one for one in catalogue.on_branch(release.key) if is_free and one.is_out(today)]
    return ReleaseFacts(
        release,
        today,
        {policy: catalogue.entitlement_day(release, policy) for policy in EntitlementDay},
        {policy: tuple(sorted({catalogue.entitlement_day(one, policy) for one in out})) for policy in EntitlementDay},
        catalogue.supported_until.get(release.key),
    )
