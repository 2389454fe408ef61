"""`autossa devices lost`."""

from typing import Any
from uuid import UUID

from autossa.cli.answers import Day, Json, ProjectName
from autossa.cli.boot import boot_ready
from autossa.cli.devices.answers import DeviceName, act
from autossa.operations.context import ActionContext


def lost(project: ProjectName, device: DeviceName, reason: str, on: Day = None, as_json: Json = False) -> None:
    """Write a lost device off; its licenses go back to the free stock."""
    boot_ready()
    from autossa.operations.devices import lost as lost_devices

    def does(project: UUID, device: UUID, ctx: ActionContext) -> dict[str, Any]:
        return {"came_back": lost_devices.write_off(project=project, device=device, reason=reason, ctx=ctx)}

    act("lost", project, device, on, as_json, does)
