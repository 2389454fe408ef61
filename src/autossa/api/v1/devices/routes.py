"""Endpoints of the devices of a project: registered, named, made standby, removed, written off; looked up."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.devices.shapes import (
    DeviceFull,
    DeviceIn,
    DeviceName,
    DeviceOut,
    FoundOut,
    LostIn,
    StandbyIn,
    WrittenOffOut,
    device_full,
    device_out,
    found_out,
)
from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, found_or_404, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.rights import Action
from autossa.operations.devices import devices, lost
from autossa.queries.devices.page import DevicePage, device_id, device_page, devices_page
from autossa.queries.permissions import Scope
from autossa.queries.releases.look_up import look_up

router = Router(tags=["Devices"])
_ALL = "/projects/{project_id}/devices"
_ONE = f"{_ALL}/{{device_id}}"


@endpoint(router, "GET", "/devices", Scope.SELF, answer=list[FoundOut])
def look_up_devices(request: Call, search: Annotated[str, Query(min_length=1, max_length=200)]) -> list[FoundOut]:
    """Devices of all projects that you may see, by serial number or MAC address, or by words of their name."""
    return [found_out(one) for one in look_up(request.account, search, request.today).found]


@endpoint(router, "GET", _ALL, Scope.PROJECT, Action.VIEW_PROJECT, answer=Listed[DeviceOut])
def list_devices(request: ProjectCall, project_id: str, page: Annotated[PageAsk, Query()]) -> Listed[DeviceOut]:
    """The devices of a project, standbys below their master; those that are gone last."""
    found = found_or_404(devices_page(request.project.id, request.today))
    return listed([*found.devices, *found.gone], page, device_out)


@endpoint(router, "POST", _ALL, Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull, status=201)
def register_device(request: ProjectCall, project_id: str, body: DeviceIn) -> DeviceFull:
    """Register a device, perhaps as a standby of another one."""
    standby_of = key_of("dev", body.standby_of, "standby_of") if body.standby_of else None
    key = devices.register(
        project=request.project.id, name=body.name, hardware_id=body.hardware_id, standby_of=standby_of,
        ctx=context_of(request),
    )  # fmt: skip
    return device_full(found_device(request, device_id(key)))


@endpoint(router, "GET", _ONE, Scope.PROJECT, Action.VIEW_PROJECT, answer=DeviceFull)
def get_device(request: ProjectCall, project_id: str, device_id: str, response: HttpResponse) -> DeviceFull:
    """One device of a project, gone or not."""
    found = device_full(found_device(request, device_id))
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PATCH", _ONE, Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull, versioned=True)
def rename_device(
    request: ProjectCall, project_id: str, device_id: str, body: DeviceName, response: HttpResponse
) -> DeviceFull:
    """Give a device another name."""
    ctx = version_context(request, lambda: device_full(found_device(request, device_id)).model_dump())
    devices.rename(project=request.project.id, device=present_key(request, device_id), name=body.name, ctx=ctx)
    found = device_full(found_device(request, device_id))
    tagged(response, found.model_dump())
    return found


@endpoint(router, "DELETE", _ONE, Scope.PROJECT, Action.EDIT_LICENSES, versioned=True)
def remove_device(request: ProjectCall, project_id: str, device_id: str) -> None:
    """Remove a device from its project; nothing may be activated on it."""
    ctx = version_context(request, lambda: device_full(found_device(request, device_id)).model_dump())
    devices.remove(project=request.project.id, device=present_key(request, device_id), ctx=ctx)


@endpoint(router, "POST", f"{_ONE}/standby", Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull)
def set_standby(request: ProjectCall, project_id: str, device_id: str, body: StandbyIn) -> DeviceFull:
    """Make a device the standby of another one, or a device of its own again."""
    project, key = request.project.id, present_key(request, device_id)
    if body.master is None:
        devices.end_standby(project=project, device=key, ctx=context_of(request))
    else:
        master = key_of("dev", body.master, "master")
        devices.make_standby(project=project, device=key, master=master, ctx=context_of(request))
    return device_full(found_device(request, device_id))


@endpoint(router, "POST", f"{_ONE}/lost", Scope.PROJECT, Action.WRITE_OFF_DEVICES, answer=WrittenOffOut)
def write_off_device(request: ProjectCall, project_id: str, device_id: str, body: LostIn) -> WrittenOffOut:
    """Write a lost device off as the vendor's staff: what was on it is available again."""
    came_back = lost.write_off(
        project=request.project.id, device=present_key(request, device_id), reason=body.reason,
        ctx=context_of(request),
    )  # fmt: skip
    return WrittenOffOut(came_back=came_back)


def found_device(call: ProjectCall, device: str) -> DevicePage:
    """A device of the project that the permission was checked on. Raises NotFound."""
    return found_or_404(device_page(call.project.id, device, call.today))


def present_key(call: ProjectCall, device: str) -> UUID:
    """The key of a device that is there. Raises NotFound for one that is gone, too."""
    row = found_device(call, device).row
    return found_or_404(row.key if row.is_there else None)
