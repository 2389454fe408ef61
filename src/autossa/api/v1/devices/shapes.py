"""How devices are written and read."""

from datetime import datetime
from typing import Any

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.api.v1.licenses.shapes import Stock, stock_out
from autossa.queries.devices.page import DevicePage, StockRow
from autossa.queries.devices.rows import DeviceRow
from autossa.queries.releases.look_up import FoundDevice

MOST = 1_000_000


class DeviceIn(Body):
    """A device to be."""

    name: Line = Field(min_length=1)
    hardware_id: Line = Field(min_length=1, description="Its serial number or MAC address, as printed on it.")
    standby_of: Id | None = None


class DeviceName(Body):
    """Another name."""

    name: Line = Field(min_length=1)


class StandbyIn(Body):
    """Of which device it is a standby; of none: it is a device of its own again."""

    master: Id | None


class ActivateIn(Body):
    """What is activated on a device."""

    license: Line = Field(min_length=1)
    quantity: int = Field(ge=1, le=MOST)


class LicenseReleaseIn(Body):
    """How many are released; all where none is said."""

    quantity: int | None = Field(None, ge=1, le=MOST)


class MoveIn(Body):
    """Where how many go; all where none is said."""

    to: Id
    quantity: int | None = Field(None, ge=1, le=MOST)


class TrialIn(Body):
    """What is tried out."""

    product: Line = Field(min_length=1, description="Its code.")


class TrialOut(Answer):
    """How long."""

    until: Day = Field(description="The first day after the trial.")


class InstalledIn(Body):
    """What is installed."""

    product: Line = Field(min_length=1, description="Its code.")
    version: Line = Field(min_length=1)
    counts: dict[Line, int] | None = Field(None, max_length=100)


class SecretOut(Answer):
    """What the device signs in with; shown this once."""

    secret: str


class CodeOut(Answer):
    """What is typed on the device; shown this once."""

    code: str
    expires_at: datetime


class LostIn(Body):
    """How it was lost, and who said so."""

    reason: str = Field(max_length=5000)


class WrittenOffOut(Answer):
    """What came of it."""

    came_back: int = Field(description="So many licenses are available again.")


class OnDeviceOut(Answer):
    """So many of a license on a device."""

    id: str
    license: str
    license_type: str
    quantity: int
    since: Day
    can_be_released: bool


class InstalledOut(Answer):
    """A version that is installed."""

    product: str
    version: str
    is_known: bool
    reported_at: datetime


class RunningTrialOut(Answer):
    """A product that is tried out."""

    product: str
    starts_on: Day
    until: Day


class DeviceOut(Answer):
    """A device."""

    id: str
    name: str
    hardware_id: str
    registered_on: Day
    standby_of: str = Field(description="The name of its master; empty for a device of its own.")
    licenses: list[OnDeviceOut]
    installed: list[InstalledOut]
    trials: list[RunningTrialOut]
    gone_on: Day | None
    departure: str
    gone_reason: str


class HistoryOut(Answer):
    """An activation as it was."""

    license: str
    quantity: int
    since: Day
    ended_on: Day | None
    ending: str


class DeviceFull(DeviceOut):
    """A device, its standbys, what could go on it, how it came to be so."""

    standbys: list[str]
    stock: dict[str, Stock]
    history: list[HistoryOut]
    secret_hint: str | None = Field(description="The last letters of what it signs in with.")
    to_try: list[str] = Field(description="The products that can be tried out.")


class FoundOut(DeviceOut):
    """A device that was looked for, and where it is."""

    project: str
    project_name: str
    customer: str
    covered_until: Day | None
    newest: dict[str, str | None] = Field(description="By product, the newest release that it may install.")


def device_out(row: DeviceRow) -> DeviceOut:
    """A device for somebody who may see its project."""
    return DeviceOut(**_device(row))


def device_full(page: DevicePage) -> DeviceFull:
    """One device with all that is known of it."""
    return DeviceFull(
        **_device(page.row), standbys=[one.id for one in page.standbys], stock=_stocks(page.stocks),
        history=[
            HistoryOut(
                license=one.license_id, quantity=one.quantity, since=one.since, ended_on=one.ended_on,
                ending=one.ending,
            )
            for one in page.history
        ],
        secret_hint=page.credential.hint if page.credential else None, to_try=[code for code, _name in page.to_try],
    )  # fmt: skip


def found_out(found: FoundDevice) -> FoundOut:
    """A device that was looked for."""
    newest = {one.product: one.verdict.release.version if one.verdict else None for one in found.newest}
    return FoundOut(
        **_device(found.row), project=found.project_id, project_name=found.project, customer=found.customer,
        covered_until=found.covered_until, newest=newest,
    )  # fmt: skip


def _stocks(rows: tuple[StockRow, ...]) -> dict[str, Stock]:
    return {one.license_id: stock_out(one) for one in rows}


def _device(row: DeviceRow) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "hardware_id": row.hardware_id, "registered_on": row.registered_on,
        "standby_of": row.master_name,
        "licenses": [
            OnDeviceOut(
                id=one.id, license=one.license_id, license_type=one.type_code, quantity=one.quantity,
                since=one.since, can_be_released=one.can_be_released,
            )
            for one in row.licenses
        ],
        "installed": [
            InstalledOut(
                product=one.product, version=one.version, is_known=one.is_known, reported_at=one.reported_at
            )
            for one in row.installed
        ],
        "trials": [
            RunningTrialOut(product=one.trial.product, starts_on=one.trial.starts_on, until=one.trial.ends_on)
            for one in row.running
        ],
        "gone_on": row.gone_on, "departure": row.departure, "gone_reason": row.gone_reason,
    }  # fmt: skip
