"""What a project may install: products × releases with reasons, what would change them, and files to download.

However many releases, licenses and devices there are, it takes the same number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.devices.devices import Stock, stocks_of
from autossa.domain.lines import Ssa
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.devices import Answers, Scope, newest_installable, offered
from autossa.domain.releases.entitlements import Verdict, may_install
from autossa.domain.releases.remedies import Remedies, Remedy
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import licenses_of, on_devices_in, types_of_products
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.releases.entitlements import Asked
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.ids import public_id

NEWEST = 24
"""So many releases of a product are shown first; the others are a click away."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release; `size` in bytes."""

    key: UUID
    id: str
    file_name: str
    platform: str
    edition: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Row:
    """One release: the one verdict, each license's, those of licenses that stand aside, and what would change it."""

    release: Release
    answers: Answers
    aside: tuple[Verdict, ...]
    helps: tuple[Remedy, ...]
    files: tuple[File, ...]

    @property
    def verdict(self) -> Verdict:
        """The one verdict."""
        return self.answers.verdict

    @property
    def each(self) -> tuple[Verdict, ...]:
        """Of every license, those that stand aside last."""
        return (*self.answers.each, *self.aside)

    @property
    def anyone(self) -> bool:
        """At least one license may install it."""
        return self.answers.anyone


@dataclass(frozen=True, slots=True)
class ProductReleases:
    """The releases of a product, the newest first; `left_off` are how many older ones are not among `rows`."""

    code: str
    name: str
    rows: tuple[Row, ...]
    newest: Verdict | None
    left_off: int = 0


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """What a project may install on a day (`as_of`); the names of license types by code; what is exceeded."""

    as_of: date
    products: tuple[ProductReleases, ...]
    type_names: Mapping[str, str]
    exceeded: tuple[Stock, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Products with their names and license types, by code, and the names of those types."""

    names: Mapping[str, str]
    types: Mapping[str, frozenset[str]]
    type_names: Mapping[str, str]


def releases_page(project: UUID, day: date, *, everything: bool = False) -> ReleasesPage | None:
    """The matrix of a project; None for one that is not there. Only products that it has licenses of, or devices."""
    with snapshot():
        found = project_as_of(project, day)
        if found is None:
            return None
        facts, shelf = found.project, load_shelf()
        licenses = licenses_of(project)
        own = {line.license_type for line in facts.lines if line.confirmed}
        installed = models.Installation.objects.filter(device__project=project, device__gone_on=None)
        products = {code for code, types in shelf.types.items() if types & own}
        products |= set(installed.values_list("product__code", flat=True))
        catalogue = load_catalogue(*products) if products else Catalogue()
        files = load_files(catalogue) if products else {}
        scopes = {code: Scope(licenses, shelf.types.get(code, frozenset()), whole_project=True) for code in products}
        limit = None if everything else NEWEST
        asked = [(code, Asked(day, facts, catalogue, scopes[code])) for code in sorted(products)]
        return ReleasesPage(
            as_of=day,
            products=tuple(product_releases(one, code, shelf.names[code], files, limit) for code, one in asked),
            type_names=shelf.type_names,
            exceeded=exceeded_of(project, facts, licenses, day),
        )


def newest_of(project: UUID, facts: Project, day: date) -> tuple[tuple[str, Verdict | None], ...]:
    """For each product of a project, by name, the newest release that it may install on the day; None without one."""
    shelf, own = load_shelf(), {line.license_type for line in facts.lines if line.confirmed}
    products = [code for code, types in sorted(shelf.types.items()) if types & own]
    if not products:
        return ()
    catalogue, licenses = load_catalogue(*products), licenses_of(project)
    found = []
    for code in products:
        asked = Scope(licenses, shelf.types[code], whole_project=True)
        newest = newest_installable(facts, catalogue, asked, offered(catalogue, code), day)
        found.append((shelf.names[code], newest))
    return tuple(found)


def product_releases(
    asked: Asked, code: str, name: str, files: Mapping[tuple[str, str], tuple[File, ...]], limit: int | None = None
) -> ProductReleases:
    """The releases of one product as a project or a device is answered; the newest `limit` of them."""
    stable = offered(asked.catalogue, code)
    every = [one for one in reversed(asked.catalogue.releases) if one.product == code]
    remedies = Remedies(asked.project, asked.catalogue, asked.scope, asked.day, stable)
    rows = tuple(_row(asked, release, remedies, files) for release in every[:limit])
    return ProductReleases(code, name, rows, remedies.newest, len(every) - len(rows))


def _row(asked: Asked, release: Release, remedies: Remedies, files: Mapping[tuple[str, str], tuple[File, ...]]) -> Row:
    answers = asked.answers(release)
    return Row(
        release=release,
        answers=answers,
        aside=tuple(_aside(asked, release)),
        helps=remedies.help_for(answers.verdict),
        files=files.get((release.product, release.version), ()),
    )


def _aside(asked: Asked, release: Release) -> Iterable[Verdict]:
    """What is no part of SSA does not decide, but has an answer of its own."""
    outside = {
        line.license_id
        for line in asked.project.lines
        if line.confirmed and line.ssa is Ssa.NONE and line.license_type in asked.scope.license_types
    }
    for one in dict.fromkeys(asked.scope.licenses):
        if one in outside:
            yield may_install(asked.project, asked.catalogue, one, release, asked.day)


def exceeded_of(project: UUID, facts: Project, licenses: Iterable[str], day: date) -> tuple[Stock, ...]:
    """The licenses of which more are on devices than licensed (`quantity_exceeded`); it is said, not punished."""
    stocks, shown = stocks_of(facts, on_devices_in(project), day), set(licenses)
    return tuple(stock for one, stock in stocks.items() if one in shown and stock.is_exceeded)


def load_shelf() -> Shelf:
    """All products with their license types, and the names of all types: three queries."""
    names = dict(models.Product.objects.order_by("code").values_list("code", "name"))
    return Shelf(names, types_of_products(), dict(models.LicenseType.objects.values_list("code", "name")))


def load_files(catalogue: Catalogue) -> dict[tuple[str, str], tuple[File, ...]]:
    """The files of releases, by product and version. One query."""
    products = {release.product for release in catalogue.releases}
    found: dict[tuple[str, str], list[File]] = defaultdict(list)
    rows = models.Artifact.objects.filter(release__product__code__in=products, release__published_at__isnull=False)
    for row in rows.select_related("release__product").order_by("file_name"):
        key = (row.release.product.code, row.release.version)
        file = File(row.id, public_id("art", row.id), row.file_name, row.platform, row.edition, row.size, row.sha256)
        found[key].append(file)
    return {key: tuple(files) for key, files in found.items()}
