"""May a license, a device, or all of a project install a release, as of a day (rule 9).

Every door asks here: pages, the command line, programs; a signed file says the same by its facts.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.projects import Project
from autossa.domain.releases import entitlements
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.devices import Answers, Scope, answers, offered
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.releases.remedies import Remedies, Remedy
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import device_scope, project_scope
from autossa.queries.releases.catalogue import load_catalogue
from autossa.store import models


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts that answers about a product rest on: the project as of the day, the catalogue, whose licenses."""

    day: date
    project: Project
    catalogue: Catalogue
    scope: Scope

    def answers(self, release: Release) -> Answers:
        """About one release."""
        return answers(self.project, self.catalogue, self.scope, release, self.day)

    def release(self, version: str) -> Release | None:
        """The published release of a version; the catalogue is that of one product."""
        return next((one for one in self.catalogue.releases if one.version == version), None)


def may_install(project: UUID, license_id: str, product: str, version: str, day: date) -> Verdict | None:
    """The verdict for a license on a day; None for a project or a release that is not there, or not published."""
    asked = ask_for_project(project, product, day)
    release = asked.release(version) if asked else None
    if asked is None or release is None:
        return None
    return entitlements.may_install(asked.project, asked.catalogue, license_id, release, day)


def may_install_helped(
    project: UUID, license_id: str, product: str, version: str, day: date
) -> tuple[Verdict, tuple[Remedy, ...]] | None:
    """As `may_install`, with what would change it."""
    asked = ask_for_project(project, product, day)
    release = asked.release(version) if asked else None
    if asked is None or release is None:
        return None
    verdict = entitlements.may_install(asked.project, asked.catalogue, license_id, release, day)
    own = Scope((license_id,), asked.scope.license_types, whole_project=True)
    remedies = Remedies(asked.project, asked.catalogue, own, day, offered(asked.catalogue, product))
    return verdict, remedies.help_for(verdict)


def ask_for_project(project: UUID, product: str, day: date) -> Asked | None:
    """About all licenses of a project and a product (by code); None for a project that is not there."""
    found = project_as_of(project, day)
    return (
        None if found is None else Asked(day, found.project, load_catalogue(product), project_scope(project, product))
    )


def ask_for_device(device: UUID, product: str, day: date) -> Asked | None:
    """About the licenses on a device and a product (by code); None for a device that is not there (any more)."""
    row = models.Device.objects.present().filter(pk=device).first()
    found = project_as_of(row.project_id, day) if row else None
    if row is None or found is None:
        return None
    return Asked(day, found.project, load_catalogue(product), device_scope(row, product, day))
