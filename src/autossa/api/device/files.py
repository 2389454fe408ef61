"""What a device takes along: its license file, the manifest of a release, links to the files of a release."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from autossa.api.device.answers import answer, tagged
from autossa.api.device.bodies import read_body, read_query
from autossa.api.device.endpoint import context_of, for_devices
from autossa.operations.devices import files
from autossa.operations.devices.answers import SignedIn
from autossa.operations.releases import downloads
from autossa.queries.releases.downloads import release_key


@for_devices("GET")
def license_file(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """The newest license file, a new one where anything of it has changed; 304 for who has it."""
    ctx = context_of(device, request, moment)
    issued = files.refresh(project=device.project_id, device=device.id, ctx=ctx)
    content = {
        "id": issued.public_id,
        "serial": issued.serial,
        "expires_at": issued.expires_at.isoformat(),
        "license_file": issued.body,
    }
    return tagged(request, content)


@for_devices("POST")
def confirm(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """The device has the license file of a serial, and counts so many of each license."""
    sent = read_body(request, must=("serial",), may=("counts",))
    ctx = context_of(device, request, moment)
    files.confirm(
        project=device.project_id, device=device.id, serial=sent["serial"], quantities=sent.get("counts"), ctx=ctx
    )
    return answer({"serial": sent["serial"], "confirmed": True})


@for_devices("GET")
def manifest(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """The signed manifest of a published release; what may be done with it says the license file."""
    key = release_key(*_named(request))
    if key is None:
        raise files.ReleaseNotPublished
    ctx = context_of(device, request, moment)
    return tagged(request, {"manifest": files.manifest(release=key, ctx=ctx, kid=device.vendor.kid)})


@for_devices("GET")
def artifacts(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """The files of a release that the device may install, each with a link that lasts 15 minutes."""
    product, version = _named(request)
    ctx = context_of(device, request, moment)
    links = downloads.make_links(product=product, version=version, project=device.project_id, device=device.id, ctx=ctx)
    found = [
        {
            "file_name": row.file_name,
            "platform": row.platform,
            "edition": row.edition,
            "size": row.size,
            "sha256": row.sha256,
            "url": _address(token),
        }
        for row, token in links
    ]
    return answer({"product": product, "version": version, "artifacts": found})


def _named(request: HttpRequest) -> tuple[str, str]:
    given = read_query(request, must=("product", "version"))
    return given["product"], given["version"]


def _address(token: str) -> str:
    return str(settings.BASE_URL) + reverse("download", urlconf=settings.ROOT_URLCONF, args=[token])
