"""A license goes onto a device only when it might ever install what is known to be installed there (rule 9)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue
from autossa.domain.releases.devices import Scope, forbidding
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import types_of
from autossa.queries.devices.installed import installed_on
from autossa.queries.releases.catalogue import load_catalogue


class ReleaseNotCovered(Invalid):
    """License {license} is not entitled to {product} {release}, which is installed on {device}.

    `released_on` is the day it was released; `reason` the code of the verdict.
    """

    field = "license"


def check_installed(project: UUID, licenses: Sequence[str], devices: Iterable[UUID], ctx: ActionContext) -> None:
    """As `check_facts`, for the project as of the day."""
    found = project_as_of(project, ctx.today)
    if found is None:
        raise ProjectNotFound
    check_facts(found.project, licenses, devices, ctx.today)


def check_facts(facts: Project, licenses: Sequence[str], devices: Iterable[UUID], day: date) -> None:
    """Each license was ever entitled to what is installed on these devices. Raises ReleaseNotCovered.

    A version that the catalogue does not know, or knows no more, has no day: it forbids nothing.
    """
    known = [one for one in installed_on(devices) if one.is_known]
    catalogue = load_catalogue(*{one.product for one in known}) if known else Catalogue()
    releases = {(release.product, release.version): release for release in catalogue.releases}
    for one in known:
        release = releases.get((one.product, one.version))
        if release is None:
            continue
        types = types_of(one.product)
        for license_id in licenses:
            verdict = forbidding(facts, catalogue, Scope((license_id,), types), release, day)
            if verdict is not None:
                raise ReleaseNotCovered(
                    license=license_id,
                    product=one.product_name,
                    release=one.version,
                    device=one.device_name,
                    released_on=release.released_on,
                    reason=verdict.reason.value,
                )
