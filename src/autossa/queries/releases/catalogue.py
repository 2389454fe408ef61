"""The catalogue of releases as the rules see it: what is published, in three queries."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.releases.catalogue import Catalogue, Need, Release, ReleaseClass
from autossa.store import models


def load_catalogue(product: UUID | None = None) -> Catalogue:
    """All published releases, or those of a product, by day, with the last supported days of their branches."""
    branches = models.Branch.objects.exclude(supported_until=None)
    rows = models.Release.objects.published().order_by("released_on", "id")
    if product is not None:
        branches, rows = branches.filter(product=product), rows.filter(product=product)
    ends = branches.values_list("product__code", "name", "supported_until")
    return Catalogue(tuple(_releases(rows)), {(code, name): until for code, name, until in ends if until})


def _releases(rows: QuerySet[models.Release]) -> list[Release]:
    needs: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    found = list(rows.select_related("product", "branch"))
    of_these = models.ReleaseNeed.objects.filter(release__in=[row.id for row in found])
    for release, need, code in of_these.values_list("release_id", "need", "license_type__code"):
        needs[release, need].add(code)
    return [
        Release(
            version=row.version,
            product=row.product.code,
            branch=row.branch.name,
            released_on=row.released_on,
            release_class=ReleaseClass(row.release_class),
            features=frozenset(needs[row.id, Need.FEATURE.value]),
            requires=frozenset(needs[row.id, Need.INSTALL.value]),
            entitled_as_of=row.entitled_as_of,
            withdrawn_on=row.withdrawn_on,
        )
        for row in found
    ]
