"""Devices, and the licenses that are activated on them in whole or part (rule 6).

Two acts, two words: what is *released* from a device goes back to the project's free stock and lives on; what is
*given up* ends (`domain.returns`). Here is the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from autossa.domain.entries import LicenseActivated
from autossa.domain.licenses import activate
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Refusal

TRIAL_DAYS, LOST_A_YEAR, FILE_DAYS = 90, 2, 400
"""Until the vendor sets others: days of a trial, lost devices of a project within a year, days of a license file."""

TRIALS_A_YEAR = 5
"""So many trials a project may begin within a year: they are to get to know a product, not to do without licenses."""


class Departure(StrEnum):
    """How a device went: taken out of the project, or lost and written off by staff."""

    REMOVED = "removed"
    LOST = "lost"


class Ending(StrEnum):
    """How an activation ended: released to the free stock, moved to another device, lost, or changed in quantity."""

    RELEASED = "released"
    MOVED = "moved"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Activated:
    """So many of a license on a device."""

    device: UUID
    license_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Of one license on a day: how many are licensed, how many of them on devices."""

    license_id: str
    licensed: int
    on_devices: int

    @property
    def free(self) -> int:
        """How many could be activated; none when more are in use than licensed."""
        return max(0, self.licensed - self.on_devices)

    @property
    def is_exceeded(self) -> bool:
        """More are in use than licensed: it is said (`quantity_exceeded`), and stops nothing."""
        return self.on_devices > self.licensed


def stock_of(project: Project, activated: Iterable[Activated], license_id: str, day: date) -> Stock:
    """What there is of a license on a day: of confirmed lines that are alive then, and on devices."""
    licensed = sum(
        line.quantity
        for line in project.lines
        if line.license_id == license_id and line.confirmed and line.alive_on(day)
    )
    return Stock(license_id, licensed, sum(one.quantity for one in activated if one.license_id == license_id))


def stocks_of(project: Project, activated: Iterable[Activated], day: date) -> dict[str, Stock]:
    """What there is of each license that is alive or on devices on a day, by id, in the order of the project."""
    standing = tuple(activated)
    on_devices = {one.license_id for one in standing}
    ids = dict.fromkeys(
        line.license_id
        for line in project.lines
        if line.confirmed and (line.alive_on(day) or line.license_id in on_devices)
    )
    return {one: stock_of(project, standing, one, day) for one in ids}


def bind(project: Project, day: date, license_id: str) -> Outcome | Refusal:
    """A license is bound to a device: its first activation fixes B of a project never covered (rules 4 and 6).

    Other than an event of a scenario it may mean what was given up for a later day: that can be used until then.
    Refused: `no_such_license`.
    """
    own = (line for line in project.lines if line.license_id == license_id and line.confirmed)
    alive = next((line for line in own if line.alive_on(day)), None)
    if alive is None or alive.is_open:
        return activate(project, day, license_id)
    return record(project, LicenseActivated(day, license_id, alive.is_charged))
