"""What the vendor has set, kept in memory by each process as long as its mark says that nothing of it changed.

Whatever changes it makes another mark, in its own transaction. Whoever reads the mark beside the facts of a project, in
one statement, has what the vendor has set at that very moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from autossa.domain.lines import Ssa
from autossa.domain.policies import EntitlementDay
from autossa.domain.releases.catalogue import Catalogue, Channel, Release
from autossa.domain.releases.devices import offered
from autossa.queries.devices.holdings import types_of_products
from autossa.queries.devices.signing_keys import current_kid
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.snapshot import snapshot
from autossa.queries.vendor.settings import zone
from autossa.store import models
from autossa.store.engine.terms import Versions, load_versions


@dataclass(frozen=True)
class KnownProduct:
    """A product with its published releases by day, and the license types that belong to it."""

    id: str
    code: str
    catalogue: Catalogue
    license_types: frozenset[str]

    @cached_property
    def by_version(self) -> Mapping[str, Release]:
        """Each release by its version."""
        return {release.version: release for release in self.catalogue.releases}

    @cached_property
    def stable(self) -> tuple[Release, ...]:
        """What everybody is offered."""
        return offered(self.catalogue, self.code)

    def offered_in(self, channel: Channel) -> tuple[Release, ...]:
        """What a channel offers."""
        return self.stable if channel is Channel.STABLE else offered(self.catalogue, self.code, channel)


@dataclass(frozen=True)
class VendorFacts:
    """Products by code; license types by id (text), with how they stand to SSA; policies; zone; the key that signs."""

    mark: str
    products: Mapping[str, KnownProduct]
    license_types: Mapping[str, tuple[str, Ssa]]
    versions: Versions
    zone: ZoneInfo
    kid: str | None

    def entitlement_day(self, plan: str | None, day: date) -> EntitlementDay:
        """Of the policy that an open contract keeps (the id of its plan), else of that in force on the day."""
        row = self.versions.policy_on(day) if plan is None else self.versions.policy_of_plan(UUID(plan))
        return row.policy.entitlement_day


_kept: list[VendorFacts] = []


def vendor_facts(mark: str) -> VendorFacts:
    """What is set as of a mark that was just read, or later; read anew only when it changed."""
    kept = _kept[0] if _kept else None
    if kept is None or kept.mark != mark:
        kept = _read()
        _kept[:] = [kept]
    return kept


def _read() -> VendorFacts:
    """All of it as of one moment, with the mark of that moment."""
    with snapshot():
        kinds = models.LicenseType.objects.values_list("id", "code", "ssa")
        return VendorFacts(
            mark=str(models.VendorMark.objects.values_list("mark", flat=True).get()),
            products=_products(),
            license_types={str(key): (code, Ssa(ssa)) for key, code, ssa in kinds},
            versions=load_versions(set()),
            zone=zone(),
            kid=current_kid(),
        )


def _products() -> dict[str, KnownProduct]:
    types, whole = types_of_products(), load_catalogue()
    found = models.Product.objects.values_list("id", "code")
    return {
        code: KnownProduct(str(key), code, _of_product(whole, code), types.get(code, frozenset()))
        for key, code in found
    }


def _of_product(whole: Catalogue, code: str) -> Catalogue:
    releases = tuple(release for release in whole.releases if release.product == code)
    ends = {key: until for key, until in whole.supported_until.items() if key[0] == code}
    return Catalogue(releases, ends)
