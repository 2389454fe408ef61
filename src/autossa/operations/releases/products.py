"""Products, the license types that belong to them, and their branches (rule 9)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_CODE, MAX_NAME, MAX_NUMBER, read_line
from autossa.store import models


class ProductExists(Invalid):
    """There is a product {code} already."""

    field = "code"


class ProductNotFound(NotFound):
    """There is no such product."""


class BranchExists(Invalid):
    """Product {product} has a branch {name} already."""

    field = "name"


class BranchNotFound(NotFound):
    """There is no such branch."""


class TypeUnknown(Invalid):
    """There is no license type {code}."""

    field = "license_types"


def add_product(*, code: str, name: str, ctx: ActionContext) -> UUID:
    """A product that is released. Raises ProductExists, and as `read_line`."""
    code = read_line(code, "the code", MAX_CODE, field="code")
    name = read_line(name, "the name", MAX_NAME, field="name")
    try:
        with transaction.atomic():
            row = models.Product.objects.create(code=code, name=name)
            record_activity(ctx, "add_product", details={"code": code, "name": name})
    except IntegrityError:
        raise ProductExists(code=code) from None
    return row.id


def set_product_types(*, product: UUID, majors: Mapping[str, str], ctx: ActionContext) -> None:
    """The license types that belong to a product, by code, each with the major version it names, or none.

    Raises ProductNotFound, TypeUnknown.
    """
    with transaction.atomic():
        row = _product(product)
        ctx.check_seen()
        types = dict(models.LicenseType.objects.filter(code__in=majors).values_list("code", "id"))
        if (unknown := next((code for code in majors if code not in types), None)) is not None:
            raise TypeUnknown(code=unknown)
        cleaned = {
            code: read_line(major, "the major version", MAX_NUMBER, required=False, field="major")
            for code, major in majors.items()
        }
        row.types.exclude(license_type__code__in=cleaned).delete()
        for code, major in cleaned.items():
            row.types.update_or_create(license_type_id=types[code], defaults={"major": major})
        record_activity(ctx, "set_product_types", details={"product": row.code, "types": sorted(cleaned)})


def add_branch(*, product: UUID, name: str, ctx: ActionContext, supported_until: date | None = None) -> UUID:
    """A branch of a product and its last supported day, if that is known. Raises ProductNotFound, BranchExists."""
    name = read_line(name, "the name", MAX_CODE, field="name")
    with transaction.atomic():
        row = _product(product)
        if row.branches.filter(name=name).exists():
            raise BranchExists(product=row.code, name=name)
        branch = row.branches.create(name=name, supported_until=supported_until)
        record_activity(ctx, "add_branch", details=_support(row, name, supported_until))
    return branch.id


def set_support(*, branch: UUID, supported_until: date | None, ctx: ActionContext) -> None:
    """The last supported day of a branch; none: without an end. Raises BranchNotFound.

    A release may come after it: an urgent fix for a branch that is given up is one, and rule 9 knows what it is worth.
    """
    with transaction.atomic():
        row = models.Branch.objects.select_for_update(of=["self"]).select_related("product").filter(pk=branch).first()
        if row is None:
            raise BranchNotFound
        row.supported_until = supported_until
        row.save(update_fields=["supported_until"])
        record_activity(ctx, "set_support", details=_support(row.product, row.name, supported_until))


def _support(product: models.Product, branch: str, supported_until: date | None) -> dict[str, str | None]:
    until = supported_until.isoformat() if supported_until else None
    return {"product": product.code, "branch": branch, "supported_until": until}


def _product(key: UUID) -> models.Product:
    row = models.Product.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise ProductNotFound
    return row
