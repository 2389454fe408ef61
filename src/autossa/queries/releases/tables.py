"""Plain listings of products and releases for the command line, each in a query or two."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from autossa.queries.releases.pages import files_of
from autossa.store import models


def list_products() -> list[dict[str, Any]]:
    """Every branch of every product, with the license types of the product; a product without a branch too."""
    types: dict[UUID, list[str]] = defaultdict(list)
    of_types = models.ProductType.objects.order_by("license_type__code")
    for product, code, major in of_types.values_list("product_id", "license_type__code", "major"):
        types[product].append(f"{code}={major}" if major else code)
    rows = models.Product.objects.order_by("code", "branches__name")
    return [
        {
            "product": code,
            "name": name,
            "license_types": " ".join(types[key]),
            "branch": branch,
            "supported_until": until.isoformat() if until else None,
        }
        for key, code, name, branch, until in rows.values_list(
            "id", "code", "name", "branches__name", "branches__supported_until"
        )
    ]


def list_releases(product: str | None = None) -> list[dict[str, Any]]:
    """All releases, or those of a product, the newest first; drafts and withdrawn ones too."""
    rows = models.Release.objects.select_related("product", "branch").order_by("product__code", "-released_on", "-id")
    if product is not None:
        rows = rows.filter(product__code=product)
    return [
        {
            "product": row.product.code,
            "version": row.version,
            "branch": row.branch.name,
            "released_on": row.released_on.isoformat(),
            "class": row.release_class,
            "channel": row.channel,
            "entitled_as_of": row.entitled_as_of.isoformat() if row.entitled_as_of else None,
            "state": _state(row),
        }
        for row in rows
    ]


def list_artifacts(release: UUID) -> list[dict[str, Any]]:
    """The files of a release, with their size in bytes."""
    return [
        {
            "file": row.file_name,
            "platform": row.platform,
            "edition": row.edition,
            "size": row.size,
            "sha256": row.sha256,
        }
        for row in files_of(release)
    ]


def _state(row: models.Release) -> str:
    if row.withdrawn_on is not None:
        return f"withdrawn from {row.withdrawn_on.isoformat()}"
    return "published" if row.published_at is not None else "draft"
