"""Lost devices: written off by staff, a few a year; what was on one goes back to the free stock (rule 6)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.devices.devices import Departure, Ending, next_within_limit
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.devices import depart
from autossa.operations.devices.found import about, lock_project, present
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.devices.terms import device_terms
from autossa.store import models


class LostLimitReached(Invalid):
    """{most} devices of this project were written off within a year already; the next one can be from {again} on."""


class NoneIsWrittenOff(Invalid):
    """Lost devices are not written off here: the limit for a year is none."""


def write_off(*, project: UUID, device: UUID, reason: str, ctx: ActionContext) -> int:
    """Staff writes a lost device off, with a reason; how many licenses came back to the free stock.

    Also those that are never released: the device is gone. A standby of it is a device of its own from then on.
    Raises DeviceNotFound, LostLimitReached, NoneIsWrittenOff, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        lock_project(project, ctx)
        row = present(project, device)
        _check_limit(project, ctx)
        standing = row.activations.standing().select_related("license").order_by("license__code")
        licenses = {one.license.code: one.quantity for one in standing}
        standing.update(ended_on=ctx.today, ending=Ending.LOST.value)
        depart(row, Departure.LOST, reason, ctx)
        details = about(row) | {"licenses": licenses, "reason": reason}
        record_activity(ctx, "write_off_device", project=project, details=details)
    return sum(licenses.values())


def _check_limit(project: UUID, ctx: ActionContext) -> None:
    most = device_terms().lost_a_year
    if not most:
        raise NoneIsWrittenOff
    lost = models.Device.objects.filter(project=project, departure=Departure.LOST.value)
    days = lost.exclude(gone_on=None).order_by("-gone_on").values_list("gone_on", flat=True)[:most]
    again = next_within_limit([day for day in days if day], most, ctx.today)
    if again > ctx.today:
        raise LostLimitReached(most=most, again=again)
