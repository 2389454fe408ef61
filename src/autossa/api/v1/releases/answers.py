"""Endpoints of answers: what a project or a device may install and why, links to files, who may install a release."""

from typing import Annotated

from django.conf import settings
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, found_or_404, key_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, SscText, ssc_text
from autossa.domain.releases.entitlements import ALLOWED, Reason, Verdict
from autossa.domain.releases.remedies import Remedy
from autossa.domain.rights import Action
from autossa.operations.releases import downloads
from autossa.queries.permissions import Scope
from autossa.queries.releases.device import device_releases
from autossa.queries.releases.matrix import ProductReleases, Row, releases_page
from autossa.queries.releases.standing import Wanted, release_standing

router = Router(tags=["Releases"])
_PRJ = "/projects/{project_id}"


class VerdictOut(Answer):
    """Whether a release may be installed, and what that rests on."""

    may_install: bool
    reason: str
    license: str
    entitlement_day: Day
    acquired_on: Day | None
    included_until: Day | None
    locked: list[str] = Field(description="License types whose features stay locked.")
    missing: list[str] = Field(description="License types without which it cannot be installed.")


class HelpOut(Answer):
    """A way to the release, with what it takes."""

    way: str
    ssc: SscText
    missing: SscText
    until: Day | None
    day: Day | None
    types: list[str]


class ReleaseFileOut(Answer):
    """A file of a release."""

    id: str
    file_name: str
    platform: str
    edition: str
    size: int
    sha256: str


class AnswerOut(Answer):
    """One release: the one verdict, and each license's."""

    version: str
    branch: str
    released_on: Day
    channel: str
    verdict: VerdictOut
    each: list[VerdictOut]
    helps: list[HelpOut]
    files: list[ReleaseFileOut]


class ProductAnswersOut(Answer):
    """The releases of a product, the newest first."""

    product: str
    name: str
    newest: str | None = Field(description="The newest release that may be installed.")
    installed: str | None = Field(description="What is known to be on the device; null for a project.")
    releases: list[AnswerOut]
    left_off: int


class LinkIn(Body):
    """For which device; without one for the project."""

    device: Id | None = None


class LinkOut(Answer):
    """An address that is valid for a few minutes."""

    url: str


class StandingAsk(Schema):
    """Which projects are listed."""

    model_config = ConfigDict(extra="forbid")

    show: str = Field("", max_length=40, description="may, may_not, older, or a reason; everything without one.")
    page: int = Field(0, ge=0, le=10_000)


class StandingProjectOut(Answer):
    """A project and its one verdict."""

    project: str
    name: str
    customer: str
    reason: str
    license: str


class OlderDeviceOut(Answer):
    """A device that runs an older release."""

    device: str
    name: str
    project: str
    version: str


class StandingOut(Answer):
    """Who may install a release."""

    counts: dict[str, int]
    projects: list[StandingProjectOut]
    devices: list[OlderDeviceOut]
    runs_it: int
    runs_older: int
    next_page: int | None


@endpoint(router, "GET", f"{_PRJ}/releases", Scope.PROJECT, Action.VIEW_PROJECT, answer=list[ProductAnswersOut])
def list_releases_for_project(request: ProjectCall, project_id: str) -> list[ProductAnswersOut]:
    """What a project may install, why, and what would change it."""
    found = found_or_404(releases_page(request.project.id, request.today, everything=True))
    return [_product(one) for one in found.products]


@endpoint(
    router, "GET", f"{_PRJ}/devices/{{device_id}}/releases", Scope.PROJECT, Action.VIEW_PROJECT,
    answer=list[ProductAnswersOut],
)  # fmt: skip
def list_releases_for_device(request: ProjectCall, project_id: str, device_id: str) -> list[ProductAnswersOut]:
    """What a device may install, why, and what is on it."""
    found = found_or_404(device_releases(request.project.id, device_id, request.today))
    return [_product(one.releases, one.installed.version if one.installed else None) for one in found.products]


@endpoint(
    router, "POST", f"{_PRJ}/artifacts/{{artifact_id}}/link", Scope.PROJECT, Action.VIEW_PROJECT, answer=LinkOut,
    is_read=True,
)  # fmt: skip
def create_download_link(request: ProjectCall, project_id: str, artifact_id: str, body: LinkIn) -> LinkOut:
    """A link to a file of a release that a project, or a device of it, may install; it is valid for a few minutes."""
    device = key_of("dev", body.device, "device") if body.device else None
    token = downloads.make_link(
        artifact=path_key("art", artifact_id), project=request.project.id, device=device, ctx=context_of(request)
    )
    return LinkOut(url=f"{settings.BASE_URL}/downloads/{token}/")


@endpoint(router, "GET", "/releases/{release_id}/who", Scope.VENDOR, Action.VIEW_CATALOGUE, answer=StandingOut)
def get_release_standing(request: Call, release_id: str, asked: Annotated[StandingAsk, Query()]) -> StandingOut:
    """Who may install a release and who may not, by reason; who runs an older one. For the vendor's staff."""
    found = found_or_404(release_standing(path_key("rel", release_id), request.today, _wanted(asked)))
    return StandingOut(
        counts={reason.value: count for reason, count in found.counts.items()},
        projects=[
            StandingProjectOut(
                project=one.id, name=one.name, customer=one.customer, reason=one.reason.value, license=one.license_id
            )
            for one in found.projects
        ],
        devices=[
            OlderDeviceOut(device=one.id, name=one.name, project=one.project_id, version=one.version)
            for one in found.devices
        ],
        runs_it=found.runs_it, runs_older=found.runs_older, next_page=found.next_page,
    )  # fmt: skip


def _wanted(asked: StandingAsk) -> Wanted:
    """As on the page: anything else is everything."""
    show = asked.show
    if show == "older":
        return Wanted(older=True, page=asked.page)
    if show in ("may", "may_not"):
        return Wanted(frozenset(one for one in Reason if (one in ALLOWED) is (show == "may")), page=asked.page)
    return Wanted(frozenset({Reason(show)}) if show in set(Reason) else frozenset(), page=asked.page)


def _product(found: ProductReleases, installed: str | None = None) -> ProductAnswersOut:
    return ProductAnswersOut(
        product=found.code, name=found.name, newest=found.newest.release.version if found.newest else None,
        installed=installed, releases=[_row(row) for row in found.rows], left_off=found.left_off,
    )  # fmt: skip


def _row(row: Row) -> AnswerOut:
    release = row.release
    return AnswerOut(
        version=release.version, branch=release.branch, released_on=release.released_on,
        channel=release.channel.value, verdict=_verdict(row.answers.verdict),
        each=[_verdict(one) for one in row.answers.each], helps=[_help(one) for one in row.helps],
        files=[
            ReleaseFileOut(
                id=one.id, file_name=one.file_name, platform=one.platform, edition=one.edition, size=one.size,
                sha256=one.sha256,
            )
            for one in row.files
        ],
    )  # fmt: skip


def _verdict(found: Verdict) -> VerdictOut:
    return VerdictOut(
        may_install=found.may_install, reason=found.reason.value, license=found.license_id,
        entitlement_day=found.entitlement_day, acquired_on=found.acquired_on, included_until=found.included_until,
        locked=list(found.locked), missing=list(found.missing),
    )  # fmt: skip


def _help(found: Remedy) -> HelpOut:
    return HelpOut(
        way=found.way.value, ssc=ssc_text(found.ssc or 0), missing=ssc_text(found.missing or 0), until=found.until,
        day=found.day, types=list(found.types),
    )  # fmt: skip
