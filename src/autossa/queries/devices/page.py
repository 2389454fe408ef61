"""The devices of a project, the free stock of its licenses, and the pages that act on them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.devices.devices import Stock, stocks_of
from autossa.domain.projects import Project
from autossa.queries.as_of import project_as_of
from autossa.queries.devices.holdings import on_devices_in
from autossa.queries.devices.rows import DeviceRow, device_rows
from autossa.queries.devices.terms import DeviceTerms, device_terms
from autossa.queries.devices.to_try import ToTry, to_try
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.ids import public_id, read_public_id


@dataclass(frozen=True, slots=True)
class StockRow:
    """What there is of a license on a day: licensed, on devices, free; `is_exceeded` when more are in use."""

    license_id: str
    type_name: str
    licensed: int
    on_devices: int
    free: int
    is_exceeded: bool
    can_be_released: bool


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """The devices of a project, standbys below their master; those that are gone; the stock of its licenses."""

    devices: tuple[DeviceRow, ...]
    gone: tuple[DeviceRow, ...]
    stocks: tuple[StockRow, ...]

    @property
    def exceeded(self) -> tuple[StockRow, ...]:
        """Licenses of which more are on devices than licensed."""
        return tuple(one for one in self.stocks if one.is_exceeded)

    @property
    def can_activate(self) -> bool:
        """There is a device, and something that is not on one."""
        return bool(self.devices) and any(one.free for one in self.stocks)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An activation as it was: in [since, ended_on), how it ended; empty while it stands."""

    license_id: str
    quantity: int
    since: date
    ended_on: date | None
    ending: str


@dataclass(frozen=True, slots=True)
class Credential:
    """The secret that a device signs in with: its last letters, and when it was made."""

    hint: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DevicePage:
    """One device: its row, those that take what it has, where its licenses could go, what may be tried out.

    `effective` are the licenses that count on it: its own, or those of its master. `lacking` are products that could be
    tried out if the project had what their releases require.
    """

    row: DeviceRow
    effective: DeviceRow
    standbys: tuple[DeviceRow, ...]
    masters: tuple[DeviceRow, ...]
    stocks: tuple[StockRow, ...]
    history: tuple[HistoryRow, ...]
    credential: Credential | None
    products: tuple[tuple[str, str], ...]
    to_try: tuple[tuple[str, str], ...]
    lacking: tuple[ToTry, ...]
    terms: DeviceTerms

    @property
    def is_in_use(self) -> bool:
        """Licenses are activated on it, or devices stand by for it: it stays."""
        return bool(self.row.licenses or self.standbys)

    @property
    def can_activate(self) -> bool:
        """It is no standby, and something is free."""
        return self.row.master is None and any(one.free for one in self.stocks)


def devices_page(project: UUID, day: date) -> DevicesPage | None:
    """All devices of a project on a day; None for a project that is not there (any more)."""
    with snapshot():
        found = project_as_of(project, day)
        if found is None:
            return None
        rows = device_rows(models.Device.objects.filter(project=project).order_by("name", "id"), day)
        there, gone = [one for one in rows if one.is_there], [one for one in rows if not one.is_there]
        gone.sort(key=lambda one: (one.gone_on or day, one.name), reverse=True)
        return DevicesPage(tuple(_below_masters(there)), tuple(gone), stock_rows(project, found.project, day))


def stock_rows(project: UUID, facts: Project, day: date) -> tuple[StockRow, ...]:
    """The stock of each license of a project, in its order."""
    stocks = stocks_of(facts, on_devices_in(project), day)
    rows = models.License.objects.filter(project=project, code__in=stocks).select_related("license_type")
    types = {row.code: row.license_type for row in rows}
    return tuple(_stock(one, types[code]) for code, one in stocks.items())


def device_page(project: UUID, device: str, day: date) -> DevicePage | None:
    """One device of a project by its public id, gone or not; None for what is not there, or is another project's."""
    key = read_device(device)
    with snapshot():
        found = project_as_of(project, day)
        own = models.Device.objects.filter(project=project)
        rows = {one.key: one for one in device_rows(own.order_by("name", "id"), day)}
        row = rows.get(key) if key else None
        if found is None or row is None:
            return None
        products = tuple(models.Product.objects.order_by("name", "code").values_list("code", "name"))
        untried = to_try(row.key, day) if row.is_there else ()
        return DevicePage(
            row=row,
            effective=rows[row.master] if row.master else row,
            standbys=tuple(one for one in rows.values() if one.master == row.key and one.is_there),
            masters=tuple(one for one in rows.values() if one.is_there and one.master is None and one.key != row.key),
            stocks=stock_rows(project, found.project, day),
            history=_history(row.key),
            credential=_credential(row.key),
            products=products,
            to_try=tuple((one.code, one.name) for one in untried if not one.missing),
            lacking=tuple(one for one in untried if one.missing),
            terms=device_terms(),
        )


def read_device(text: str) -> UUID | None:
    """The key behind a public id; None for what is none."""
    try:
        return read_public_id("dev", text)
    except ValueError:
        return None


def device_id(key: UUID) -> str:
    """The public id of a device."""
    return public_id("dev", key)


def _below_masters(rows: list[DeviceRow]) -> Iterator[DeviceRow]:
    """Each master, then those that stand by for it."""
    below: dict[UUID | None, list[DeviceRow]] = defaultdict(list)
    for row in rows:
        below[row.master].append(row)
    for master in below[None]:
        yield master
        yield from below[master.key]


def _stock(one: Stock, kind: models.LicenseType) -> StockRow:
    return StockRow(
        one.license_id, kind.name, one.licensed, one.on_devices, one.free, one.is_exceeded, kind.can_be_released
    )


def _history(device: UUID) -> tuple[HistoryRow, ...]:
    """What ended on the day it began was nothing but a step of what was done that day."""
    rows: QuerySet[models.Activation] = models.Activation.objects.filter(device=device).select_related("license")
    return tuple(
        HistoryRow(row.license.code, row.quantity, row.since, row.ended_on, row.ending)
        for row in rows.order_by("-id")
        if row.ended_on != row.since or row.ending != "changed"
    )


def _credential(device: UUID) -> Credential | None:
    row = models.DeviceCredential.objects.filter(device=device, revoked_at=None).first()
    return Credential(row.hint, row.created_at) if row else None
