"""Devices as rows for the command line, and by what people type."""

from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key
from autossa.queries.devices.page import devices_page
from autossa.queries.devices.rows import DeviceRow
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import read_public_id


def find_device(project: UUID, text: str) -> UUID:
    """A device of a project by `dev_…`, its name, or its hardware id. Raises Unknown."""
    there = models.Device.objects.present().filter(project=project)
    found = there.filter(name=text)
    if text.startswith("dev_"):
        try:
            found = there.filter(pk=read_public_id("dev", text))
        except ValueError as error:
            raise Unknown(str(error)) from None
    keys = list(found.values_list("id", flat=True)) or list(_by_hardware(project, text))
    if len(keys) != 1:
        raise Unknown(f"no device {text} in this project; give dev_…, its name or its hardware ID")
    return keys[0]


def list_devices(project: UUID, day: date) -> list[dict[str, Any]]:
    """The devices of a project, those that are gone last."""
    page = devices_page(project, day)
    return [] if page is None else [device_facts(row) for row in (*page.devices, *page.gone)]


def list_stock(project: UUID, day: date) -> list[dict[str, Any]]:
    """The free stock of each license of a project."""
    page = devices_page(project, day)
    return [
        {
            "license": one.license_id,
            "licensed": one.licensed,
            "on_devices": one.on_devices,
            "free": one.free,
            "exceeded": one.is_exceeded,
        }
        for one in (page.stocks if page else ())
    ]


def _by_hardware(project: UUID, text: str) -> list[UUID]:
    try:
        key = hardware_key(text)
    except NotAHardwareId:
        return []
    there = models.Device.objects.present().filter(project=project, hardware_key=key)
    return list(there.values_list("id", flat=True))


def device_facts(row: DeviceRow) -> dict[str, Any]:
    """A device as one row."""
    return {
        "device": row.id,
        "name": row.name,
        "hardware_id": row.hardware_id,
        "standby_of": row.master_name or None,
        "licenses": on_device(row),
        "installed": {one.product: one.version for one in row.installed},
        "trials": {one.trial.product: one.trial.ends_on.isoformat() for one in row.running},
        "gone": f"{row.departure} {row.gone_on.isoformat()}" if row.gone_on else None,
    }


def on_device(row: DeviceRow) -> dict[str, int]:
    """How many of each license are on it."""
    return {one.license_id: one.quantity for one in row.licenses}
