"""`autossa devices register`, `rename`, `standby`, `remove`."""

from functools import partial
from typing import Annotated
from uuid import UUID

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.devices.answers import DeviceName, act, say_done
from autossa.operations.context import ActionContext

HardwareId = Annotated[str, typer.Argument(metavar="HARDWARE-ID", help="Serial number or MAC address, as printed.")]
Master = Annotated[str | None, typer.Option("--of", metavar="DEVICE", help="The device that it stands by for.")]


def register(
    project: ProjectName,
    name: str,
    hardware_id: HardwareId,
    of: Master = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Register a device; with --of as the standby of another one."""
    boot_ready()
    from autossa.operations.devices import devices
    from autossa.queries.devices.names import find_device
    from autossa.queries.devices.page import device_id
    from autossa.queries.identifiers import find_project

    with answering("devices register", as_json=as_json):
        ctx, key = action_context(on), find_project(project)
        master = find_device(key, of) if of else None
        made = devices.register(project=key, name=name, hardware_id=hardware_id, standby_of=master, ctx=ctx)
        say_done("register", ctx, as_json, device=device_id(made), name=name)


def rename(project: ProjectName, device: DeviceName, name: str, on: Day = None, as_json: Json = False) -> None:
    """Give a device another name."""
    boot_ready()
    from autossa.operations.devices import devices

    act("rename", project, device, on, as_json, partial(devices.rename, name=name), name=name)


def standby(project: ProjectName, device: DeviceName, of: Master = None, on: Day = None, as_json: Json = False) -> None:
    """Make a device the standby of another one; without --of a device of its own again."""
    boot_ready()
    from autossa.operations.devices import devices
    from autossa.queries.devices.names import find_device

    def does(project: UUID, device: UUID, ctx: ActionContext) -> None:
        if of is None:
            devices.end_standby(project=project, device=device, ctx=ctx)
        else:
            devices.make_standby(project=project, device=device, master=find_device(project, of), ctx=ctx)

    act("standby", project, device, on, as_json, does, of=of)


def remove(project: ProjectName, device: DeviceName, on: Day = None, as_json: Json = False) -> None:
    """Take a device out of the project; nothing may be activated on it."""
    boot_ready()
    from autossa.operations.devices import devices

    act("remove", project, device, on, as_json, devices.remove)
