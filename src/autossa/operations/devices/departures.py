"""How a device goes: the row stays with its day, and nothing signs in with it any more."""

from autossa.domain.devices.devices import Departure
from autossa.operations.context import ActionContext
from autossa.operations.devices.credentials import end
from autossa.store import models


def depart(row: models.Device, departure: Departure, reason: str, ctx: ActionContext) -> None:
    """Take a device out, under the project's lock: its secret is revoked, its standbys are devices of their own."""
    models.Device.objects.present().filter(parent=row).update(parent=None)
    end(device=row, ctx=ctx)
    row.gone_on, row.departure, row.gone_reason = ctx.today, departure.value, reason
    row.save(update_fields=["gone_on", "departure", "gone_reason"])
