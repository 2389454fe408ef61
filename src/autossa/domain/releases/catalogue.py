"""What the vendor released: products, branches, releases, and the day that each counts from (rule 9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from autossa.domain.policies import EntitlementDay


class ReleaseClass(StrEnum):
    """What a release is: new features, repairs, or a security update."""

    FEATURE = "feature"
    MAINTENANCE = "maintenance"
    SECURITY = "security"


class Channel(StrEnum):
    """Where a release is offered: to everybody, or to those who try it first."""

    STABLE = "stable"
    BETA = "beta"


class Need(StrEnum):
    """What a release needs a license type for: one of its features, or the installation itself."""

    FEATURE = "feature"
    INSTALL = "install"


BranchKey = tuple[str, str]
"""A product and the name of one of its branches."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a product, on a branch, released on a day.

    `features` are the license types that its features need; `requires` those without which it cannot be installed.
    `entitled_as_of` is an earlier day that staff set, with a reason. From `withdrawn_on` on nobody installs it anew.
    """

    version: str
    product: str
    branch: str
    released_on: date
    release_class: ReleaseClass = ReleaseClass.FEATURE
    features: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    entitled_as_of: date | None = None
    withdrawn_on: date | None = None
    channel: Channel = Channel.STABLE

    @property
    def key(self) -> BranchKey:
        """Which branch it belongs to."""
        return self.product, self.branch

    def is_out(self, today: date) -> bool:
        """It was released by that day; withdrawn ones too."""
        return self.released_on <= today

    def is_withdrawn(self, today: date) -> bool:
        """Nobody installs it anew on that day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= today


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Releases and the last supported day of their branches; a branch without one is supported."""

    releases: tuple[Release, ...] = ()
    supported_until: Mapping[BranchKey, date] = field(default_factory=dict)
    _by_branch: Mapping[BranchKey, tuple[Release, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_branch: dict[BranchKey, tuple[Release, ...]] = {}
        for release in self.releases:
            by_branch[release.key] = (*by_branch.get(release.key, ()), release)
        object.__setattr__(self, "_by_branch", by_branch)

    def on_branch(self, key: BranchKey) -> tuple[Release, ...]:
        """All releases of a branch, withdrawn and future ones too."""
        return self._by_branch.get(key, ())

    def is_supported(self, key: BranchKey, today: date) -> bool:
        """Today is not after the branch's last supported day."""
        last = self.supported_until.get(key)
        return last is None or today <= last

    def entitlement_day(self, release: Release, policy: EntitlementDay) -> date:
        """The day that must be covered (rule 9): the earliest of those that count for the release."""
        days = [release.released_on]
        if policy is EntitlementDay.BRANCH and release.release_class is not ReleaseClass.FEATURE:
            days += (other.released_on for other in self.on_branch(release.key))
        if release.entitled_as_of is not None:
            days.append(release.entitled_as_of)
        return min(days)
