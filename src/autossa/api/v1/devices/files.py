"""Endpoints of license files: issued, exchanged with a device without a network, read; checked by staff."""

from datetime import datetime
from typing import Annotated, Any

from django.http.response import HttpResponseBase
from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, found_or_404, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import file_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id
from autossa.domain.rights import Action
from autossa.operations.devices import files
from autossa.operations.devices.license_files import exchange
from autossa.operations.devices.license_files.checks import check_text
from autossa.queries.devices.license_files import FileRow, find_file, list_files
from autossa.queries.devices.overdue import Overdue, overdue_everywhere, overdue_in
from autossa.queries.permissions import Scope

router = Router(tags=["Devices"])
_ALL = "/projects/{project_id}/license-files"
_ONE = f"{_ALL}/{{file_id}}"
_SIGNED = "application/jose"
_MOST = 100_000  # letters of a text that somebody has


class IssueIn(Body):
    """For which device; without one for the project."""

    device: Id | None = None


class DeviceTextIn(Body):
    """What a device shows, or any text that somebody has."""

    text: str = Field(min_length=1, max_length=_MOST)


class LicenseFileOut(Answer):
    """A license file."""

    id: str
    serial: int
    device: str
    issued_on: Day
    expires_at: datetime
    confirmed_at: datetime | None
    product: str = Field(description="Of the major version whose publication made it, if any.")
    major: str
    is_newest: bool
    is_revoked: bool
    body: str = Field(description="The signed text (JWS).")


class ExchangedOut(Answer):
    """What came of it: the file for a request, none for a confirmation."""

    device: str
    serial: int
    file: LicenseFileOut | None


class CheckedOut(Answer):
    """What a text is."""

    kind: str = Field(description="license, release, or empty for what is neither.")
    is_genuine: bool
    key: str
    is_key_known: bool
    revoked: str = Field(description="Why its key was revoked, if it was.")
    is_stale: bool
    is_newest: bool
    is_confirmed: bool
    project: str
    device: str
    claims: dict[str, Any]


class OverdueDeviceOut(Answer):
    """A device that may still use a file of before a decrease."""

    device: str
    name: str
    project: str
    customer: str
    confirmed: int
    newest: int
    is_gone: bool
    more: dict[str, tuple[int, int]] = Field(description="By license: what its file says, and how many there are.")


@endpoint(router, "GET", _ALL, Scope.PROJECT, Action.VIEW_PROJECT, answer=Listed[LicenseFileOut])
def list_license_files(
    request: ProjectCall, project_id: str, page: Annotated[PageAsk, Query()]
) -> Listed[LicenseFileOut]:
    """The license files of a project, newest first."""
    return listed(list_files(request.project.id), page, _file)


@endpoint(router, "POST", _ALL, Scope.PROJECT, Action.EDIT_LICENSES, answer=LicenseFileOut, status=201)
def issue_license_file(request: ProjectCall, project_id: str, body: IssueIn) -> LicenseFileOut:
    """The current license file of a project, or of one of its devices: a new one where the newest is out of date."""
    device = key_of("dev", body.device, "device") if body.device else None
    issued = files.refresh(project=request.project.id, device=device, ctx=context_of(request))
    return _file(_found(request, issued.public_id))


@endpoint(router, "POST", f"{_ALL}/exchange", Scope.PROJECT, Action.EDIT_LICENSES, answer=ExchangedOut)
def exchange_license_file(request: ProjectCall, project_id: str, body: DeviceTextIn) -> ExchangedOut:
    """Answer a device without a network: what it shows is a request, or confirms a file."""
    found = exchange.answer(project=request.project.id, given=body.text, ctx=context_of(request))
    row = _found(request, found.issued.public_id) if found.issued else None
    return ExchangedOut(device=found.device, serial=found.serial, file=_file(row) if row else None)


@endpoint(router, "GET", f"{_ALL}/overdue", Scope.PROJECT, Action.VIEW_PROJECT, answer=list[OverdueDeviceOut])
def list_overdue_devices_of_project(request: ProjectCall, project_id: str) -> list[OverdueDeviceOut]:
    """Devices of a project that have to confirm a newer license file."""
    return [_overdue(one) for one in overdue_in(request.project.id, request.today)]


@endpoint(router, "GET", _ONE, Scope.PROJECT, Action.VIEW_PROJECT, answer=LicenseFileOut)
def get_license_file(request: ProjectCall, project_id: str, file_id: str) -> LicenseFileOut:
    """One license file."""
    return _file(_found(request, file_id))


@endpoint(router, "GET", f"{_ONE}/download", Scope.PROJECT, Action.VIEW_PROJECT, files=(_SIGNED,))
def download_license_file(request: ProjectCall, project_id: str, file_id: str) -> HttpResponseBase:
    """The signed text of a license file, as a file."""
    row = _found(request, file_id)
    return file_of(row.body.encode(), f"{row.id}-{row.serial}.jws", _SIGNED)


@endpoint(router, "POST", "/license-files/check", Scope.VENDOR, Action.VIEW_CATALOGUE, answer=CheckedOut, is_read=True)
def check_license_file(request: Call, body: DeviceTextIn) -> CheckedOut:
    """What a text is: a license file or a manifest of ours, and whether it is genuine. For the vendor's staff."""
    found = check_text(text=body.text, ctx=context_of(request))
    return CheckedOut(
        kind=found.kind, is_genuine=found.is_genuine, key=found.kid, is_key_known=found.is_key_known,
        revoked=found.revoked, is_stale=found.is_stale, is_newest=found.is_newest, is_confirmed=found.is_confirmed,
        project=found.project, device=found.device, claims=dict(found.claims),
    )  # fmt: skip


@endpoint(router, "GET", "/license-files/overdue", Scope.VENDOR, Action.VIEW_CATALOGUE, answer=list[OverdueDeviceOut])
def list_overdue_devices(request: Call) -> list[OverdueDeviceOut]:
    """Devices of all projects that may still use a file of before a decrease. For the vendor's staff."""
    return [_overdue(one) for one in overdue_everywhere(request.today)]


def _found(call: ProjectCall, file: str) -> FileRow:
    return found_or_404(find_file(call.project.id, file))


def _file(row: FileRow) -> LicenseFileOut:
    return LicenseFileOut(
        id=row.id, serial=row.serial, device=row.device, issued_on=row.issued_on, expires_at=row.expires_at,
        confirmed_at=row.confirmed_at, product=row.product, major=row.major, is_newest=row.is_newest,
        is_revoked=row.is_revoked, body=row.body,
    )  # fmt: skip


def _overdue(found: Overdue) -> OverdueDeviceOut:
    return OverdueDeviceOut(
        device=found.device, name=found.name, project=found.project, customer=found.customer,
        confirmed=found.confirmed, newest=found.newest, is_gone=found.is_gone,
        more={code: (said, there) for code, said, there in found.more},
    )  # fmt: skip
