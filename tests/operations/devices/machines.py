"""Machines of Alice's project: what the tests of devices begin with."""

from uuid import UUID

from autossa.operations.devices import activations, devices
from autossa.store import models
from tests.cast.shop import ALICE, Shop, on

DAY = "2026-01-20"
MAC = "00:1b:21:3c:4d:5e"


def machine(project: UUID, name: str = "Frankfurt", hardware_id: str = MAC, day: str = DAY, **given: UUID) -> UUID:
    return devices.register(project=project, name=name, hardware_id=hardware_id, ctx=on(day, ALICE), **given)


def two_machines(shop: Shop, quantity: int = 10, day: str = DAY) -> tuple[UUID, UUID, UUID]:
    """A project with so many of L1, and two devices with nothing on them."""
    project = shop.project(quantity=quantity)
    return project, machine(project, day=day), machine(project, "Berlin", "SN-2000-B", day)


def activate(project: UUID, device: UUID, quantity: int = 1, day: str = DAY, license_id: str = "L1") -> None:
    activations.activate(project=project, device=device, license_id=license_id, quantity=quantity, ctx=on(day, ALICE))


def on_devices(project: UUID) -> dict[str, int]:
    """How many licenses stand on which device, whatever their type."""
    found: dict[str, int] = {}
    for row in models.Activation.objects.standing().filter(project=project).select_related("device"):
        found[row.device.name] = found.get(row.device.name, 0) + row.quantity
    return found


def history(project: UUID) -> list[tuple[str, int, str]]:
    """Each activation as it was: device, quantity, how it ended; empty while it stands."""
    rows = models.Activation.objects.filter(project=project).select_related("device").order_by("id")
    return [(row.device.name, row.quantity, row.ending) for row in rows]
