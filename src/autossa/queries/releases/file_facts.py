"""What a license file of a project or a device says, from the project as it is and what is on its devices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from autossa.domain.devices.license_files import FileFacts, Machine, file_facts
from autossa.domain.projects import Project
from autossa.domain.releases.manifests import ReleaseFacts, release_facts
from autossa.queries.devices.holdings import license_holder, licenses_of, types_of_products
from autossa.queries.releases.catalogue import load_catalogue
from autossa.store import models
from autossa.store.ids import public_id


def facts_of_project(key: UUID, project: Project, day: date) -> FileFacts:
    """All licenses and devices of a project as of a day."""
    present = models.Device.objects.present().filter(project=key)
    rows = models.Device.objects.filter(Q(pk__in=present) | Q(pk__in=present.values("parent")))
    machines = _machines(rows.select_related("parent").order_by("id"), day)
    return file_facts(project, load_catalogue(), types_of_products(), licenses_of(key), machines, day)


def facts_of_device(device: models.Device, project: Project, day: date) -> FileFacts:
    """The licenses on a device, which are its master's where it is a standby, as of a day."""
    holder = license_holder(device)
    rows = models.Device.objects.filter(pk__in={device.pk, holder}).select_related("parent")
    machines = _machines(sorted(rows, key=lambda row: row.pk != device.pk), day)
    held = next(one for one in machines if one.id == public_id(models.Device.PREFIX, holder))
    codes = tuple(code for code, _ in held.activations)
    return file_facts(project, load_catalogue(), types_of_products(), codes, machines, day)


def facts_of_release(row: models.Release, day: date) -> ReleaseFacts | None:
    """A published release as of a day; None for a draft."""
    catalogue = load_catalogue(row.product.code)
    found = next((one for one in catalogue.releases if one.version == row.version), None)
    return None if found is None else release_facts(catalogue, found, day)


def _machines(devices: Iterable[models.Device], day: date) -> tuple[Machine, ...]:
    rows = list(devices)
    on_devices: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    standing = models.Activation.objects.standing().filter(device__in=[row.pk for row in rows])
    for device, code, quantity in standing.order_by("since", "id").values_list(
        "device_id", "license__code", "quantity"
    ):
        on_devices[device].append((code, quantity))
    trials = _trials({row.pk for row in rows}, day)
    return tuple(
        Machine(
            row.public_id,
            row.hardware_id,
            row.parent.public_id if row.parent else "",
            tuple(on_devices[row.pk]),
            tuple(trials[row.pk]),
        )
        for row in rows
    )


def _trials(devices: Iterable[UUID], day: date) -> Mapping[UUID, list[tuple[str, date, date]]]:
    found: dict[UUID, list[tuple[str, date, date]]] = defaultdict(list)
    rows = models.Trial.objects.filter(device__in=list(devices), ends_on__gt=day).order_by("product__code")
    for device, code, start, end in rows.values_list("device_id", "product__code", "starts_on", "ends_on"):
        found[device].append((code, start, end))
    return found
