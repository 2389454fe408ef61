"""Devices as pages and commands show them, read for any number of devices in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from autossa.queries.devices.installed import Installed, installed_on
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class OnDevice:
    """So many of a license on a device, since a day; `id` is that of the activation, another one once it changes."""

    id: str
    license_id: str
    type_code: str
    type_name: str
    quantity: int
    since: date
    can_be_released: bool


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial of a product, in [starts_on, ends_on)."""

    product: str
    product_name: str
    starts_on: date
    ends_on: date

    def days_left(self, day: date) -> int:
        """With the day itself; 0 once it is over."""
        return max(0, (self.ends_on - day).days)


@dataclass(frozen=True, slots=True)
class RunningTrial:
    """A trial and the days that are left of it."""

    trial: TrialRow
    days_left: int


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device with what is known of it. A standby has its master's licenses: those of `licenses` are its own.

    `running` are its trials that have not ended; `departure` says how it went on `gone_on`, if it did.
    """

    key: UUID
    project: UUID
    id: str
    name: str
    hardware_id: str
    registered_on: date
    master: UUID | None
    master_name: str
    licenses: tuple[OnDevice, ...]
    installed: tuple[Installed, ...]
    running: tuple[RunningTrial, ...]
    trials: tuple[TrialRow, ...]
    gone_on: date | None = None
    departure: str = ""
    gone_reason: str = ""

    @property
    def is_there(self) -> bool:
        """Neither removed nor lost."""
        return self.gone_on is None


def device_rows(found: QuerySet[models.Device], day: date) -> tuple[DeviceRow, ...]:
    """These devices in their order, with what is on them on a day."""
    devices = list(found.select_related("parent"))
    keys = [one.id for one in devices]
    licenses, installed, trials = _licenses(keys), _installed(keys), _trials(devices)
    return tuple(_row(one, licenses, installed, trials[one.id], day) for one in devices)


def _row(
    device: models.Device,
    licenses: Mapping[UUID, Sequence[OnDevice]],
    installed: Mapping[UUID, Sequence[Installed]],
    trials: Sequence[TrialRow],
    day: date,
) -> DeviceRow:
    running = tuple(RunningTrial(one, one.days_left(day)) for one in trials if one.days_left(day))
    return DeviceRow(
        key=device.id,
        project=device.project_id,
        id=public_id("dev", device.id),
        name=device.name,
        hardware_id=device.hardware_id,
        registered_on=device.registered_on,
        master=device.parent_id,
        master_name=device.parent.name if device.parent else "",
        licenses=tuple(licenses[device.id]),
        installed=tuple(installed[device.id]),
        running=running,
        trials=tuple(trials),
        gone_on=device.gone_on,
        departure=device.departure,
        gone_reason=device.gone_reason,
    )


def _licenses(keys: Iterable[UUID]) -> Mapping[UUID, list[OnDevice]]:
    rows = models.Activation.objects.standing().filter(device__in=list(keys)).order_by("license__id")
    found: dict[UUID, list[OnDevice]] = defaultdict(list)
    for row in rows.select_related("license__license_type"):
        kind = row.license.license_type
        one = OnDevice(
            row.public_id, row.license.code, kind.code, kind.name, row.quantity, row.since, kind.can_be_released
        )
        found[row.device_id].append(one)
    return found


def _installed(keys: Iterable[UUID]) -> Mapping[UUID, list[Installed]]:
    found: dict[UUID, list[Installed]] = defaultdict(list)
    for one in installed_on(keys):
        found[one.device].append(one)
    return found


def _trials(devices: Iterable[models.Device]) -> Mapping[UUID, list[TrialRow]]:
    """Of each device those that were begun on it: elsewhere is nobody's business."""
    found: dict[UUID, list[TrialRow]] = defaultdict(list)
    rows = models.Trial.objects.filter(device__in=[one.id for one in devices]).select_related("product")
    for row in rows.order_by("starts_on", "id"):
        found[row.device_id].append(TrialRow(row.product.code, row.product.name, row.starts_on, row.ends_on))
    return found
