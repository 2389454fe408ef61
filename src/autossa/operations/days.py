"""On which days something can be done: none to come, and none before what was done already.

Every use case asks here, whatever its door: `decide.locked` for those of a project, `record_activity` for all others.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from autossa.domain.dates import DAY
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.vendor.days import database_moment, latest_day
from autossa.queries.vendor.settings import zone
from autossa.store import models


class WrongDay(Invalid):
    """Nothing can be done on this day."""


class DayToCome(WrongDay):
    """{day} is after today, {today}: nothing is done for a day to come."""


class DayBeforeLast(WrongDay):
    """{day} is before {last}, the day of the project's last entry. Try again from {last} on (time zone {zone})."""


class ClockWrong(WrongDay):
    """The clock of this machine says {here}, that of the database {there}. Set it right: nothing is done until then."""


def check_day(ctx: ActionContext) -> None:
    """No day to come: what nobody knows yet cannot be entered. Raises DayToCome, ClockWrong."""
    check_clock(ctx.now)
    today = latest_day(ctx.now)
    if ctx.today > today:
        raise DayToCome(day=ctx.today, today=today)


def check_clock(now: datetime) -> None:
    """A machine's moment is about that of the database's server: all machines share one. Raises ClockWrong.

    The demo may show any day, and is not asked (`settings.CLOCK_LIMIT` is None there).
    """
    limit: timedelta | None = settings.CLOCK_LIMIT
    if limit is None or abs(now - database_moment()) <= limit:
        return
    there = database_moment(afresh=True)  # this machine may have slept
    if abs(now - there) > limit:
        here, told = (one.astimezone(zone()).strftime("%Y-%m-%d %H:%M") for one in (now, there))
        raise ClockWrong(here=here, there=told)


def check_day_of(project: UUID, ctx: ActionContext, booked_before: date | None = None) -> None:
    """Nor a day before the project's last entry; up to `booked_before` all is booked. Raises DayToCome, DayBeforeLast.

    So it is when the vendor's zone has moved west, or a clock was set back: in a day at most it is right again. What a
    wrong clock entered for days further on holds nothing up.
    """
    check_day(ctx)
    last_likely = max(latest_day(ctx.now) + DAY, booked_before or date.min)
    likely = models.Activity.objects.filter(project=project, day__lte=last_likely)
    entered = likely.order_by("-id").values_list("day", flat=True).first()
    days = [day for day in (entered, booked_before and booked_before - DAY) if day is not None]
    if days and ctx.today < max(days):
        raise DayBeforeLast(day=ctx.today, last=max(days), zone=str(zone()))
