"""Licenses on devices: activated in whole or part, released to the free stock, moved to another device (rule 6).

None of it changes what is paid: what is released lives on, and counts for SSA as before.
"""

from uuid import UUID

from django.db import transaction

from autossa.domain.devices.devices import Ending, Stock, bind, stock_of
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound, apply
from autossa.operations.devices.found import about, lock_project, own_master, present
from autossa.operations.devices.permitted import check_facts, check_installed
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_quantity
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import on_devices_in
from autossa.queries.devices.installed import served_by
from autossa.store import models


class QuantityExceeded(Invalid):
    """Of license {license} {on_devices} of {licensed} are on devices: {free} can be activated, not {wanted}."""

    field = "quantity"


class NotOnDevice(Invalid):
    """License {license} is not activated on {device}."""

    field = "license"


class MoreThanOnDevice(Invalid):
    """{on_device} of license {license} are activated on {device}, not {wanted}."""

    field = "quantity"


class BoundToDevice(Invalid):
    """License {license} is bound to {device}: licenses of this type are neither released nor moved."""

    field = "license"


class MovedToItself(Invalid):
    """The license is on this device already."""

    field = "to"


def activate(*, project: UUID, device: UUID, license_id: str, quantity: int, ctx: ActionContext) -> Outcome:
    """Activate so many of a license on a device, within its free stock; the first ever binds the license (rules 4, 6).

    Raises DeviceNotFound, DeviceIsStandby, QuantityExceeded, ReleaseNotCovered; Refused (`no_such_license`) for what
    is not confirmed, or has ended.
    """
    read_quantity(quantity, "the quantity")
    with transaction.atomic():
        lock_project(project, ctx)
        target = own_master(project, device)
        outcome = apply(
            project=project,
            ctx=ctx,
            action="activate_on_device",
            rule=lambda facts: _bind(facts, target, license_id, quantity, ctx),
            details={"license": license_id, "quantity": quantity} | about(target),
        )
        license = models.License.objects.get(project=project, code=license_id)
        standing = _end(target, license, Ending.CHANGED, ctx)
        _begin(target, license, standing + quantity, ctx)
    return outcome


def release(*, project: UUID, device: UUID, license_id: str, ctx: ActionContext, quantity: int | None = None) -> None:
    """Release so many of a license, or all, from a device to the free stock (rule 6): it lives on, nothing is ended.

    Raises DeviceNotFound, NotOnDevice, MoreThanOnDevice, BoundToDevice where its type is not released (but for what
    was given up: that is more on devices than licensed).
    """
    with transaction.atomic():
        lock_project(project, ctx)
        source = present(project, device)
        row = _standing(source, license_id)
        taken = _taken(row, quantity)
        _check_releasable(row, taken, ctx)
        _take(source, row, taken, Ending.RELEASED, ctx)
        details = {"license": license_id, "quantity": taken} | about(source)
        record_activity(ctx, "release_license", project=project, details=details)


def move(
    *, project: UUID, device: UUID, license_id: str, to: UUID, ctx: ActionContext, quantity: int | None = None
) -> None:
    """Move so many of a license, or all, from a device to another one of the project (rule 6).

    Raises as `release`, and for the other device as `activate`; MovedToItself.
    """
    if device == to:
        raise MovedToItself
    with transaction.atomic():
        lock_project(project, ctx)
        source, target = present(project, device), own_master(project, to)
        row = _standing(source, license_id)
        taken = _taken(row, quantity)
        _check_releasable(row, taken, ctx)
        check_installed(project, [license_id], served_by(target.id), ctx)
        _take(source, row, taken, Ending.MOVED, ctx)
        standing = _end(target, row.license, Ending.CHANGED, ctx)
        _begin(target, row.license, standing + taken, ctx)
        details = {"license": license_id, "quantity": taken, "to": target.name} | about(source)
        record_activity(ctx, "move_license", project=project, details=details)


def _bind(
    facts: Project, target: models.Device, license_id: str, quantity: int, ctx: ActionContext
) -> Outcome | Refusal:
    stock = stock_of(facts, license_id, on_devices_in(target.project_id).get(license_id, 0), ctx.today)
    if not stock.licensed:
        return Refusal(Code.NO_SUCH_LICENSE)
    if quantity > stock.free:
        raise exceeded(stock, quantity)
    check_facts(facts, [license_id], served_by(target.id), ctx.today)
    return bind(facts, ctx.today, license_id)


def exceeded(stock: Stock, wanted: int) -> QuantityExceeded:
    """More is wanted than is free, with both numbers."""
    return QuantityExceeded(
        license=stock.license_id,
        licensed=stock.licensed,
        on_devices=stock.on_devices,
        free=stock.free,
        wanted=wanted,
    )


def _standing(device: models.Device, license_id: str) -> models.Activation:
    row = device.activations.standing().select_related("license__license_type").filter(license__code=license_id).first()
    if row is None:
        raise NotOnDevice(license=license_id, device=device.name)
    return row


def _taken(row: models.Activation, quantity: int | None) -> int:
    """How many are taken from there: all where none were named. Raises MoreThanOnDevice, Invalid below 1."""
    if quantity is None:
        return row.quantity
    read_quantity(quantity, "the quantity")
    if quantity > row.quantity:
        raise MoreThanOnDevice(
            on_device=row.quantity, license=row.license.code, device=row.device.name, wanted=quantity
        )
    return quantity


def _check_releasable(row: models.Activation, taken: int, ctx: ActionContext) -> None:
    """The type says so, or it is more than is licensed. Raises BoundToDevice."""
    if row.license.license_type.can_be_released:
        return
    found = project_as_of(row.project_id, ctx.today)
    if found is None:
        raise ProjectNotFound
    stock = stock_of(found.project, row.license.code, row.license.on_devices, ctx.today)
    if taken > stock.on_devices - stock.licensed:
        raise BoundToDevice(license=row.license.code, device=row.device.name)


def _take(device: models.Device, row: models.Activation, taken: int, ending: Ending, ctx: ActionContext) -> None:
    """End an activation; what remains of it there begins anew."""
    rest = row.quantity - taken
    _end(device, row.license, Ending.CHANGED if rest else ending, ctx)
    if rest:
        _begin(device, row.license, rest, ctx)


def _end(device: models.Device, license: models.License, ending: Ending, ctx: ActionContext) -> int:
    """End what stands of a license on a device; how many that were."""
    row = device.activations.standing().filter(license=license).first()
    if row is None:
        return 0
    row.ended_on, row.ending = ctx.today, ending.value
    row.save(update_fields=["ended_on", "ending"])
    return row.quantity


def _begin(device: models.Device, license: models.License, quantity: int, ctx: ActionContext) -> None:
    models.Activation.objects.create(
        project_id=device.project_id, device=device, license=license, quantity=quantity, since=ctx.today
    )
