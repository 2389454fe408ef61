"""From what people type to products, branches and releases: codes, names and versions."""

from uuid import UUID

from django.db.models import QuerySet

from autossa.queries.errors import Unknown
from autossa.store import models


def find_product(code: str) -> UUID:
    """A product by its code. Raises Unknown."""
    found = models.Product.objects.filter(code=code).values_list("id", flat=True).first()
    if found is None:
        raise Unknown(f"no product {code}; there are: {_named(models.Product.objects.order_by('code'), 'code')}")
    return found


def find_branch(product: str, name: str) -> UUID:
    """A branch of a product. Raises Unknown."""
    of_product = models.Branch.objects.filter(product=find_product(product))
    found = of_product.filter(name=name).values_list("id", flat=True).first()
    if found is None:
        raise Unknown(f"no branch {name} of {product}; there are: {_named(of_product.order_by('name'), 'name')}")
    return found


def find_release(product: str, version: str) -> UUID:
    """A release of a product, drafts too. Raises Unknown."""
    of_product = models.Release.objects.filter(product=find_product(product))
    found = of_product.filter(version=version).values_list("id", flat=True).first()
    if found is None:
        newest = _named(of_product.order_by("-released_on", "-id")[:5], "version")
        raise Unknown(f"no release {version} of {product}; the newest are: {newest}")
    return found


def _named(rows: "QuerySet[models.Product] | QuerySet[models.Branch] | QuerySet[models.Release]", field: str) -> str:
    return ", ".join(rows.values_list(field, flat=True)) or "none yet"
