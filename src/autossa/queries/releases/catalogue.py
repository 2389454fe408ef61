"""The catalogue of releases as the rules see it: what is published, in three queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.releases.catalogue import Catalogue, Channel, Need, Release, ReleaseClass
from autossa.store import models


def load_catalogue(*products: str) -> Catalogue:
    """All published releases, or those of products by their codes, by day; the last supported days of branches."""
    branches = models.Branch.objects.exclude(supported_until=None)
    rows = models.Release.objects.published().order_by("released_on", "id")
    if products:
        branches, rows = branches.filter(product__code__in=products), rows.filter(product__code__in=products)
    ends = branches.values_list("product__code", "name", "supported_until")
    return Catalogue(tuple(_releases(rows)), {(code, name): until for code, name, until in ends if until})


def needs_of(releases: Iterable[UUID]) -> Mapping[tuple[UUID, Need], frozenset[str]]:
    """The license types that releases need, by code, and what for; nothing where one needs none."""
    needs: dict[tuple[UUID, Need], frozenset[str]] = defaultdict(frozenset)
    of_these = models.ReleaseNeed.objects.filter(release__in=list(releases))
    for release, need, code in of_these.values_list("release_id", "need", "license_type__code"):
        needs[release, Need(need)] |= {code}
    return needs


def _releases(rows: QuerySet[models.Release]) -> list[Release]:
    found = list(rows.select_related("product", "branch"))
    needs = needs_of(row.id for row in found)
    return [
        Release(
            version=row.version,
            product=row.product.code,
            branch=row.branch.name,
            released_on=row.released_on,
            release_class=ReleaseClass(row.release_class),
            features=needs[row.id, Need.FEATURE],
            requires=needs[row.id, Need.INSTALL],
            entitled_as_of=row.entitled_as_of,
            withdrawn_on=row.withdrawn_on,
            channel=Channel(row.channel),
        )
        for row in found
    ]
