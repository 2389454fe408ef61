"""The catalogue kept in memory by each process, as long as its mark says that nothing of it changed.

Every change of the catalogue makes another mark, in its own transaction. Whoever reads it beside the
facts of a project, in one statement, gets the catalogue of that very moment.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import transaction

from autossa.domain.releases.catalogue import Catalogue, Channel, Release
from autossa.domain.releases.devices import offered
from autossa.queries.releases.catalogue import load_catalogue
from autossa.store import models


@dataclass(frozen=True)
class KnownProduct:
    """A product with its published releases by day, and the license types that belong to it."""

    code: str
    catalogue: Catalogue
    license_types: frozenset[str]

    @cached_property
    def by_version(self) -> Mapping[str, Release]:
        """Each release by its version."""
        return {release.version: release for release in self.catalogue.releases}

    @cached_property
    def stable(self) -> tuple[Release, ...]:
        """What everybody is offered."""
        return offered(self.catalogue, self.code)

    def offered_in(self, channel: Channel) -> tuple[Release, ...]:
        """What a channel offers."""
        return self.stable if channel is Channel.STABLE else offered(self.catalogue, self.code, channel)


@dataclass(frozen=True)
class Known:
    """All products by code, as of a mark."""

    mark: UUID
    products: Mapping[str, KnownProduct]


_kept: list[Known] = []


def known(mark: UUID) -> Known:
    """The catalogue of a mark that was just read, or of a later one; read anew only when it changed."""
    if not _kept or _kept[0].mark != mark:
        _kept[:] = [_read()]
    return _kept[0]


def _read() -> Known:
    """The mark comes first: what is read after it is at least as new, and is read again for a newer one."""
    with transaction.atomic():
        mark = models.CatalogueStamp.objects.values_list("mark", flat=True).get()
        whole = load_catalogue()
        types: dict[str, set[str]] = defaultdict(set)
        for product, code in models.ProductType.objects.values_list("product__code", "license_type__code"):
            types[product].add(code)
        codes = list(models.Product.objects.values_list("code", flat=True))
    return Known(mark, {code: KnownProduct(code, _of_product(whole, code), frozenset(types[code])) for code in codes})


def _of_product(whole: Catalogue, code: str) -> Catalogue:
    releases = tuple(release for release in whole.releases if release.product == code)
    ends = {key: until for key, until in whole.supported_until.items() if key[0] == code}
    return Catalogue(releases, ends)
