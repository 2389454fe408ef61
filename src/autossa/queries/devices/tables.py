"""Devices as rows for the command line."""

from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.dates import DAY
from autossa.queries.devices.page import devices_page
from autossa.queries.devices.rows import DeviceRow


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


def device_facts(row: DeviceRow) -> dict[str, Any]:
    """A device as one row; days are inclusive."""
    return {
        "device": row.id,
        "name": row.name,
        "hardware_id": row.hardware_id,
        "standby_of": row.master_name or None,
        "licenses": on_device(row),
        "installed": {one.product: one.version for one in row.installed},
        "trials": {one.trial.product: (one.trial.ends_on - DAY).isoformat() for one in row.running},
        "gone": f"{row.departure} {row.gone_on.isoformat()}" if row.gone_on else None,
    }


def on_device(row: DeviceRow) -> dict[str, int]:
    """How many of each license are on it."""
    return {one.license_id: one.quantity for one in row.licenses}
