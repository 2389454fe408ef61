"""Devices, and the licenses that are activated on them in whole or part (rule 6).

Two acts, two words: what is *released* from a device goes back to the project's free stock and lives on; what is
*given up* ends (`domain.returns`). Here is the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.dates import add_months
from autossa.domain.entries import LicenseActivated
from autossa.domain.licenses import activate
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Refusal

TRIAL_DAYS, LOST_A_YEAR, FILE_DAYS = 90, 2, 400
"""Until the vendor sets others: days of a trial, lost devices of a project within a year, days of a license file."""

TRIALS_A_YEAR = 5
"""So many trials a project may begin within a year: they are to get to know a product, not to do without licenses."""


YEAR = 12
"""Months within which lost devices, and trials, count for their limit."""


def next_within_limit(days: Iterable[date], most: int, today: date) -> date:
    """From when on one more is within the limit of a year: today, or a day to come; `most` is 1 at least."""
    within = sorted((day for day in days if day > add_months(today, -YEAR)), reverse=True)
    return today if len(within) < most else max(today, add_months(within[most - 1], YEAR))


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


def stock_of(project: Project, license_id: str, on_devices: int, day: date) -> Stock:
    """What there is of a license on a day, of which so many are on devices: confirmed lines that are alive then."""
    own = (line for line in project.lines if line.license_id == license_id and line.confirmed)
    return Stock(license_id, sum(line.quantity for line in own if line.alive_on(day)), on_devices)


def stocks_of(project: Project, on_devices: Mapping[str, int], day: date) -> dict[str, Stock]:
    """What there is of each license that is alive or on devices on a day, by id, in the order of the project."""
    licensed: dict[str, int] = {}
    for line in project.lines:
        if line.confirmed and (line.alive_on(day) or on_devices.get(line.license_id)):
            number = line.quantity if line.alive_on(day) else 0
            licensed[line.license_id] = licensed.get(line.license_id, 0) + number
    return {one: Stock(one, number, on_devices.get(one, 0)) for one, number in licensed.items()}


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
