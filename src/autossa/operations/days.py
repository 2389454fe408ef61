"""On which days something can be done: none to come, and none before what was done already.

Every use case asks here, whatever its door: `decide.locked` for those of a project, `record_activity` for all others.
"""

from datetime import date
from uuid import UUID

from autossa.domain.dates import DAY
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.vendor.days import latest_day
from autossa.queries.vendor.settings import zone
from autossa.store import models


class WrongDay(Invalid):
    """Nothing can be done on this day."""


class DayToCome(WrongDay):
    """{day} is after today, {today}: nothing is done for a day to come."""


class DayBeforeLast(WrongDay):
    """{day} is before {last}, the day of the project's last entry. Try again from {last} on (time zone {zone})."""


def check_day(ctx: ActionContext) -> None:
    """No day to come: what nobody knows yet cannot be entered. Raises DayToCome."""
    today = latest_day(ctx.now)
    if ctx.today > today:
        raise DayToCome(day=ctx.today, today=today)


def check_day_of(project: UUID, ctx: ActionContext, booked_before: date | None = None) -> None:
    """Nor a day before the project's last entry; up to `booked_before` all is booked. Raises DayToCome, DayBeforeLast.

    So it is when the vendor's zone has moved west, or a clock was set back: in a day at most it is right again.
    """
    check_day(ctx)
    entered = models.Activity.objects.filter(project=project).order_by("-id").values_list("day", flat=True).first()
    days = [day for day in (entered, booked_before and booked_before - DAY) if day is not None]
    if days and ctx.today < max(days):
        raise DayBeforeLast(day=ctx.today, last=max(days), zone=str(zone()))
