"""Trials: a device tries out a product that its project never had, once in its life, whoever has it (rule 6)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.devices.devices import TRIALS_A_YEAR
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.found import about, lock_project, present
from autossa.operations.errors import Invalid
from autossa.operations.releases.products import ProductNotFound
from autossa.queries.devices.terms import device_terms
from autossa.queries.devices.to_try import is_known, missing_for, next_trial_on
from autossa.store import models


class TrialUsed(Invalid):
    """{product} can be tried out once on a device, and on this one it was."""

    field = "product"


class TrialOfKnownProduct(Invalid):
    """{product} cannot be tried out in this project: it has licenses of it, or has had some."""

    field = "product"


class TrialLimitReached(Invalid):
    """{most} trials were begun in this project within a year already; the next one can be from {again} on."""


class TrialNeedsLicense(Invalid):
    """No release of {product} can be installed without a license of {types}, which the project does not have."""

    field = "product"


def start(*, project: UUID, device: UUID, product: str, ctx: ActionContext) -> date:
    """Try a product (by code) out on a device for the days that the vendor has set; the first day after them.

    Once for each hardware and product. Whoever asks learns that it was, not where, nor by whom. It counts for this
    device alone. Raises DeviceNotFound, ProductNotFound, TrialUsed, TrialOfKnownProduct, TrialLimitReached,
    TrialNeedsLicense.
    """
    ends_on = ctx.today + timedelta(days=device_terms().trial_days)
    try:
        with transaction.atomic():
            lock_project(project, ctx)
            row, tried = present(project, device), _product(product)
            _check_new(project, tried, ctx)
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


def _check_new(project: UUID, product: models.Product, ctx: ActionContext) -> None:
    """Something could be tried out that the project does not know. Raises as `start`."""
    if is_known(project, product.pk):
        raise TrialOfKnownProduct(product=product.name)
    again = next_trial_on(project, ctx.today)
    if again > ctx.today:
        raise TrialLimitReached(most=TRIALS_A_YEAR, again=again)
    missing = missing_for(project, product.pk, ctx.today)
    if missing:
        raise TrialNeedsLicense(product=product.name, types=", ".join(missing))
