"""The catalogue of releases as staff sees it: products with their branches, releases with their state and files."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from autossa.domain.releases.catalogue import Channel, Need, ReleaseClass
from autossa.queries.releases.catalogue import needs_of
from autossa.store import models


class ReleaseState(StrEnum):
    """How far a release got by a day: a draft, published for a day to come, out, withdrawn."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OUT = "out"
    WITHDRAWN = "withdrawn"


class OfProduct(NamedTuple):
    """A license type of a product, and the major version it names."""

    code: str
    name: str
    major: str


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch; `supported_until` is its last supported day, None without an end."""

    key: UUID
    id: str
    name: str
    supported_until: date | None
    releases: int


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with its license types and branches, by their names."""

    key: UUID
    id: str
    code: str
    name: str
    types: tuple[OfProduct, ...]
    branches: tuple[BranchRow, ...]


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in the list; `files` are how many."""

    key: UUID
    id: str
    product: str
    product_name: str
    branch: str
    version: str
    released_on: date
    release_class: ReleaseClass
    channel: Channel
    state: ReleaseState
    withdrawn_on: date | None
    files: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a release."""

    key: UUID
    id: str
    file_name: str
    platform: str
    edition: str
    size: int
    sha256: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Everything about one release."""

    row: ReleaseRow
    branch: UUID
    notes: str
    features: tuple[str, ...]
    requires: tuple[str, ...]
    entitled_as_of: date | None
    entitled_reason: str
    supported_until: date | None
    published_at: datetime | None
    withdrawal: str
    files: tuple[FileRow, ...]

    @property
    def size(self) -> int:
        """Of all files, in bytes."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class ReleaseList:
    """The releases of a product, or of all, the newest first, and how many there are in each state."""

    rows: tuple[ReleaseRow, ...]
    counts: dict[ReleaseState, int]
    products: tuple[tuple[str, str], ...]


def products() -> tuple[ProductRow, ...]:
    """All products by code. Three queries."""
    types: dict[UUID, list[OfProduct]] = defaultdict(list)
    of_types = models.ProductType.objects.order_by("license_type__code")
    for product, *words in of_types.values_list("product", "license_type__code", "license_type__name", "major"):
        types[product].append(OfProduct(*words))
    branches: dict[UUID, list[BranchRow]] = defaultdict(list)
    for row in models.Branch.objects.annotate(count=Count("releases")).order_by("-name"):
        branches[row.product_id].append(
            BranchRow(row.id, row.public_id, row.name, row.supported_until, getattr(row, "count", 0))
        )
    return tuple(
        ProductRow(row.id, row.public_id, row.code, row.name, tuple(types[row.id]), tuple(branches[row.id]))
        for row in models.Product.objects.order_by("code")
    )


def find_product(public: str) -> ProductRow | None:
    """A product by its id."""
    return next((row for row in products() if row.id == public), None)


def find_product_with_types(public: str) -> tuple[ProductRow, tuple[tuple[str, str], ...]] | None:
    """A product by its id, and all license types there are."""
    found = find_product(public)
    return (found, all_license_types()) if found else None


def find_branch(public: str) -> tuple[ProductRow, BranchRow] | None:
    """A branch by its id, and its product."""
    return next(((row, branch) for row in products() for branch in row.branches if branch.id == public), None)


def all_license_types() -> tuple[tuple[str, str], ...]:
    """Code and name of each license type, by code."""
    return tuple(models.LicenseType.objects.order_by("code").values_list("code", "name"))


def releases(today: date, product: str = "", state: str = "") -> ReleaseList:
    """The releases of a product (by code), or of all, in a state or in any. Three queries."""
    rows = models.Release.objects.order_by("-released_on", "-id")
    if product:
        rows = rows.filter(product__code=product)
    found = _rows(rows, today)
    named = tuple(models.Product.objects.order_by("code").values_list("code", "name"))
    counts = Counter(row.state for row in found)
    return ReleaseList(
        tuple(row for row in found if not state or row.state == state),
        {one: counts[one] for one in ReleaseState},
        named,
    )


def release_page(key: UUID, today: date) -> ReleasePage | None:
    """One release by its key, None for one that is not there."""
    rows = models.Release.objects.filter(pk=key)
    model, row = rows.select_related("branch").first(), next(iter(_rows(rows, today)), None)
    if model is None or row is None:
        return None
    needs = needs_of([key])
    return ReleasePage(
        row=row,
        branch=model.branch_id,
        notes=model.notes,
        features=tuple(sorted(needs[key, Need.FEATURE])),
        requires=tuple(sorted(needs[key, Need.INSTALL])),
        entitled_as_of=model.entitled_as_of,
        entitled_reason=model.entitled_reason,
        supported_until=model.branch.supported_until,
        published_at=model.published_at,
        withdrawal=model.withdrawal,
        files=files_of(key),
    )


def files_of(release: UUID) -> tuple[FileRow, ...]:
    """The files of a release by platform, edition and name."""
    rows = models.Artifact.objects.filter(release=release).order_by("platform", "edition", "file_name")
    return tuple(
        FileRow(row.id, row.public_id, row.file_name, row.platform, row.edition, row.size, row.sha256, row.uploaded_at)
        for row in rows
    )


def _rows(rows: QuerySet[models.Release], today: date) -> Iterable[ReleaseRow]:
    found = rows.select_related("product", "branch").annotate(count=Count("artifacts"))
    return [
        ReleaseRow(
            key=row.id,
            id=row.public_id,
            product=row.product.code,
            product_name=row.product.name,
            branch=row.branch.name,
            version=row.version,
            released_on=row.released_on,
            release_class=ReleaseClass(row.release_class),
            channel=Channel(row.channel),
            state=state_of(row, today),
            withdrawn_on=row.withdrawn_on,
            files=getattr(row, "count", 0),
        )
        for row in found
    ]


def state_of(row: models.Release, today: date) -> ReleaseState:
    """How far a release got by a day."""
    if row.published_at is None:
        return ReleaseState.DRAFT
    if row.withdrawn_on is not None and row.withdrawn_on <= today:
        return ReleaseState.WITHDRAWN
    return ReleaseState.OUT if row.released_on <= today else ReleaseState.ANNOUNCED
