"""May a license of a project install a release, as of a day (rule 9)."""

from datetime import date
from uuid import UUID

from autossa.domain.releases import entitlements
from autossa.domain.releases.entitlements import Verdict
from autossa.queries.as_of import project_as_of
from autossa.queries.releases.catalogue import load_catalogue


def may_install(project: UUID, license_id: str, product: str, version: str, day: date) -> Verdict | None:
    """The verdict of a day; None for a project or a release that is not there, or not published."""
    found, catalogue = project_as_of(project, day), load_catalogue(product)
    named = (one for one in catalogue.releases if one.version == version)
    release = next(named, None)
    if found is None or release is None:
        return None
    return entitlements.may_install(found.project, catalogue, license_id, release, day)
