"""Trials: a device tries a product out, once in its life, whoever has it (rule 6)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.found import about, lock_project, present
from autossa.operations.errors import Invalid
from autossa.operations.releases.products import ProductNotFound
from autossa.queries.devices.holdings import license_holder, types_of
from autossa.queries.devices.terms import device_terms
from autossa.store import models


class TrialUsed(Invalid):
    """{product} can be tried out once on a device, and on this one it was."""

    field = "product"


class TrialNotNeeded(Invalid):
    """A license of {product} is activated on {device}: there is nothing to try out."""

    field = "product"


def start(*, project: UUID, device: UUID, product: str, ctx: ActionContext) -> date:
    """Try a product (by code) out on a device for the days that the vendor has set; the first day after them.

    Once for each hardware and product. Whoever asks learns that it was, not where, nor by whom. Raises DeviceNotFound,
    ProductNotFound, TrialUsed, TrialNotNeeded.
    """
    ends_on = ctx.today + timedelta(days=device_terms().trial_days)
    try:
        with transaction.atomic():
            lock_project(project, ctx)
            row, tried = present(project, device), _product(product)
            _check_unlicensed(row, tried)
            models.Trial.objects.create(
                device=row, hardware_key=row.hardware_key, product=tried, starts_on=ctx.today, ends_on=ends_on
            )
            details = about(row) | {"product": tried.code, "ends_on": ends_on.isoformat()}
            record_activity(ctx, "start_trial", project=project, details=details)
    except IntegrityError:
        raise TrialUsed(product=_product(product).name) from None
    return ends_on


def _product(code: str) -> models.Product:
    found = models.Product.objects.filter(code=code).first()
    if found is None:
        raise ProductNotFound
    return found


def _check_unlicensed(row: models.Device, product: models.Product) -> None:
    """No license of the product's types is on the device or its master. Raises TrialNotNeeded."""
    of_product = models.Activation.objects.standing().filter(
        device=license_holder(row), license__license_type__code__in=types_of(product.code)
    )
    if of_product.exists():
        raise TrialNotNeeded(product=product.name, device=row.name)
