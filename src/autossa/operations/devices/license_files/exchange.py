"""The exchange without a network: a device shows what it wants, the portal answers with a license file."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from autossa.documents.licenses.requests import DeviceRequest, Kind, NotARequest, read_request
from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key
from autossa.operations.context import ActionContext
from autossa.operations.devices.files import DeviceNotInProject, Issued, confirm, refresh
from autossa.operations.devices.reports import ProductNotKnown, report
from autossa.operations.errors import Invalid
from autossa.store import models
from autossa.store.ids import read_public_id


class RequestUnreadable(Invalid):
    """This is not what a device shows: copy all of its text."""

    field = "text"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: the device by name, and the file it is answered with; none where it confirmed one."""

    device: str
    serial: int
    issued: Issued | None


def answer(*, project: UUID, given: str, ctx: ActionContext) -> Answer:
    """Answer a device of the project: the newest file for a request, nothing but a note for a confirmation.

    The version that it names is remembered as installed, of a product that is known. Raises RequestUnreadable,
    DeviceNotInProject, and as `files.refresh`, `files.confirm` and `reports.report`.
    """
    try:
        request = read_request(given)
    except NotARequest:
        raise RequestUnreadable from None
    with transaction.atomic():
        device = _device(project, request)
        answered = _answered(project, device, request, ctx)
        _remember(device, request, ctx)
    return answered


def _answered(project: UUID, device: models.Device, request: DeviceRequest, ctx: ActionContext) -> Answer:
    if request.kind is Kind.CONFIRM:
        confirm(project=project, device=device.pk, serial=request.serial, quantities=request.quantities, ctx=ctx)
        return Answer(device.name, request.serial, None)
    issued = refresh(project=project, device=device.pk, nonce=request.nonce, seen=request.serial, ctx=ctx)
    return Answer(device.name, issued.serial, issued)


def _remember(device: models.Device, request: DeviceRequest, ctx: ActionContext) -> None:
    """What is installed there, if it says. A product that we do not know is no reason to leave it without an answer."""
    if request.product and request.version:
        with suppress(ProductNotKnown):
            report(device=device.pk, product=request.product, version=request.version, ctx=ctx)


def _device(project: UUID, request: DeviceRequest) -> models.Device:
    """The device of the project that it names, by its id or else by its hardware. Raises DeviceNotInProject."""
    present = models.Device.objects.present().filter(project=project)
    try:
        if request.device:
            found = present.filter(pk=read_public_id(models.Device.PREFIX, request.device)).first()
        else:
            found = present.filter(hardware_key=hardware_key(request.hardware_id)).first()
    except (ValueError, NotAHardwareId):
        found = None
    if found is None:
        raise DeviceNotInProject
    return found
