"""Projects and devices as use cases find them: locked, present, of the project that was named."""

from typing import Any
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.days import check_day_of
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid, NotFound
from autossa.store import models


class DeviceNotFound(NotFound):
    """There is no such device in this project."""


class DeviceIsStandby(Invalid):
    """{device} is the standby of {master}: it takes what is activated there."""

    field = "device"


def lock_project(project: UUID, ctx: ActionContext) -> models.Project:
    """The project's row, locked before anything of it is read. Raises ProjectNotFound, ChangedSinceShown, WrongDay."""
    row = models.Project.objects.select_for_update().filter(pk=project).first()
    if row is None:
        raise ProjectNotFound
    check_day_of(project, ctx)
    ctx.check_seen()
    return row


def present(project: UUID, device: UUID) -> models.Device:
    """A device of the project that is neither removed nor lost. Raises DeviceNotFound."""
    row = models.Device.objects.present().select_related("parent").filter(pk=device, project=project).first()
    if row is None:
        raise DeviceNotFound
    return row


def own_master(project: UUID, device: UUID) -> models.Device:
    """A device on which licenses can be activated: no standby. Raises DeviceNotFound, DeviceIsStandby."""
    row = present(project, device)
    if row.parent is not None:
        raise DeviceIsStandby(device=row.name, master=row.parent.name)
    return row


def about(device: models.Device) -> dict[str, Any]:
    """A device, as the log tells it."""
    return {"device": device.name, "hardware_id": device.hardware_id}
