"""From what people type to products, branches and releases: codes, names and versions."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from autossa.queries.errors import Unknown
from autossa.store import models


def find_product(code: str) -> UUID:
    """A product by its code. Raises Unknown."""
    found = models.Product.objects.order_by("code")
    return _one(found, "code", code, f"no product {code}; there are")


def find_branch(product: str, name: str) -> UUID:
    """A branch of a product. Raises Unknown."""
    found = models.Branch.objects.filter(product=find_product(product)).order_by("name")
    return _one(found, "name", name, f"no branch {name} of {product}; there are")


def find_release(product: str, version: str) -> UUID:
    """A release of a product, drafts too. Raises Unknown."""
    found = models.Release.objects.filter(product=find_product(product)).order_by("-released_on", "-id")
    return _one(found, "version", version, f"no release {version} of {product}; the newest are", most=5)


def find_artifact(product: str, version: str, file_name: str) -> UUID:
    """A file of a release by its name. Raises Unknown."""
    found = models.Artifact.objects.filter(release=find_release(product, version)).order_by("file_name")
    return _one(found, "file_name", file_name, f"no file {file_name} of {product} {version}; there are", most=20)


def _one(rows: QuerySet[Any], field: str, value: str, otherwise: str, most: int | None = None) -> UUID:
    """The row of that value; else it is said which there are, the first `most` of them."""
    found: UUID | None = rows.filter(**{field: value}).values_list("id", flat=True).first()
    if found is None:
        there = ", ".join(rows.values_list(field, flat=True)[:most])
        raise Unknown(f"{otherwise}: {there or 'none yet'}")
    return found
