"""What can be installed on a device: of each product the newest first, what is there, a trial, what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.devices.devices import Stock
from autossa.domain.releases.devices import Scope, counting
from autossa.domain.releases.running import may_run
from autossa.queries.as_of import ProjectAsOf, project_as_of
from autossa.queries.devices.holdings import license_holder, licenses_on, trials_on
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.releases.entitlements import Asked
from autossa.queries.releases.matrix import (
    ProductReleases,
    Shelf,
    exceeded_of,
    load_files,
    load_shelf,
    product_releases,
)
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.ids import public_id, read_public_id


@dataclass(frozen=True, slots=True)
class Installed:
    """The version that is known to be on a device; `is_known`: the catalogue has it, `runs`: it may be run for ever."""

    version: str
    is_known: bool
    runs: bool


@dataclass(frozen=True, slots=True)
class OnDevice:
    """One product on a device; `trial_until` is the first day after a trial that runs."""

    releases: ProductReleases
    licenses: tuple[str, ...]
    installed: Installed | None
    trial_until: date | None

    @property
    def is_behind(self) -> bool:
        """A newer release may be installed than the one that is there, if that is known."""
        newest = self.releases.newest
        return newest is not None and self.installed is not None and newest.release.version != self.installed.version


@dataclass(frozen=True, slots=True)
class DeviceReleases:
    """A device and what it may install on a day; `master` is the device whose licenses a standby takes."""

    key: UUID
    id: str
    name: str
    hardware_id: str
    master: str
    as_of: date
    products: tuple[OnDevice, ...]
    type_names: dict[str, str]
    exceeded: tuple[Stock, ...]


def device_releases(project: UUID, device: str, day: date, *, limit: int | None = None) -> DeviceReleases | None:
    """A device of a project, by its public id; None for one that is not there (any more), or is another project's."""
    try:
        key = read_public_id("dev", device)
    except ValueError:
        return None
    with snapshot():
        present = models.Device.objects.present().filter(pk=key, project=project)
        row = present.select_related("parent").first()
        found = project_as_of(project, day) if row else None
        return None if row is None or found is None else _page(row, found, limit)


def _page(row: models.Device, found: ProjectAsOf, limit: int | None) -> DeviceReleases:
    shelf = load_shelf()
    licenses = licenses_on(license_holder(row))
    types = {line.license_type for line in found.project.lines if line.license_id in licenses}
    trials = trials_on(row.id, found.day)
    installed = {one.product.code: one for one in row.installations.select_related("product", "release")}
    codes = {code for code, of_product in shelf.types.items() if of_product & types} | trials.keys() | installed.keys()
    return DeviceReleases(
        key=row.id,
        id=public_id("dev", row.id),
        name=row.name,
        hardware_id=row.hardware_id,
        master=row.parent.name if row.parent else "",
        as_of=found.day,
        products=tuple(_products(found, shelf, sorted(codes), licenses, trials, installed, limit)),
        type_names=dict(shelf.type_names),
        exceeded=exceeded_of(row.project_id, found.project, licenses, found.day),
    )


def _products(
    found: ProjectAsOf,
    shelf: Shelf,
    codes: list[str],
    licenses: tuple[str, ...],
    trials: dict[str, date],
    installed: dict[str, models.Installation],
    limit: int | None,
) -> Iterator[OnDevice]:
    if not codes:
        return
    catalogue = load_catalogue(*codes)
    files = load_files(catalogue)
    for code in codes:
        scope = Scope(licenses, shelf.types.get(code, frozenset()), trials.get(code))
        asked = Asked(found.day, found.project, catalogue, scope)
        yield OnDevice(
            releases=product_releases(asked, code, shelf.names[code], files, limit),
            licenses=counting(found.project, scope),
            installed=_installed(asked, installed[code]) if code in installed else None,
            trial_until=trials.get(code),
        )


def _installed(asked: Asked, row: models.Installation) -> Installed:
    release = next(
        (one for one in asked.catalogue.releases if (one.product, one.version) == (row.product.code, row.version)), None
    )
    if release is None:
        return Installed(row.version, is_known=False, runs=False)
    own = counting(asked.project, asked.scope)
    runs = any(may_run(asked.project, asked.catalogue, one, release, asked.day) for one in own)
    return Installed(row.version, is_known=True, runs=runs or asked.answers(release).verdict.may_install)
