"""Endpoints of what is on a device: licenses, trials, installed versions, and what it signs in with."""

from ninja import Router

from autossa.api.v1.devices.routes import found_device, present_key
from autossa.api.v1.devices.shapes import (
    ActivateIn,
    CodeOut,
    DeviceFull,
    InstalledIn,
    LicenseReleaseIn,
    MoveIn,
    SecretOut,
    TrialIn,
    TrialOut,
    device_full,
)
from autossa.api.v1.frame.calls import ProjectCall, context_of, found_or_404, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.domain.rights import Action
from autossa.operations.devices import activations, credentials, reports, trials
from autossa.queries.devices.rows import OnDevice
from autossa.queries.permissions import Scope

router = Router(tags=["Devices"])
_ONE = "/projects/{project_id}/devices/{device_id}"
_ON = f"{_ONE}/licenses"


@endpoint(router, "POST", _ON, Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull)
def activate_license(request: ProjectCall, project_id: str, device_id: str, body: ActivateIn) -> DeviceFull:
    """Activate so many of a license on a device."""
    activations.activate(
        project=request.project.id, device=present_key(request, device_id), license_id=body.license,
        quantity=body.quantity, ctx=context_of(request),
    )  # fmt: skip
    return device_full(found_device(request, device_id))


@endpoint(router, "POST", f"{_ON}/{{activation_id}}/release", Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull)
def release_license(
    request: ProjectCall, project_id: str, device_id: str, activation_id: str, body: LicenseReleaseIn
) -> DeviceFull:
    """Release so many of a license from a device: they are available again, and live on."""
    row = _activation(request, device_id, activation_id)
    activations.release(
        project=request.project.id, device=present_key(request, device_id), license_id=row.license_id,
        quantity=body.quantity, ctx=context_of(request),
    )  # fmt: skip
    return device_full(found_device(request, device_id))


@endpoint(router, "POST", f"{_ON}/{{activation_id}}/move", Scope.PROJECT, Action.EDIT_LICENSES, answer=DeviceFull)
def move_license(request: ProjectCall, project_id: str, device_id: str, activation_id: str, body: MoveIn) -> DeviceFull:
    """Move so many of a license to another device of the project."""
    row = _activation(request, device_id, activation_id)
    activations.move(
        project=request.project.id, device=present_key(request, device_id), license_id=row.license_id,
        to=key_of("dev", body.to, "to"), quantity=body.quantity, ctx=context_of(request),
    )  # fmt: skip
    return device_full(found_device(request, device_id))


@endpoint(router, "POST", f"{_ONE}/trial", Scope.PROJECT, Action.EDIT_LICENSES, answer=TrialOut, status=201)
def start_trial(request: ProjectCall, project_id: str, device_id: str, body: TrialIn) -> TrialOut:
    """Try a product out on a device, once."""
    until = trials.start(
        project=request.project.id, device=present_key(request, device_id), product=body.product,
        ctx=context_of(request),
    )  # fmt: skip
    return TrialOut(until=until)


@endpoint(router, "POST", f"{_ONE}/installed", Scope.PROJECT, Action.EDIT_LICENSES)
def report_installed(request: ProjectCall, project_id: str, device_id: str, body: InstalledIn) -> None:
    """Say which version of a product is installed on a device."""
    reports.report(
        device=present_key(request, device_id), product=body.product, version=body.version, counts=body.counts,
        ctx=context_of(request),
    )  # fmt: skip


@endpoint(router, "POST", f"{_ONE}/secret", Scope.PROJECT, Action.EDIT_LICENSES, answer=SecretOut, status=201)
def create_device_secret(request: ProjectCall, project_id: str, device_id: str) -> SecretOut:
    """Create what a device signs in with; the former one is revoked. The answer shows it, once."""
    return SecretOut(secret=credentials.issue(device=present_key(request, device_id), ctx=context_of(request)))


@endpoint(router, "POST", f"{_ONE}/secret/revoke", Scope.PROJECT, Action.EDIT_LICENSES)
def revoke_device_secret(request: ProjectCall, project_id: str, device_id: str) -> None:
    """Revoke what a device signs in with, at once."""
    credentials.revoke(device=present_key(request, device_id), ctx=context_of(request))


@endpoint(router, "POST", f"{_ONE}/code", Scope.PROJECT, Action.EDIT_LICENSES, answer=CodeOut, status=201)
def create_device_code(request: ProjectCall, project_id: str, device_id: str) -> CodeOut:
    """Create a code to type on a device, which gets its secret for it. The answer shows it, once."""
    shown = credentials.make_code(device=present_key(request, device_id), ctx=context_of(request))
    return CodeOut(code=shown.code, expires_at=shown.expires_at)


def _activation(call: ProjectCall, device: str, activation: str) -> OnDevice:
    rows = found_device(call, device).row.licenses
    return found_or_404(next((row for row in rows if row.id == activation), None))
