"""What everybody may know of releases: their days and the last supported days of their branches; never a draft."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.queries.releases.pages import ReleaseState, state_of
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """A published release; `entitled_as_of` is the earlier day that entitles to it, if any."""

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
    entitled_as_of: date | None
    withdrawn_on: date | None
    withdrawal: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublicBranch:
    """A branch of which something was published; `is_over`: its last supported day has passed."""

    key: UUID
    name: str
    supported_until: date | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class PublicProduct:
    """A product with what was published of it, the newest first."""

    id: str
    code: str
    name: str
    branches: tuple[PublicBranch, ...]
    releases: tuple[PublicRelease, ...]


def public_products(today: date, product: UUID | None = None) -> tuple[PublicProduct, ...]:
    """Products of which something is published, by name; only one by its key. Two queries."""
    rows = models.Release.objects.published().select_related("product", "branch").order_by("-released_on", "-id")
    if product is not None:
        rows = rows.filter(product=product)
    releases: dict[UUID, list[PublicRelease]] = defaultdict(list)
    branches: dict[UUID, dict[UUID, PublicBranch]] = defaultdict(dict)
    named: dict[UUID, models.Product] = {}
    for row in rows:
        named[row.product_id] = row.product
        releases[row.product_id].append(_release(row, today))
        branches[row.product_id].setdefault(row.branch_id, _branch(row.branch, today))
    return tuple(
        PublicProduct(one.public_id, one.code, one.name, tuple(branches[key].values()), tuple(releases[key]))
        for key, one in sorted(named.items(), key=lambda pair: (pair[1].name, pair[1].code))
    )


def _branch(row: models.Branch, today: date) -> PublicBranch:
    until = row.supported_until
    return PublicBranch(row.id, row.name, until, until is not None and until < today)


def _release(row: models.Release, today: date) -> PublicRelease:
    published_at = row.published_at
    assert published_at is not None, "drafts are never public"
    return PublicRelease(
        key=row.id,
        id=public_id("rel", row.id),
        product=row.product.code,
        product_name=row.product.name,
        branch=row.branch.name,
        version=row.version,
        released_on=row.released_on,
        release_class=ReleaseClass(row.release_class),
        channel=Channel(row.channel),
        state=state_of(row, today),
        entitled_as_of=row.entitled_as_of,
        withdrawn_on=row.withdrawn_on,
        withdrawal=row.withdrawal,
        published_at=published_at,
    )
