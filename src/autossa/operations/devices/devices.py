"""Devices of a project: registered, renamed, made standby of another, removed (rule 6)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.devices.devices import Departure
from autossa.domain.devices.hardware_ids import LONGEST, NotAHardwareId, hardware_key, shown
from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices import credentials
from autossa.operations.devices.found import about, lock_project, own_master, present
from autossa.operations.devices.permitted import check_installed
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_NAME, read_line
from autossa.queries.devices.holdings import licenses_on
from autossa.store import models


class DeviceNameTaken(Invalid):
    """The project has a device {name} already."""

    field = "name"


class HardwareIdTaken(Invalid):
    """The project has a device with the hardware ID {hardware_id} already: {device}."""

    field = "hardware_id"


class NoHardwareId(Invalid):
    """{given} is no hardware ID: that is a serial number or a MAC address, at least four letters and digits."""

    field = "hardware_id"


class DeviceInUse(Invalid):
    """Licenses are activated on {device}: release them or move them to another device first."""

    field = "device"


class DeviceHasStandbys(Invalid):
    """{device} has a standby: make that a device of its own first."""

    field = "device"


class StandbyOfItself(Invalid):
    """A device is no standby of itself."""

    field = "master"


class NoStandby(Invalid):
    """{device} is no standby."""

    field = "device"


def register(*, project: UUID, name: str, hardware_id: str, ctx: ActionContext, standby_of: UUID | None = None) -> UUID:
    """A device of the project, by its serial number or MAC address as printed on it; perhaps as a standby.

    Raises ProjectNotFound, DeviceNotFound, DeviceIsStandby, NoHardwareId, HardwareIdTaken, DeviceNameTaken,
    LimitReached, and as `read_line`.
    """
    name = read_line(name, "the name", MAX_NAME, field="name")
    printed, key = _hardware(hardware_id)
    limits.count(Deed.REQUEST, ctx, project=project)
    with transaction.atomic():
        lock_project(project, ctx)
        _check_free(project, name, key)
        master = None if standby_of is None else own_master(project, standby_of)
        row = models.Device.objects.create(
            project_id=project, name=name, hardware_id=printed, hardware_key=key, parent=master, registered_on=ctx.today
        )
        more = {"master": master.name} if master else {}
        record_activity(ctx, "register_device", project=project, details=about(row) | more)
    return row.id


def rename(*, project: UUID, device: UUID, name: str, ctx: ActionContext) -> bool:
    """Give a device another name; False when it has it already. Raises DeviceNotFound, DeviceNameTaken."""
    name = read_line(name, "the name", MAX_NAME, field="name")
    with transaction.atomic():
        lock_project(project, ctx)
        row = present(project, device)
        before = row.name
        if before == name:
            return False
        _check_free(project, name, "", row.id)
        row.name = name
        row.save(update_fields=["name"])
        record_activity(ctx, "rename_device", project=project, details=about(row) | {"before": before})
    return True


def make_standby(*, project: UUID, device: UUID, master: UUID, ctx: ActionContext) -> None:
    """A device takes from now on what is activated on its master (rule 6).

    Raises DeviceNotFound, StandbyOfItself, DeviceIsStandby for a master that is one itself, DeviceHasStandbys,
    DeviceInUse, ReleaseNotCovered.
    """
    if device == master:
        raise StandbyOfItself
    with transaction.atomic():
        lock_project(project, ctx)
        row, above = present(project, device), own_master(project, master)
        if row.parent_id == above.id:
            return
        _check_empty(row)
        check_installed(project, licenses_on(above.id), [row.id], ctx)
        row.parent = above
        row.save(update_fields=["parent"])
        record_activity(ctx, "make_standby", project=project, details=about(row) | {"master": above.name})


def end_standby(*, project: UUID, device: UUID, ctx: ActionContext) -> None:
    """A standby becomes a device of its own, with nothing on it. Raises DeviceNotFound, NoStandby."""
    with transaction.atomic():
        lock_project(project, ctx)
        row = present(project, device)
        if row.parent is None:
            raise NoStandby(device=row.name)
        master, row.parent = row.parent, None
        row.save(update_fields=["parent"])
        record_activity(ctx, "end_standby", project=project, details=about(row) | {"master": master.name})


def remove(*, project: UUID, device: UUID, ctx: ActionContext) -> None:
    """Take a device out of the project; its history stays. Raises DeviceNotFound, DeviceInUse, DeviceHasStandbys."""
    with transaction.atomic():
        lock_project(project, ctx)
        row = present(project, device)
        _check_empty(row)
        depart(row, Departure.REMOVED, "", ctx)
        record_activity(ctx, "remove_device", project=project, details=about(row))


def depart(row: models.Device, departure: Departure, reason: str, ctx: ActionContext) -> None:
    """Take a device out, under the project's lock: its secret is revoked, its standbys are devices of their own.

    Its row comes first: whoever makes a secret for it at this moment holds it, and that secret is then revoked as well.
    """
    models.Device.objects.present().filter(parent=row).update(parent=None)
    row.gone_on, row.departure, row.gone_reason = ctx.today, departure.value, reason
    row.save(update_fields=["gone_on", "departure", "gone_reason"])
    credentials.end(device=row, ctx=ctx)


def _hardware(given: str) -> tuple[str, str]:
    """As it is printed, and as it is compared. Raises NoHardwareId, and as `read_line`."""
    line = read_line(given, "the hardware ID", LONGEST, field="hardware_id")
    try:
        return shown(line), hardware_key(line)
    except NotAHardwareId:
        raise NoHardwareId(given=line) from None


def _check_free(project: UUID, name: str, key: str, own: UUID | None = None) -> None:
    """No other device that is there has the name, however it is written, or the hardware.

    Raises DeviceNameTaken, HardwareIdTaken.
    """
    there = models.Device.objects.present().filter(project=project)
    if key and (other := there.filter(hardware_key=key).first()) is not None:
        raise HardwareIdTaken(hardware_id=other.hardware_id, device=other.name)
    if (other := there.filter(name__iexact=name).exclude(pk__in=[own]).first()) is not None:
        raise DeviceNameTaken(name=other.name)


def _check_empty(row: models.Device) -> None:
    """Nothing is activated on it, and it is nobody's master. Raises DeviceInUse, DeviceHasStandbys."""
    if row.activations.standing().exists():
        raise DeviceInUse(device=row.name)
    if models.Device.objects.present().filter(parent=row).exists():
        raise DeviceHasStandbys(device=row.name)
