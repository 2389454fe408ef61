"""How products and releases are written and read."""

from datetime import datetime
from typing import Any

from ninja import Field

from autossa.api.v1.frame.paging import PageAsk
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.dates import DAY
from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.operations.releases.releases import ReleaseText
from autossa.queries.releases.pages import BranchRow, FileRow, ProductRow, ReleasePage, ReleaseRow, ReleaseState
from autossa.queries.releases.public import PublicProduct, PublicRelease

_TYPES: Any = Field(default_factory=list, max_length=200, description="License types, by code.")


class ProductIn(Body):
    """A product to be."""

    code: Line = Field(min_length=1)
    name: Line = Field(min_length=1)


class ProductTypesIn(Body):
    """The license types of a product, by code, each with the major version that it names, or an empty text."""

    types: dict[Line, Line] = Field(max_length=200)


class BranchIn(Body):
    """A branch to be."""

    name: Line = Field(min_length=1)
    supported_until: Day | None = Field(None, description="The first day without support; null: no end.")


class SupportIn(Body):
    """Until when a branch is supported."""

    supported_until: Day | None = Field(description="The first day without support; null: no end.")


class ReleaseIn(Body):
    """What a release is."""

    version: Line = Field(min_length=1)
    released_on: Day
    release_class: ReleaseClass = ReleaseClass.FEATURE
    channel: Channel = Channel.STABLE
    notes: str = Field("", max_length=10_000)
    features: list[Line] = _TYPES
    requires: list[Line] = _TYPES


class DraftIn(ReleaseIn):
    """A release to be."""

    branch: Id


class DayIn(Body):
    """From which day on, and why."""

    day: Day
    reason: str = Field(max_length=5000)


class ReleasesAsk(PageAsk):
    """Which releases."""

    product: str = Field("", max_length=100, description="The code of a product.")
    state: ReleaseState | None = None


class ImportIn(Body):
    """A list of releases as CSV, and whether they are published."""

    list: str = Field(min_length=1, max_length=500_000)
    publish: bool = False
    only_preview: bool = Field(False, description="Say what it would do, and do nothing.")


class ImportedOut(Answer):
    """What the import does about a line."""

    line: int
    deed: str
    product: str
    branch: str
    version: str


class BranchOut(Answer):
    """A branch."""

    id: str
    name: str
    supported_until: Day | None = Field(description="The first day without support; null: no end.")
    releases: int


class ProductOut(Answer):
    """A product with its license types, each with its major version, and its branches."""

    id: str
    code: str
    name: str
    types: dict[str, str]
    branches: list[BranchOut]


class ReleaseOut(Answer):
    """A release."""

    id: str
    product: str
    branch: str
    version: str
    released_on: Day
    release_class: str
    channel: str
    state: str
    withdrawn_on: Day | None


class ArtifactOut(Answer):
    """A file of a release."""

    id: str
    file_name: str
    platform: str
    edition: str
    size: int
    sha256: str
    uploaded_at: datetime


class ReleaseFull(ReleaseOut):
    """Everything about a release."""

    notes: str
    features: list[str]
    requires: list[str]
    entitled_as_of: Day | None
    entitled_reason: str
    published_at: datetime | None
    withdrawal: str
    artifacts: list[ArtifactOut]


class PublicReleaseOut(ReleaseOut):
    """A published release."""

    published_at: datetime
    withdrawal: str


class PublicProductOut(Answer):
    """A product with what was published of it, the newest first."""

    id: str
    code: str
    name: str
    releases: list[PublicReleaseOut]


def text_of(given: ReleaseIn) -> ReleaseText:
    """A release as it was sent."""
    return ReleaseText(**{name: getattr(given, name) for name in ReleaseIn.model_fields})


def product_out(row: ProductRow) -> ProductOut:
    """A product."""
    return ProductOut(
        id=row.id, code=row.code, name=row.name, types={one.code: one.major for one in row.types},
        branches=[branch_out(one) for one in row.branches],
    )  # fmt: skip


def branch_out(row: BranchRow) -> BranchOut:
    """A branch."""
    until = row.supported_until + DAY if row.supported_until else None
    return BranchOut(id=row.id, name=row.name, supported_until=until, releases=row.releases)


def release_out(row: ReleaseRow) -> ReleaseOut:
    """A release of the list."""
    return ReleaseOut(**_release(row))


def release_full(page: ReleasePage) -> ReleaseFull:
    """Everything about a release."""
    return ReleaseFull(
        **_release(page.row), notes=page.notes, features=list(page.features), requires=list(page.requires),
        entitled_as_of=page.entitled_as_of, entitled_reason=page.entitled_reason, published_at=page.published_at,
        withdrawal=page.withdrawal, artifacts=[_artifact(one) for one in page.files],
    )  # fmt: skip


def public_product(row: PublicProduct) -> PublicProductOut:
    """A product for everybody."""
    releases = [
        PublicReleaseOut(**_release(one), published_at=one.published_at, withdrawal=one.withdrawal)
        for one in row.releases
    ]
    return PublicProductOut(id=row.id, code=row.code, name=row.name, releases=releases)


def _release(row: ReleaseRow | PublicRelease) -> dict[str, Any]:
    return {
        "id": row.id, "product": row.product, "branch": row.branch, "version": row.version,
        "released_on": row.released_on, "release_class": row.release_class.value, "channel": row.channel.value,
        "state": row.state.value, "withdrawn_on": row.withdrawn_on,
    }  # fmt: skip


def _artifact(row: FileRow) -> ArtifactOut:
    return ArtifactOut(
        id=row.id, file_name=row.file_name, platform=row.platform, edition=row.edition, size=row.size,
        sha256=row.sha256, uploaded_at=row.uploaded_at,
    )  # fmt: skip
