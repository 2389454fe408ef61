"""`autossa devices activate`, `release`, `move`, `trial`."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

import typer

from autossa.cli.answers import Day, Json, ProjectName
from autossa.cli.boot import boot_ready
from autossa.cli.devices.answers import DeviceName, LicenseId, Some, act
from autossa.operations.context import ActionContext

Quantity = Annotated[int, typer.Argument(min=1)]
Target = Annotated[str, typer.Argument(metavar="TO", help="The device that the license moves to.")]


def activate(
    project: ProjectName,
    device: DeviceName,
    license_id: LicenseId,
    quantity: Quantity,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Activate so many of a license on a device."""
    boot_ready()
    from autossa.operations.devices import activations

    does = partial(activations.activate, license_id=license_id, quantity=quantity)
    act("activate", project, device, on, as_json, does, license=license_id, quantity=quantity)


def release(
    project: ProjectName,
    device: DeviceName,
    license_id: LicenseId,
    quantity: Some = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Release a license from a device to the free stock; it lives on and counts for SSA as before."""
    boot_ready()
    from autossa.operations.devices import activations

    does = partial(activations.release, license_id=license_id, quantity=quantity)
    act("release", project, device, on, as_json, does, license=license_id, quantity=quantity)


def move(
    project: ProjectName,
    device: DeviceName,
    license_id: LicenseId,
    to: Target,
    quantity: Some = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Move a license from a device to another one."""
    boot_ready()
    from autossa.operations.devices import activations
    from autossa.queries.devices.names import find_device

    def does(project: UUID, device: UUID, ctx: ActionContext) -> None:
        target = find_device(project, to)
        activations.move(project=project, device=device, license_id=license_id, to=target, quantity=quantity, ctx=ctx)

    act("move", project, device, on, as_json, does, license=license_id, quantity=quantity, to=to)


def trial(
    project: ProjectName,
    device: DeviceName,
    product: Annotated[str, typer.Argument(metavar="PRODUCT", help="Code of a product.")],
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Try a product out on a device, once in its life."""
    boot_ready()
    from autossa.operations.devices import trials

    def does(project: UUID, device: UUID, ctx: ActionContext) -> dict[str, Any]:
        ends_on = trials.start(project=project, device=device, product=product, ctx=ctx)
        return {"ends_on": ends_on.isoformat()}

    act("trial", project, device, on, as_json, does, product=product)
