"""Devices that may still use a file of before a decrease: a newer one has to be confirmed (rule 6).

Whoever was released from a device, moved or given up is in none of its files any more; but the device may have an older
one. It is asked for again until the device confirms a file that says no more than there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from autossa.domain.devices.devices import Departure
from autossa.queries.devices.holdings import license_holder
from autossa.queries.devices.license_files import claims_of, quantities_of
from autossa.store import models

MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Overdue:
    """A device whose last confirmed file says more of a license than there is: what, and how many there are.

    `confirmed` is the serial it has confirmed, 0 for none; `newest` that of the newest file about it.
    """

    device: str
    name: str
    project: str
    project_name: str
    customer: str
    confirmed: int
    newest: int
    more: tuple[tuple[str, int, int], ...]
    is_gone: bool


def overdue_in(project: UUID, day: date) -> tuple[Overdue, ...]:
    """The devices of a project that are asked again, by name."""
    return tuple(_found(_candidates(day).filter(project=project).order_by("name", "id"), day))


def overdue_everywhere(day: date) -> tuple[Overdue, ...]:
    """Those of all projects; of very many the first."""
    return tuple(_found(_candidates(day).order_by("project__customer__name", "project__name", "name", "id"), day))


def _candidates(day: date) -> QuerySet[models.Device]:
    """Devices with a file, of which something ended: an activation of theirs or their master's, a line, themselves."""
    ended = models.Activation.objects.exclude(ended_on=None).filter(ended_on__lte=day)
    lines = models.LicenseLine.objects.filter(project=OuterRef("project"), ended_on__lte=day, confirmed=True)
    less = Exists(ended.filter(device=OuterRef("pk"))) | Exists(ended.filter(device=OuterRef("parent"))) | Exists(lines)
    with_file = models.Device.objects.filter(Exists(models.LicenseFile.objects.filter(device=OuterRef("pk"))))
    there = with_file.filter(Q(gone_on=None, pk__isnull=False) & less | Q(departure=Departure.REMOVED.value))
    return there.select_related("project__customer")


def _found(devices: QuerySet[models.Device], day: date) -> Iterator[Overdue]:
    rows = list(devices[:MOST_LOOKED_AT])
    files = _files(rows)
    held = _held(rows, day)
    for row in rows:
        confirmed = max((serial for serial, is_confirmed, _ in files[row.pk] if is_confirmed), default=0)
        said: dict[str, int] = {}
        for serial, _, body in files[row.pk]:
            if serial >= confirmed:
                for code, number in quantities_of(claims_of(body)).items():
                    said[code] = max(said.get(code, 0), number)
        now = {} if row.gone_on else held[license_holder(row)]
        more = tuple((code, number, now.get(code, 0)) for code, number in said.items() if number > now.get(code, 0))
        if more:
            newest = max(serial for serial, _, _ in files[row.pk])
            yield Overdue(
                row.public_id, row.name, row.project.public_id, row.project.name, row.project.customer.name,
                confirmed, newest, more, row.gone_on is not None,
            )  # fmt: skip


def _files(devices: Iterable[models.Device]) -> dict[UUID, list[tuple[int, bool, str]]]:
    found: dict[UUID, list[tuple[int, bool, str]]] = defaultdict(list)
    rows = models.LicenseFile.objects.filter(device__in=[row.pk for row in devices]).order_by("serial")
    for device, serial, at, body in rows.values_list("device_id", "serial", "confirmed_at", "body"):
        if device is not None:
            found[device].append((serial, at is not None, body))
    return found


def _held(devices: Iterable[models.Device], day: date) -> dict[UUID, dict[str, int]]:
    """What is on devices, of licenses that are alive on the day."""
    alive = models.LicenseLine.objects.filter(license=OuterRef("license"), confirmed=True, added_on__lte=day)
    alive = alive.filter(Q(ended_on=None) | Q(ended_on__gt=day)).exclude(ended_on__lte=F("added_on"))
    rows = models.Activation.objects.standing().filter(device__in=[license_holder(row) for row in devices])
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for device, code, number in rows.filter(Exists(alive)).values_list("device_id", "license__code", "quantity"):
        found[device][code] = number
    return found
