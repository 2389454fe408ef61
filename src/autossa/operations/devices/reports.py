"""What is installed on a device, as it says itself, or somebody says for it (rule 9)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.found import DeviceNotFound, about
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_CODE, MAX_QUANTITY, read_line
from autossa.store import models

MOST_COUNTS = 20


class ProductNotKnown(NotFound):
    """There is no such product."""

    field = "product"


class CountsUnclear(Invalid):
    """What a device counts are at most {most} whole numbers from 0, each with a short name."""

    field = "counts"


def report(
    *, device: UUID, product: str, version: str, ctx: ActionContext, counts: Mapping[str, int] | None = None
) -> bool:
    """Remember the version of a product (by code) that is installed on a device; whether it is another than before.

    A version that the catalogue does not know is remembered too. The log has it when it changes. Raises DeviceNotFound,
    ProductNotKnown, CountsUnclear, and as `read_line`.
    """
    version = read_line(version, "the version", MAX_CODE, field="version")
    kept = _read_counts(counts or {})
    with transaction.atomic():
        row = models.Device.objects.present().select_for_update().filter(pk=device).first()
        if row is None:
            raise DeviceNotFound
        of_product = models.Product.objects.filter(code=product).first()
        if of_product is None:
            raise ProductNotKnown
        release = models.Release.objects.published().filter(product=of_product, version=version).first()
        before = models.Installation.objects.filter(device=row, product=of_product).first()
        models.Installation.objects.update_or_create(
            device=row,
            product=of_product,
            defaults={"release": release, "version": version, "counts": kept, "reported_at": ctx.now},
        )
        changed = before is None or before.version != version
        if changed:
            details = about(row) | {"product": product, "version": version}
            record_activity(ctx, "report_installation", project=row.project_id, details=details)
    return changed


def _read_counts(counts: Mapping[str, int]) -> dict[str, int]:
    if len(counts) > MOST_COUNTS or not all(type(n) is int and 0 <= n <= MAX_QUANTITY for n in counts.values()):
        raise CountsUnclear(most=MOST_COUNTS)
    return {read_line(name, "the name", MAX_CODE, field="counts"): number for name, number in counts.items()}
