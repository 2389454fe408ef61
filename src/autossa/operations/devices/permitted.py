"""A license goes onto a device only when it might ever install what is known to be installed there (rule 9)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from autossa.domain.projects import Project
from autossa.domain.releases.devices import Scope, forbidding
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import types_of
from autossa.queries.devices.installed import Installed, installed_on
from autossa.queries.releases.catalogue import load_catalogue


class ReleaseNotCovered(Invalid):
    """License {license} is not entitled to {product} {release}, which is installed on {device}.

    `released_on` is the day it was released; `reason` the code of the verdict.
    """

    field = "license"


def check_installed(project: UUID, license_id: str, devices: Iterable[UUID], ctx: ActionContext) -> None:
    """As `check_facts`, for the project as of the day."""
    found = project_as_of(project, ctx.today)
    if found is None:
        raise ProjectNotFound
    check_facts(found.project, license_id, devices, ctx.today)


def check_facts(facts: Project, license_id: str, devices: Iterable[UUID], day: date) -> None:
    """The license was ever entitled to what is installed on these devices. Raises ReleaseNotCovered.

    A version that the catalogue does not know, or knows no more, has no day: it forbids nothing.
    """
    for one in installed_on(devices):
        if one.is_known:
            _check_one(facts, license_id, one, day)


def _check_one(facts: Project, license_id: str, one: Installed, day: date) -> None:
    catalogue = load_catalogue(one.product)
    release = next((release for release in catalogue.releases if release.version == one.version), None)
    if release is None:
        return
    scope = Scope((license_id,), types_of(one.product))
    if (verdict := forbidding(facts, catalogue, scope, release, day)) is not None:
        raise ReleaseNotCovered(
            license=license_id,
            product=one.product_name,
            release=one.version,
            device=one.device_name,
            released_on=release.released_on,
            reason=verdict.reason.value,
        )
