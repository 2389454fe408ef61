"""Devices that may still use a file of before a decrease: a newer one has to be confirmed (rule 6).

What was released from a device, moved or given up, or what its former master has, is in none of its new files; but the
device may have an older one, of its own or of the whole project. It is asked for again until the device confirms one of
its own that says no more than there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from autossa.domain.devices.devices import Departure
from autossa.queries.devices.holdings import license_holder
from autossa.queries.devices.license_files import claims_of, quantities_of
from autossa.store import models

MOST_LISTED = 500
_AT_ONCE = 500
"""Devices whose files are read together."""


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
    return _listed(_candidates(day).filter(project=project).order_by("name", "id"), day)


def overdue_everywhere(day: date) -> tuple[Overdue, ...]:
    """Those of all projects by customer; of very many the first, however many devices were looked at for them."""
    return _listed(_candidates(day).order_by("project__customer__name", "project__name", "name", "id"), day)


def _listed(candidates: QuerySet[models.Device], day: date) -> tuple[Overdue, ...]:
    keys = list(candidates.values_list("pk", flat=True))
    pieces = (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
    return tuple(islice(chain.from_iterable(_found(piece, day) for piece in pieces), MOST_LISTED))


def _candidates(day: date) -> QuerySet[models.Device]:
    """Devices that a file may be about, of which something ended: what they or their master had, a line, themselves."""
    ended = models.Activation.objects.exclude(ended_on=None).filter(ended_on__lte=day)
    lines = models.LicenseLine.objects.filter(project=OuterRef("project"), ended_on__lte=day, confirmed=True)
    less = Exists(ended.filter(device=OuterRef("pk"))) | Exists(ended.filter(device=OuterRef("parent"))) | Exists(lines)
    own, of_project = models.LicenseFile.objects.exclude(device=None), models.LicenseFile.objects.filter(device=None)
    with_file = models.Device.objects.filter(
        Q(pk__in=own.values("device")) | Q(project__in=of_project.values("project"))
    )
    return with_file.filter(Q(gone_on=None) & (less | _other_master()) | Q(departure=Departure.REMOVED.value))


def _other_master() -> Q:
    """It was a standby, or one of another master. Only the log knows; that a master was lost ends it too."""
    log = models.Activity.objects.annotate(hardware=KT("details__hardware_id"))
    changed = log.filter(
        project=OuterRef("project"), action__in=("end_standby", "make_standby"), hardware=OuterRef("hardware_id")
    )
    lost = models.Device.objects.filter(project=OuterRef("project"), departure=Departure.LOST.value)
    return Q(Exists(changed)) | Q(Exists(lost))


def _found(keys: Sequence[UUID], day: date) -> Iterator[Overdue]:
    """Of these devices, in their order, those that are asked again."""
    by_key = models.Device.objects.select_related("project__customer").in_bulk(keys)
    rows = [by_key[key] for key in keys]
    files = _files(rows)
    held = _held(rows, day)
    for row in rows:
        confirmed = max((one.serial for one in files[row.pk] if one.is_confirmed), default=0)
        said: dict[str, int] = {}
        for one in files[row.pk]:
            if one.serial >= confirmed:
                for code, number in quantities_of(one.claims, row.public_id).items():
                    said[code] = max(said.get(code, 0), number)
        now = {} if row.gone_on else held[license_holder(row)]
        more = tuple((code, number, now.get(code, 0)) for code, number in said.items() if number > now.get(code, 0))
        if more:
            newest = max(one.serial for one in files[row.pk])
            yield Overdue(
                row.public_id, row.name, row.project.public_id, row.project.name, row.project.customer.name,
                confirmed, newest, more, row.gone_on is not None,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    serial: int
    is_confirmed: bool
    claims: dict[str, Any]


def _files(devices: Sequence[models.Device]) -> dict[UUID, list[_File]]:
    """The files that each device may have: its own, and those of its project that list it; only its own it confirms."""
    rows = models.LicenseFile.objects.filter(
        Q(device__in=[row.pk for row in devices]) | Q(device=None, project__in={row.project_id for row in devices})
    ).order_by("serial")
    own: dict[UUID, list[_File]] = defaultdict(list)
    of_project: dict[UUID, list[_File]] = defaultdict(list)
    for row in rows:
        one = _File(row.serial, row.confirmed_at is not None, claims_of(row.body))
        if row.device_id is None:
            of_project[row.project_id].append(one)
        else:
            own[row.device_id].append(one)
    return {
        device.pk: own[device.pk] + [one for one in of_project[device.project_id] if _lists(one, device.public_id)]
        for device in devices
    }


def _lists(file: _File, device: str) -> bool:
    return any(one["id"] == device for one in file.claims["devices"])


def _held(devices: Iterable[models.Device], day: date) -> dict[UUID, dict[str, int]]:
    """What is on devices, of licenses that are alive on the day."""
    alive = models.LicenseLine.objects.alive(day).filter(license=OuterRef("license"))
    rows = models.Activation.objects.standing().filter(device__in=[license_holder(row) for row in devices])
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for device, code, number in rows.filter(Exists(alive)).values_list("device_id", "license__code", "quantity"):
        found[device][code] = number
    return found
